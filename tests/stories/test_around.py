"""What stands around the talks: the menu, languages, cancelling, odd commands, drafts that wait."""

import pytest
from sqlmodel import select

from playground.driver import Neighbour
from storage import dialogues
from storage.communities import Community, CommunityKind
from storage.people import Membership, Person
from tests.stories.first_steps import NO_LONGER, forges
from tests.stories.rt_three import LONG_AGO, person_of
from tests.stories.telling import LAMP, WHAT, WHERE, is_asked_about_the_lamp, is_asked_what
from tests.stories.town import Town

# ── the menu ──


def test_the_menu_leads_everywhere(asep: Neighbour) -> None:
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


def test_someone_of_two_neighbourhoods_moves_between_them(town: Town, asep: Neighbour) -> None:
    with town.writing() as session:
        other = Community(
            kind=CommunityKind.rt, code="9zz8mxab", name="RT 07", chair_confirmed_at=LONG_AGO, created_at=LONG_AGO
        )
        session.add(other)
        session.flush()
        person = person_of(session, asep)
        session.add(Membership(person_id=person.id or 0, community_id=other.id or 0, joined_at=LONG_AGO))
    asep.says("/menu")
    asep.sees("Mau apa?")
    asep.taps("RT saya")
    asep.sees("🏘 RT 03")
    asep.taps("Pindah ke RT 07")
    asep.sees("Sekarang di RT 07 ✓")
    asep.taps("Usulan tetangga")
    asep.sees("Belum ada usulan di RT 07")


def test_another_language_holds_at_once_and_for_the_draft_too(asep: Neighbour) -> None:
    is_asked_what(asep)
    asep.says("/bahasa")
    asep.sees("Mau pakai bahasa apa?")
    asep.taps("English")
    asep.sees("All right, English from now on ✓")
    assert "📝 Tell a need" in asep.buttons()
    asep.taps("More")
    asep.sees("What next?")
    asep.taps("Go on: a need")
    asep.sees("What is the matter around here?")


def test_a_stranger_is_welcomed_whatever_is_said_first(town: Town, rt: int) -> None:
    for words in ("/usul", "/usulan", "/usulanku", "/menu", "/bahasa", "/batal", "/jadwal", "/ngawur", "lampu mati"):
        stranger = town.person("Joko")
        stranger.starts()
        stranger.sees("Selamat datang")
        stranger.says(words)
        stranger.sees("Selamat datang")
    with town.session() as session:
        assert session.exec(select(Person)).all() == []


# ── a draft that waits ──


@pytest.mark.parametrize(
    ("button", "offer", "go_on"),
    [
        ("Lainnya", "Mau apa?", "Teruskan usulan"),
        ("Sampaikan usul", "Tadi usulan belum selesai. Mau diteruskan?", "Teruskan"),
    ],
)
def test_what_was_put_off_is_gone_on_with_where_it_stood(asep: Neighbour, button: str, offer: str, go_on: str) -> None:
    is_asked_about_the_lamp(asep)
    asep.taps("Nanti saja")
    asep.sees("Baik, usulan disimpan dulu")
    asep.taps(button)
    asep.sees(offer)
    asep.taps(go_on)
    asep.sees(LAMP)
    asep.taps("Mati")
    asep.sees(WHERE)


def test_any_command_may_come_in_the_middle_and_the_draft_waits(asep: Neighbour) -> None:
    is_asked_about_the_lamp(asep)
    for command, answer in (
        ("/usulan", "Belum ada usulan di RT 03"),
        ("/jadwal", "Belum ada kegiatan yang dicatat di RT 03"),
        ("/bantuan", "Sampaikan usul"),
        ("/ngawur", "Maaf, perintah itu belum ada"),
    ):
        asep.says(command)
        asep.sees(answer)
    asep.taps("Teruskan usulan")
    asep.sees(LAMP)
    asep.says("mati total")
    asep.sees(WHERE)


def test_nobody_goes_on_with_or_brings_back_a_draft_of_someone_else(
    town: Town, tini: Neighbour, asep: Neighbour
) -> None:
    is_asked_what(tini)
    with town.session() as session:
        draft = dialogues.open_named(session, person_of(session, tini).id or 0, "report")
    assert draft is not None
    asep.says("/menu")
    menu = asep.sees("Mau apa?")
    for forged in (f"go.{draft.id}", f"undo.{draft.id}"):
        assert NO_LONGER in forges(asep, menu, forged).values()
    tini.says("/batal")
    tini.sees("Sudah dibatalkan")
    assert NO_LONGER in forges(asep, menu, f"undo.{draft.id}").values()
    tini.taps("Kembalikan")
    tini.sees(WHAT)


# ── cancelling ──


def test_cancelled_by_mistake_and_brought_back(asep: Neighbour) -> None:
    asep.says("/batal")
    asep.sees("Belum ada usulan yang sedang dibuat")
    is_asked_about_the_lamp(asep)
    asep.says("/batal")
    cancelled = asep.sees("Sudah dibatalkan. Salah ketuk?")
    asep.taps("Kembalikan")
    asep.sees(LAMP)
    asep.taps("Mati")
    asep.sees(WHERE)
    asep.taps_old(cancelled, "Kembalikan")
    assert asep.toast() == NO_LONGER


def test_a_cancelled_draft_does_not_come_back_over_a_newer_one(asep: Neighbour) -> None:
    is_asked_what(asep)
    asep.says("/batal")
    cancelled = asep.sees("Sudah dibatalkan")
    asep.says("selokan mampet")
    asep.sees("Soal selokan?")
    asep.taps_old(cancelled, "Kembalikan")
    assert asep.toast() == NO_LONGER
    asep.taps("Betul")
    asep.sees(WHERE)
