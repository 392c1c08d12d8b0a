"""Bringing hoes and sacks by taps in private, and asking a neighbour to bring them instead."""

import pytest
from sqlmodel import select

from community.events import ItemWanted
from playground.driver import Neighbour
from storage.events import ItemKind
from storage.rsvps import Promise, Swap
from tests.stories.first_steps import forges
from tests.stories.meeting_up import HOES, SACKS, TITLE, calls, opens, promised, says, spoken
from tests.stories.rt_three import person_of
from tests.stories.town import Town

SWEEP = ItemWanted(ItemKind.task, "sapu sisi timur yang panjang sekali", 1)


# ── bringing ──


def test_hoes_and_sacks_by_taps_and_where_it_is_enough_one_waits_and_is_told(
    town: Town, asep: Neighbour, tini: Neighbour, chair: Neighbour
) -> None:
    occurrence = calls(town, chair, items=[HOES, SACKS, SWEEP])
    opens(town, tini, occurrence, "bawa")
    screen = tini.sees("Belum ada yang disanggupi.")
    assert screen.labels == ["cangkul 0/2", "karung 0/10", "sapu sisi timur yang… 0/1", "Kembali"]
    tini.taps("cangkul 0/2")
    assert says(tini) == "✓ cangkul: 1. Terima kasih 🙏 Sekalian tercatat ikut ✋"
    tini.sees("Yang disanggupi: cangkul")
    tini.taps("➕ Tambah")
    assert says(tini) == "✓ cangkul: 2. Terima kasih 🙏"
    assert tini.sees("Yang disanggupi: cangkul 2").labels[:3] == ["✓ 2 cangkul 2/2", "➖ Kurangi", "➕ Tambah"]
    tini.taps("➕ Tambah")
    assert says(tini) == "cangkul sudah cukup, 2. Terima kasih 🙏"
    opens(town, asep, occurrence, "bawa")
    asep.sees("Belum ada yang disanggupi.")
    asep.taps("cangkul 2/2")
    assert says(asep).startswith("cangkul sudah cukup. Masuk daftar tunggu; kalau dibutuhkan lagi, dikabari 🙏")
    assert asep.sees("Yang disanggupi: cangkul (menunggu)").labels[0] == "⏳ cangkul 2/2"
    asep.taps("sapu sisi timur")
    assert says(asep) == f"✓ Tugas: {SWEEP.name}. Terima kasih 🙏"
    tini.taps("➖ Kurangi")
    tini.sees("Yang disanggupi: cangkul")
    told = asep.sees("cangkul sekarang dibutuhkan untuk kerja bakti.")
    assert told.says(spoken(town, occurrence))
    asep.taps("Lihat bawaan")
    assert "↩️ Tidak jadi" in asep.sees(f"Yang disanggupi: cangkul, {SWEEP.name}").labels
    asep.taps("↩️ Tidak jadi")
    assert says(asep) == f"{SWEEP.name}: tidak jadi."
    assert promised(town, occurrence) == {("Bu Tini", "cangkul"): 1, ("Asep", "cangkul"): 1}
    opens(town, chair, occurrence)
    chair.sees(TITLE)
    chair.taps("Siapa bawa apa")
    chair.sees("cangkul 2/2: Bu Tini, Asep\nkarung 0/10: –")


def test_many_items_stand_on_pages(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    items = [ItemWanted(ItemKind.tool, f"alat {number}", 2) for number in range(1, 9)]
    occurrence = calls(town, chair, items=items)
    opens(town, asep, occurrence, "bawa")
    assert asep.sees("Belum ada yang disanggupi.").labels[5:] == ["alat 6 0/2", "Berikutnya ›", "Kembali"]
    asep.taps("Berikutnya")
    assert asep.sees("Belum ada").labels == ["alat 7 0/2", "alat 8 0/2", "‹ Sebelumnya", "Kembali"]
    asep.taps("alat 8")
    assert asep.sees("Yang disanggupi: alat 8").labels[0] == "alat 7 0/2", "still the second page"


def test_who_cannot_come_is_led_to_sending_something_along(town: Town, asep: Neighbour, chair: Neighbour) -> None:
    occurrence = calls(town, chair, items=[HOES])
    opens(town, asep, occurrence, "bawa")
    bring = asep.sees("Belum ada yang disanggupi.")
    asep.taps("Kembali")
    asep.sees("✋ Belum ada yang ikut.")
    asep.taps("Berhalangan")
    asep.sees("Mau titip sesuatu?")
    asep.taps_old(bring, "cangkul")
    assert says(asep) == "Tadi tercatat berhalangan. Ketuk ✋ Ikut dulu, atau titip saja 🙏"
    assert promised(town, occurrence) == {}


# ── asking a neighbour ──


@pytest.fixture
def hoe(town: Town, tini: Neighbour, asep: Neighbour, siti: Neighbour, chair: Neighbour) -> int:
    """Bu Tini brings a hoe; Asep comes by name, Siti without one."""
    occurrence = calls(town, chair, items=[HOES])
    for person in (asep, siti):
        opens(town, person, occurrence)
        person.sees(TITLE)
        person.taps("✋ Ikut")
        person.sees("Jawaban saya: ✋ Ikut")
    asep.taps("Tampilkan nama saya")
    asep.sees("🙂 Asep")
    opens(town, tini, occurrence, "bawa")
    tini.sees("Belum ada yang disanggupi.")
    tini.taps("cangkul")
    tini.sees("Yang disanggupi: cangkul")
    return occurrence


def asks_asep(tini: Neighbour) -> None:
    tini.taps("✓ 1 cangkul")
    assert tini.sees("Siapa yang diminta menggantikan: cangkul?").labels == ["Asep", "Kembali"]
    tini.taps("Asep")
    tini.sees("Sudah ditanyakan ke Asep: cangkul.")


def test_a_neighbour_who_is_named_is_asked_and_takes_it_over(
    town: Town, hoe: int, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    asks_asep(tini)
    asked = asep.sees("Bu Tini minta tolong 🙏 Bisa menggantikan: cangkul?")
    assert asked.says(f"Untuk kerja bakti, {spoken(town, hoe)} · Pos ronda")
    swap = the_only(town, Swap)
    assert "Ini ditanyakan ke tetangga lain" in str(forges(siti, asked, f"swapped.{swap}.yes").get("alert"))
    assert "Ini ditanyakan ke tetangga lain" in str(forges(tini, asked, f"swapped.{swap}.yes").get("alert"))
    assert "Ini ditanyakan ke tetangga lain" in str(forges(asep, asked, f"swapped.{swap}.back").get("alert"))
    asep.taps("✅ Bisa")
    asep.sees("Terima kasih 🙏 Sekarang tercatat: cangkul.")
    tini.sees("Asep bisa menggantikan: cangkul. Terima kasih 🙏")
    assert promised(town, hoe) == {("Asep", "cangkul"): 1}
    asep.taps_old(asked, "🙏 Belum bisa")
    assert says(asep) == "Ini sudah dijawab. Terima kasih 🙏"
    asep.taps("Lihat bawaan saya")
    asep.sees("Yang disanggupi: cangkul")


def test_a_neighbour_who_cannot_says_so_and_another_way_is_open(
    town: Town, hoe: int, tini: Neighbour, asep: Neighbour
) -> None:
    asks_asep(tini)
    asep.sees("Bu Tini minta tolong")
    asep.taps("🙏 Belum bisa")
    asep.sees("Terima kasih sudah menjawab 🙏")
    tini.sees("Asep belum bisa menggantikan: cangkul.")
    tini.taps("Lihat bawaan")
    tini.sees("Yang disanggupi: cangkul")
    tini.taps("➖ Kurangi")
    tini.sees("Belum ada yang disanggupi.")
    assert promised(town, hoe) == {}


def test_who_asked_withdraws_and_a_late_yes_is_told_so_kindly(
    town: Town, hoe: int, tini: Neighbour, asep: Neighbour
) -> None:
    asks_asep(tini)
    asked = asep.sees("Bu Tini minta tolong")
    tini.taps("↩️ Tidak jadi minta")
    assert says(tini) == "Tidak jadi ditanyakan."
    tini.sees("Siapa yang diminta menggantikan: cangkul?")
    asep.taps_old(asked, "✅ Bisa")
    assert says(asep) == "Sudah tidak perlu lagi. Terima kasih 🙏"
    assert promised(town, hoe) == {("Bu Tini", "cangkul"): 1}
    tini.taps("Asep")
    asked = asep.sees("Bu Tini minta tolong")
    tini.taps("Kembali")
    tini.sees("Yang disanggupi: cangkul")
    tini.taps("➖ Kurangi")
    tini.sees("Belum ada yang disanggupi.")
    asep.taps_old(asked, "✅ Bisa")
    assert says(asep) == "Sudah tidak perlu lagi. Terima kasih 🙏"
    assert promised(town, hoe) == {}


def test_who_was_asked_and_comes_no_more_says_first_that_they_come(
    town: Town, hoe: int, tini: Neighbour, asep: Neighbour
) -> None:
    asks_asep(tini)
    asked = asep.sees("Bu Tini minta tolong")
    opens(town, asep, hoe)
    asep.sees("Jawaban saya: ✋ Ikut")
    asep.taps("Berhalangan")
    asep.sees("Mau titip sesuatu?")
    asep.taps_old(asked, "✅ Bisa")
    assert says(asep) == "Ketuk ✋ Ikut dulu di kegiatannya, baru bisa menggantikan 🙏"
    opens(town, asep, hoe)
    asep.sees("Jawaban saya: 🙏 Berhalangan")
    asep.taps("✋ Ikut")
    asep.sees("Jawaban saya: ✋ Ikut")
    asep.taps_old(asked, "✅ Bisa")
    asep.sees("Sekarang tercatat: cangkul.")


def test_where_nobody_is_named_nobody_can_be_asked_and_it_says_what_else_to_do(
    town: Town, hoe: int, tini: Neighbour, asep: Neighbour, siti: Neighbour
) -> None:
    asep.taps("Sembunyikan nama saya")
    asep.sees("Jawaban saya: ✋ Ikut")
    promise = the_only(town, Promise)
    tini.taps("✓ 1 cangkul")
    screen = tini.sees("Belum ada tetangga yang ikut dan menampilkan namanya")
    assert screen.labels == ["Kembali"]
    for person in (asep, siti, tini):
        with town.session() as session:
            number = person_of(session, person).id
        said = str(forges(tini, screen, f"swap.{promise}.to.{number}").get("alert"))
        assert said.startswith("Tetangga itu tidak tercatat ikut dengan namanya.")
    assert "Itu sudah tidak tercatat lagi" in str(forges(siti, screen, f"swap.{promise}").get("alert"))


def the_only(town: Town, table: type[Promise | Swap]) -> int:
    with town.session() as session:
        return session.exec(select(table.id)).one()
