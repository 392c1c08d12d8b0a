"""When an event comes again: RFC 5545's rules (3.3.10), worked out by dateutil in local time, and told as instants.

A rule has no DTSTART of its own: the event's first day and clock time are that. Seven in the morning stays seven in the
morning, whatever the clocks do; a rule that names a day which a month lacks (the 31st, the 29th of February) passes
that month over, as the standard has it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from community.refusals import NotThere

LONGEST = 200
"""Letters of a rule."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
"""The last such weekday of a month."""
_FREQUENCIES = ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY")


def weekly(*, every: int = 1, until: date | None = None) -> str:
    """On the weekday of the first time, each `every` weeks; `until` is the last day that it may fall on."""
    return _written("FREQ=WEEKLY", [f"INTERVAL={every}"] if every > 1 else [], until)


def daily(*, until: date | None = None) -> str:
    """Every day, as a night watch is kept."""
    return _written("FREQ=DAILY", [], until)


def monthly(day: int, *, until: date | None = None) -> str:
    """On a day of the month from 1 to 31; months without it are passed over. The last day is `monthly(-1)`."""
    return _written("FREQ=MONTHLY", [f"BYMONTHDAY={day}"], until)


def monthly_on(weekday: int, nth: int, *, until: date | None = None) -> str:
    """On the first (1) to fourth or `LAST` weekday (0 for Monday) of the month: "Minggu pertama"."""
    return _written("FREQ=MONTHLY", [f"BYDAY={nth}{WEEKDAYS[weekday]}"], until)


def _written(frequency: str, parts: list[str], until: date | None) -> str:
    # UNTIL in local time, to the end of its day: it has the form that DTSTART has (RFC 5545, 3.3.10).
    end = [f"UNTIL={until:%Y%m%d}T235959"] if until else []
    return ";".join([frequency, *parts, *end])


def until_of(rule: str) -> date | None:
    """The last day of a rule; None for one without an end, or that ends by counting."""
    for part in rule.split(";"):
        if part.startswith("UNTIL="):
            return datetime.strptime(part[6:14], "%Y%m%d").date()  # noqa: DTZ007 - a local day, as the rule has it
    return None


def ending(rule: str, until: date) -> str:
    """The same rule, ending on this day at the latest."""
    kept = [part for part in rule.split(";") if not part.startswith(("UNTIL=", "COUNT="))]
    return _written(kept[0], kept[1:], until)


def refuse_unfit(rule: str) -> None:
    """Raises NotThere for what is no rule of ours: another frequency, a misspelt word, a rule within a day."""
    if len(rule) > LONGEST or not rule.startswith(_FREQUENCIES):
        raise NotThere("events.no_rule")
    if any(part.startswith(("BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART")) for part in rule.split(";")):
        raise NotThere("events.no_rule")
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - rules are local time
    except (ValueError, TypeError) as error:
        raise NotThere("events.no_rule") from error


def days(rule: str | None, begins_on: date, begins_at: time, *, after: date, until: date) -> Iterator[date]:
    """The local days of an event from `after` to `until`, both included, in order; of one without a rule its only day.

    The first day counts also where the rule would not give it, as RFC 5545 (3.8.5.3) has it of DTSTART.
    """
    if rule is None:
        if after <= begins_on <= until:
            yield begins_on
        return
    first = datetime.combine(begins_on, begins_at)
    found = rruleset()
    found.rrule(_parsed(rule, first))
    found.rdate(first)
    low, high = datetime.combine(after, time.min), datetime.combine(until, time.max)
    yield from (one.date() for one in found.between(low, high, inc=True))


def gives_first(rule: str, begins_on: date, begins_at: time) -> bool:
    """True if the rule itself gives the first day, which counts in any case."""
    first = datetime.combine(begins_on, begins_at)
    return bool(_parsed(rule, first).between(first, first, inc=True))


def _parsed(rule: str, first: datetime) -> rrule:
    parsed = rrulestr(rule, dtstart=first)
    if not isinstance(parsed, rrule):  # a set, which one line of a rule never is
        raise TypeError(rule)
    return parsed


def instant(day: date, clock: time, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of a zone show this time on this day."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)
