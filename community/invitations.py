"""Links that give standing: the chair confirms a community by one, and by others invites who shall help.

made → accepted (once, by one member, before it expires)
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from community import codes
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import audit, communities, outbox, people
from storage.communities import Community
from storage.people import Invitation, Membership, Role

LASTS = {Role.chair: timedelta(days=30), Role.organiser: timedelta(days=7)}
CODE_LENGTH = 16
"""31 to the 16th: nobody guesses a way to the voices and names that organisers see."""

Choose = Callable[[str], str]


def may_invite(member: Membership | None, community: Community) -> bool:
    """Only the chair, once he has confirmed himself, decides who helps."""
    return member is not None and member.role is Role.chair and community.chair_confirmed_at is not None


def ask_the_chair(session: Session, community: Community, *, by: int, choose: Choose, now: datetime) -> Invitation:
    """The link by which the chair confirms a community that `by` has founded for him."""
    return _invitation(session, community.id or 0, Role.chair, by, choose, now)


def invite_organiser(session: Session, community_id: int, *, by: int, choose: Choose, now: datetime) -> Invitation:
    """A link that makes one person an organiser. An unused one of the same chair is given again."""
    community = communities.by_id(session, community_id)
    if community is None or not may_invite(people.membership_of(session, by, community_id), community):
        raise NotAllowed("place.only_chair")
    return _invitation(session, community_id, Role.organiser, by, choose, now)


def _invitation(session: Session, community_id: int, role: Role, by: int, choose: Choose, now: datetime) -> Invitation:
    waiting = people.open_invitation(session, community_id, role, by, now)
    if waiting is not None:
        return waiting
    made = Invitation(
        code=codes.draw(CODE_LENGTH, choose),
        community_id=community_id,
        role=role,
        made_by=by,
        made_at=now,
        expires_at=now + LASTS[role],
    )
    session.add(made)
    return made


def open_with(session: Session, code: str, *, by: int, now: datetime) -> Invitation:
    """The invitation behind a link, if `by` may still accept it. Raises NotThere, AlreadySo, NotAllowed."""
    invitation = people.invitation_with(session, code)
    if invitation is None or (invitation.used_by not in (None, by)):
        raise NotThere("place.link_used")
    if invitation.used_by is None and invitation.expires_at <= now:
        raise NotThere("place.link_old")
    community = communities.by_id(session, invitation.community_id)
    if community is None:
        raise NotThere("place.link_used")
    if invitation.used_by is None and invitation.role is Role.chair and community.chair_confirmed_at is not None:
        raise AlreadySo("place.has_chair")
    if people.membership_of(session, by, invitation.community_id) is None:
        raise NotAllowed("join.not_yours")
    return invitation


def accept(session: Session, code: str, *, by: int, now: datetime) -> Community:
    """Give `by` the standing that the link promises, and tell whoever made it. Twice is the same as once."""
    invitation = open_with(session, code, by=by, now=now)
    community = communities.by_id(session, invitation.community_id)
    member = people.membership_of(session, by, invitation.community_id)
    if community is None or member is None:
        raise NotThere("place.link_used")
    if invitation.used_by is not None:
        return community
    invitation.used_by, invitation.used_at = by, now
    session.add(invitation)
    give_standing(session, community, member, invitation.role, now)
    _tell_maker(session, invitation, now)
    return community


def give_standing(session: Session, community: Community, member: Membership, role: Role, now: datetime) -> None:
    """Make a member organiser or chair; a chair's own tap also confirms the community. Never takes standing away."""
    before = member.role
    if not (before is Role.chair and role is Role.organiser):
        member.role = role
    member.recognised_at = member.recognised_at or now
    session.add(member)
    if role is Role.chair and community.chair_confirmed_at is None:
        community.chair_confirmed_at = now
        session.add(community)
    audit.note(
        session, at=now, community_id=community.id, actor_id=member.person_id, action="standing.given",
        subject="membership", subject_id=member.id or 0,
        before={"role": before.value}, after={"role": member.role.value},
    )  # fmt: skip
    session.flush()


def _tell_maker(session: Session, invitation: Invitation, now: datetime) -> None:
    maker = people.by_id(session, invitation.made_by)
    if maker is None or maker.id == invitation.used_by:
        return
    kind = "community.confirmed" if invitation.role is Role.chair else "community.organiser"
    outbox.notice(
        session, kind=kind, chat=maker.telegram_id, subject_id=invitation.id or 0, person_id=maker.id,
        due_at=now.timestamp(), now=now.timestamp(), once=f"{kind}:{invitation.id}",
    )  # fmt: skip
