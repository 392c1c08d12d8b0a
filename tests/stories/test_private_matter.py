"""Urusan antarwarga: a renter tells one reader of a neighbour's garbage, and nobody else ever learns of it."""

import pytest
from sqlmodel import select

from playground.driver import Neighbour, Seen
from storage.communities import Community, CommunityKind
from storage.dialogues import dialogue
from storage.matters import Matter
from storage.media import Media
from storage.needs import Need
from storage.people import Membership, Person, Role, membership_of
from tests.stories.first_steps import NO_LONGER, has_all_messages
from tests.stories.rt_three import LONG_AGO, neighbour, person_of
from tests.stories.telling import WHAT, WHERE
from tests.stories.town import Town

STORY = "tetangga sering buang sampah ke selokan malam hari"
READER = "Siapa yang boleh membaca?"


@pytest.fixture
def rina(town: Town, rt: int) -> Neighbour:
    """An organiser."""
    return neighbour(town, "Bu Rina", role=Role.organiser)


@pytest.fixture
def renter(town: Town, rt: int) -> Neighbour:
    return neighbour(town, "Mbak Wati")


def is_asked_for_the_story(renter: Neighbour, reader: str) -> None:
    renter.taps("Sampaikan usul")
    renter.sees(WHAT)
    renter.taps("Urusan antarwarga")
    renter.sees(READER)
    renter.taps(reader)
    renter.sees("Ceritakan")


def says_what_she_hopes(renter: Neighbour, *, name: str, last_look: str = STORY) -> None:
    renter.sees("Harapannya apa?")
    renter.taps("Imbauan umum, tanpa nama")
    assert renter.sees("Bu Rina tahu nama saya?").says(last_look)
    renter.taps(name)


def tells(renter: Neighbour, *, name: str = "Jangan") -> None:
    is_asked_for_the_story(renter, "Bu Rina, pengurus RT 03")
    renter.says(STORY)
    says_what_she_hopes(renter, name=name)
    renter.sees("Dikirim ke Bu Rina saja")


def forges(person: Neighbour, message: Seen, data: str) -> str | None:
    """A button that was never drawn for this person: its data, sent from a message of their own; what flashes up."""
    return person.door.tap(person.id, person.id, message.id, data=data).get("toast")


def test_the_renter_tells_one_reader_in_six_taps(
    town: Town, renter: Neighbour, rina: Neighbour, chair: Neighbour, asep: Neighbour
) -> None:
    tells(renter)
    assert renter.taps_count <= 6
    notice = rina.sees("Pesan pribadi No. P1 · RT 03")
    for said in ("Dari: Seorang warga", f"“{STORY}”", "imbauan umum, tanpa nama", "tunggu 2–3 hari"):
        assert notice.says(said)
    assert not notice.says("Wati")
    for other in (chair, asep):
        other.says("/usulan")
        other.sees("Belum ada usulan di RT 03")
        other.says("/menu")
        other.sees("Mau apa?")
        assert "🙈 Pesan pribadi" not in other.buttons()
        other.does_not_see("P1")
    with town.session() as session:
        assert session.exec(select(Need)).all() == []
        kept = session.connection().execute(select(dialogue.c.draft)).scalars().all()
        assert not [draft for draft in kept if "sampah" in draft], "nothing stays in the drafts"


def test_reader_and_author_talk_on_until_it_is_taken_care_of(town: Town, renter: Neighbour, rina: Neighbour) -> None:
    tells(renter, name="Boleh")
    assert rina.sees("P1 · RT 03").says("Dari: Mbak Wati")
    rina.taps("Balas")
    rina.sees("Hanya Mbak Wati yang membaca")
    rina.says("Saya cek nanti malam ya")
    rina.sees("Sudah dikirim ke Mbak Wati")
    assert renter.sees("Bu Rina, soal pesan pribadi No. P1").says("“Saya cek nanti malam ya”")
    renter.taps("Balas")
    renter.sees("Hanya Bu Rina yang membaca")
    renter.sends_voice(6)
    renter.sees("Sudah dikirim ke Bu Rina")
    rina.sees("Mbak Wati, soal pesan pribadi No. P1")
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("sendVoice"), "her voice, for the reader")
    rina.says("/menu")
    rina.taps("Pesan pribadi")
    rina.sees("Hanya yang menulis dan satu pembacanya")
    rina.taps("P1 · RT 03")
    assert rina.sees("Saya: “Saya cek nanti malam ya”").says("Mbak Wati: 🎤")
    rina.taps("Buat imbauan umum")
    rina.sees("Imbauannya soal apa?")
    rina.taps("Sampah")
    draft = rina.sees("Bapak/Ibu warga RT 03")
    assert draft.says("tunggu 2–3 hari")
    assert "💬 Teruskan ke WA" in draft.labels
    rina.says("/menu")
    rina.taps("Pesan pribadi")
    rina.taps("P1 · RT 03")
    rina.taps("Sudah ditangani")
    renter.sees("Bu Rina bilang sudah ditangani")
    renter.taps("Lihat pesannya")
    renter.sees("Hanya dibaca Bu Rina. Nama boleh diketahui.")


def test_nobody_else_opens_it_and_a_reader_without_the_office_no_more(
    town: Town, renter: Neighbour, rina: Neighbour, chair: Neighbour, asep: Neighbour
) -> None:
    tells(renter)
    notice = rina.sees("Pesan pribadi No. P1")
    rina.taps("Balas")
    rina.sees("Hanya Seorang warga yang membaca")
    for other in (chair, asep):
        other.says("/menu")
        menu = other.sees("Mau apa?")
        for forged in ("matter.1", "whisper.1", "eased.1", "appeal.1.garbage", "entrust.1.1", "matter.x"):
            assert forges(other, menu, f"c.{forged}") == NO_LONGER
        assert other.reads().says("Mau apa?")
    with town.writing() as session:
        member = membership_of(session, person_of(session, rina).id, person_of(session, rina).community_id or 0)
        assert member is not None
        member.role = Role.resident
    rina.says("sudah saya tegur")
    rina.sees(NO_LONGER)
    renter.does_not_see("sudah saya tegur")
    rina.taps_old(notice, "Balas")
    assert rina.toast() == NO_LONGER
    renter.says("/menu")
    renter.taps("Pesan pribadi")
    renter.taps("P1 · RT 03")
    renter.sees("Bu Rina sudah bukan pengurus")
    renter.taps("Pak Budi, Ketua RT")
    renter.sees("Dikirim ke Pak Budi saja")
    assert chair.sees("Pesan pribadi No. P1").says(STORY)


def test_a_voice_without_a_name_is_warned_about_and_a_file_is_not_taken(
    town: Town, renter: Neighbour, rina: Neighbour
) -> None:
    renter.sends_voice(9)
    renter.sees("Suaranya sudah diterima")
    renter.taps("Urusan antarwarga")
    renter.sees(READER)
    renter.taps("Bu Rina, pengurus RT 03")
    says_what_she_hopes(renter, name="Jangan", last_look="🎤 0:09")
    renter.sees("Suara bisa dikenali")
    rina.does_not_see("P1")
    renter.taps("Tulisan saja")
    renter.sees("Ceritakan")
    renter.sends_document("got.jpg", b"exif")
    renter.sees("Ceritakan")
    renter.taps("Berbahaya sekarang")
    renter.sees("telepon dulu: 112")
    renter.says(STORY)
    renter.sees("Bu Rina tahu nama saya?")
    renter.taps("Jangan")
    renter.sees("Dikirim ke Bu Rina saja")
    assert rina.sees("P1").says(STORY)
    has_all_messages(town, rina)
    assert not town.neighbourhood.sent("sendVoice")
    with town.session() as session:
        (voice,) = session.exec(select(Media)).all()
        assert (voice.matter_id, voice.need_id, voice.dialogue_id) == (None, None, None)


def test_dumped_garbage_may_turn_into_a_private_matter(town: Town, renter: Neighbour, rina: Neighbour) -> None:
    renter.taps("Sampaikan usul")
    renter.sees(WHAT)
    renter.taps("Sampah")
    renter.sees("Sampahnya kenapa?")
    renter.taps("Dibuang sembarangan")
    renter.sees("bisa dibaca satu orang saja")
    renter.taps("Usulan biasa")
    renter.sees(WHERE)
    renter.taps("Kembali")
    renter.sees("bisa dibaca satu orang saja")
    renter.sends_photo()
    renter.sees("Sudah ditambahkan")
    renter.taps("Satu orang saja")
    renter.sees(READER)
    renter.taps("Bu Rina, pengurus RT 03")
    renter.sees("Ceritakan")
    renter.says(STORY)
    says_what_she_hopes(renter, name="Boleh")
    renter.sees("Dikirim ke Bu Rina saja")
    rina.sees("P1")
    town.neighbourhood.waits_for(lambda: town.neighbourhood.sent("sendPhoto"), "the photo, for the reader")
    with town.session() as session:
        assert session.exec(select(Need)).all() == []
        matter, photo = session.exec(select(Matter)).one(), session.exec(select(Media)).one()
        assert (photo.matter_id, photo.need_id) == (matter.id, None)


# ── about organisers ──


def rw_five(town: Town) -> Neighbour:
    """Pak Darmo, its chair."""
    person = town.person("Pak Darmo")
    with town.writing() as session:
        place = Community(
            kind=CommunityKind.rw, code="rw5kabcd", name="RW 05", quiet_hours=[], chair_confirmed_at=LONG_AGO,
            created_at=LONG_AGO,
        )  # fmt: skip
        session.add(place)
        session.flush()
        known = Person(telegram_id=person.id, name="Pak Darmo", community_id=place.id, created_at=LONG_AGO)
        session.add(known)
        session.flush()
        session.add(
            Membership(person_id=known.id or 0, community_id=place.id or 0, role=Role.chair, joined_at=LONG_AGO)
        )
    person.starts()
    person.reads()
    return person


def test_about_organisers_without_an_rw_nothing_is_kept_and_with_one_it_reads(
    town: Town, renter: Neighbour, rina: Neighbour, chair: Neighbour
) -> None:
    renter.taps("Sampaikan usul")
    renter.taps("Urusan antarwarga")
    renter.sees(READER)
    renter.taps("Ini soal pengurus")
    nowhere = renter.sees("Tidak ada yang disimpan atau dikirim")
    assert nowhere.says("lapor.go.id")
    assert nowhere.says("112")
    renter.taps("Baik")
    with town.session() as session:
        assert session.exec(select(Matter)).all() == []
    darmo = rw_five(town)
    link = sends_link(darmo)
    chair.starts(link)
    chair.sees("Sambungkan ke RW 05?")
    chair.taps("Ya, sambungkan RT 03")
    chair.sees("RT 03 sekarang tersambung ke RW 05")
    darmo.sees("RT 03 sekarang tersambung ke RW 05")
    rina.starts(link)
    rina.sees("Tautan ini untuk Ketua RT")
    renter.taps("Sampaikan usul")
    renter.taps("Urusan antarwarga")
    renter.sees(READER)
    renter.taps("Ini soal pengurus")
    renter.sees("pengurus di sini tidak membacanya")
    assert not [label for label in renter.buttons() if "Rina" in label or "Budi" in label]
    renter.taps("Pak Darmo, Ketua RW")
    renter.sees("Ceritakan")
    renter.says("iuran tidak pernah dilaporkan")
    renter.taps("Cukup diketahui")
    renter.sees("Pak Darmo tahu nama saya?")
    renter.taps("Jangan")
    renter.sees("Dikirim ke Pak Darmo saja")
    assert darmo.sees("Pesan pribadi No. P1 · RT 03").says("iuran tidak pernah dilaporkan")
    for office in (rina, chair):
        office.does_not_see("iuran")


def test_about_organisers_without_an_rw_another_reader_may_be_chosen(
    town: Town, renter: Neighbour, rina: Neighbour
) -> None:
    renter.taps("Sampaikan usul")
    renter.taps("Urusan antarwarga")
    renter.sees(READER)
    renter.taps("Ini soal pengurus")
    renter.sees("Tidak ada yang disimpan atau dikirim")
    renter.taps("Pilih pembaca lain")
    renter.sees(READER)
    renter.taps("Bu Rina, pengurus RT 03")
    renter.sees("Ceritakan")
    renter.says(STORY)
    says_what_she_hopes(renter, name="Jangan")
    renter.sees("Dikirim ke Bu Rina saja")
    with town.session() as session:
        assert not session.exec(select(Matter)).one().about_office
    assert rina.sees("Pesan pribadi No. P1").says(STORY)


def sends_link(darmo: Neighbour) -> str:
    """The payload of the link by which RTs join."""
    darmo.says("/menu")
    darmo.taps("RT saya")
    darmo.sees("RW 05")
    darmo.taps("Sambungkan RT")
    said = darmo.sees("Kirim tautan ini ke Ketua RT")
    return str(said.view["text"]).rpartition("start=")[2].strip()
