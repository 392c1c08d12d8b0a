"""Announcements: made by organisers, watched and steered by any of them, corrected and taken back; each act is audited.

scheduled → running ⇄ paused → done, or stopped at any time before.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from community import announcement_times as times
from community import audiences, broadcast_work, office
from community.audiences import Reach
from community.broadcast_content import CAPTION, LONGEST, Audience, Content
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import audit, broadcasts, communities, people
from storage import broadcast_rows as rows
from storage.broadcasts import Broadcast, BroadcastState, ChoreKind, Repeats, Urgency
from storage.communities import Community

URGENT_A_DAY = 2
"""More than that is urgent to nobody."""
_OPEN = (BroadcastState.scheduled, BroadcastState.running, BroadcastState.paused)


@dataclass(frozen=True, slots=True)
class Message:
    """An announcement to be. `starts_at` is None for now; `urgency` mourning and urgent ignore quiet hours."""

    content: Content
    audience: Audience
    urgency: Urgency = Urgency.normal
    silent: bool = False
    starts_at: datetime | None = None
    repeats: Repeats | None = None
    repeats_until: date | None = None


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


def reach(session: Session, community_id: int, audience: Audience, *, by: int) -> Reach:
    """Whom an announcement to this audience would reach now."""
    place_of(session, community_id, by=by)
    return audiences.reach(session, community_id, audience, by=by)


def may_be_urgent(session: Session, community_id: int, *, by: int, now: datetime) -> None:
    """Raises NotAllowed for all but the chair, TooMuch for the third in a day."""
    if not office.may_confirm(people.membership_of(session, by, community_id)):
        raise NotAllowed("announce.urgent.only_chair")
    if broadcasts.urgent_since(session, community_id, now - timedelta(days=1)) >= URGENT_A_DAY:
        raise TooMuch("announce.urgent.too_often", most=URGENT_A_DAY)


def announce(session: Session, community_id: int, message: Message, *, by: int, seen: str, now: datetime) -> Broadcast:
    """Make it; what is to leave now begins to leave. `seen` is `Reach.mark` as its author saw it.

    Raises Overtaken if somebody else would get it by now, NotThere if nobody would, TooMuch for what is too long.
    """
    community = place_of(session, community_id, by=by)
    if message.urgency is Urgency.urgent:
        may_be_urgent(session, community_id, by=by, now=now)
    _refuse_unfit(message.content)
    reached = audiences.reach(session, community_id, message.audience, by=by)
    if reached.is_empty:
        raise NotThere("announce.nobody")
    if reached.mark != seen:
        raise Overtaken("announce.changed")
    starts_at = times.leaves_at(max(message.starts_at or now, now), community, message.urgency)
    made = _made(session, community, message, by=by, starts_at=starts_at, now=now)
    if message.urgency is Urgency.mourning:
        _tell_again(session, made, community, now)
    if starts_at <= now:
        broadcast_work.begin(session, made, now)
    return made


def _refuse_unfit(content: Content, *, caption: bool = False) -> None:
    if content.is_empty:
        raise NotThere("announce.empty")
    longest = CAPTION if caption else LONGEST
    if len(content.html) > longest:
        raise TooMuch("announce.too_long", most=longest)


def _made(
    session: Session, community: Community, message: Message, *, by: int, starts_at: datetime, now: datetime
) -> Broadcast:
    made = Broadcast(
        community_id=community.id, author_id=by, content=message.content.model_dump(mode="json"),
        audience=message.audience.model_dump(mode="json"), urgency=message.urgency, silent=message.silent,
        state=BroadcastState.scheduled, starts_at=starts_at, repeats=message.repeats,
        repeats_until=message.repeats_until, created_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _note(session, made, "broadcast.made", by=by, now=now, after={"urgency": message.urgency.value})
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


# ── while it runs, and after ──


def held(session: Session, broadcast_id: int, *, by: int) -> Broadcast:
    """One for steering, locked. Raises NotAllowed for all but the organisers of its neighbourhood."""
    found = broadcasts.held(session, broadcast_id)
    if found is None:
        raise NotThere("stage.gone")
    place_of(session, found.community_id, by=by)
    return found


def send_now(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What was to leave later leaves now. Raises AlreadySo for what has left, NotAllowed in quiet hours."""
    found = held(session, broadcast_id, by=by)
    community = place_of(session, found.community_id, by=by)
    if found.state is not BroadcastState.scheduled:
        raise AlreadySo("announce.not_scheduled")
    if times.leaves_at(now, community, found.urgency) != now:
        raise NotAllowed("announce.quiet_now")
    found.starts_at = now
    _note(session, found, "broadcast.sent_now", by=by, now=now)
    broadcast_work.begin(session, found, now)
    return found


def pause(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    found = held(session, broadcast_id, by=by)
    if found.state is not BroadcastState.running:
        raise AlreadySo("announce.not_running")
    found.state = BroadcastState.paused
    return _given(session, found, ChoreKind.hold, by=by, now=now)


def go_on(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    found = held(session, broadcast_id, by=by)
    if found.state is not BroadcastState.paused:
        raise AlreadySo("announce.not_running")
    found.state = BroadcastState.running
    return _given(session, found, ChoreKind.free, by=by, now=now)


def stop(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What has not left never will; one that comes again comes no more."""
    found = held(session, broadcast_id, by=by)
    if found.state not in _OPEN:
        raise AlreadySo("announce.over")
    _over(session, found, now)
    return _given(session, found, ChoreKind.stop, by=by, now=now)


def retry(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """Those who have not had it, and can be reached, get it once more. Raises AlreadySo if there are none."""
    found = held(session, broadcast_id, by=by)
    if found.state is not BroadcastState.done:
        raise AlreadySo("announce.not_over")
    if found.recalled_at is not None:
        raise AlreadySo("announce.recalled")
    if not rows.has_to_retry(session, found.id):
        raise AlreadySo("announce.nothing_failed")
    found.state, found.ended_at = BroadcastState.running, None
    return _given(session, found, ChoreKind.retry, by=by, now=now)


def correct(session: Session, broadcast_id: int, html: str, *, by: int, now: datetime) -> Broadcast:
    """Other words in place of the old ones, where they are read already and the next time; files and places stay."""
    found = held(session, broadcast_id, by=by)
    if found.recalled_at is not None:
        raise AlreadySo("announce.recalled")
    content = Content.model_validate(found.content)
    under_file = len(content.files) == 1 and len(content.html) <= CAPTION
    content.html = html
    _refuse_unfit(content, caption=under_file)
    found.content, found.corrected_at = content.model_dump(mode="json"), now
    for following in broadcasts.to_come(session, found):
        following.content = found.content
        session.add(following)
    return _given(session, found, ChoreKind.correct, by=by, now=now, at_once=False)


def recall(session: Session, broadcast_id: int, *, by: int, now: datetime) -> Broadcast:
    """What is out is deleted where Telegram still allows it, what is not out never leaves, nor does it come again."""
    found = held(session, broadcast_id, by=by)
    if found.recalled_at is not None:
        raise AlreadySo("announce.recalled")
    _over(session, found, now)
    broadcasts.give(session, found.id, ChoreKind.stop, now)
    found.recalled_at = now
    return _given(session, found, ChoreKind.recall, by=by, now=now, at_once=False)


def _over(session: Session, found: Broadcast, now: datetime) -> None:
    """It is stopped if it was not done, and so is what was to come of its series."""
    following = broadcasts.to_come(session, found)
    for one in [found, *following] if found.state in _OPEN else following:
        one.state, one.ended_at, one.repeats = BroadcastState.stopped, now, None
        session.add(one)


def _given(
    session: Session, found: Broadcast, what: ChoreKind, *, by: int, now: datetime, at_once: bool = True
) -> Broadcast:
    """The change is noted. `at_once` its first chunk is done here and now: for a neighbourhood that is all of it.

    What goes behind messages that are out must wait until this is committed: whatever is put into the old words after
    that has been claimed before, and is seen to be in hand.
    """
    session.add(found)
    broadcasts.give(session, found.id, what, now)
    _note(session, found, f"broadcast.{what.value}", by=by, now=now)
    session.flush()
    if at_once:
        broadcast_work.work(session, now)
    return found


def _note(
    session: Session, found: Broadcast, action: str, *, by: int, now: datetime, after: dict[str, object] | None = None
) -> None:
    audit.note(
        session, at=now, community_id=found.community_id, actor_id=by, action=action, subject="broadcast",
        subject_id=found.id, after=after,
    )  # fmt: skip
