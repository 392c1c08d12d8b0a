"""What becomes of one's own needs: the list, the card, its story, adding, taking back and bringing back."""

from sqlmodel import select

from community import media, needs
from storage import people, standing
from storage.needs import Audience, Media, MediaState, NeedState, TimelineEntry
from tests.stories.rt_three import LONG_AGO, needs_in, neighbour, rt_three, sends_need
from tests.stories.town import Town


def test_nobody_has_told_anything_yet(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.says("/usulanku")
    tini.sees("Belum ada usulan")


def test_a_need_its_story_and_more_to_tell(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    sends_need(tini)
    tini.says("/usulanku")
    tini.sees("No. 1  💧 Selokan · mampet — 🟡 Sudah masuk")
    tini.taps("1 · Selokan")
    card = tini.sees("📍 Sekitar rumah, RT 03")
    assert card.says("🙈 Nama hanya dilihat pengurus")
    tini.taps("Tambah keterangan")
    tini.sees("Mau menambahkan apa untuk No. 1?")
    tini.says("sekarang sudah sampai jalan")
    tini.sees("Sudah ditambahkan ke No. 1. Terima kasih, Bu Tini 🙏")
    tini.says("/usulanku")
    tini.sees("No. 1")
    tini.taps("1 · Selokan")
    tini.sees("Sekitar rumah")
    tini.taps("Perjalanan")
    story = tini.sees("Perjalanan No. 1")
    assert story.says("Sudah masuk")
    assert story.says("Keterangan ditambah: “sekarang sudah sampai jalan”")
    tini.taps("Kembali")
    tini.sees("📍 Sekitar rumah")
    tini.taps("Usulan saya")
    tini.sees("No. 1  💧")


def test_taken_back_by_mistake_and_brought_back(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    sends_need(tini)
    tini.says("/usulanku")
    tini.sees("No. 1")
    tini.taps("1 · Selokan")
    tini.sees("Sekitar rumah")
    tini.taps("Tarik kembali")
    withdrawn = tini.sees("Usulan No. 1 ditarik kembali. Salah ketuk?")
    assert needs_in(town)[0].state is NeedState.withdrawn
    asep.taps("Usulan tetangga")
    asep.sees("Belum ada usulan di RT 03")
    tini.taps("Kembalikan")
    tini.sees("🟡 Sudah masuk")
    assert needs_in(town)[0].state is NeedState.received
    tini.taps_old(withdrawn, "Kembalikan")
    asep.taps("Usulan tetangga")
    asep.sees("No. 1  💧 Selokan · mampet")


def test_the_name_is_shown_and_hidden_again(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    sends_need(tini)
    tini.says("/usulanku")
    tini.sees("No. 1")
    tini.taps("1 · Selokan")
    tini.sees("🙈 Nama hanya dilihat pengurus")
    tini.taps("Nama boleh dilihat")
    tini.sees("👀 Nama boleh dilihat tetangga")
    assert needs_in(town)[0].name_shown_to is Audience.neighbours
    tini.taps("Sembunyikan nama")
    tini.sees("🙈 Nama hanya dilihat pengurus")


def test_a_card_of_someone_else_opens_for_nobody(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    sends_need(tini)
    sends_need(asep, "Sampah", "Menumpuk")
    asep.says("/usulanku")
    asep.sees("No. 2")
    mine = asep.sees("No. 2")
    for forged in (
        "my.1",
        "path.1",
        "pull.1",
        "unpull.1",
        "add.1",
        "named.1.neighbours",
        "photos.1.neighbours",
        "houses.1.all",
    ):
        answer = asep.door.tap(asep.id, asep.id, mine.id, data=f"c.{forged}")
        assert answer["alert"] == "Ini usulan tetangga lain 🙏", forged
    for forged in (
        "my.99",
        "pull.99999999999999999999",
        "houses.2.everything",
        "named.2",
        "photos.2.",
        "go.²",
        "undo.x",
    ):
        answer = asep.door.tap(asep.id, asep.id, mine.id, data=f"c.{forged}")
        assert "Tombol ini sudah tidak berlaku 🙏" in (answer.get("alert"), answer.get("toast")), forged
    asep.says("/usulanku")
    asep.sees("No. 2")
    first = needs_in(town)[0]
    assert (first.state, first.name_shown_to, first.photos_shown_to, first.houses) == (
        NeedState.received,
        Audience.organisers,
        Audience.organisers,
        None,
    )


def test_the_list_turns_its_pages(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    _told_many(town, tini.id, 7)
    tini.says("/usulanku")
    assert tini.sees("Usulan saya").says("No. 7")
    tini.taps("Lebih lama")
    assert tini.sees("No. 1  ").says("No. 2")
    tini.taps("Lebih baru")
    tini.sees("No. 7")


def _told_many(town: Town, telegram_id: int, count: int) -> None:
    with town.writing() as session:
        person = people.with_telegram_id(session, telegram_id)
        assert person is not None
        for _ in range(count):
            needs.submit(
                session,
                needs.Report(kind="lamp", detail="dead", near_home=True),
                by=person.id or 0,
                community_id=person.community_id or 0,
                dialogue_id=None,
                now=LONG_AGO,
            )


def test_a_lost_photo_is_asked_for_once_and_sent_again(town: Town) -> None:
    rt_three(town)
    tini = neighbour(town, "Bu Tini")
    tini.sends_photo(caption="got mampet")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees("Di sebelah mana?")
    tini.taps("Masjid")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("boleh dilihat tetangga?")
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
        assert len(session.exec(select(Media).where(Media.need_id == needs_in(town)[0].id)).all()) == 2
        assert standing.of_outbox(session)["given_up"] == 0
        added = session.exec(select(TimelineEntry).where(TimelineEntry.state == None)).one()  # noqa: E711 - SQL's own null
        assert added.reason is None
