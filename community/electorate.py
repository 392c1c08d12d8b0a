"""Who may vote in a poll, whose vote counts, and how many that are: residents whom the organisers recognise."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from community import audiences
from community.refusals import NotAllowed
from storage import electorate, people
from storage.electorate import Area
from storage.people import Membership, Person
from storage.polls import Counts, Poll


class Apart(StrEnum):
    """Why a vote is kept apart and not counted as it stands now; the end of the key of its words."""

    not_recognised = "not_recognised"
    too_new = "too_new"
    """Here for fewer days than was said when the poll was opened: being recognised changes nothing."""


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who may vote here; `apart` is None if it counts by now."""

    person_id: int
    member: Membership
    apart: Apart | None

    @property
    def counts(self) -> bool:
        return self.apart is None


def joined_by(poll: Poll) -> datetime:
    """Who joined later has lived here for too short a time."""
    return poll.joined_by or poll.closes_at


def apart(poll: Poll, member: Membership) -> Apart | None:
    """None if this member's vote counts: recognised, and here for as long as was said when the poll was opened."""
    if member.joined_at > joined_by(poll):
        return Apart.too_new
    return Apart.not_recognised if member.recognised_at is None else None


def voter(session: Session, poll: Poll, person_id: int) -> Voter:
    """This person as a voter. Raises NotAllowed for who does not belong to the neighbourhood that is asked."""
    found = find(session, poll, person_id)
    if found is None:
        raise NotAllowed("polls.not_a_member")
    return found


def find(session: Session, poll: Poll, person_id: int) -> Voter | None:
    """This person as a voter; None for who does not belong to the neighbourhood that is asked.

    Of several memberships within it, as in an RT and its RW, the one that counts is taken; of these one that knows
    their house; of these the innermost. `storage.electorate` looks in the same order for all at once.
    """
    found = [
        (depth, member)
        for member in people.memberships_of(session, person_id)
        if (depth := audiences.depth_in(session, member.community_id, poll.community_id)) is not None
    ]
    if not found:
        return None

    def rank(one: tuple[int, Membership]) -> tuple[bool, bool, int, int]:
        depth, member = one
        return apart(poll, member) is None, member.house_mark is not None, depth, member.community_id

    _, best = max(found, key=rank)
    return Voter(person_id, best, apart(poll, best))


def area(session: Session, poll: Poll) -> Area:
    """Whose votes count in this poll, for looking for all of them at once."""
    return Area(audiences.below(session, poll.community_id), joined_by(poll))


def size(session: Session, poll: Poll) -> int:
    """How many votes there could be: recognised residents, or their houses."""
    return _size(session, area(session, poll), poll.counts)


def size_of(session: Session, community_id: int, counts: Counts, joined_by: datetime) -> int:
    """The same of a poll that is only planned: whoever has joined by then."""
    return _size(session, Area(audiences.below(session, community_id), joined_by), counts)


def _size(session: Session, asked: Area, counts: Counts) -> int:
    count = electorate.entitled_houses if counts is Counts.house else electorate.entitled_people
    return count(session, asked)


def not_voted(session: Session, poll: Poll, *, after: int, most: int) -> list[Person]:
    """The next whose vote would count, who can be reached, and who have none; where a house has one vote, all of it has
    voted as soon as one has. By the person's id; fewer than `most` only at the end.
    """
    here, houses = area(session, poll), poll.counts is Counts.house
    return electorate.not_voted(session, poll.id, here, after=after, most=most, houses=houses)
