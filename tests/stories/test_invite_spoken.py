"""Days and hours as neighbours say them: tiap Minggu, besok lusa, ba'da Isya; each is read back before it counts."""

from playground.driver import Neighbour
from tests.stories.calling import HOUR, WHERE, begins, sends, the_event
from tests.stories.test_invite_words import DAYS, MONTHS, day_in, spoken
from tests.stories.town import Town


def test_what_is_said_to_be_each_week_comes_again(town: Town, chair: Neighbour) -> None:
    day = day_in(town, 3)
    named = DAYS[day.weekday()]
    chair.says("/kegiatan")
    chair.sees("Acara apa?")
    chair.says(f"senam lansia tiap hari {named} pagi jam 6")
    assert chair.sees(WHERE).says(f"{spoken(day)} pukul 06.00 WIB")
    chair.taps("Lewati")
    assert chair.sees(f"📅 senam lansia · {spoken(day)}, 06.00 WIB").says(f"🔁 tiap {named}")
    sends(chair)
    assert (the_event(town).title, the_event(town).rule) == ("senam lansia", "FREQ=WEEKLY")


def test_each_week_may_be_the_answer_to_when(town: Town, chair: Neighbour) -> None:
    begins(chair)
    day = day_in(town, 3)
    chair.says(f"setiap hari {DAYS[day.weekday()]} jam 7")
    assert chair.sees(WHERE).says(f"{spoken(day)} pukul 07.00 WIB")
    chair.taps("Pos ronda")
    chair.sees(f"🔁 tiap {DAYS[day.weekday()]}")


def test_besok_lusa_may_be_two_days_and_is_asked_back(town: Town, chair: Neighbour) -> None:
    begins(chair)
    chair.says("besok lusa habis Isya")
    after = day_in(town, 2)
    wanted = f"{DAYS[after.weekday()]}, {after.day} {MONTHS[after.month - 1]}"
    assert wanted in chair.sees("Hari yang mana maksudnya?").labels
    chair.taps(wanted)
    assert chair.sees(WHERE).says(f"{spoken(after)} pukul 19.30 WIB")


def test_the_hour_may_be_said_by_a_prayer(town: Town, chair: Neighbour) -> None:
    begins(chair)
    chair.taps("Besok")
    chair.sees(HOUR)
    chair.says("ba'da Isya")
    assert chair.sees(WHERE).says(f"{spoken(day_in(town, 1))} pukul 19.30 WIB")
