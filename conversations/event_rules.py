"""How often an event comes again: what may be chosen for a first day, the rule that it is, and how it is said.

Minggu, 29 Nov 2026   →   tiap Minggu · dua pekan sekali · tiap tanggal 29 · tiap Minggu terakhir · tiap hari
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import get_day_names

from community import recurrence
from conversations.widgets import when
from locales import Words

WEEKS, _MONTHS = 7, 12


class Often(StrEnum):
    """What may be chosen; of a month by its date, its last day, or a weekday: the first to the fourth, the last."""

    weekly = "weekly"
    fortnightly = "fortnightly"
    date = "date"
    last_day = "last_day"
    nth = "nth"
    last = "last"
    daily = "daily"


def offered(day: date) -> list[Often]:
    """All that an event may do that begins on this day."""
    month = [Often.last_day] if _is_last(day) else [Often.date]
    month += [Often.nth] if _nth(day) <= 4 else []
    month += [Often.last] if day.day + WEEKS > monthrange(day.year, day.month)[1] else []
    return [Often.weekly, Often.fortnightly, *month, Often.daily]


def fitting(often: Often, day: date) -> Often:
    """The same of another first day: its date for the last day of a month, its last Sunday for a fourth one."""
    instead = {Often.date: Often.last_day, Often.last_day: Often.date, Often.nth: Often.last, Often.last: Often.nth}
    return often if often in offered(day) else instead[often]


def rule(often: Often, day: date, until: date | None) -> str:
    """The RRULE."""
    match often:
        case Often.weekly:
            return recurrence.weekly(until=until)
        case Often.fortnightly:
            return recurrence.weekly(every=2, until=until)
        case Often.date:
            return recurrence.monthly(day.day, until=until)
        case Often.last_day:
            return recurrence.monthly(-1, until=until)
        case Often.nth:
            return recurrence.monthly_on(day.weekday(), min(_nth(day), 4), until=until)
        case Often.last:
            return recurrence.monthly_on(day.weekday(), recurrence.LAST, until=until)
        case Often.daily:
            return recurrence.daily(until=until)


def _nth(day: date) -> int:
    return (day.day - 1) // WEEKS + 1


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


# ── said ──


def said(words: Words, of: str, begins_on: date) -> str:
    """Tiap Minggu pertama, sampai Minggu, 6 Jun 2027; in the middle of a sentence. `of` is the rule."""
    parts = dict(part.split("=", 1) for part in of.split(";"))
    until = recurrence.until_of(of)
    plain = words.label(f"event.often.{_key(parts)}", **_values(words, parts, begins_on))
    return plain if until is None else words.label("event.often.until", often=plain, day=when.spoken_day(until, words))


def _key(parts: dict[str, str]) -> str:
    if parts["FREQ"] == "DAILY":
        return "daily"
    if parts["FREQ"] == "WEEKLY":
        return "weekly" if parts.get("INTERVAL", "1") == "1" else "weeks"
    if "BYDAY" in parts:
        return "weekday"
    return "last_day" if parts.get("BYMONTHDAY") == "-1" else "date"


def _values(words: Words, parts: dict[str, str], begins_on: date) -> dict[str, object]:
    on = re.fullmatch(r"(-?\d)([A-Z]{2})", parts.get("BYDAY", ""))
    weekday = recurrence.WEEKDAYS.index(on[2]) if on else begins_on.weekday()
    named = get_day_names("wide", locale=words.language)[weekday]
    nth = words.label(f"event.often.nth.{'last' if on[1] == '-1' else on[1]}") if on else ""
    every = words.label("event.often.two") if parts.get("INTERVAL") == "2" else parts.get("INTERVAL", "1")
    return {"weekday": named, "nth": nth, "many": every, "day": parts.get("BYMONTHDAY", begins_on.day)}


# ── heard ──


@dataclass(frozen=True, slots=True)
class Heard:
    """How often, and the first day that it falls on."""

    often: Often
    day: date


_NTH = {
    "pertama": 1, "kesatu": 1, "first": 1, "kedua": 2, "second": 2, "ketiga": 3, "third": 3, "keempat": 4, "fourth": 4,
    "terakhir": recurrence.LAST, "last": recurrence.LAST,
}  # fmt: skip
_WEEKDAY = rf"(?:{'|'.join(when.WEEKDAYS)}|jum'at)"
_ON_NTH = re.compile(
    rf"\b(?:(?P<weekday>{_WEEKDAY})\s+(?:yang\s+)?(?P<nth>{'|'.join(_NTH)})|"
    rf"(?P<first>{'|'.join(_NTH)})\s+(?P<day>{_WEEKDAY}))\b",
    re.IGNORECASE,
)
_ON_DATE = re.compile(
    r"\b(?:tiap|setiap|saben|every|bulan)\b.*?\b(?:tanggal|tgl|the)\.?\s*(?P<date>\d{1,2})\b", re.IGNORECASE
)
_TWO_WEEKS = re.compile(
    r"\b(?:(?:2|dua)\s*(?:minggu|pekan)|(?:minggu|pekan)\s+selang[- ]seling|every (?:two|2) weeks|every other week)\b",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\b(?:tiap|setiap|saben|every)\s+(?:hari\s+)?(?P<weekday>{_WEEKDAY})\b", re.IGNORECASE)
_WEEKLY = re.compile(r"\b(?:seminggu sekali|(?:se)?tiap (?:minggu|pekan)|mingguan|weekly|every week)\b", re.IGNORECASE)
_DAILY = re.compile(
    r"\b(?:(?:se)?tiap (?:hari|malam)|saben (?:dinten|bengi|dina)|every (?:day|night)|daily)$", re.IGNORECASE
)
_MONTHLY = re.compile(r"\b(?:sebulan sekali|(?:se)?tiap bulan|bulanan|monthly|every month)\b", re.IGNORECASE)


def heard(text: str, day: date) -> Heard | None:
    """What words say of how often; the first day is `day`, or the next one after it that fits. None if they do not."""
    plain = text.strip().replace("’", "'")
    if found := _ON_NTH.search(plain):
        weekday = when.WEEKDAYS[(found["weekday"] or found["day"]).casefold().replace("'", "")]
        return _on_nth(day, weekday, _NTH[(found["nth"] or found["first"]).casefold()])
    if found := _ON_DATE.search(plain):
        return _on_date(day, int(found["date"]))
    if _TWO_WEEKS.search(plain):
        return Heard(Often.fortnightly, day)
    if _DAILY.search(plain):
        return Heard(Often.daily, day)
    if (found := _EVERY.search(plain)) and not _WEEKLY.fullmatch(plain.casefold()):
        weekday = when.WEEKDAYS[found["weekday"].casefold().replace("'", "")]
        return Heard(Often.weekly, day + timedelta(days=(weekday - day.weekday()) % WEEKS))
    if _WEEKLY.search(plain):
        return Heard(Often.weekly, day)
    if _MONTHLY.search(plain):
        return Heard(Often.last_day if _is_last(day) else Often.date, day)
    return None


def _on_nth(day: date, weekday: int, nth: int) -> Heard:
    often = Often.last if nth == recurrence.LAST else Often.nth
    for one in _days_from(day):
        is_it = Often.last in offered(one) if often is Often.last else _nth(one) == nth
        if one.weekday() == weekday and is_it:
            return Heard(often, one)
    raise LookupError("a month without such a weekday")  # pragma: no cover


def _on_date(day: date, number: int) -> Heard | None:
    """None for a date that no month has."""
    found = next((one for one in _days_from(day) if one.day == number), None)
    return Heard(Often.date, found) if found else None


def _days_from(day: date) -> Iterator[date]:
    return (day + timedelta(days=ahead) for ahead in range(70))
