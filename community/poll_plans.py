"""What a poll is unless its organiser says otherwise: which needs are asked about, and until when."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import audiences, polls
from storage import browsing
from storage.needs import Need

NEEDS = 6
"""So many needs stand on a card that nobody has changed: more are not compared, they are scrolled past."""
APPROVED = 3
"""So many of them one may name."""
POINTS = 5
AT = time(20, 0)
"""Local: people are at home, and it is not night yet."""
LEAST = timedelta(days=2)
"""Less is too short for whoever looks at the phone in the evening alone."""
_FRIDAY, _SUNDAY, _WEEK = 4, 6, timedelta(days=7)
_TO_MEET = timedelta(hours=1)
"""Between the last vote on a day and that day, if the evening before is too near."""
SOONEST_DAY = _TO_MEET + polls.SHORTEST
"""A day to meet that is nearer cannot be voted on before it has come."""


def usual_end(now: datetime, zone: str) -> datetime:
    """Next Friday at 20.00 there; the one after if that is less than two days away."""
    today = now.astimezone(ZoneInfo(zone)).date()
    friday = today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    end = evening(friday, zone)
    return end if end - now >= LEAST else evening(friday + _WEEK, zone)


def evening(day: date, zone: str) -> datetime:
    return datetime.combine(day, AT, tzinfo=ZoneInfo(zone))


def end_before(days: Sequence[datetime], now: datetime, zone: str) -> datetime:
    """Until when neighbours choose among days to meet: as usual, but no later than the evening before the first."""
    usual = usual_end(now, zone)
    if not days:
        return usual
    first = min(days)
    before = evening(first.astimezone(ZoneInfo(zone)).date() - timedelta(days=1), zone)
    if before - now < polls.SHORTEST:
        before = first - _TO_MEET
    return min(usual, before)


def ends(now: datetime, zone: str) -> list[datetime]:
    """Evenings that an organiser may choose by a tap, the soonest first: tomorrow, Sunday, Fridays."""
    today = now.astimezone(ZoneInfo(zone)).date()
    friday = usual_end(now, zone).date()
    sunday = today + LEAST + timedelta(days=(_SUNDAY - (today + LEAST).weekday()) % 7)
    days = {today + timedelta(days=1), sunday, friday, friday + _WEEK, friday + 3 * _WEEK}
    return [evening(day, zone) for day in sorted(days)]


def later_ends(closes_at: datetime, now: datetime, zone: str) -> list[datetime]:
    """A day, three days and a week later than it would close, at the same hour there."""
    local = closes_at.astimezone(ZoneInfo(zone))
    found = (local + timedelta(days=days) for days in (1, 3, 7))
    return [one for one in found if one > now]


def needs_to_ask(
    session: Session, community_id: int, *, by: int, kind: str | None = None, most: int = NEEDS, offset: int = 0
) -> list[Need]:
    """What the neighbours can still decide on here: of most supporters, then the longest waiting.

    Nothing hidden, nothing private, nothing that another office was asked to do.

    Raises NotAllowed for all but organisers.
    """
    polls.place_of(session, community_id, by=by)
    here = audiences.below(session, community_id)
    return browsing.wanted_most(session, here, polls.TO_OFFER, kind=kind, limit=most, offset=offset)


def kinds_to_ask(session: Session, community_id: int, *, by: int) -> list[tuple[str, int]]:
    """Of which kinds there are such needs, and how many; the most named first."""
    polls.place_of(session, community_id, by=by)
    return browsing.kinds_wanted(session, audiences.below(session, community_id), polls.TO_OFFER)
