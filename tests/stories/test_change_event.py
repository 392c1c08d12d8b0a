"""Organisers put a called event right: what is brought, what it is about, where; two of them at once."""

import pytest

from community import recurrence
from playground.driver import Neighbour
from tests.stories.calling import called_by, items_in, opens_card, the_event, times_of, told
from tests.stories.town import Town

CARD = "Kegiatan No. 1"


@pytest.fixture
def called(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    """Kerja bakti in three days at seven, at the guard post; the id of its time."""
    return called_by(town, chair)


@pytest.fixture
def weekly(town: Town, chair: Neighbour, tini: Neighbour) -> int:
    return called_by(town, chair, rule=recurrence.weekly())


def test_what_is_brought_and_what_it_is_about_are_told_to_nobody(town: Town, called: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Ubah")
    chair.sees("Mau ubah apa?")
    chair.taps("Alat & tugas")
    chair.sees("misalnya: cangkul 5")
    chair.says("cangkul 5, karung 10")
    chair.taps("Sudah, ini saja")
    look = chair.sees("🧰 cangkul 5 · karung 10")
    assert not look.says("dikabari")
    chair.taps("Ubah lagi")
    chair.taps("Tentang apa")
    chair.says("membersihkan selokan")
    chair.sees("Kerja bakti: membersihkan selokan")
    chair.taps("Simpan")
    assert chair.sees(CARD).says("Kerja bakti RT 03: membersihkan selokan")
    assert items_in(town) == [("tool", "cangkul", 5), ("tool", "karung", 10)]
    assert (the_event(town).sequence, told(town)) == (1, [])


def test_another_place_is_told(town: Town, called: int, chair: Neighbour, tini: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Ubah")
    chair.taps("Tempat")
    chair.sees("Kumpul di mana?")
    chair.taps("Masjid")
    chair.sees("dikabari tempat barunya")
    chair.taps("Simpan")
    assert chair.sees(CARD).says("· Masjid")
    assert tini.id in told(town)
    chair.taps("Ubah")
    chair.taps("Tempat")
    chair.taps("Masjid")
    chair.taps("Simpan")
    chair.sees("Belum ada yang berubah.")


def test_of_a_series_the_place_may_be_another_one_this_time_only(town: Town, weekly: int, chair: Neighbour) -> None:
    opens_card(chair)
    chair.taps("Ubah")
    chair.taps("Tempat")
    chair.says("Balai warga")
    chair.sees("Tempat Balai warga untuk yang mana?")
    chair.taps("Hanya kali ini")
    chair.taps("Simpan")
    chair.sees("· Balai warga")
    assert the_event(town).place == "Pos ronda"
    assert [one.place for one in times_of(town)][:2] == ["Balai warga", None]


def test_two_organisers_change_it_once(town: Town, called: int, chair: Neighbour, rina: Neighbour) -> None:
    for one, title in ((chair, "selokan"), (rina, "lapangan")):
        opens_card(one)
        one.taps("Ubah")
        one.taps("Tentang apa")
        one.says(title)
        one.sees(title)
    rina.taps("Simpan")
    rina.sees(CARD)
    chair.taps("Simpan")
    chair.sees("Pengurus lain baru saja mengubah kegiatan No. 1")
    assert the_event(town).title == "lapangan"
