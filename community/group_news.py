"""What the group is shown of needs: unasked at most one message a day, and what a neighbour shares by their own tap.

Nobody learns of a need from the group before the organisers: it is shown once they have taken it into the list, or
once they have had their days to look at it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import communities as places
from community import event_group_line, group_peace, quiet_hours, supports, telling, weeks
from community.refusals import NotAllowed, NotThere
from community.weeks import Week
from storage import communities, group_shows, outbox
from storage.communities import Community
from storage.events import Event
from storage.needs import UNREAD, Need, NeedState
from storage.occurrences import Occurrence

FROM, UNTIL = time(16, 30), time(20, 0)
"""Local: when people are back and the day is not over. Whoever was down at half past four still has until eight."""
MOST_AT_ONCE = 6
"""More than that nobody reads; the rest comes another day."""
STILL_NEW = timedelta(days=30)
SHARED, UNASKED, OF_WEEK = "need.shown", "need.new", "group.week"
"""The kinds of a message that shows needs to the group: by a neighbour's tap, of the bot's own accord, on Sundays."""
WEEK_UNTIL = time(20, 30)
TAKEN_ON = frozenset(
    (
        NeedState.accepted,
        NeedState.planned,
        NeedState.in_progress,
        NeedState.forwarded,
        NeedState.reopened,
        NeedState.awaiting_confirmation,
    )
)
"""What the organisers have made everybody's: the bot may speak of it in the group."""


@dataclass(frozen=True, slots=True)
class Unshown:
    """A need that the group has not seen."""

    need_id: int
    state: NeedState
    created_at: datetime


def to_show(found: Iterable[Unshown], community: Community, *, now: datetime, shown_today: bool) -> list[int]:
    """Ids of what the group is shown unasked at this moment: none at all but once a day, in the afternoon.

    None either in quiet hours, nor before the chair has confirmed the neighbourhood; on Sundays the week speaks.
    """
    local = now.astimezone(ZoneInfo(community.time_zone))
    if shown_today or not FROM <= local.time() < UNTIL or local.weekday() == weeks.SUNDAY:
        return []
    return ready_for_group(found, community, now)


def ready_for_group(found: Iterable[Unshown], community: Community, now: datetime) -> list[int]:
    """Ids of what organisers have taken on, or have had their days to look at; a few of them."""
    if community.chair_confirmed_at is None or is_quiet(community, now):
        return []
    waited = now - timedelta(days=community.answer_days)
    ready = [
        one.need_id for one in found if one.state in TAKEN_ON or (one.state in UNREAD and one.created_at <= waited)
    ]
    return ready[:MOST_AT_ONCE]


def is_quiet(community: Community, now: datetime) -> bool:
    return quiet_hours.is_quiet(now, community.quiet_hours, community.time_zone)


def show_what_is_new(session: Session, now: datetime) -> int:
    """By the clock, for every neighbourhood that has a group; returns how many groups are shown something."""
    return sum(_show_what_is_new(session, community, now) for community in group_shows.with_group(session))


def _show_what_is_new(session: Session, community: Community, now: datetime) -> bool:
    once = _unasked_today(session, community, now)
    if once is None:
        return False
    found, values = _unshown(session, community, now)
    ids = to_show(values, community, now=now, shown_today=group_shows.is_named(session, once))
    chosen = [need for need in found if need.id in ids]
    return bool(chosen) and _post(session, community, chosen, kind=UNASKED, due_at=now, once=once, now=now)


def _unasked_today(session: Session, community: Community, now: datetime) -> str | None:
    """The name of the one unasked message that its group gets today, whatever speaks there; None without a group."""
    place = places.group_of(session, community.id)
    return None if place is None else group_peace.unasked(place[0].id, community.time_zone, now)


def _unshown(session: Session, community: Community, now: datetime) -> tuple[list[Need], list[Unshown]]:
    found = group_shows.unshown(session, community.id, since=now - STILL_NEW)
    return found, [Unshown(need.id, need.state, need.created_at) for need in found]


def show_the_week(session: Session, now: datetime) -> int:
    """On Sunday evening, by the clock, what the week has brought; returns how many groups are shown something."""
    return sum(_show_the_week(session, community, now) for community in group_shows.with_group(session))


def _show_the_week(session: Session, community: Community, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(community.time_zone))
    if local.weekday() != weeks.SUNDAY or not weeks.ENDS_AT <= local.time() < WEEK_UNTIL or is_quiet(community, now):
        return False
    once = _unasked_today(session, community, now)
    if once is None or group_shows.is_named(session, once):
        return False
    found, values = _unshown(session, community, now)
    ids = ready_for_group(values, community, now)
    if not (ids or weeks.of(session, community, now).happened or to_come(session, community, now)):
        return False
    chosen = [need for need in found if need.id in ids]
    return _post(session, community, chosen, kind=OF_WEEK, due_at=now, once=once, now=now)


def to_come(session: Session, community: Community, now: datetime) -> list[tuple[Event, Occurrence]]:
    """Tomorrow's events, of which the week's message speaks too: a group gets one message a day."""
    place = places.group_of(session, community.id)
    return event_group_line.tomorrow(session, place[0], community.time_zone, now) if place is not None else []


def week_of(session: Session, row_id: int, community: Community) -> Week | None:
    """The week of which the message of this row speaks; None if it is another kind of message."""
    kind, due_at = group_shows.kind_of(session, row_id)
    return weeks.of(session, community, datetime.fromtimestamp(due_at, UTC)) if kind == OF_WEEK else None


def may_be_posted(need: Need) -> bool:
    """The bot lends its voice to what is on the neighbours' list; before, neighbours share under their own name."""
    return need.state in TAKEN_ON and need.hidden_at is None


def share(session: Session, need_id: int, *, by: int, now: datetime) -> bool:
    """Post its card to the group because a neighbour taps it; False if that was done today already.

    Raises NotAllowed before the organisers have taken it into the list, NotThere without a group.
    """
    need = supports.of_neighbours(session, need_id, by=by)
    community = communities.by_id(session, need.community_id)
    if community is None or places.group_of(session, community.id) is None:
        raise NotThere("browse.share.no_group")
    if not may_be_posted(need):
        raise NotAllowed("browse.share.not_yet")
    once = f"need.shared:{need.id}:{group_peace.day(community.time_zone, now)}"
    due_at = telling.leaves_at(session, community.id, now)
    return _post(session, community, [need], kind=SHARED, due_at=due_at, once=once, now=now)


def _post(
    session: Session, community: Community, needs: Sequence[Need], *, kind: str, due_at: datetime, once: str,
    now: datetime,
) -> bool:  # fmt: skip
    """One message that shows these; from now on it is the one that is kept up to date."""
    place = places.group_of(session, community.id)
    if place is None:
        return False
    row_id = outbox.notice(
        session, kind=kind, chat=place[0].telegram_id, subject_id=community.id, due_at=due_at.timestamp(),
        now=now.timestamp(), once=once,
    )  # fmt: skip
    if row_id is None:
        return False
    for need in needs:
        need.group_row_id, need.shown_in_group_at = row_id, now
        session.add(need)
    return True
