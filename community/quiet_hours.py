"""When a neighbourhood wants no messages, and when it is next allowed; pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_allowed(moment: datetime, windows: Sequence[Sequence[str]], zone: str) -> datetime:
    """`moment` itself, or the end of the quiet hours it falls into, in UTC's own time zone of `moment`.

    `windows` are pairs of local clock times `HH:MM`; the second may lie past midnight. A third word is the ISO number
    of the weekday on which a window begins. The end itself is allowed.
    """
    local = moment.astimezone(ZoneInfo(zone))
    for _ in range(len(windows) + 1):  # one window may end in another
        ends = [end for window in windows if (end := _end_of(local, window)) is not None]
        if not ends:
            break
        local = max(ends)
    return local.astimezone(moment.tzinfo)


def _end_of(local: datetime, window: Sequence[str]) -> datetime | None:
    """When this window ends, if `local` lies in it."""
    begins, ends = (time.fromisoformat(clock) for clock in window[:2])
    over_midnight = timedelta(days=1 if ends < begins else 0)
    for first in (local.date(), local.date() - over_midnight):
        if len(window) > 2 and first.isoweekday() != int(window[2]):
            continue
        end = datetime.combine(first + over_midnight, ends, tzinfo=local.tzinfo)
        if datetime.combine(first, begins, tzinfo=local.tzinfo) <= local < end:
            return end
    return None
