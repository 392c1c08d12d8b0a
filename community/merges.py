"""Two needs that are one: merged by the organisers, and parted again. Supporters, words and photos come along.

Nothing is moved: the merged need points to the other, and whatever is asked of that one is asked of its family
(`storage.supports.family`). Parted, everyone is back where they were.
"""

from datetime import datetime

from sqlmodel import Session

from community import houses, journeys, moves, office
from community.moves import Mover
from community.refusals import NotAllowed, NotThere
from storage import needs as stored
from storage import supports, waiting
from storage.needs import Need, NeedState
from storage.timeline import Event

MOST_CANDIDATES = 5


def why_not(need: Need, into: Need) -> str | None:
    """The key of why these two cannot be merged, or None if they can."""
    if need.id == into.id:
        return "desk.merge.itself"
    if need.community_id != into.community_id:
        return "desk.merge.elsewhere"
    if into.state in moves.CLOSED or into.hidden_at is not None:  # whoever came along would see nothing any more
        return "desk.merge.closed"
    return None


def candidates(session: Session, need: Need) -> list[Need]:
    """What this need might be the same as, for an organiser to choose from: a suggestion, never more."""
    return [one for one in waiting.alike(session, need, limit=MOST_CANDIDATES) if why_not(need, one) is None]


def merge(session: Session, need_id: int, *, into: int, by: int, now: datetime, seen: int | None) -> Need:
    """Let the need live on in another; returns that one. All who hear of the merged one are told, by its new line."""
    first, second = sorted((need_id, into))  # always in one order: two who merge crosswise must not wait for each other
    stored.held(session, first)
    stored.held(session, second)
    need, target = office.holds(session, need_id, by=by, seen=seen), office.holds(session, into, by=by)
    if key := why_not(need, target):
        raise NotAllowed(key, number=target.number)
    if target.id in supports.family_ids(session, need.id):
        raise NotAllowed("desk.merge.closed", number=target.number)
    before = need.state
    journeys.move(session, need, NeedState.merged, Mover.office, by=by, now=now, about=str(target.number))
    need.merged_into_id = target.id
    session.add(need)
    session.flush()
    office.note(
        session, need, "need.merged", by=by, now=now, before={"state": before.value}, after={"into": target.number}
    )
    journeys.write(session, target, Event.joined, by=by, now=now, as_office=True, about=str(need.number), quietly=True)
    houses.reach(session, target, now=now)  # together they may be enough
    return target


def part(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Take a merge back: the need stands where it stood, with everyone who was its own. Raises NotThere without one.

    Whatever has become of the other one meanwhile, also if it was taken back.
    """
    seen = stored.by_id(session, need_id)
    for one in sorted((need_id, (seen and seen.merged_into_id) or need_id)):  # in the order in which they are merged
        stored.held(session, one)
    need = office.holds(session, need_id, by=by)
    target = stored.held(session, need.merged_into_id) if need.merged_into_id is not None else None
    if target is None:
        raise NotThere("stage.gone")
    need.merged_into_id = None
    journeys.go_back(session, need, Mover.office, by=by, now=now, event=Event.parted)
    office.note(session, need, "need.parted", by=by, now=now, before={"into": target.number})
    journeys.write(session, target, Event.parted, by=by, now=now, as_office=True, about=str(need.number), quietly=True)
    return need
