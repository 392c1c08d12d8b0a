"""What the group is shown of needs: unasked at most one message a day, and what a neighbour shares by their own tap.

Nobody learns of a need from the group before the organisers: it is shown once they have taken it into the list, or
once they have had their days to look at it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import communities as places
from community import quiet_hours, supports, telling
from community.refusals import NotAllowed, NotThere
from storage import communities, group_shows, outbox
from storage.communities import Community
from storage.needs import UNREAD, Need, NeedState

FROM, UNTIL = time(16, 30), time(20, 0)
"""Local: when people are back and the day is not over. Whoever was down at half past four still has until eight."""
MOST_AT_ONCE = 6
"""More than that nobody reads; the rest comes another day."""
STILL_NEW = timedelta(days=30)
SHARED, UNASKED = "need.shown", "need.new"
"""The kinds of a message that shows needs to the group: by a neighbour's tap, or of the bot's own accord."""
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

    None either in quiet hours, nor before the chair has confirmed the neighbourhood.
    """
    local = now.astimezone(ZoneInfo(community.time_zone)).time()
    if shown_today or community.chair_confirmed_at is None or not FROM <= local < UNTIL or is_quiet(community, now):
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
    place = places.group_of(session, community.id)
    if place is None:
        return False
    chat, _ = place
    once = f"group.unasked:{chat.id}:{_day(community, now)}"  # of the group, whatever speaks there: one a day
    found = group_shows.unshown(session, community.id, since=now - STILL_NEW)
    values = [Unshown(need.id, need.state, need.created_at) for need in found]
    ids = to_show(values, community, now=now, shown_today=group_shows.is_named(session, once))
    chosen = [need for need in found if need.id in ids]
    return bool(chosen) and _post(session, community, chosen, kind=UNASKED, due_at=now, once=once, now=now)


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
    once = f"need.shared:{need.id}:{_day(community, now)}"
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


def _day(community: Community, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(community.time_zone)):%Y%m%d}"
