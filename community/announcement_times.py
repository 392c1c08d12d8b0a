"""When an announcement leaves, when it comes again, and when it is too late for it; pure."""

import calendar
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from community.quiet_hours import next_allowed
from storage.broadcasts import Repeats, Urgency
from storage.communities import Community

SETTLES = timedelta(minutes=10)
"""So long before quiet hours nothing is begun that would end in them."""
MORNING = time(6, 0)
"""What ends a night earlier wakes people up."""
MOURNING_AGAIN = time(5, 30)
"""A death is told at night without a sound, and once more when people rise."""
LASTS = {
    Urgency.normal: timedelta(hours=24),
    Urgency.mourning: timedelta(hours=24),
    Urgency.urgent: timedelta(hours=6),
}
"""Who has not been reached by then is not told any more: it would be no news, or wrong."""


def leaves_at(moment: datetime, community: Community, urgency: Urgency) -> datetime:
    """`moment`, or the next time at which an announcement does not disturb: after the night not before six."""
    if urgency is not Urgency.normal:
        return moment
    end = next_allowed(moment, community.quiet_hours, community.time_zone)
    if end == moment:
        end = next_allowed(moment + SETTLES, community.quiet_hours, community.time_zone)
        if end == moment + SETTLES:
            return moment
    local = end.astimezone(ZoneInfo(community.time_zone))
    if local.time() < MORNING:
        local = datetime.combine(local.date(), MORNING, tzinfo=local.tzinfo)
    return local.astimezone(moment.tzinfo)


def told_again_at(moment: datetime, community: Community) -> datetime | None:
    """When a death that is told in quiet hours is told once more; None by day."""
    if next_allowed(moment, community.quiet_hours, community.time_zone) == moment:
        return None
    local = moment.astimezone(ZoneInfo(community.time_zone))
    day = local.date() if local.time() < MOURNING_AGAIN else local.date() + timedelta(days=1)
    return datetime.combine(day, MOURNING_AGAIN, tzinfo=local.tzinfo).astimezone(moment.tzinfo)


def first_of_month(weekday: int) -> int:
    """How the first Monday (0) to Sunday (6) of a month is written where a date in it may stand: −1 to −7."""
    return -1 - weekday


FIRST_SUNDAY = first_of_month(6)


def _day_in(year: int, month: int, day: int) -> date:
    """That date, or the month's last if it has no such; below zero the first of a weekday (`first_of_month`)."""
    if day < 0:
        first = date(year, month, 1)
        return first + timedelta(days=(-1 - day - first.weekday()) % 7)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def first_time(now: datetime, repeats: Repeats, zone: str, *, day: int, clock: time) -> datetime:
    """The first to come of its times. Weekly `day` is a weekday, 0 for Monday; monthly as in `next_time`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if repeats is Repeats.weekly:
        begins = today + timedelta(days=(day - today.weekday()) % 7)
    else:
        begins = _day_in(today.year, today.month, day)
    moment = datetime.combine(begins, clock, tzinfo=ZoneInfo(zone)).astimezone(now.tzinfo)
    return moment if moment > now else next_time(moment, repeats, zone, day=day)


def next_time(moment: datetime, repeats: Repeats, zone: str, *, day: int) -> datetime:
    """The same local clock a week or a month later.

    `day` is the date in the month, or the month's last if it has no such; below zero the first of a weekday.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if repeats is Repeats.weekly:
        following = local.date() + timedelta(weeks=1)
    else:
        year, month = divmod(local.year * 12 + local.month, 12)
        following = _day_in(year, month + 1, day)
    return datetime.combine(following, local.time(), tzinfo=local.tzinfo).astimezone(moment.tzinfo)


def expires_at(moment: datetime, urgency: Urgency) -> datetime:
    return moment + LASTS[urgency]
