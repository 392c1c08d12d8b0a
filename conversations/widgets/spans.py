"""A stretch of the year in words: Maret–April, 18 Feb – 19 Mar 2027, 1 s.d. 15 Juni, Juli."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from conversations.widgets.when import MONTHS

_BETWEEN = re.compile(r"\s*(?:–|—|-|\bs\s*/\s*d\b|\bs\.\s?d\.?|\bsampai\b|\bhingga\b|\bto\b|\buntil\b)\s*")
_PART = re.compile(r"(?:tgl\.?|tanggal)?\s*(?:(0?[1-9]|[12]\d|3[01])\b)?\s*([a-z]{3,})?\.?\s*(\d{4})?", re.ASCII)
_NUMERIC = re.compile(r"(0?[1-9]|[12]\d|3[01])[/.](\d{1,2})(?:[/.](\d{4}))?", re.ASCII)
_ANY_YEAR = 2000
"""A leap year, for what is the same each year."""
_YEARS = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, the last included. Where no year was said it is `yearly`, and the year of the days means nothing."""

    begins_on: date
    ends_on: date
    yearly: bool


@dataclass(frozen=True, slots=True)
class _End:
    day: int | None
    month: int | None
    year: int | None


def span_in(said: str) -> Span | None:
    """What the words mean; None if they name no months or days."""
    parts = [_end_in(part) for part in _BETWEEN.split(" ".join(said.casefold().split()))]
    if not 1 <= len(parts) <= 2 or (begin := parts[0]) is None or (end := parts[-1]) is None or end.month is None:
        return None
    first_month = begin.month or end.month
    goes_over = end.month < first_month  # December to January goes on into the next year
    year = begin.year or (end.year - goes_over if end.year else _ANY_YEAR)
    begins_on = _day(year, first_month, begin.day or 1)
    ends_on = _day(end.year or year + goes_over, end.month, end.day or 0)
    if begins_on is None or ends_on is None or ends_on < begins_on:
        return None
    return Span(begins_on, ends_on, yearly=end.year is None and begin.year is None)


def of_months(first: int, last: int) -> Span:
    """Whole months, each year."""
    ends_in = _ANY_YEAR if last >= first else _ANY_YEAR + 1
    ends_on = date(ends_in, last, calendar.monthrange(ends_in, last)[1])
    return Span(date(_ANY_YEAR, first, 1), ends_on, yearly=True)


def _end_in(part: str) -> _End | None:
    if found := _NUMERIC.fullmatch(part):
        return _End(int(found[1]), int(found[2]), _year(found[3]))
    found = _PART.fullmatch(part)
    if found is None or not (found[1] or found[2]):
        return None
    month = MONTHS.get(found[2][:3]) if found[2] else None
    if found[2] and month is None:
        return None
    return _End(int(found[1]) if found[1] else None, month, _year(found[3]))


def _year(said: str | None) -> int | None:
    return int(said) if said and int(said) in _YEARS else None


def _day(year: int, month: int | None, day: int) -> date | None:
    """Day 0 is the last of the month."""
    if month is None or not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
