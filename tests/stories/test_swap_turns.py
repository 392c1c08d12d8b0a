"""Turns are swapped in chat: for a neighbour's date or with whoever can: accepted, declined, lapsed, restarted."""

import pytest

from playground.driver import Neighbour
from storage.people import Role
from tests.stories.first_steps import forges
from tests.stories.meeting_up import cancels, moves, opens, says
from tests.stories.rt_three import neighbour
from tests.stories.town import Town
from tests.stories.watching import TITLE, day, nights, plan, ronda, short


@pytest.fixture
def watch(town: Town, chair: Neighbour, asep: Neighbour, tini: Neighbour, rina: Neighbour) -> int:
    """Asep, Bu Tini, Rina and Pak Slamet, who has no phone, each alone for a night, from the third day on."""
    event_id = ronda(town, chair, asep, tini, rina, "Pak Slamet", size=1)
    asep.sees("Asep masuk giliran ronda.")
    return event_id


def my_turns(town: Town, person: Neighbour, event_id: int) -> None:
    opens(town, person, nights(town, event_id)[0])
    person.sees(TITLE)
    person.taps("Giliran saya")


def test_asked_accepted_and_told_to_whoever_is_concerned(
    town: Town, watch: int, asep: Neighbour, tini: Neighbour, chair: Neighbour
) -> None:
    my_turns(town, asep, watch)
    mine = asep.sees("Giliran Asep untuk ronda:")
    assert mine.labels[0] == f"🔄 {day(town, 3)}"
    assert mine.labels[-2:] == ["Saya tidak bisa ikut giliran", "Kembali"]
    asep.taps(f"🔄 {day(town, 3)}")
    whom = asep.sees("ditukar dengan giliran siapa?")
    assert whom.labels[0] == "🙋 Siapa saja yang bisa"
    assert f"{short(town, 4)} · Bu Tini" in whom.labels
    assert not any("Slamet" in one or "Asep" in one for one in whom.labels)
    asep.taps(f"{short(town, 4)} · Bu Tini")
    asep.sees("Sudah ditanyakan ke Bu Tini.")
    assert plan(town, watch, 2) == ["Asep", "Bu Tini"]
    town.restart()
    asked = tini.sees("Asep minta tukar giliran ronda.")
    assert asked.says("ditukar dengan giliran Bu Tini, ")
    tini.taps("✅ Bisa")
    tini.sees("Terima kasih 🙏 Sudah ditukar.")
    told = asep.sees("✅ Bu Tini bisa tukar giliran.")
    assert told.labels == ["👥 Giliran saya"]
    assert plan(town, watch, 2) == ["Bu Tini", "Asep"]
    tini.taps_old(asked, "✅ Bisa")
    assert says(tini).startswith("Ini sudah dijawab.")
    opens_rota(chair)
    assert chair.sees("Giliran ronda: 4 nama, 1 orang tiap kali.").says(f"{day(town, 3)}: Bu Tini (ganti Asep)")


def opens_rota(chair: Neighbour) -> None:
    chair.taps("Meja pengurus")
    chair.taps("1 kegiatan")
    listed = chair.sees("Kegiatan di sini.")
    chair.taps(listed.labels[0])
    chair.sees("Kegiatan No. 1")
    chair.taps("👥 Giliran")


def test_declined_and_then_whoever_can(
    town: Town, watch: int, asep: Neighbour, tini: Neighbour, rina: Neighbour
) -> None:
    my_turns(town, asep, watch)
    asep.sees("Giliran Asep")
    asep.taps(f"🔄 {day(town, 3)}")
    asep.sees("ditukar dengan giliran siapa?")
    asep.taps(f"{short(town, 4)} · Bu Tini")
    asep.sees("Sudah ditanyakan ke Bu Tini.")
    hers = tini.sees("Asep minta tukar giliran")
    tini.taps("🙏 Belum bisa")
    tini.sees("Tidak apa-apa, terima kasih kabarnya 🙏")
    asep.sees("Bu Tini belum bisa tukar giliran.")
    asep.taps("🔄 Tanya yang lain")
    asep.sees("ditukar dengan giliran siapa?")
    asep.taps("🙋 Siapa saja yang bisa")
    asep.sees("Sudah ditanyakan ke siapa saja yang bisa.")
    rina.sees("Asep berhalangan giliran ronda")
    rina.taps("✅ Bisa")
    thanks = rina.sees("Bu Rina menggantikan Asep ")
    assert thanks.says("Giliran yang lain tetap")
    assert not thanks.says("ditukar")
    asep.sees("✅ Bu Rina bisa menggantikan")
    assert "Asep berhalangan" not in tini.screen(), "she has said that she cannot"
    assert plan(town, watch, 3) == ["Bu Rina", "Bu Tini", "Bu Rina"]
    tini.taps_old(hers, "✅ Bisa")
    assert says(tini).startswith("Ini sudah dijawab.")


def test_taken_back_or_lapsed(town: Town, watch: int, asep: Neighbour, tini: Neighbour, chair: Neighbour) -> None:
    my_turns(town, asep, watch)
    mine = asep.sees("Giliran Asep")
    for _ in range(2):
        asep.taps(f"🔄 {day(town, 3)}")
        asep.sees("ditukar dengan giliran siapa?")
        asep.taps(f"{short(town, 4)} · Bu Tini")
        asep.sees("Sudah ditanyakan ke Bu Tini.")
        asked = tini.sees("Asep minta tukar giliran")
        if _ == 0:
            asep.taps("↩️ Tidak jadi tukar")
            assert says(asep) == "Baik, tidak jadi ditukar."
            asep.sees("Giliran Asep")
            tini.taps_old(asked, "✅ Bisa")
            assert says(tini).startswith("Tidak jadi ditukar")
    cancels(town, chair, nights(town, watch)[0], "hajatan")
    tini.taps_old(asked, "✅ Bisa")
    assert says(tini).startswith("Waktunya sudah lewat atau batal")
    asep.taps_old(mine, f"🔄 {day(town, 3)}")
    assert says(asep).startswith("Waktunya sudah lewat atau batal")


def test_who_is_not_on_it_sees_no_turns(town: Town, watch: int, chair: Neighbour) -> None:
    sari = neighbour(town, "Sari", role=Role.resident)
    opens(town, sari, nights(town, watch)[0])
    card = sari.sees(TITLE)
    assert card.says("👥 Giliran: Asep")
    assert not any("giliran" in label.casefold() for label in card.labels)
    flash = forges(sari, card, f"turns.{watch}")
    assert "Mau ikut? Bilang ke pengurus" in str(flash)
    flash = forges(sari, card, f"trade.{nights(town, watch)[0]}")
    assert "Giliran itu sudah tidak ada" in str(flash)


def test_who_leaves_is_asked_once_more_and_the_organisers_are_told(
    town: Town, watch: int, tini: Neighbour, chair: Neighbour, asep: Neighbour
) -> None:
    tini.sees("Bu Tini masuk giliran ronda.")
    tini.taps("Saya tidak bisa ikut giliran")
    tini.sees("Tidak ikut giliran ronda lagi?")
    tini.taps("Ya, tidak ikut lagi")
    tini.sees("Bu Tini sudah tidak di giliran ronda.")
    told = chair.sees("Bu Tini tidak bisa ikut giliran ronda lagi.")
    assert told.labels == ["👥 Giliran"]
    assert "Bu Tini" not in "".join(plan(town, watch, 20))
    asep.sees("Ada yang berhenti dari giliran ronda")


def test_a_moved_night_keeps_its_people_on_the_card_and_whoever_cannot_still_has_the_turn(
    town: Town, watch: int, asep: Neighbour, chair: Neighbour
) -> None:
    night = nights(town, watch)[0]
    moves(town, chair, night, "hajatan", days=2)
    asep.sees("dipindah ke")
    opens(town, asep, nights(town, watch)[1])
    asep.sees("👥 Giliran: ")
    asep.taps("Giliran saya")
    asep.sees("Giliran Asep untuk ronda:")
    assert plan(town, watch, 2) == ["Asep", "Bu Tini"]
    card = asep.sees("Giliran Asep untuk ronda:")
    assert "Gilirannya tetap" in str(forges(asep, card, f"come.{night}.away"))
    assert "🔄 Tukar giliran" in asep.sees("👥 Giliran: Asep").labels


def test_alone_on_the_rota_nobody_can_be_asked(town: Town, chair: Neighbour, asep: Neighbour) -> None:
    event_id = ronda(town, chair, asep, "Pak Slamet", size=1)
    my_turns(town, asep, event_id)
    asep.sees("Giliran Asep")
    asep.taps(f"🔄 {day(town, 3)}")
    asep.sees("ditukar dengan giliran siapa?")
    asep.taps("🙋 Siapa saja yang bisa")
    assert says(asep).startswith("Belum ada tetangga di giliran ini yang bisa ditanya")
