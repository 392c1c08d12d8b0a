"""Joining: from a link, from nowhere, twice; and what is stored of whom, when."""

import pytest
from sqlmodel import select

from community import consents
from playground.driver import Neighbour
from storage.consents import Consent
from storage.inbox import inbox
from tests.stories.first_steps import (
    AGREE,
    NO_LONGER,
    agrees_as,
    community_in,
    fingerprint,
    forges,
    joins,
    kept,
    known,
    opens,
)
from tests.stories.telling import WHAT
from tests.stories.town import Town

NOTHING = (0, 0, 0)
FIND_YOUR_OWN = "pakai tautan dari grup warga atau poster"


@pytest.fixture
def code(town: Town) -> str:
    return community_in(town)


@pytest.fixture
def elsewhere(town: Town) -> str:
    """The code of a second neighbourhood."""
    return community_in(town, "othercdx", "RT 05")


@pytest.fixture
def tini(town: Town) -> Neighbour:
    """Whom Rembuk does not know yet."""
    return town.person("Tini")


@pytest.fixture
def bu_tini(tini: Neighbour, code: str) -> Neighbour:
    """She has joined from the link, just now."""
    joins(tini, f"rt-{code}", "Bu Tini")
    tini.sees("Mau apa dulu?")
    return tini


def the_consent(town: Town) -> Consent:
    with town.session() as session:
        return session.exec(select(Consent)).one()


# ── the two screens ──


def test_bu_tini_joins_from_the_poster_in_two_screens(town: Town, code: str, tini: Neighbour) -> None:
    welcome = opens(tini, f"rt-{code}")
    assert welcome.says("Selamat datang di Rembuk RT 03")
    assert welcome.labels == [AGREE, "Baca lengkap", "Belum 18", "English"]
    assert kept(town) == NOTHING, "nothing is stored of a stranger"

    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
    assert tini.buttons()[:5] == ["Bu Tini", "Mbak Tini", "Pak Tini", "Mas Tini", "Tini saja"]
    tini.taps("Bu Tini")
    tini.sees("Baik, Bu Tini. Mau apa dulu?")

    assert "📝 Sampaikan usul" in tini.buttons()
    assert tini.taps_count == 3
    assert tini.words_typed == 0
    person = known(town, tini)
    assert person is not None
    assert person.name == "Bu Tini"
    consent = the_consent(town)
    assert consent.text_hash == fingerprint(welcome), "the very text that was shown"
    assert (consent.version, consent.language, consent.purpose) == (consents.JOINING, "id", "reports")


def test_a_link_that_means_a_report_goes_straight_there(town: Town, code: str) -> None:
    asep = town.person("Asep")
    joins(asep, f"rt-{code}-usul", "Asep saja")
    asep.sees(WHAT)
    assert asep.taps_count == 3


def test_the_full_words_and_another_language_come_before_any_storing(town: Town, code: str) -> None:
    sari = town.person("Sari")
    opens(sari, f"rt-{code}")
    sari.taps("Baca lengkap")
    full = sari.sees("NIK tidak pernah diminta")
    assert "Bu Rina, sekretaris RT 03" in full.text, "the contact of this installation"
    sari.taps("Kembali")
    sari.sees("Selamat datang di Rembuk RT 03")
    sari.taps("English")
    sari.sees("Welcome to Rembuk RT 03")
    assert kept(town) == NOTHING
    town.restart()
    sari.taps("I agree, I am 18+")
    sari.sees("What shall we call you?")
    sari.taps("Just Sari")
    sari.sees("All right, Sari.")
    person = known(town, sari)
    assert person is not None
    assert person.language == "en"


def test_agreeing_below_the_full_words_keeps_their_hash(town: Town, code: str, tini: Neighbour) -> None:
    opens(tini, f"rt-{code}")
    tini.taps("Baca lengkap")
    full = tini.sees("NIK tidak pernah diminta")
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
    assert the_consent(town).text_hash == fingerprint(full)


def test_a_child_is_thanked_and_nothing_is_kept(town: Town, code: str) -> None:
    dodi = town.person("Dodi")
    opens(dodi, f"rt-{code}")
    dodi.taps("Belum 18")
    dodi.sees("ajak Ayah/Ibu")
    assert kept(town) == NOTHING
    dodi.taps("Kembali")
    dodi.sees("Selamat datang di Rembuk RT 03")


# ── the name ──


@pytest.mark.parametrize("odd", ["🌸🌸", "\u202einiT", "\u200b", "Siti Nurhaliza binti Abdullah Rahman", "t.me/judi"])
def test_an_odd_name_is_asked_for_and_typed(town: Town, code: str, odd: str) -> None:
    someone = town.person(odd)
    opens(someone, f"rt-{code}")
    someone.taps(AGREE)
    someone.sees("Tulis saja, misalnya: Bu Tini")
    for typed, answer in (
        ("🌸", "Tulis saja"),
        ("lihat https://judi.example", "Tulis nama panggilan saja"),
        ("Bu <Nur>", "Baik, Bu Nur. Mau apa dulu?"),
    ):
        someone.says(typed)
        someone.sees(answer)


def test_a_name_may_be_typed_though_four_are_offered(town: Town, code: str) -> None:
    tini = town.person("Bu Tini 🌸")
    opens(tini, f"rt-{code}")
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
    assert "Bu Tini" in tini.buttons()
    tini.says("Mbah Tini")
    tini.sees("Baik, Mbah Tini. Mau apa dulu?")


def test_start_before_the_name_asks_for_it_again_and_keeps_the_way(town: Town, code: str) -> None:
    asep = town.person("Asep")
    opens(asep, f"rt-{code}-usul")
    asep.taps(AGREE)
    asep.sees("Enaknya dipanggil siapa?")
    town.restart()
    asep.starts()
    asep.sees("Enaknya dipanggil siapa?")
    asep.taps("Pak Asep")
    asep.sees(WHAT)


# ── out of nowhere ──


def test_what_a_stranger_said_is_honestly_not_kept(town: Town, code: str, tini: Neighbour) -> None:
    tini.starts()
    tini.sees("Selamat datang di Rembuk RT 03")  # the only neighbourhood there is
    tini.says("selokan mampet depan warung")
    tini.sees("Selamat datang di Rembuk RT 03")
    assert kept(town) == NOTHING
    agrees_as(tini, "Bu Tini")
    tini.sees("Pesan yang tadi belum disimpan")


def test_without_a_link_and_with_many_neighbourhoods_the_way_is_explained(
    town: Town, code: str, elsewhere: str, tini: Neighbour
) -> None:
    tini.starts()
    tini.sees(FIND_YOUR_OWN)
    tini.starts("rt-nosuchxx")
    tini.sees("tautan ini tidak dikenal")
    tini.starts("x" * 64)
    tini.sees(FIND_YOUR_OWN)
    assert kept(town) == NOTHING


def test_a_founder_who_stops_half_way_is_led_to_a_neighbourhood(
    town: Town, code: str, elsewhere: str, budi: Neighbour
) -> None:
    joins(budi, "pasang", "Pak Budi")
    budi.sees("RT mana?")
    budi.taps("Nanti saja")
    for act in ("/usul", "/usulan", "/usulanku", "/jadwal", "lampu mati"):
        budi.says(act)
        budi.sees(FIND_YOUR_OWN)
    budi.says("/menu")
    budi.sees("Mau apa?")
    budi.says("/bantuan")
    budi.sees("Berhenti di tengah? Tidak ada yang hilang")
    with town.session() as session:
        assert not session.connection().execute(select(inbox.c.error).where(inbox.c.state == "parked")).all()
    opens(budi, f"rt-{code}")
    budi.taps(AGREE)
    budi.sees("Halo lagi, Pak Budi")


# ── again ──


def test_a_known_neighbour_is_greeted_and_never_asked_twice(town: Town, code: str, bu_tini: Neighbour) -> None:
    for link in (f"rt-{code}", None):
        bu_tini.starts(link)
        bu_tini.sees("Halo lagi, Bu Tini")
    assert kept(town) == (1, 1, 1)


def test_start_in_the_middle_loses_no_draft(bu_tini: Neighbour) -> None:
    bu_tini.says("/usul")
    bu_tini.sees(WHAT)
    bu_tini.says("selokan mampet")
    bu_tini.sees("Soal selokan?")
    bu_tini.starts()
    bu_tini.sees("Halo lagi, Bu Tini")
    bu_tini.sees("Tadi usulan belum selesai")
    bu_tini.taps("Teruskan")
    bu_tini.sees("Soal selokan?")


def test_a_second_neighbourhood_is_joined_by_its_own_consent(
    town: Town, code: str, elsewhere: str, bu_tini: Neighbour
) -> None:
    assert opens(bu_tini, f"rt-{elsewhere}").says("Selamat datang di Rembuk RT 05")
    bu_tini.taps(AGREE)
    bu_tini.sees("Sekarang di RT 05")
    bu_tini.does_not_see("Enaknya dipanggil")
    bu_tini.starts(f"rt-{code}")
    bu_tini.sees("Sekarang di RT 03")
    assert kept(town) == (1, 2, 2)


def test_agreeing_twice_is_the_same_as_once(town: Town, code: str, tini: Neighbour) -> None:
    welcome = opens(tini, f"rt-{code}")
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil")
    tini.taps_old(welcome, AGREE)
    assert "Sudah tercatat" in (tini.toast() or "")
    tini.taps("Bu Tini")
    tini.sees("Baik, Bu Tini")
    assert kept(town) == (1, 1, 1)


def test_who_blocked_the_bot_and_comes_back_is_within_reach_again(town: Town, bu_tini: Neighbour) -> None:
    def reachable() -> bool:
        person = known(town, bu_tini)
        return person is not None and person.reachable

    assert reachable()
    bu_tini.blocks_bot()
    town.neighbourhood.waits_for(lambda: not reachable(), "the block")
    bu_tini.starts()
    bu_tini.sees("Halo lagi, Bu Tini")
    assert reachable()


# ── buttons that are not, or no longer, ours ──


def test_words_that_have_changed_since_are_shown_anew_before_anyone_agrees(
    town: Town, code: str, tini: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(tini, f"rt-{code}")
    monkeypatch.setattr(consents, "JOINING", consents.JOINING + 1)
    tini.taps(AGREE)
    tini.sees("Selamat datang di Rembuk RT 03")
    assert kept(town) == NOTHING
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
    assert kept(town) == (1, 1, 1)


def test_forged_taps_store_nothing(town: Town, code: str, tini: Neighbour) -> None:
    welcome = opens(tini, f"rt-{code}")
    for arg in ("yes.2.id.", "yes.2.id.rt-nosuchxx", "yes", "", "yes.2.xx.usul", "..."):
        assert NO_LONGER in forges(tini, welcome, f"join.{arg}").values(), arg
    forges(tini, welcome, f"join.yes.0.id.rt-{code}")
    assert kept(town) == NOTHING
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
