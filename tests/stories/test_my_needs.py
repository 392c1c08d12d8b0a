"""What becomes of one's own needs: the list, the card, its story, adding, taking back and bringing back."""

from sqlmodel import select

from community import media, supports
from playground.driver import Neighbour
from storage import standing
from storage.media import Media, MediaState
from storage.needs import Audience, NeedState
from storage.timeline import TimelineEntry
from tests.stories.first_steps import NO_LONGER, forges
from tests.stories.rt_three import has_told_of_lamps, needs_in, person_of, the_need
from tests.stories.telling import reports, reports_a_drain, reports_a_drain_with_a_photo
from tests.stories.town import Town

HIDDEN = "🙈 Nama hanya dilihat pengurus"


def looks_up_her_drain(tini: Neighbour) -> None:
    """The card of her only need, by way of the list."""
    tini.says("/usulanku")
    tini.sees("No. 1  💧 Selokan · mampet — 🟡 Sudah masuk")
    tini.taps("1 · Selokan")
    assert tini.sees("📍 Sekitar rumah, RT 03").says(HIDDEN)


def test_nobody_has_told_anything_yet(tini: Neighbour) -> None:
    tini.says("/usulanku")
    tini.sees("Belum ada usulan")


def test_a_need_its_story_and_more_to_tell(tini: Neighbour) -> None:
    reports_a_drain(tini)
    looks_up_her_drain(tini)
    tini.taps("Tambah keterangan")
    tini.sees("Mau menambahkan apa untuk No. 1?")
    tini.says("sekarang sudah sampai jalan")
    tini.sees("Sudah ditambahkan ke No. 1. Terima kasih, Bu Tini 🙏")
    looks_up_her_drain(tini)
    tini.taps("Perjalanan")
    story = tini.sees("Perjalanan No. 1")
    assert story.says("Sudah masuk")
    assert story.says("Keterangan ditambah: “sekarang sudah sampai jalan”")
    tini.taps("Kembali")
    tini.sees("📍 Sekitar rumah")
    tini.taps("Usulan saya")
    tini.sees("No. 1  💧")


def test_taken_back_by_mistake_and_brought_back(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    reports_a_drain(tini)
    looks_up_her_drain(tini)
    tini.taps("Tarik kembali")
    withdrawn = tini.sees("Usulan No. 1 ditarik kembali. Salah ketuk?")
    assert the_need(town).state is NeedState.withdrawn
    asep.taps("Usulan tetangga")
    asep.sees("Belum ada usulan di RT 03")
    tini.taps("Kembalikan")
    tini.sees("🟡 Sudah masuk")
    assert the_need(town).state is NeedState.received
    tini.taps_old(withdrawn, "Kembalikan")
    assert tini.toast()
    assert the_need(town).state is NeedState.received
    asep.taps("Usulan tetangga")
    asep.sees("No. 1  💧 Selokan · mampet")


def test_the_name_is_shown_and_hidden_again(town: Town, tini: Neighbour) -> None:
    reports_a_drain(tini)
    looks_up_her_drain(tini)
    tini.taps("Nama boleh dilihat")
    tini.sees("👀 Nama boleh dilihat tetangga")
    assert the_need(town).name_shown_to is Audience.neighbours
    tini.taps("Sembunyikan nama")
    tini.sees(HIDDEN)
    assert the_need(town).name_shown_to is Audience.organisers


def test_a_card_of_someone_else_opens_for_nobody(town: Town, tini: Neighbour, asep: Neighbour) -> None:
    reports_a_drain(tini)
    reports(asep, "Sampah", "Menumpuk")
    asep.says("/usulanku")
    mine = asep.sees("No. 2")
    assert not mine.says("No. 1")
    hers = [
        "my.1",
        "path.1",
        "pull.1",
        "unpull.1",
        "add.1",
        "named.1.neighbours",
        "photos.1.neighbours",
        "houses.1.all",
    ]
    for forged in hers:
        assert forges(asep, mine, forged)["alert"] == "Ini usulan tetangga lain 🙏", forged
    nothing = ["my.99", f"pull.{'9' * 20}", "houses.2.everything", "named.2", "photos.2.", "go.²", "undo.x"]
    for forged in nothing:
        assert NO_LONGER in forges(asep, mine, forged).values(), forged
    asep.says("/usulanku")
    asep.sees("No. 2")
    first = needs_in(town)[0]
    assert (first.state, first.houses) == (NeedState.received, None)
    assert {first.name_shown_to, first.photos_shown_to} == {Audience.organisers}


def test_the_list_turns_its_pages(town: Town, tini: Neighbour) -> None:
    has_told_of_lamps(town, tini, 7)
    tini.says("/usulanku")
    assert tini.sees("Usulan saya").says("No. 7")
    tini.taps("Lebih lama")
    older = tini.sees("No. 1  ")
    assert older.says("No. 2")
    assert not older.says("No. 7")
    tini.taps("Lebih baru")
    tini.sees("No. 7")


def test_a_lost_photo_is_asked_for_once_and_sent_again(town: Town, tini: Neighbour) -> None:
    reports_a_drain_with_a_photo(tini)
    with town.writing() as session:
        lost = session.exec(select(Media)).one()
        lost.owner, lost.state = "test", MediaState.wanted
        session.flush()
        now = town.process.rembuk.now() if town.process and town.process.rembuk else 0.0
        media.lost(session, lost.id or 0, "test", now)
        media.lost(session, lost.id or 0, "test", now)
    asked = tini.sees("gagal tersimpan 🙏 Boleh kirim fotonya sekali lagi?")
    assert asked.says("No. 1")
    tini.taps("Kirim lagi")
    tini.sees("Mau menambahkan apa untuk No. 1?")
    tini.sends_photo()
    tini.sees("Sudah ditambahkan ke No. 1")
    with town.session() as session:
        assert len(session.exec(select(Media).where(Media.need_id == the_need(town).id)).all()) == 2
        assert standing.of_ended(session)["given_up"] == 0
        added = session.exec(select(TimelineEntry).where(TimelineEntry.state == None)).one()  # noqa: E711 - SQL's own null
        assert added.reason is None
    assert tini.screen().count("gagal tersimpan") == 1


def test_what_others_add_is_read_by_organisers_and_not_by_its_reporter(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    with town.writing() as session:
        need_id, by = the_need(town).id, person_of(session, asep).id
        more = "kabelnya telanjang, anak kena setrum"
        supports.join(session, need_id, whom="", text=more, dialogue_id=None, by=by, now=town.now())
    looks_up_her_drain(tini)
    tini.taps("Perjalanan")
    assert not tini.sees("Keterangan ditambah").says("setrum")
    chair.says("/pengurus")
    chair.sees("1 hal menunggu")
    chair.taps("1 Selokan")
    assert chair.sees("No. 1").says("➕ “kabelnya telanjang, anak kena setrum”")
    chair.taps("Perjalanan")
    assert chair.sees("Perjalanan No. 1").says("setrum")
