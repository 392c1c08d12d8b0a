"""Meja pengurus: what waits for the organisers and why, whose turn it is first, and telling them of what is new.

Never told in a group, never as a sum that shames: it is a list of things to do, for those who have offered to do them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import moves, office, telling
from community.refusals import NotAllowed, NotThere
from storage import communities, people, waiting
from storage.communities import Community
from storage.needs import UNREAD, Awaited, Need, NeedState
from storage.waiting import Waits

MOST_FLAGS = 3
"""So many neighbours who find a need unfitting hide it until an organiser has looked."""
NEWS_AT = time(19, 30)
"""When organisers are told of the day's new needs: in the evening, when they have time; in the community's own time."""
DAY = timedelta(days=1)
ROUNDED = timedelta(seconds=1)
"""The first of them came with the notice itself, whose time is kept less exactly."""


class Why(StrEnum):
    """Why something waits, in the order in which it is dealt with."""

    new = "new"
    answered = "answered"
    silent = "silent"
    reopened = "reopened"
    check = "check"
    flagged = "flagged"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the desk, and why it lies there."""

    need_id: int
    number: int
    why: Why


# ── decisions ──


def why(row: Waits, *, silent_before: datetime, today: date) -> Why | None:
    """The first reason of those that make it wait, the gravest first; None if it waits for somebody else.

    What was asked of a reporter waits for the reporter, until the silence has become long.
    """
    if row.flags >= MOST_FLAGS:
        return Why.flagged
    if row.answer > row.office:
        return Why.answered
    if row.state is NeedState.reopened and row.reopening > row.office:
        return Why.reopened
    if row.state is NeedState.forwarded and row.check_on is not None and row.check_on <= today:
        return Why.check
    if row.state in UNREAD and row.awaits is not Awaited.answer:
        return Why.new
    if row.state in moves.WAITS_FOR_OFFICE and row.heard_at < silent_before:
        return Why.silent
    return None


def in_order(rows: Iterable[Waits], *, mine: int, silent_before: datetime, today: date) -> list[Item]:
    """What was handed to `mine` first, what another sees to last; danger before the rest; the oldest first."""
    order = list(Why)
    found = [(row, reason) for row in rows if (reason := why(row, silent_before=silent_before, today=today))]

    def place(pair: tuple[Waits, Why]) -> tuple[int, bool, int, datetime, int]:
        row, reason = pair
        whose = 0 if row.assigned_to_id == mine else 1 if row.assigned_to_id is None else 2
        return whose, not row.danger, order.index(reason), row.heard_at, row.need_id

    return [Item(row.need_id, row.number, reason) for row, reason in sorted(found, key=place)]


def tells_at(now: datetime, zone: str) -> datetime:
    """The next evening at `NEWS_AT` by the clocks of `zone`."""
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() < NEWS_AT else local.date() + DAY
    return datetime.combine(day, NEWS_AT, tzinfo=ZoneInfo(zone))


def today_in(community: Community, now: datetime) -> date:
    return now.astimezone(ZoneInfo(community.time_zone)).date()


# ── use cases ──


def waits(session: Session, community_id: int, *, by: int, now: datetime) -> list[Item]:
    """What lies on the desk, for one of its organisers. Raises NotAllowed for everyone else."""
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("desk.not_yours")
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    silent_before, today = now - timedelta(days=community.silent_days), today_in(community, now)
    rows = waiting.of_community(session, community_id, silent_before=silent_before, today=today, flags=MOST_FLAGS)
    return in_order(rows, mine=by, silent_before=silent_before, today=today)


def tell_of_new(session: Session, need: Need, *, now: datetime) -> None:
    """Organisers hear of new needs once a day, together, in the evening; of danger they have heard at once.

    What could not leave for days, when nothing could, is one notice of all that came meanwhile.
    """
    community = communities.by_id(session, need.community_id)
    if need.danger or community is None:
        return
    at = tells_at(now, community.time_zone)
    telling.office(
        session, "desk.new", need.community_id, community_id=need.community_id, but=need.reporter_id, now=now, at=at,
        once=f"desk.new:{need.community_id}:{at:%Y%m%d}", gathered=True,
    )  # fmt: skip


def new_by(session: Session, community_id: int, told_at: datetime) -> int:
    """How many needs nobody has looked at yet of those that came since a notice of them was written."""
    return waiting.new_since(session, community_id, told_at - ROUNDED)
