"""Whom an announcement reaches: residents in private, groups and topics; checked for the one who chooses them."""

from dataclasses import dataclass

from sqlmodel import Session

from community.broadcast_content import Audience, Who
from community.refusals import NotAllowed
from storage import communities, recipients, supports
from storage import needs as stored
from storage.broadcasts import Urgency
from storage.communities import Chat, Community, Destination, Purpose
from storage.recipients import Among, Reached

_DEEPEST = 4
"""RT, RW, dusun, desa: no neighbourhood lies deeper."""
FOR_EVERYONE = frozenset((Purpose.everything, Purpose.announcements))


@dataclass(frozen=True, slots=True)
class Place:
    """A group that the announcement goes to."""

    destination: Destination
    chat: Chat


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom it reaches. `mark` is another one as soon as somebody else would be among them."""

    people: Reached
    places: tuple[Place, ...]

    @property
    def mark(self) -> str:
        groups = ",".join(str(place.destination.id) for place in self.places)
        return f"{self.people.mark}/{groups}"

    @property
    def is_empty(self) -> bool:
        return not self.people.hear and not self.places


def below(session: Session, community_id: int) -> list[int]:
    """This neighbourhood and all that lie in it, however deep; the outer before what lies in it."""
    return communities.below(session, community_id, deepest=_DEEPEST)


def above(session: Session, community_id: int) -> list[Community]:
    """This neighbourhood and those in which it lies, the innermost first."""
    found: list[Community] = []
    here = communities.by_id(session, community_id)
    while here is not None and here not in found:
        found.append(here)
        here = communities.by_id(session, here.parent_id) if here.parent_id is not None else None
    return found


def lies_in(session: Session, community_id: int, around: int) -> bool:
    """True for the neighbourhood itself and whatever lies in it."""
    return depth_in(session, community_id, around) is not None


def depth_in(session: Session, community_id: int, around: int) -> int | None:
    """How deep it lies there, 0 for the neighbourhood itself; None if it does not. Cheaper than a look at `below`."""
    here: int | None = community_id
    for depth in range(_DEEPEST + 1):
        if here == around:
            return depth
        community = communities.by_id(session, here) if here is not None else None
        here = community.parent_id if community else None
    return None


def to_all(session: Session, community_id: int) -> Audience:
    """What is meant unless something else is said: every resident, and the neighbourhood's own groups."""
    groups = [place.destination.id for place in places(session, community_id)]
    return Audience(communities=below(session, community_id), destinations=groups)


def places(session: Session, community_id: int) -> list[Place]:
    """The groups in which this neighbourhood may speak to all, each in the topic for announcements, if it has one."""
    found: dict[int, Place] = {}
    for destination in communities.destinations_of(session, community_id):
        chat = communities.chat_by_id(session, destination.chat_id)
        if chat is None or chat.left_at or destination.lost_at or destination.purpose not in FOR_EVERYONE:
            continue
        if chat.id not in found or destination.purpose is Purpose.announcements:
            found[chat.id] = Place(destination, chat)
    return list(found.values())


def among(session: Session, audience: Audience, *, but: int | None, urgency: Urgency = Urgency.normal) -> Among:
    """The query that this rule is. `but` is left out: who speaks need not be told."""
    people = None
    if audience.who is Who.followers and audience.need_id is not None:
        people = {one.id for one in supports.hearing(session, audience.need_id)}
    elif audience.who is Who.unanswered and audience.need_id is not None:
        people = recipients.unanswered(session, audience.need_id)
    is_urgent = urgency is Urgency.urgent
    return Among(tuple(audience.communities), audience.who is Who.office, people, but, is_urgent)


def reach(
    session: Session, community_id: int, audience: Audience, *, by: int, urgency: Urgency = Urgency.normal
) -> Reach:
    """Whom it reaches now. Raises NotAllowed for neighbourhoods, needs and groups that are not this one's."""
    if not set(audience.communities) <= set(below(session, community_id)):
        raise NotAllowed("announce.not_yours")
    need = stored.by_id(session, audience.need_id) if audience.need_id is not None else None
    if audience.who in (Who.followers, Who.unanswered) and (need is None or need.community_id != community_id):
        raise NotAllowed("announce.not_yours")
    here = [place for place in places(session, community_id) if place.destination.id in audience.destinations]
    people = recipients.reached(session, among(session, audience, but=by, urgency=urgency))
    return Reach(people, tuple(here))
