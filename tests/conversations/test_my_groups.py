"""Suara siapa: to which groups one belongs is ticked by whoever likes, and by nobody else."""

import pytest
from sqlalchemy import Engine

from community import declaring
from storage.declarations import Group
from tests.conversations.forgeries import Street, street

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(engine: Engine) -> Street:
    return street(engine)


def said_by(here: Street, name: str) -> list[Group]:
    found: list[Group] = here.parlour.look(lambda session: declaring.of(session, here.ids[name]))
    return found


def test_a_tap_says_it_and_another_takes_it_back(here: Street) -> None:
    asep = here.guests["asep"]
    asep.taps_data("c.menu.settings")
    asep.taps("Suara siapa")
    assert "kalau paling sedikit 5 orang" in asep.newest()
    asep.taps("Pemuda, 16–30 tahun")
    assert asep.toast == "Tersimpan ✓ Terima kasih."
    asep.taps("Penyandang disabilitas")
    assert said_by(here, "asep") == [Group.youth, Group.disabled]
    asep.taps("Pemuda, 16–30 tahun ✓")
    assert asep.toast == "Sudah dihapus ✓"
    assert said_by(here, "asep") == [Group.disabled]
    assert said_by(here, "joko") == []
    asep.taps("Kembali")
    assert "Pengaturan" in asep.newest()


def test_one_reads_it_among_ones_own_data(here: Street) -> None:
    asep = here.guests["asep"]
    for one in ("women", "elders", "nobody"):
        asep.taps_data(f"c.belong.{one}")
    asep.says("/dataku")
    assert "👥 Ditandai sendiri: perempuan, lansia" in asep.newest()
