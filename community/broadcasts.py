"""Announcements: an organiser makes one as it stood in the preview, and it leaves in its time; the audit keeps it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import announcement_times as times
from community import audiences, broadcast_work, office
from community.audiences import Reach
from community.broadcast_content import LONGEST, Audience, Content, laid_out
from community.refusals import NotAllowed, NotThere, Overtaken, TooMuch
from storage import audit, broadcasts, communities, people
from storage.audit import AuditEntry
from storage.broadcasts import Broadcast, BroadcastState, Repeats, Urgency
from storage.communities import Community

URGENT_A_DAY = 2
"""More than that is urgent to nobody."""


@dataclass(frozen=True, slots=True)
class Message:
    """An announcement to be. `starts_at` is None for now; `urgency` mourning and urgent ignore quiet hours.

    `day_of_month` is as in `Broadcast`, for one that comes monthly.
    """

    content: Content
    audience: Audience
    urgency: Urgency = Urgency.normal
    silent: bool = False
    starts_at: datetime | None = None
    repeats: Repeats | None = None
    repeats_until: date | None = None
    day_of_month: int | None = None


def place_of(session: Session, community_id: int, *, by: int) -> Community:
    """The neighbourhood, for an organiser who may speak to it. Raises NotAllowed before its chair has confirmed it."""
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("announce.only_office")
    if community.chair_confirmed_at is None:
        raise NotAllowed("desk.not_confirmed")
    return community


def reach(
    session: Session, community_id: int, audience: Audience, *, by: int, urgency: Urgency = Urgency.normal
) -> Reach:
    """Whom an announcement to this audience would reach now."""
    place_of(session, community_id, by=by)
    return audiences.reach(session, community_id, audience, by=by, urgency=urgency)


def only_chair(session: Session, community_id: int, *, by: int) -> None:
    """What speaks in the chair's name is said by the chair alone. Raises NotAllowed."""
    if not office.may_confirm(people.membership_of(session, by, community_id)):
        raise NotAllowed("announce.urgent.only_chair")


def may_be_urgent(session: Session, community_id: int, *, by: int, at: datetime) -> None:
    """Raises NotAllowed for all but the chair, TooMuch for the third within a day of that moment."""
    only_chair(session, community_id, by=by)
    if broadcasts.urgent_near(session, community_id, at, timedelta(days=1)) >= URGENT_A_DAY:
        raise TooMuch("announce.urgent.too_often", most=URGENT_A_DAY)


def announce(session: Session, community_id: int, message: Message, *, by: int, seen: str, now: datetime) -> Broadcast:
    """Make it; what is to leave now begins to leave. `seen` is `Reach.mark` as its author saw it.

    Raises Overtaken if somebody else would get it by now, or its time is over, NotThere if nobody would, TooMuch for
    what is too long.
    """
    community = place_of(session, community_id, by=by)
    if message.urgency is Urgency.urgent:
        may_be_urgent(session, community_id, by=by, at=message.starts_at or now)
        if message.repeats is not None:
            raise NotAllowed("announce.urgent.once")
    refuse_unfit(message.content)
    reached = audiences.reach(session, community_id, message.audience, by=by, urgency=message.urgency)
    if reached.is_empty:
        raise NotThere("announce.nobody")
    if reached.mark != seen:
        raise Overtaken("announce.changed")
    _refuse_past(message, community, now)
    starts_at = times.leaves_at(message.starts_at or now, community, message.urgency)
    made = _made(session, community, message, by=by, starts_at=starts_at, now=now)
    if message.urgency is Urgency.mourning:
        _tell_again(session, made, community, now)
    if starts_at <= now:
        broadcast_work.begin(session, made, now)
    return made


def refuse_unfit(content: Content, *, longest: int = LONGEST) -> None:
    """Raises NotThere for nothing, TooMuch for more than `longest` letters."""
    if content.is_empty:
        raise NotThere("announce.empty")
    if len(content.html) > longest:
        raise TooMuch("announce.too_long", most=longest)


def _refuse_past(message: Message, community: Community, now: datetime) -> None:
    """A preview that was left lying speaks of a time that is over."""
    begins = message.starts_at or now
    ends = message.repeats_until
    if begins < now or (ends is not None and ends < begins.astimezone(ZoneInfo(community.time_zone)).date()):
        raise Overtaken("announce.time_over")


def _made(
    session: Session, community: Community, message: Message, *, by: int, starts_at: datetime, now: datetime
) -> Broadcast:
    made = Broadcast(
        community_id=community.id, author_id=by, content=laid_out(message.content).model_dump(mode="json"),
        audience=message.audience.model_dump(mode="json"), urgency=message.urgency, silent=message.silent,
        state=BroadcastState.scheduled, starts_at=starts_at, repeats=message.repeats,
        repeats_until=message.repeats_until, day_of_month=message.day_of_month, created_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    note(session, made, "broadcast.made", by=by, now=now, after={"urgency": message.urgency.value})
    return made


def _tell_again(session: Session, first: Broadcast, community: Community, now: datetime) -> None:
    again_at = times.told_again_at(first.starts_at, community)
    if again_at is None:
        return
    again = Broadcast(
        community_id=first.community_id, author_id=first.author_id, content=first.content, audience=first.audience,
        urgency=first.urgency, silent=first.silent, state=BroadcastState.scheduled, starts_at=again_at,
        series_id=first.id, created_at=now,
    )  # fmt: skip
    session.add(again)
    session.flush()


def note(
    session: Session, found: Broadcast, action: str, *, by: int, now: datetime,
    before: dict[str, object] | None = None, after: dict[str, object] | None = None,
) -> AuditEntry:  # fmt: skip
    """A line of the audit about this announcement."""
    return audit.note(
        session, at=now, community_id=found.community_id, actor_id=by, action=action, subject="broadcast",
        subject_id=found.id, before=before, after=after,
    )  # fmt: skip
