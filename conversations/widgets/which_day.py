"""The day, and perhaps the hour, that somebody answers with: read by `moments`, and asked back where it is not one day.

"Sabtu depan" is this Saturday to some and the one after to others, "Minggu depan" a Sunday or a week, "besok lusa" the
day after tomorrow or either day: such words are several days, among which the one who said them chooses. Days and
hours are local.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.widgets import moments, when

WEEK = timedelta(days=7)
_NEXT = r"(?:depan|ngajeng|ngarep|payun|hareup)"
_OF_WEEK = "|".join(said for said in when.WEEKDAYS if said not in ("minggu", "setu"))
_NEXT_WEEK = re.compile(rf"\b(?P<said>minggu|pekan|week)\s+{_NEXT}\b", re.IGNORECASE)
_NEXT_DAY = re.compile(rf"\b(?P<weekday>{_OF_WEEK})\s+{_NEXT}\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?P<weekday>{'|'.join(when.WEEKDAYS)})\b", re.IGNORECASE)


_TOMORROW = "besok|bsk|besuk|sesuk|isukan"
_TOMORROW_OR_AFTER = re.compile(
    rf"\b(?P<said>{_TOMORROW})\b(?:\s*[-/,]\s*|\s+(?:(?:atau|utawa|atawa|opo|apa)\s+)?)(?:lusa|pageto)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Meant:
    """One day, or several of which one is meant, in their order; the hour if one was said."""

    days: tuple[date, ...]
    hour: time | None = None


def meant(text: str, now: datetime, zone: str) -> Meant | None:
    """What an answer to "when?" means; None if it names no day. A day that is over is returned as it was said."""
    today = now.astimezone(ZoneInfo(zone)).date()
    plain = text.replace("’", "'").replace("Jum'at", "Jumat").replace("jum'at", "jumat")
    if found := _NEXT_WEEK.search(plain):
        return _in_next_week(plain, found, now, zone)
    if found := _NEXT_DAY.search(plain):
        return _next_or_after(plain, found, now, zone)
    if found := _TOMORROW_OR_AFTER.search(plain):
        return _tomorrow_or_after(plain, found, now, zone)
    moment = moments.moment_in(text, now, zone)
    if moment is not None:
        return Meant((moment.day,), moment.hour)
    day = when.day_in(text, today)
    return Meant((day,)) if day is not None else None


def announced(text: str, now: datetime, zone: str) -> Meant | None:
    """The same of running words, in which "minggu depan" may stand for anything but when it is."""
    moment = moments.moment_in(text, now, zone)
    if moment is None:
        return None
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    if moment.day == tomorrow and _TOMORROW_OR_AFTER.search(text):
        return Meant((tomorrow, tomorrow + timedelta(days=1)), moment.hour)
    weekdays = {when.WEEKDAYS[found["weekday"].casefold()] for found in _NEXT_DAY.finditer(text)}
    days = (moment.day, moment.day + WEEK) if moment.day.weekday() in weekdays else (moment.day,)
    today = now.astimezone(ZoneInfo(zone)).date()
    return Meant(days if moment.day - today < WEEK else days[:1], moment.hour)


def _in_next_week(text: str, found: re.Match[str], now: datetime, zone: str) -> Meant:
    """Selasa minggu depan is one day; minggu depan alone is any of seven, or this Sunday."""
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today + timedelta(days=7 - today.weekday())
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    elsewhere = moments.moment_in(rest, now, zone)
    named = _WEEKDAY.search(rest)
    if named is not None:
        weekday = when.WEEKDAYS[named["weekday"].casefold()]
        if elsewhere is None or elsewhere.day == when.day_in(named["weekday"], today):
            hour = elsewhere.hour if elsewhere else _hour(f"{named['weekday']} {rest}", now, zone)
            return Meant((monday + timedelta(days=weekday),), hour)
    if elsewhere is not None:
        return Meant((elsewhere.day,), elsewhere.hour)
    week = [monday + timedelta(days=number) for number in range(7)]
    this_sunday = [monday - timedelta(days=1)] if found["said"].casefold() == "minggu" else []
    return Meant(
        (*(day for day in this_sunday if day > today), *week), _hour(_with(text, found, "hari Minggu"), now, zone)
    )


def _next_or_after(text: str, found: re.Match[str], now: datetime, zone: str) -> Meant:
    today = now.astimezone(ZoneInfo(zone)).date()
    first = when.day_in(found["weekday"], today) or today
    moment = moments.moment_in(_with(text, found, found["weekday"]), now, zone)
    if moment is not None and moment.day != first:  # a date is written beside it
        return Meant((moment.day,), moment.hour)
    hour = moment.hour if moment else None
    return Meant((first,) if first - today >= WEEK else (first, first + WEEK), hour)


def _tomorrow_or_after(text: str, found: re.Match[str], now: datetime, zone: str) -> Meant:
    """Tomorrow or the day after; one day if a date is written beside them."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    moment = moments.moment_in(_with(text, found, found["said"]), now, zone)
    if moment is not None and moment.day != tomorrow:
        return Meant((moment.day,), moment.hour)
    return Meant((tomorrow, tomorrow + timedelta(days=1)), moment.hour if moment else None)


def _with(text: str, found: re.Match[str], said: str) -> str:
    return f"{text[: found.start()]}{said}{text[found.end() :]}"


def _hour(text: str, now: datetime, zone: str) -> time | None:
    moment = moments.moment_in(text, now, zone)
    return moment.hour if moment else None
