"""How a reminder of an event says when it is, seen from the moment at which it is read; and what one is to bring."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversations import event_lines
from conversations.dialogue import Choice
from conversations.widgets import when
from locales import Words
from storage.events import Event
from storage.occurrences import Occurrence
from storage.rsvps import Answer

ANSWER = "come"
"""The verb before an occurrence's number and an answer to it."""
HUSH, UNHUSH = "hushevent", "unhushevent"
"""Verbs before an event's number: no reminders of it, reminders again."""
SOON = timedelta(hours=2)
"""From here on an event is soon."""
_DAYS: Mapping[int, str] = {0: "remind.today", 1: "remind.tomorrow", 2: "remind.day_after"}


def day(words: Words, occurrence: Occurrence, zone: str, now: datetime) -> str:
    """Besok, Minggu, 29 Nov 2026; further away, its day alone."""
    local = ZoneInfo(zone)
    begins_on = occurrence.begins_at.astimezone(local).date()
    key = _DAYS.get((begins_on - now.astimezone(local).date()).days)
    date = when.spoken_day(begins_on, words)
    return words.label(key, date=date) if key else date


def at(words: Words, event: Event, occurrence: Occurrence, zone: str) -> str:
    """Pukul 07.00 WIB di pos ronda."""
    hour = event_lines.clock(words, occurrence, zone)
    name = when.ZONES.get(zone) or occurrence.begins_at.astimezone(ZoneInfo(zone)).tzname() or zone
    place = event_lines.place(event, occurrence)
    return words.label("remind.at.place" if place else "remind.at", hour=hour, zone=name, place=place)


def is_soon(occurrence: Occurrence, now: datetime) -> bool:
    return occurrence.begins_at - now <= SOON


def items(promised: Sequence[tuple[str, int]]) -> str:
    """Cangkul 2, karung."""
    return ", ".join(f"{name} {many}" if many > 1 else name for name, many in promised)


def capitalised(said: str) -> str:
    """As a sentence begins; what somebody has named is left as it is otherwise."""
    return said[:1].upper() + said[1:]


def answer(occurrence: Occurrence, said: Answer) -> Choice:
    """[✋ Ikut]."""
    key = {Answer.coming: "remind.yes", Answer.maybe: "remind.maybe", Answer.away: "remind.no"}[said]
    return Choice(f"{ANSWER}.{occurrence.id}.{said.value}", key)


def of_event(words: Words, event: Event, occurrence: Occurrence, zone: str) -> str:
    """🧹 Kerja bakti, pukul 07.00 WIB di pos ronda."""
    what = capitalised(event_lines.within(words, event))
    return words.label(
        "remind.line.one", sign=event_lines.SIGNS[event.kind], what=what, at=at(words, event, occurrence, zone)
    )
