"""What stands around the talks: neighbours' needs, the menu, help, languages, cancelling, odd commands."""

from sqlmodel import Session, select

from community import needs
from storage import dialogues
from storage.communities import Community, CommunityKind
from storage.dialogues import Standing
from storage.needs import Need, NeedState
from storage.people import Membership, Person
from tests.stories.rt_three import LONG_AGO, neighbour, rt_three, sends_need
from tests.stories.town import Town

# ── Usulan tetangga ──


def test_neighbours_see_the_matter_and_nothing_of_the_person(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    tini.says("got depan rumah Pak Broto mampet")
    tini.sees("Soal selokan?")
    tini.taps("Betul")
    tini.sees("Di sebelah mana?")
    tini.taps("Sekitar rumah saya")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    tini.sees("sudah masuk")
    asep.taps("Usulan tetangga")
    seen = asep.sees("Usulan di RT 03: 1")
    assert seen.says("No. 1  💧 Selokan — 🟡 Sudah masuk")
    asep.taps("1 · Selokan")
    card = asep.sees("📍 RT 03")
    for personal in ("Tini", "Broto", "rumah"):
        assert not card.says(personal)
    asep.taps("Usulan tetangga")
    asep.sees("Usulan di RT 03: 1")


def test_words_are_shown_once_the_organisers_have_read_them_and_the_name_if_allowed(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    sends_need(tini)
    with town.writing() as session:
        need = session.exec(select(Need)).one()
        need.text, need.state, need.title = "airnya sampai jalan", NeedState.accepted, "Selokan Gang Melati mampet"
        need.name_shown_to = need.name_shown_to.neighbours
    asep.says("/usulan")
    asep.sees("No. 1  💧 Selokan Gang Melati mampet — 🟡 Masuk daftar warga")
    asep.taps("1 · Selokan Gang Melati")
    card = asep.sees("“airnya sampai jalan”")
    assert card.says("Dari Bu Tini")


def test_a_photo_is_shown_only_with_a_yes_and_a_voice_never(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    tini.sends_photo()
    tini.sees("Fotonya sudah diterima")
    tini.sends_voice(4)
    tini.sees("Sudah ditambahkan ✓")
    tini.taps("Sampah")
    tini.sees("Di sebelah mana?")
    tini.taps("Masjid")
    tini.sees("Sudah pas?")
    tini.taps("Kirim")
    question = tini.sees("boleh dilihat tetangga?")
    asep.says("/usulan")
    asep.sees("No. 1")
    asep.taps("1 · Sampah")
    asep.sees("🎤 disampaikan lewat suara")
    assert town.neighbourhood.sent("sendPhoto") == []
    tini.taps_old(question, "Boleh dilihat tetangga")
    tini.sees("boleh dilihat tetangga ✓")
    asep.says("/usulan")
    asep.sees("No. 1")
    asep.taps("1 · Sampah")
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("sendPhoto"), "the photo")
    assert town.neighbourhood.sent("sendVoice") == []


def test_the_neighbourhoods_list_turns_its_pages(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    with town.writing() as session:
        person = session.exec(select(Person).where(Person.telegram_id == tini.id)).one()
        for _ in range(11):
            needs.submit(
                session, needs.Report(kind="lamp"), by=person.id or 0, community_id=person.community_id or 0,
                dialogue_id=None, now=LONG_AGO,
            )  # fmt: skip
    asep.says("/usulan")
    asep.sees("Usulan di RT 03: 11")
    asep.taps("Lebih lama")
    asep.sees("No. 6")
    asep.taps("Lebih lama")
    asep.sees("No. 1  ")
    assert "Lebih lama ›" not in asep.buttons()
    asep.taps("1 · Lampu jalan")
    asep.sees("— No. 1")
    asep.taps("Usulan tetangga")
    asep.sees("No. 1  ")


# ── the menu ──


def test_the_menu_offers_to_go_on_with_what_waits(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    asep.taps("Nanti saja")
    asep.sees("disimpan dulu")
    asep.taps("Lainnya")
    asep.sees("Mau apa?")
    asep.taps("Teruskan usulan")
    asep.sees("Lampunya kenapa?")
    asep.taps("Mati")
    asep.sees("Di sebelah mana?")


def test_nobody_goes_on_with_or_brings_back_a_draft_of_someone_else(town: Town) -> None:
    rt_three(town)
    tini, asep = neighbour(town, "Bu Tini"), neighbour(town, "Asep")
    tini.taps("Sampaikan usul")
    tini.sees("Ada apa")
    with town.session() as session:
        draft = _current(session, tini.id)
    asep.says("/menu")
    menu = asep.sees("Mau apa?")
    for forged in (f"go.{draft.id}", f"undo.{draft.id}"):
        answer = asep.door.tap(asep.id, asep.id, menu.id, data=f"c.{forged}")
        assert "Tombol ini sudah tidak berlaku 🙏" in (answer.get("alert"), answer.get("toast"))
    tini.says("/batal")
    tini.sees("Sudah dibatalkan")
    answer = asep.door.tap(asep.id, asep.id, menu.id, data=f"c.undo.{draft.id}")
    assert "Tombol ini sudah tidak berlaku 🙏" in (answer.get("alert"), answer.get("toast"))
    tini.taps("Kembalikan")
    tini.sees("Ada apa")


def _current(session: Session, telegram_id: int) -> Standing:
    person = session.exec(select(Person).where(Person.telegram_id == telegram_id)).one()
    found = dialogues.open_named(session, person.id or 0, "report")
    assert found is not None
    return found


def test_the_menu_leads_everywhere(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    for label, answer in (
        ("Usulan saya", "Belum ada usulan"),
        ("RT saya", "Tautan untuk mengajak tetangga"),
        ("Bahasa", "Mau pakai bahasa apa?"),
        ("Bantuan", "Berhenti di tengah? Tidak ada yang hilang"),
    ):
        asep.says("/menu")
        asep.sees("Mau apa?")
        asep.taps(label)
        asep.sees(answer)


def test_someone_of_two_neighbourhoods_moves_between_them(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    with town.writing() as session:
        other = Community(
            kind=CommunityKind.rt, code="9zz8mxab", name="RT 07", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
        )
        session.add(other)
        session.flush()
        person = session.exec(select(Person)).one()
        session.add(Membership(person_id=person.id or 0, community_id=other.id or 0, joined_at=LONG_AGO))
    asep.says("/menu")
    asep.sees("Mau apa?")
    asep.taps("RT saya")
    asep.sees("🏘 RT 03")
    asep.taps("Pindah ke RT 07")
    asep.sees("Sekarang di RT 07 ✓")
    asep.taps("Usulan tetangga")
    asep.sees("Belum ada usulan di RT 07")


# ── in the middle of something ──


def test_any_command_may_come_in_the_middle_and_the_draft_waits(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    for command, answer in (
        ("/usulan", "Belum ada usulan di RT 03"),
        ("/jadwal", "Belum ada kegiatan yang dicatat di RT 03"),
        ("/bantuan", "Sampaikan usul"),
        ("/ngawur", "Maaf, perintah itu belum ada"),
    ):
        asep.says(command)
        asep.sees(answer)
    asep.taps("Teruskan usulan")
    asep.sees("Lampunya kenapa?")
    asep.says("mati total")
    asep.sees("Di sebelah mana?")


def test_cancelled_by_mistake_and_brought_back(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.says("/batal")
    asep.sees("Belum ada usulan yang sedang dibuat")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.taps("Lampu jalan")
    asep.sees("Lampunya kenapa?")
    asep.says("/batal")
    cancelled = asep.sees("Sudah dibatalkan. Salah ketuk?")
    asep.taps("Kembalikan")
    asep.sees("Lampunya kenapa?")
    asep.taps("Mati")
    asep.sees("Di sebelah mana?")
    asep.taps_old(cancelled, "Kembalikan")
    assert asep.toast() == "Tombol ini sudah tidak berlaku 🙏"


def test_a_cancelled_draft_does_not_come_back_over_a_newer_one(town: Town) -> None:
    rt_three(town)
    asep = neighbour(town, "Asep")
    asep.taps("Sampaikan usul")
    asep.sees("Ada apa")
    asep.says("/batal")
    cancelled = asep.sees("Sudah dibatalkan")
    asep.says("selokan mampet")
    asep.sees("Soal selokan?")
    asep.taps_old(cancelled, "Kembalikan")
    assert asep.toast() == "Tombol ini sudah tidak berlaku 🙏"
    asep.taps("Betul")
    asep.sees("Di sebelah mana?")


def test_another_language_holds_at_once_and_for_the_draft_too(town: Town) -> None:
    rt_three(town)
    emma = neighbour(town, "Emma")
    emma.taps("Sampaikan usul")
    emma.sees("Ada apa")
    emma.says("/bahasa")
    emma.sees("Mau pakai bahasa apa?")
    emma.taps("English")
    emma.sees("All right, English from now on ✓")
    assert "📝 Tell a need" in emma.buttons()
    emma.taps("More")
    emma.sees("What next?")
    emma.taps("Go on: a need")
    emma.sees("What is the matter around here?")


def test_a_stranger_is_welcomed_whatever_is_said_first(town: Town) -> None:
    rt_three(town)
    for command in ("/usul", "/usulan", "/usulanku", "/menu", "/bahasa", "/batal", "/jadwal", "/ngawur"):
        stranger = town.person("Joko")
        stranger.starts()
        stranger.sees("Selamat datang")
        stranger.says(command)
        stranger.sees("Selamat datang")
    with town.session() as session:
        assert session.exec(select(Person)).all() == []
