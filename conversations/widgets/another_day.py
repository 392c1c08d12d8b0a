"""Another day: a few that are near, and behind [📅 Tanggal lain] the calendar, a month at a time. Days are local.

A draft keeps which month lies open, as ISO 8601 writes its first day; nothing while the near days are shown.
"""

from dataclasses import dataclass
from datetime import date

from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Rows
from conversations.widgets import when
from locales import Words


@dataclass(frozen=True, slots=True)
class Leafed:
    """The calendar is to lie open at this month."""

    month: str


def rows(words: Words, month: str, today: date) -> Rows:
    return when.calendar_rows(words, date.fromisoformat(month), today) if month else when.day_rows(today)


def heard(answer: Tapped | Said, today: date) -> date | Leafed | Again | None:
    """The day; or another month to show, why that day will not do, or None for words that are no day."""
    if isinstance(answer, Tapped) and answer.value in (when.OTHER, when.BLANK):
        return Leafed(today.isoformat())
    if isinstance(answer, Tapped) and answer.value.startswith(when.MONTH):
        return Leafed(answer.value.removeprefix(when.MONTH))
    day = when.day_in(answer.value if isinstance(answer, Tapped) else answer.text, today)
    return Again("widgets.when.over") if day is not None and day < today else day
