"""Joining: from a link, from nowhere, twice; and what is stored of whom, when."""

import hashlib

import pytest
from sqlmodel import select

from community import consents
from storage.inbox import inbox
from storage.people import Consent, Membership, Person
from tests.stories.first_steps import (
    AGREE,
    community_in,
    count,
    joined,
    known,
)
from tests.stories.town import Town


def test_bu_tini_joins_from_the_poster_in_two_screens(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")

    tini.starts(f"rt-{code}")
    welcome = tini.sees("Selamat datang di Rembuk RT 03")
    assert welcome.labels == [AGREE, "Baca lengkap", "Belum 18", "English"]
    assert known(town, tini) is None, "nothing is stored of a stranger"

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
    with town.session() as session:
        (consent,) = session.exec(select(Consent)).all()
    assert consent.text_hash == hashlib.sha256(welcome.text.encode()).hexdigest(), "the very text that was shown"
    assert (consent.version, consent.language, consent.purpose) == (consents.JOINING, "id", "reports")


def test_a_link_that_means_a_report_goes_straight_there(town: Town) -> None:
    code = community_in(town)
    asep = town.person("Asep")
    asep.starts(f"rt-{code}-usul")
    asep.taps(AGREE)
    asep.taps("Asep saja")
    asep.sees("Ada apa di lingkungan kita?")
    assert asep.taps_count == 3


def test_the_full_words_and_another_language_come_before_any_storing(town: Town) -> None:
    code = community_in(town)
    sari = town.person("Sari")
    sari.starts(f"rt-{code}")
    sari.taps("Baca lengkap")
    full = sari.sees("NIK tidak pernah diminta")
    assert "Bu Rina, sekretaris RT 03" in full.text, "the contact of this installation"
    sari.taps("Kembali")
    sari.sees("Selamat datang di Rembuk RT 03")
    sari.taps("English")
    sari.sees("Welcome to Rembuk RT 03")
    assert known(town, sari) is None
    town.restart()
    sari.taps("I agree, I am 18+")
    sari.sees("What shall we call you?")
    sari.taps("Just Sari")
    sari.sees("All right, Sari.")
    person = known(town, sari)
    assert person is not None
    assert person.language == "en"


def test_agreeing_below_the_full_words_keeps_their_hash(town: Town) -> None:
    code = community_in(town)
    sari = town.person("Sari")
    sari.starts(f"rt-{code}")
    sari.taps("Baca lengkap")
    full = sari.sees("NIK tidak pernah diminta")
    sari.taps(AGREE)
    sari.sees("Enaknya dipanggil siapa?")
    with town.session() as session:
        (consent,) = session.exec(select(Consent)).all()
    assert consent.text_hash == hashlib.sha256(full.text.encode()).hexdigest()


def test_a_child_is_thanked_and_nothing_is_kept(town: Town) -> None:
    code = community_in(town)
    dodi = town.person("Dodi")
    dodi.starts(f"rt-{code}")
    dodi.taps("Belum 18")
    dodi.sees("ajak Ayah/Ibu")
    assert count(town, Person) == 0
    dodi.taps("Kembali")
    dodi.sees("Selamat datang di Rembuk RT 03")


@pytest.mark.parametrize("odd", ["🌸🌸", "\u202einiT", "\u200b", "Siti Nurhaliza binti Abdullah Rahman", "t.me/judi"])
def test_an_odd_name_is_asked_for_and_typed(town: Town, odd: str) -> None:
    code = community_in(town)
    someone = town.person(odd)
    someone.starts(f"rt-{code}")
    someone.taps(AGREE)
    someone.sees("Tulis saja, misalnya: Bu Tini")
    someone.says("🌸")
    someone.sees("Tulis saja")
    someone.says("lihat https://judi.example")
    someone.sees("Tulis nama panggilan saja")
    someone.says("Bu <Nur>")
    someone.sees("Baik, Bu Nur. Mau apa dulu?")


def test_a_name_may_be_typed_though_four_are_offered(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Bu Tini 🌸")
    tini.starts(f"rt-{code}")
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")
    tini.says("Mbah Tini")
    tini.sees("Baik, Mbah Tini. Mau apa dulu?")


def test_what_a_stranger_said_is_honestly_not_kept(town: Town) -> None:
    community_in(town)
    tini = town.person("Tini")
    tini.starts()
    tini.sees("Selamat datang di Rembuk RT 03")  # the only neighbourhood there is
    tini.says("selokan mampet depan warung")
    tini.sees("Selamat datang di Rembuk RT 03")
    assert count(town, Person) == 0
    tini.taps(AGREE)
    tini.taps("Bu Tini")
    tini.sees("Pesan yang tadi belum disimpan")


def test_without_a_link_and_with_many_neighbourhoods_the_way_is_explained(town: Town) -> None:
    community_in(town)
    community_in(town, "othercdx", "RT 05")
    tini = town.person("Tini")
    tini.starts()
    tini.sees("pakai tautan dari grup warga atau poster")
    tini.starts("rt-nosuchxx")
    tini.sees("tautan ini tidak dikenal")
    tini.starts("x" * 64)
    tini.sees("pakai tautan dari grup warga")
    assert count(town, Person) == 0


def test_a_known_neighbour_is_greeted_and_never_asked_twice(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    joined(town, tini, code, "Bu Tini")
    tini.starts(f"rt-{code}")
    tini.sees("Halo lagi, Bu Tini")
    tini.starts()
    tini.sees("Halo lagi, Bu Tini")
    assert (count(town, Person), count(town, Consent), count(town, Membership)) == (1, 1, 1)


def test_start_in_the_middle_loses_no_draft(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    joined(town, tini, code, "Bu Tini")
    tini.says("/usul")
    tini.sees("Ada apa di lingkungan kita?")
    tini.says("selokan mampet")
    tini.reads()
    tini.starts()
    tini.sees("Halo lagi, Bu Tini")
    tini.sees("Tadi usulan belum selesai")
    tini.taps("Teruskan")
    tini.sees("Soal selokan?")


def test_start_before_the_name_asks_for_it_again_and_keeps_the_way(town: Town) -> None:
    code = community_in(town)
    asep = town.person("Asep")
    asep.starts(f"rt-{code}-usul")
    asep.taps(AGREE)
    asep.sees("Enaknya dipanggil siapa?")
    town.restart()
    asep.starts()
    asep.sees("Enaknya dipanggil siapa?")
    asep.taps("Pak Asep")
    asep.sees("Ada apa di lingkungan kita?")


def test_a_second_neighbourhood_is_joined_by_its_own_consent(town: Town) -> None:
    one, two = community_in(town), community_in(town, "othercdx", "RT 05")
    tini = town.person("Tini")
    joined(town, tini, one, "Bu Tini")
    tini.starts(f"rt-{two}")
    tini.sees("Selamat datang di Rembuk RT 05")
    tini.taps(AGREE)
    tini.sees("Sekarang di RT 05")
    tini.does_not_see("Enaknya dipanggil")
    tini.starts(f"rt-{one}")
    tini.sees("Sekarang di RT 03")
    assert (count(town, Person), count(town, Consent), count(town, Membership)) == (1, 2, 2)


def test_agreeing_twice_is_the_same_as_once(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    tini.starts(f"rt-{code}")
    welcome = tini.sees("Selamat datang")
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil")
    tini.taps_old(welcome, AGREE)
    assert "Sudah tercatat" in (tini.toast() or "")
    tini.taps("Bu Tini")
    tini.sees("Baik, Bu Tini")
    assert (count(town, Person), count(town, Consent), count(town, Membership)) == (1, 1, 1)


def test_who_blocked_the_bot_and_comes_back_is_within_reach_again(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    joined(town, tini, code, "Bu Tini")

    def reachable() -> bool:
        person = known(town, tini)
        return person is not None and person.reachable

    tini.blocks_bot()
    town.neighbourhood.waits_for(lambda: not reachable(), "the block")
    tini.starts()
    tini.sees("Halo lagi, Bu Tini")
    assert reachable()


def test_words_that_have_changed_since_are_shown_anew_and_forged_taps_store_nothing(town: Town) -> None:
    code = community_in(town)
    tini = town.person("Tini")
    tini.starts(f"rt-{code}")
    welcome = tini.sees("Selamat datang")
    for arg in (f"yes.0.id.rt-{code}", "yes.1.id.", "yes.1.id.rt-nosuchxx", "yes", "", "yes.1.xx.usul", "..."):
        town.neighbourhood.door.tap(tini.id, tini.id, welcome.id, data=f"c.join.{arg}")
    assert count(town, Person) == 0
    tini.taps(AGREE)
    tini.sees("Enaknya dipanggil siapa?")


def test_a_founder_who_stops_half_way_is_led_to_a_neighbourhood(town: Town) -> None:
    community_in(town)
    community_in(town, "othercdx", "RT 05")
    budi = town.person("Budi")
    budi.starts("pasang")
    budi.taps(AGREE)
    budi.taps("Pak Budi")
    budi.sees("RT mana?")
    budi.taps("Nanti saja")
    for act in ("/usul", "/usulan", "/usulanku", "/jadwal", "/menu", "/bantuan", "lampu mati"):
        budi.says(act)
        budi.reads()
    with town.session() as session:
        assert not session.connection().execute(select(inbox.c.error).where(inbox.c.state == "parked")).all()
    budi.starts("rt-7kq2mxab")
    budi.taps(AGREE)
    budi.sees("Halo lagi, Pak Budi")
