"""Links that give standing: the chair confirms a community by one, and by others invites who shall help.

made → accepted (once, by one member, before it expires, while its maker could make it again)
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import codes, households, poll_cards
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import audit, communities, outbox, people
from storage import invitations as stored
from storage.communities import Community
from storage.invitations import Invitation
from storage.people import Membership, Role

LASTS = {Role.chair: timedelta(days=30), Role.organiser: timedelta(days=7), Role.cadre: timedelta(days=7)}
_STANDING = (Role.resident, Role.cadre, Role.organiser, Role.chair)
"""From the least to the most."""
CODE_LENGTH = 16
"""31 to the 16th: nobody guesses a way to the voices and names that organisers see."""


def may_invite(member: Membership | None, community: Community) -> bool:
    """Only the chair, once he has confirmed himself, decides who helps."""
    return member is not None and member.role is Role.chair and community.chair_confirmed_at is not None


def still_holds(role: Role, maker: Membership | None, community: Community) -> bool:
    """False once whoever made a link could not make it again: a link carries no standing, it passes on its maker's."""
    return maker is not None if role is Role.chair else may_invite(maker, community)


def ask_the_chair(session: Session, community: Community, *, by: int, now: datetime) -> Invitation:
    """The link by which the chair confirms a community that `by` has founded for him."""
    return _invitation(session, community.id, Role.chair, by, now)


def invite_organiser(session: Session, community_id: int, *, by: int, now: datetime) -> Invitation:
    """A link that makes one person an organiser. An unused one of the same chair is given again."""
    return _helper(session, community_id, Role.organiser, by, now)


def invite_cadre(session: Session, community_id: int, *, by: int, now: datetime) -> Invitation:
    """A link that makes one person a kader: who speaks for many, and is no organiser."""
    return _helper(session, community_id, Role.cadre, by, now)


def _helper(session: Session, community_id: int, role: Role, by: int, now: datetime) -> Invitation:
    community = communities.by_id(session, community_id)
    if community is None or not may_invite(people.membership_of(session, by, community_id), community):
        raise NotAllowed("place.only_chair")
    return _invitation(session, community_id, role, by, now)


def _invitation(session: Session, community_id: int, role: Role, by: int, now: datetime) -> Invitation:
    waiting = stored.open_one(session, community_id, role, by, now)
    if waiting is not None:
        return waiting
    made = Invitation(
        code=codes.draw(CODE_LENGTH),
        community_id=community_id,
        role=role,
        made_by=by,
        made_at=now,
        expires_at=now + LASTS[role],
    )
    session.add(made)
    return made


def open_with(session: Session, code: str, *, by: int, now: datetime) -> Invitation:
    """The invitation behind a link, if `by` may still accept it. Raises NotThere, AlreadySo, NotAllowed.

    Each time it is looked at whether its maker still has the standing that made it.
    """
    invitation = stored.with_code(session, code)
    if invitation is None or (invitation.used_by not in (None, by)):
        raise NotThere("place.link_used")
    if invitation.used_by is None and invitation.expires_at <= now:
        raise NotThere("place.link_old")
    community = communities.by_id(session, invitation.community_id)
    if community is None:
        raise NotThere("place.link_used")
    if invitation.used_by is None and invitation.role is Role.chair and community.chair_confirmed_at is not None:
        raise AlreadySo("place.has_chair")
    if invitation.used_by is None:
        _see_its_maker(session, invitation, community)
    if people.membership_of(session, by, invitation.community_id) is None:
        raise NotAllowed("join.not_yours")
    return invitation


def _see_its_maker(session: Session, invitation: Invitation, community: Community) -> None:
    """Raises NotAllowed, with the name of whom to ask instead, if the maker's standing is gone."""
    if still_holds(invitation.role, people.membership_of(session, invitation.made_by, community.id), community):
        return
    maker, chair = people.by_id(session, invitation.made_by), people.chair_of(session, community.id)
    values = {"maker": maker.name if maker else "", "community": community.name}
    if invitation.role is not Role.chair and chair is not None:
        raise NotAllowed("place.link_lapsed", chair=chair.name, **values)
    raise NotAllowed("place.link_lapsed.nobody", **values)


def accept(session: Session, code: str, *, by: int, secret: str, now: datetime) -> Community:
    """Give `by` the standing that the link promises, and tell whoever made it. Twice is the same as once.

    Who is trusted so is recognised: what they have voted in open polls counts from now on.
    """
    invitation = open_with(session, code, by=by, now=now)
    community = communities.by_id(session, invitation.community_id)
    member = people.membership_of(session, by, invitation.community_id)
    if community is None or member is None:
        raise NotThere("place.link_used")
    if invitation.used_by is not None:
        return community
    invitation.used_by, invitation.used_at = by, now
    session.add(invitation)
    with households.votes_follow(session, community.id, [by], secret=secret):
        give_standing(session, community, member, invitation.role, now)
    poll_cards.changed_around(session, [community.id], now=now)
    _tell_maker(session, invitation, now)
    return community


def give_standing(session: Session, community: Community, member: Membership, role: Role, now: datetime) -> None:
    """Make a member kader, organiser or chair; a chair's own tap also confirms the community. Never takes it away."""
    before = member.role
    member.role = max(before, role, key=_STANDING.index)
    member.recognised_at = member.recognised_at or now
    session.add(member)
    if role is Role.chair and community.chair_confirmed_at is None:
        community.chair_confirmed_at = now
        session.add(community)
    audit.note(
        session, at=now, community_id=community.id, actor_id=member.person_id, action="standing.given",
        subject="membership", subject_id=member.id,
        before={"role": before.value}, after={"role": member.role.value},
    )  # fmt: skip


_TOLD = {
    Role.chair: "community.confirmed",
    Role.organiser: "community.organiser",
    Role.cadre: "community.cadre",
}


def _tell_maker(session: Session, invitation: Invitation, now: datetime) -> None:
    maker = people.by_id(session, invitation.made_by)
    if maker is None or maker.id == invitation.used_by:
        return
    kind = _TOLD[invitation.role]
    outbox.notice(
        session, kind=kind, chat=maker.telegram_id, subject_id=invitation.id, person_id=maker.id,
        due_at=now.timestamp(), now=now.timestamp(), once=f"{kind}:{invitation.id}",
    )  # fmt: skip
