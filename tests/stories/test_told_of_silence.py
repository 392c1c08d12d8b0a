"""Nothing has happened: that too is told, once, and again much later; one tap stops it."""

from community import silence, supports
from playground.driver import Neighbour
from tests.stories.rt_three import has_told_of_lamps, person_of, the_need
from tests.stories.telling import reports_a_drain
from tests.stories.town import Town


def the_clock_strikes(town: Town) -> int:
    with town.writing() as session:
        return silence.speak_of(session, town.now())


def test_silence_is_told_once_and_much_later_again_until_one_tap_stops_it(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    reports_a_drain(tini)
    need = the_need(town)
    with town.writing() as session:
        supports.support(session, need.id, by=person_of(session, asep).id, now=town.now())
    town.passes(days=6)
    assert the_clock_strikes(town) == 0
    town.passes(days=2)
    assert the_clock_strikes(town) == 1
    assert the_clock_strikes(town) == 0
    told = tini.sees("Usulan No. 1 belum ada kabar. Tetap tersimpan, dan pengurus sudah diingatkan. 2 warga ikut.")
    asep.sees("Usulan No. 1 belum ada kabar")
    reminder = chair.sees("1 usulan menunggu kabar dari pengurus.")
    assert reminder.labels == ["🗂 Buka meja"]
    tini.taps_old(told, "Jangan kabari lagi")
    town.neighbourhood.waits_for(lambda: "🔔 Kabari saya" in tini.buttons(), "the button to turn round")
    town.passes(days=20)
    assert the_clock_strikes(town) == 0
    town.passes(days=9)
    asep.says("/menu")
    tini.says("/menu")
    assert the_clock_strikes(town) == 1
    asep.sees("Usulan No. 1 belum ada kabar")
    tini.does_not_see("belum ada kabar", seconds=1.0)
    tini.taps_old(told, "Jangan kabari lagi")


def test_several_silences_of_one_person_are_one_message(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    has_told_of_lamps(town, tini, 2)
    assert the_clock_strikes(town) == 2
    told = tini.sees("Belum ada kabar untuk usulan ini:")
    assert told.labels == ["🔕 Jangan kabari No. 1", "🔕 Jangan kabari No. 2"]
    chair.sees("2 usulan menunggu kabar dari pengurus.")
