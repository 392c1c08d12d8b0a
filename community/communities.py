"""Founding a neighbourhood, giving it a group, and letting its neighbours know of it."""

from datetime import datetime

from sqlmodel import Session

from community import codes, consents, invitations
from community.naming import Neighbourhood
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import audit, communities, outbox, people
from storage.communities import Chat, Community, Destination, Purpose
from storage.people import OFFICE, Membership, Role

TIME_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""Indonesia's three, by the names that people use. None has summer time."""

LONGEST_NUMBERS = 128
"""Letters of the numbers that are called in danger."""


def may_show_it_to_the_group(member: Membership | None, community: Community) -> bool:
    """Organisers; and, until the chair has confirmed, whichever member is setting it up."""
    return member is not None and (member.role in OFFICE or community.chair_confirmed_at is None)


def found(
    session: Session,
    *,
    by: int,
    neighbourhood: Neighbourhood,
    time_zone: str,
    role: Role,
    chat_id: int | None,
    thread_id: int | None,
    now: datetime,
) -> Community:
    """A new community, with `by` as its first member in the role that he says he has, and perhaps a group's topic.

    Raises AlreadySo if the group belongs to one. It is confirmed only if the chair himself founds it.
    """
    chat, person = _free_group(session, chat_id), people.by_id(session, by)
    if person is None:
        raise NotAllowed("join.not_yours")
    community = Community(
        kind=neighbourhood.kind,
        code=codes.draw(),
        name=neighbourhood.name,
        area=neighbourhood.area,
        time_zone=time_zone,
        created_at=now,
    )
    session.add(community)
    session.flush()
    _first_member(session, community, by, role, now)
    person.community_id = community.id
    consents.carry_over(session, by, community.id)
    if chat is not None:
        _give_group(session, community, chat, thread_id)
    audit.note(
        session, at=now, community_id=community.id, actor_id=by, action="community.founded", subject="community",
        subject_id=community.id, after={"name": community.name, "area": community.area, "as": role.value},
    )  # fmt: skip
    return community


def _free_group(session: Session, chat_id: int | None) -> Chat | None:
    chat = communities.chat_by_id(session, chat_id, for_update=True) if chat_id else None
    if chat is not None and chat.community_id is not None:
        raise AlreadySo("place.already")
    return chat


def _first_member(session: Session, community: Community, by: int, role: Role, now: datetime) -> None:
    member = Membership(person_id=by, community_id=community.id, joined_at=now)
    session.add(member)
    session.flush()
    if role is not Role.resident:
        invitations.give_standing(session, community, member, role, now)


def _give_group(session: Session, community: Community, chat: Chat, thread_id: int | None) -> None:
    chat.community_id = community.id
    session.add(chat)
    here = communities.destinations_of(session, community.id)
    everything = next((one for one in here if one.purpose is Purpose.everything), None)
    if everything is None:
        everything = Destination(community_id=community.id, chat_id=chat.id, purpose=Purpose.everything)
    everything.chat_id, everything.thread_id, everything.lost_at = chat.id, thread_id, None
    session.add(everything)


def give_group(
    session: Session, community_id: int, *, by: int, chat_id: int, thread_id: int | None, now: datetime
) -> Community:
    """Let an organiser make a group his community's. Raises AlreadySo, NotAllowed, NotThere."""
    community = communities.by_id(session, community_id)
    chat = communities.chat_by_id(session, chat_id, for_update=True)
    if community is None or chat is None:
        raise NotThere("stage.gone")
    member = people.membership_of(session, by, community_id)
    if member is None or member.role not in OFFICE:
        raise NotAllowed("place.only_organisers")
    if chat.community_id == community_id:
        return community
    if chat.community_id is not None:
        raise AlreadySo("place.already")
    _give_group(session, community, chat, thread_id)
    audit.note(
        session, at=now, community_id=community_id, actor_id=by, action="community.group", subject="chat",
        subject_id=chat_id, after={"title": chat.title},
    )  # fmt: skip
    return community


def use_main_thread(session: Session, destination_id: int, *, by: int, now: datetime) -> None:
    """The topic is closed or gone: an organiser sends what went there to the group itself."""
    destination = communities.destination_by_id(session, destination_id)
    if destination is None:
        raise NotThere("stage.gone")
    member = people.membership_of(session, by, destination.community_id)
    if member is None or member.role not in OFFICE:
        raise NotAllowed("place.only_organisers")
    before = {"thread_id": destination.thread_id}
    destination.thread_id, destination.lost_at = None, None
    session.add(destination)
    audit.note(
        session, at=now, community_id=destination.community_id, actor_id=by, action="destination.main",
        subject="destination", subject_id=destination_id, before=before,
    )  # fmt: skip


def call_in_danger(session: Session, community_id: int, numbers: str, *, by: int, now: datetime) -> str:
    """Set whom neighbours call in danger, as organisers write it; returns it on one line.

    Refuses others than organisers, words without a number, and more than LONGEST_NUMBERS letters.
    """
    community = communities.by_id(session, community_id)
    member = people.membership_of(session, by, community_id)
    if community is None or member is None or member.role not in OFFICE:
        raise NotAllowed("place.only_organisers")
    said = " · ".join(" ".join(line.split()) for line in numbers.splitlines() if line.strip())
    if not any(character.isdigit() for character in said):
        raise NotAllowed("emergency.again")
    if len(said) > LONGEST_NUMBERS:
        raise TooMuch("needs.too_long", most=LONGEST_NUMBERS)
    before, community.emergency_number = community.emergency_number, said
    session.add(community)
    audit.note(
        session, at=now, community_id=community_id, actor_id=by, action="community.emergency", subject="community",
        subject_id=community_id, before={"number": before}, after={"number": said},
    )  # fmt: skip
    return said


def show_to_group(session: Session, community_id: int, *, by: int, now: datetime) -> bool:
    """Post the card by which neighbours join, at most once a day; False if it is there since today.

    Raises NotThere without a group, NotAllowed for residents of a confirmed community.
    """
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    if not may_show_it_to_the_group(people.membership_of(session, by, community_id), community):
        raise NotAllowed("place.only_organisers")
    place = group_of(session, community_id)
    if place is None:
        raise NotThere("place.no_group")
    chat, thread_id = place
    row = outbox.notice(
        session, kind="group.card", chat=chat.telegram_id, subject_id=community_id,
        due_at=now.timestamp(), now=now.timestamp(), once=f"group.card:{chat.id}:{thread_id or 0}:{now:%Y%m%d}",
    )  # fmt: skip
    return row is not None


def group_of(session: Session, community_id: int) -> tuple[Chat, int | None] | None:
    """The group that hears from this community, and the topic or none; None if the bot has been taken out of it."""
    for destination in communities.destinations_of(session, community_id):
        chat = communities.chat_by_id(session, destination.chat_id)
        if destination.purpose is Purpose.everything and chat is not None and chat.left_at is None:
            return chat, destination.thread_id
    return None


def send_poster(session: Session, community_id: int, *, to: int, now: datetime) -> None:
    """Have the poster drawn and sent to a member in private. Raises NotAllowed for others."""
    person = people.by_id(session, to)
    if person is None or people.membership_of(session, to, community_id) is None:
        raise NotAllowed("join.not_yours")
    outbox.notice(
        session, kind="community.poster", chat=person.telegram_id, subject_id=community_id, person_id=to,
        due_at=now.timestamp(), now=now.timestamp(), once=f"community.poster:{community_id}:{to}:{now:%Y%m%d%H%M}",
    )  # fmt: skip
