"""Who is reminded in which wave, and of what: a table."""

from typing import Any

import pytest

from community import recurrence, reminding
from community.reminding import Says
from storage.events import Event, EventKind
from storage.reminded import Reminded
from storage.reminders import Wave
from storage.rsvps import Answer
from tests.community.meetings import SUNDAY
from tests.community.rt_three import NOW


def says(wave: Wave, them: dict[str, Any], *, on_the_day: bool | None = None) -> Says | None:
    usual: dict[str, Any] = {
        "person_id": 1, "telegram_id": 1, "answer": None, "waits": False, "brings": False, "has_turn": False,
        "hushed": False, "waves": None, "quiet_hours": [], "time_zone": "Asia/Jakarta",
    }  # fmt: skip
    of_event: dict[str, Any] = {"rule": them.get("rule"), "rota_size": 2 if them.get("rota") else None}
    event = Event(
        community_id=1, number=1, code="x", kind=EventKind.work_day, begins_on=SUNDAY, begins_at="07:00", minutes=60,
        changed_at=NOW, created_at=NOW, **of_event,
    )  # fmt: skip
    day = wave is Wave.soon if on_the_day is None else on_the_day
    return reminding.says(
        wave, Reminded(**{name: them.get(name, value) for name, value in usual.items()}), event, on_the_day=day
    )


COMING, MAYBE, AWAY = [{"answer": one} for one in Answer]
BRINGS: dict[str, Any] = {**COMING, "brings": True}


@pytest.mark.parametrize(
    ("them", "early", "eve", "soon"),
    [
        ({}, None, Says.ask, None),
        (MAYBE, None, Says.ask, None),
        (AWAY, None, None, None),
        (COMING, None, None, Says.coming),
        (BRINGS, None, Says.coming, Says.coming),
        ({**COMING, "waits": True}, None, None, None),
        ({"hushed": True}, None, None, None),
        ({**BRINGS, "hushed": True}, None, None, None),
        # who has chosen
        ({"waves": []}, None, None, None),
        ({**BRINGS, "waves": []}, None, None, None),
        ({"waves": ["early", "eve", "soon"]}, Says.ask, Says.ask, None),
        ({**COMING, "waves": ["early", "eve", "soon"]}, Says.coming, Says.coming, Says.coming),
        ({"waves": ["soon"]}, None, None, Says.ask),
        ({**COMING, "waves": ["eve"]}, None, Says.coming, None),
        ({"waves": ["yesterday"]}, None, None, None),
        # a rota
        ({"has_turn": True, "rota": True}, None, Says.turn, Says.turn),
        ({"has_turn": True, "rota": True, "waves": []}, None, Says.turn, Says.turn),
        ({"has_turn": True, "rota": True, "waves": ["early"]}, Says.turn, Says.turn, Says.turn),
        ({"has_turn": True, "rota": True, **AWAY}, None, Says.turn, Says.turn),
        ({"has_turn": True, "rota": True, "hushed": True}, None, Says.turn, Says.turn),
        ({"rota": True}, None, None, None),
        ({"rota": True, **COMING}, None, None, Says.coming),
        # every day
        ({"rule": recurrence.daily()}, None, None, None),
        ({"rule": recurrence.weekly()}, None, Says.ask, None),
    ],
)
def test_who_is_told_what(them: dict[str, Any], early: Says | None, eve: Says | None, soon: Says | None) -> None:
    assert [says(wave, them) for wave in Wave] == [early, eve, soon]


def test_the_last_wave_that_comes_the_evening_before_is_not_a_second_message() -> None:
    """It begins before the night is over: an hour before it is quiet."""
    assert says(Wave.soon, COMING, on_the_day=False) is Says.coming
    assert says(Wave.soon, BRINGS, on_the_day=False) is None
    assert says(Wave.soon, {"has_turn": True}, on_the_day=False) is None
