"""When a neighbourhood or a person wants no messages, and when it is next allowed; pure.

Windows are pairs of local clock times `HH:MM`; the second may lie past midnight. A third word is the ISO number of the
weekday on which a window begins. The end itself is allowed, and a window that ends where it begins is none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.refusals import NotThere
from storage.communities import QUIET_HOURS

Window = Sequence[str]

LONGEST = timedelta(days=1)
"""Nothing waits longer than this for a quiet hour to end: where every hour is quiet, none is."""
FRIDAY = "5"
NIGHT, MAGHRIB, FRIDAY_PRAYER = QUIET_HOURS
NIGHT_BEGINS = ("19:00", "20:00", "21:00", "22:00", "23:00")
NIGHT_ENDS = ("04:00", "05:00", "06:00", "07:00", "08:00")
_DUSK = (time(17), time(19, 30))
"""Between these Maghrib begins anywhere in Indonesia, by its own zone's clock."""


def next_allowed(moment: datetime, windows: Sequence[Window], zone: str) -> datetime:
    """`moment` itself, or the end of the quiet hours it falls into, in UTC's own time zone of `moment`."""
    local = moment.astimezone(ZoneInfo(zone))
    latest = local + LONGEST
    while ends := [end for window in windows if (end := _end_of(local, window)) is not None]:
        local = max(ends)  # one window may end in another
        if local > latest:
            return moment
    return local.astimezone(moment.tzinfo)


def last_allowed(moment: datetime, windows: Sequence[Window], zone: str) -> datetime:
    """`moment` itself, or the minute before the quiet hours begin that it falls into: what must not come late."""
    local = moment.astimezone(ZoneInfo(zone))
    earliest = local - LONGEST
    while begins := [begin for window in windows if (begin := _begin_of(local, window)) is not None]:
        local = min(begins) - timedelta(minutes=1)  # one window may begin in another
        if local < earliest:
            return moment
    return local.astimezone(moment.tzinfo)


def is_quiet(moment: datetime, windows: Sequence[Window], zone: str) -> bool:
    return next_allowed(moment, windows, zone) != moment


def _end_of(local: datetime, window: Window) -> datetime | None:
    """When this window ends, if `local` lies in it."""
    around = _around(local, window)
    return around[1] if around else None


def _begin_of(local: datetime, window: Window) -> datetime | None:
    """When this window began, if `local` lies in it."""
    around = _around(local, window)
    return around[0] if around else None


def _around(local: datetime, window: Window) -> tuple[datetime, datetime] | None:
    """The window that `local` lies in, from its beginning to its end."""
    begins, ends = (time.fromisoformat(clock) for clock in window[:2])
    over_midnight = timedelta(days=1 if ends < begins else 0)
    for first in (local.date(), local.date() - over_midnight):
        if len(window) > 2 and first.isoweekday() != int(window[2]):
            continue
        end = datetime.combine(first + over_midnight, ends, tzinfo=local.tzinfo)
        begin = datetime.combine(first, begins, tzinfo=local.tzinfo)
        if begin <= local < end:
            return begin, end
    return None


# ── as people choose them ──


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet hours as they are asked for: the night, Maghrib, the Friday prayer; not everyone keeps the last two.

    `others` are windows of another kind, that stay as they are.
    """

    night: tuple[str, str] | None
    maghrib: bool
    friday: bool
    others: tuple[tuple[str, ...], ...] = ()


def read(windows: Sequence[Window]) -> Quiet:
    night: tuple[str, str] | None = None
    maghrib = friday = False
    others: list[tuple[str, ...]] = []
    for window in windows:
        if len(window) > 2 and window[2] == FRIDAY:
            friday = True
        elif len(window) > 2:
            others.append(tuple(window))
        elif _is_maghrib(window):
            maghrib = True
        elif night is None:
            night = (window[0], window[1])
        else:
            others.append(tuple(window))
    return Quiet(night, maghrib, friday, tuple(others))


def written(quiet: Quiet) -> list[list[str]]:
    """As windows, the night first."""
    return [
        *([list(quiet.night)] if quiet.night else []),
        *([list(MAGHRIB)] if quiet.maghrib else []),
        *([list(FRIDAY_PRAYER)] if quiet.friday else []),
        *(list(one) for one in quiet.others),
    ]


def _is_maghrib(window: Window) -> bool:
    begins, ends = (time.fromisoformat(clock) for clock in window[:2])
    return _DUSK[0] <= begins <= _DUSK[1] and begins < ends and ends.hour < 20


class Part(StrEnum):
    """What can be chosen of quiet hours."""

    begins = "begins"
    ends = "ends"
    maghrib = "maghrib"
    friday = "friday"


OFFERED: Mapping[Part, tuple[str, ...]] = {
    Part.begins: NIGHT_BEGINS,
    Part.ends: NIGHT_ENDS,
    Part.maghrib: ("yes", "no"),
    Part.friday: ("yes", "no"),
}


def changed(windows: Sequence[Window], part: Part, to: str) -> list[list[str]]:
    """These windows with one part chosen anew. Raises NotThere for what nobody offered."""
    if to not in OFFERED[part]:
        raise NotThere("stage.gone")
    quiet = read(windows)
    begins, ends = quiet.night or NIGHT
    match part:
        case Part.begins:
            quiet = replace(quiet, night=(to, ends))
        case Part.ends:
            quiet = replace(quiet, night=(begins, to))
        case Part.maghrib:
            quiet = replace(quiet, maghrib=to == "yes")
        case Part.friday:
            quiet = replace(quiet, friday=to == "yes")
    return written(quiet)
