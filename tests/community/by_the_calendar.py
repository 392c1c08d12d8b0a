"""Events and their reminders, worked out once more in another way: day by day, minute by minute, in other zones."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil import tz

from storage.reminders import Wave

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Plan:
    """When something comes again, in plain words. `weekdays` are 0 for Monday; `nth` is -1 for the last of a month."""

    every: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    day: int = 0
    nth: int = 0
    until: date | None = None

    @property
    def rule(self) -> str:
        """As RFC 5545 writes it."""
        parts = [f"FREQ={self.every.upper()}"]
        parts += [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        if self.weekdays:
            nth = str(self.nth) if self.nth else ""
            parts.append("BYDAY=" + ",".join(f"{nth}{names[one]}" for one in self.weekdays))
        parts += [f"BYMONTHDAY={self.day}"] if self.day else []
        parts += [f"UNTIL={self.until:%Y%m%d}T235959"] if self.until else []
        return ";".join(parts)


def days(plan: Plan, first: date, last: date) -> list[date]:
    """Every day up to `last` on which it takes place, the first in any case."""
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in every if day == first or (_is_one(plan, first, day) and (plan.until or day) >= day)]


def _is_one(plan: Plan, first: date, day: date) -> bool:
    if plan.every == "daily":
        return (day - first).days % plan.interval == 0
    if plan.every == "weekly":
        weeks = (_monday(day) - _monday(first)).days // 7
        return weeks % plan.interval == 0 and day.weekday() in (plan.weekdays or (first.weekday(),))
    months = (day.year - first.year) * 12 + day.month - first.month
    if months % plan.interval:
        return False
    length = calendar.monthrange(day.year, day.month)[1]
    if plan.weekdays:
        place = (length - day.day) // 7 if plan.nth < 0 else (day.day - 1) // 7
        return day.weekday() in plan.weekdays and place == (-plan.nth if plan.nth < 0 else plan.nth) - 1
    wanted = plan.day or first.day
    return day.day == (length + 1 + wanted if wanted < 0 else wanted)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def instant(day: date, clock: time, zone: str) -> datetime:
    """An hour that the clocks leave out is the one after it, one that comes twice the first (RFC 5545, 3.3.5)."""
    local = datetime.combine(day, clock, tzinfo=tz.gettz(zone))
    return tz.resolve_imaginary(local).astimezone(UTC)


# ── quiet hours ──


def quiet_minutes(windows: Sequence[Sequence[str]]) -> frozenset[int]:
    """All minutes of a week, from Monday at midnight, that are quiet."""
    return frozenset(minute % WEEK_MINUTES for window in windows for minute in _minutes(window))


def _minutes(window: Sequence[str]) -> Iterator[int]:
    begins, ends = (int(clock[:2]) * 60 + int(clock[3:]) for clock in window[:2])
    long = (ends - begins) % (24 * 60)
    for weekday in range(7) if len(window) < 3 else (int(window[2]) - 1,):
        yield from range(weekday * 24 * 60 + begins, weekday * 24 * 60 + begins + long)


def is_quiet(moment: datetime, quiet: frozenset[int], zone: str) -> bool:
    local = moment.astimezone(tz.gettz(zone))
    return local.weekday() * 24 * 60 + local.hour * 60 + local.minute in quiet


def before_quiet(moment: datetime, windows: Sequence[Sequence[str]], zone: str) -> datetime:
    """The last minute up to this one that is not quiet; itself if there is none within a day."""
    quiet = quiet_minutes(windows)
    back = moment
    while is_quiet(back, quiet, zone):
        back -= MINUTE
        if moment - back > DAY:
            return moment
    return back


def reminded_at(begins_at: datetime, zone: str, windows: Sequence[Sequence[str]]) -> dict[Wave, datetime]:
    """When each wave is due."""
    day = begins_at.astimezone(tz.gettz(zone)).date()
    wished = {
        Wave.early: instant(day - 2 * DAY, time(19, 30), zone),
        Wave.eve: instant(day - DAY, time(19, 30), zone),
        Wave.soon: begins_at - timedelta(hours=1),
    }
    return {wave: before_quiet(moment, windows, zone) for wave, moment in wished.items()}
