"""Who is reminded of an event in which wave, and of what; pure, for it is judged as it is written and as it leaves.

Who cannot come hears nothing. Who has not answered, or is not sure, is asked the evening before. Who comes is reminded
on the day, and the evening before if they have promised something. Whose turn it is on the rota is always
reminded, also who has said that they cannot, or wants no word of it: it stays theirs until somebody swaps with them.
Each may have chosen other waves, or none, for all events (`Preference.event_waves`) or for this one (`EventHush`).
"""

from enum import StrEnum

from storage.events import Event
from storage.reminded import Reminded
from storage.reminders import Wave
from storage.rsvps import Answer

USUAL = (Wave.eve, Wave.soon)
"""For whoever has not chosen."""
_DAILY = "FREQ=DAILY"


class Says(StrEnum):
    """What a reminder says: will you come; you said that you would; it is your turn."""

    ask = "ask"
    coming = "coming"
    turn = "turn"


def says(wave: Wave, them: Reminded, event: Event, *, on_the_day: bool) -> Says | None:
    """What this wave says to them; None for nothing.

    `on_the_day` tells whether it reaches them on the event's own day: where quiet hours have brought the last wave
    forward to the evening before, it is left out for whoever is spoken to that evening anyway.
    """
    if not them.has_turn and (them.hushed or them.answer is Answer.away):
        return None
    if wave is Wave.soon and not on_the_day and says(Wave.eve, them, event, on_the_day=False):
        return None
    if them.has_turn:
        return Says.turn if wave is not Wave.early or wave in wanted(them) else None
    if them.answer is Answer.coming:
        return Says.coming if _is_worth_it(wave, them) else None
    return Says.ask if asks(event) and _is_asked(wave, them) else None


def wanted(them: Reminded) -> frozenset[Wave]:
    return frozenset(USUAL if them.waves is None else (Wave(one) for one in them.waves if one in list(Wave)))


def asks(event: Event) -> bool:
    """Whether people are asked each time if they come: not where the rota says it, nor every day anew."""
    return not event.rota_size and not comes_daily(event)


def comes_daily(event: Event) -> bool:
    return (event.rule or "").startswith(_DAILY)


def _is_worth_it(wave: Wave, them: Reminded) -> bool:
    """The evening before is only for those who are to bring something, or have asked for it."""
    if them.waits or wave not in wanted(them):
        return False
    return wave is not Wave.eve or them.waves is not None or them.brings


def _is_asked(wave: Wave, them: Reminded) -> bool:
    """Not on the day itself, unless that is the only time at which they want to hear of it."""
    mine = wanted(them)
    return wave in mine and (wave is not Wave.soon or Wave.eve not in mine)
