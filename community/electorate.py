"""Who may vote in a poll, whose vote counts, and how many that are: residents whom the organisers recognise."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import audiences
from community.refusals import NotAllowed
from storage import electorate, people
from storage.people import Membership, Person
from storage.polls import Counts, Poll


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who may vote here, and whether it counts by now."""

    person_id: int
    member: Membership
    counts: bool


def joined_by(poll: Poll) -> datetime:
    """Who joined later has lived here for too short a time."""
    return poll.joined_by or poll.closes_at


def is_entitled(poll: Poll, member: Membership) -> bool:
    """True if this member's vote counts: recognised, and here for as long as was said when the poll was opened."""
    return member.recognised_at is not None and member.joined_at <= joined_by(poll)


def voter(session: Session, poll: Poll, person_id: int) -> Voter:
    """This person as a voter. Raises NotAllowed for who does not belong to the neighbourhood that is asked."""
    found = find(session, poll, person_id)
    if found is None:
        raise NotAllowed("polls.not_a_member")
    return found


def find(session: Session, poll: Poll, person_id: int) -> Voter | None:
    """This person as a voter; None for who does not belong to the neighbourhood that is asked.

    Of several memberships within it, as in an RT and its RW, the one that counts is taken.
    """
    found = [
        member
        for member in people.memberships_of(session, person_id)
        if audiences.lies_in(session, member.community_id, poll.community_id)
    ]
    if not found:
        return None
    best = max(found, key=lambda member: (is_entitled(poll, member), member.house_mark is not None))
    return Voter(person_id, best, is_entitled(poll, best))


def size(session: Session, poll: Poll) -> int:
    """How many votes there could be: recognised residents, or their houses."""
    return size_of(session, poll.community_id, poll.counts, joined_by(poll))


def size_of(session: Session, community_id: int, counts: Counts, joined_by: datetime) -> int:
    """The same of a poll that is only planned: whoever has joined by then."""
    count = electorate.entitled_houses if counts is Counts.house else electorate.entitled_people
    return count(session, audiences.below(session, community_id), joined_by)


def not_voted(session: Session, poll: Poll, *, after: int, most: int) -> list[Person]:
    """The next whose vote would count, who can be reached, and who have none; where a house has one vote, all of it has
    voted as soon as one has. By the person's id; fewer than `most` only at the end.
    """
    everyone = audiences.below(session, poll.community_id)
    return electorate.not_voted(
        session, poll.id, everyone, joined_by(poll), after=after, most=most, houses=poll.counts is Counts.house
    )
