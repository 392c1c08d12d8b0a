"""What organisers may do to a need, checked at the moment of acting: the need is held, and stands as they saw it."""

from datetime import datetime

from sqlmodel import Session

from community import journeys
from community.moves import Mover
from community.refusals import NotAllowed, NotThere, Overtaken
from storage import audit, communities, people
from storage import needs as stored
from storage.needs import Need, NeedState
from storage.people import OFFICE, Membership, Role
from storage.timeline import TimelineEntry


def is_office(member: Membership | None) -> bool:
    """Organiser or chair."""
    return member is not None and member.role in OFFICE


def sees(session: Session, need_id: int, *, by: int) -> Need:
    """A need whole, for looking at. Raises NotThere for what was withdrawn, NotAllowed for all but its organisers."""
    need = stored.by_id(session, need_id)
    if need is None or need.state is NeedState.withdrawn:
        raise NotThere("stage.gone")
    if not is_office(people.membership_of(session, by, need.community_id)):
        raise NotAllowed("needs.not_yours")
    return need


def holds(session: Session, need_id: int, *, by: int, seen: int | None = None) -> Need:
    """A need for changing: nobody else changes it before this transaction ends.

    `seen` is `Need.moves` as the organiser saw it. Raises Overtaken if another organiser has acted since, NotAllowed
    also while the chair has not confirmed the neighbourhood: nothing is decided before.
    """
    need = stored.held(session, need_id)
    if need is None or need.state is NeedState.withdrawn:
        raise NotThere("stage.gone")
    if not is_office(people.membership_of(session, by, need.community_id)):
        raise NotAllowed("needs.not_yours")
    community = communities.by_id(session, need.community_id)
    if community is None or community.chair_confirmed_at is None:
        raise NotAllowed("desk.not_confirmed")
    if seen is not None and need.moves != seen:
        raise Overtaken("desk.overtaken", number=need.number)
    return need


def may_confirm(member: Membership | None) -> bool:
    """Only the chair decides on appeals and rules of the neighbourhood."""
    return member is not None and member.role is Role.chair


def move(
    session: Session,
    need: Need,
    to: NeedState,
    *,
    by: int,
    now: datetime,
    about: str | None = None,
    reason: str | None = None,
    media_id: int | None = None,
    quietly: bool = False,
) -> TimelineEntry:
    """The organisers move a need that `holds` gave; the audit knows which of them."""
    before = need.state
    line = journeys.move(
        session, need, to, Mover.office, by=by, now=now, about=about, reason=reason, media_id=media_id, quietly=quietly
    )
    note(session, need, "need.moved", by=by, now=now, before={"state": before.value}, after={"state": to.value})
    return line


def note(
    session: Session,
    need: Need,
    action: str,
    *,
    by: int,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """A line of the audit about this need. It holds no words of residents: those stand in the story, or nowhere."""
    audit.note(
        session, at=now, community_id=need.community_id, actor_id=by, action=action, subject="need",
        subject_id=need.id, before=before, after=after,
    )  # fmt: skip
