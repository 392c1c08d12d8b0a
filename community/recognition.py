"""Recognising newcomers: organisers say who lives here, several at a time; from then on their votes count.

Who is recognised is told. Who is not is told nothing, and nothing is written down about them: that somebody is not from
here is a judgement nobody needs for counting.
"""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from community import households, office, poll_cards, pushes
from community.refusals import NotAllowed
from storage import audit, outbox, people
from storage.outbox import Class
from storage.people import Membership, Person

AT_ONCE = 6
"""So many names stand on one screen."""
TOLD = "community.recognised"
"""The kind of the notice; its subject is the membership."""


def waiting(session: Session, community_id: int, *, by: int, most: int = AT_ONCE, offset: int = 0) -> list[Person]:
    """Who has joined and is not recognised yet, the longest here first. Raises NotAllowed for all but organisers."""
    _only_office(session, community_id, by)
    return people.unrecognised(session, community_id, limit=most, offset=offset)


def still_waiting(session: Session, community_id: int, these: Collection[int], *, by: int) -> list[Person]:
    """Of these, whom nobody has recognised meanwhile."""
    _only_office(session, community_id, by)
    return people.unrecognised(session, community_id, among=these)


def count_waiting(session: Session, community_id: int, *, by: int) -> int:
    _only_office(session, community_id, by)
    return people.count_unrecognised(session, community_id)


def recognise(
    session: Session, community_id: int, person_ids: Collection[int], *, by: int, secret: str, now: datetime
) -> list[Membership]:
    """They live here: what they have voted in polls that are open counts from now on. Who is known already stays so."""
    _only_office(session, community_id, by)
    members = [people.membership_of(session, one, community_id) for one in person_ids]
    new = [one for one in members if one is not None and one.recognised_at is None]
    with households.votes_follow(session, community_id, [one.person_id for one in new], secret=secret):
        for member in new:
            member.recognised_at = now
            session.add(member)
            audit.note(
                session, at=now, community_id=community_id, actor_id=by, action="member.recognised",
                subject="membership", subject_id=member.id,
            )  # fmt: skip
    if new:
        poll_cards.changed_around(session, [community_id], now=now)
    _tell(session, community_id, new, now)
    return new


def _tell(session: Session, community_id: int, new: Collection[Membership], now: datetime) -> None:
    """Each of them that their votes count from now on, in their own time."""
    member_of = {one.person_id: one for one in new}
    them = [one for one in people.by_ids(session, list(member_of)) if one.reachable]
    leaves = pushes.leave_at(session, them, community_id, now)
    for person in them:
        member = member_of[person.id]
        outbox.notice(
            session, kind=TOLD, chat=person.telegram_id, subject_id=member.id, person_id=person.id,
            due_at=leaves(person).timestamp(), now=now.timestamp(), rank=Class.notice, once=f"{TOLD}:{member.id}",
        )  # fmt: skip


def _only_office(session: Session, community_id: int, by: int) -> None:
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("polls.only_office")
