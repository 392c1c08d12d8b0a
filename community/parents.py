"""What a neighbourhood lies in: the chair of an RW gives a link, the chair of the RT opens it and says yes.

Those of the RW may then look at the RT's needs and say "Saya juga" (`community.supports`), as its chair is told before;
they neither flag nor share them. Residents of the RT may choose readers there (`community.matters`).
"""

from datetime import datetime

from sqlmodel import Session

from community import telling
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import audit, communities, people
from storage.communities import Community, CommunityKind
from storage.people import Role

_RANK = {
    CommunityKind.group: 0,
    CommunityKind.rt: 0,
    CommunityKind.rw: 1,
    CommunityKind.dusun: 1,
    CommunityKind.desa: 2,
    CommunityKind.kelurahan: 2,
}
"""A neighbourhood lies in one of a higher rank, so none ever lies in itself."""


def may_take_in(session: Session, community: Community, person_id: int) -> bool:
    """True for the confirmed chair of what neighbourhoods can lie in."""
    return _RANK[community.kind] > 0 and _is_chair(session, community, person_id)


def could_join(session: Session, parent: Community, *, by: int) -> list[Community]:
    """Those of which `by` is the chair, and that can lie in `parent`."""
    return [
        one
        for one in communities.organised_by(session, by)
        if _RANK[one.kind] < _RANK[parent.kind] and one.parent_id != parent.id and _is_chair(session, one, by)
    ]


def invited_into(session: Session, parent_id: int, *, by: int) -> Community:
    """What a link leads into; `by` gave the link. Raises NotThere once they could not give it any more."""
    parent = communities.by_id(session, parent_id)
    if parent is None or not may_take_in(session, parent, by):
        raise NotThere("place.link_used")
    return parent


def join(session: Session, community_id: int, parent_id: int, *, invited_by: int, by: int, now: datetime) -> Community:
    """The community lies in the other from now on; returns the latter, whose chair is told.

    Raises NotThere for a link that holds no more, NotAllowed for all but the chair, AlreadySo if it lies there.
    """
    parent = invited_into(session, parent_id, by=invited_by)
    community = communities.by_id(session, community_id)
    if community is None or _RANK[community.kind] >= _RANK[parent.kind]:
        raise NotThere("stage.gone")
    if not _is_chair(session, community, by):
        raise NotAllowed("place.above.only_chair")
    if community.parent_id == parent.id:
        raise AlreadySo("place.above.before", community=community.name, above=parent.name)
    before, community.parent_id = community.parent_id, parent.id
    session.add(community)
    audit.note(
        session, at=now, community_id=community.id, actor_id=by, action="community.joined", subject="community",
        subject_id=community.id, before={"parent": before}, after={"parent": parent.id},
    )  # fmt: skip
    if invited_by != by:
        telling.one(session, "community.joined", community.id, invited_by, community_id=parent.id, now=now)
    return parent


def _is_chair(session: Session, community: Community, person_id: int) -> bool:
    member = people.membership_of(session, person_id, community.id)
    return community.chair_confirmed_at is not None and member is not None and member.role is Role.chair
