"""One house, one vote: what becomes of votes in open polls when somebody moves in or out, or is recognised.

Rule: whoever moves in brings their vote along if the house has none, else the house's stands and theirs goes. Whoever
moves out takes the vote along only if nobody who stays has voted. So nobody is counted twice by telling two numbers.
Whoever has voted together with others of a house stays in it until the poll has closed: else one could tell one number
after the other and change the votes of all these houses.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlmodel import Session

from community import electorate, votes
from community.electorate import Voter
from community.refusals import NotAllowed
from storage import ballots, people, polls
from storage import electorate as residents
from storage.people import Membership
from storage.polls import Counts, Poll


def refuse_to_leave(session: Session, community_id: int, member: Membership) -> None:
    """Raises NotAllowed while this member has voted with others of their house in a poll that is open; also if it was
    another neighbourhood that has been told of that house, for a poll goes by the smallest that knows one.
    """
    for poll in polls.open_around(session, community_id):
        who = electorate.find(session, poll, member.person_id) if poll.counts is Counts.house else None
        mark = _house(who) if who is not None else None
        if mark is None:
            continue
        if residents.shares_vote(session, poll.id, member.person_id, mark, electorate.area(session, poll)):
            raise NotAllowed("polls.house_is_voting", number=poll.number)


@contextmanager
def votes_follow(session: Session, community_id: int, person_ids: Sequence[int], *, secret: str) -> Iterator[None]:
    """Whatever is changed inside about these people's houses, or whether they are recognised, their votes follow."""
    numbers = sorted(one.id for one in polls.open_around(session, community_id))  # whoever holds several, in this order
    open_ones = [poll for one in numbers if (poll := polls.held_open(session, one)) is not None]
    for one in person_ids:
        people.memberships_of(session, one, anew=True)  # they may have been changed while we waited
    before = {(poll.id, one): _stands(session, poll, one, secret) for poll in open_ones for one in person_ids}
    yield
    session.flush()
    for poll in open_ones:
        for one in person_ids:
            was = before[poll.id, one]
            if was is not None:
                _follow(session, poll, one, was, secret)


def _stands(session: Session, poll: Poll, person_id: int, secret: str) -> tuple[str, str | None] | None:
    """The mark of their ballot and of their house, by which it is shared; None for who has no vote here."""
    who = electorate.find(session, poll, person_id)
    return None if who is None else (votes.mark_of(poll, who, secret=secret), _house(who))


def _house(who: Voter) -> str | None:
    return who.member.house_mark if who.counts else None


def _follow(session: Session, poll: Poll, person_id: int, was: tuple[str, str | None], secret: str) -> None:
    who = electorate.find(session, poll, person_id)
    if who is None:
        return
    (mark_before, house_before), mark = was, votes.mark_of(poll, who, secret=secret)
    if mark != mark_before:
        area = electorate.area(session, poll)
        is_left_behind = bool(house_before and residents.votes_in_house(session, poll.id, house_before, area))
        if not is_left_behind:
            ballots.move(session, mark_before, mark)
        has_voted = ballots.voter(session, poll.id, person_id) is not None
        found = ballots.known(session, mark)
        if has_voted:
            ballots.note_voter(session, poll.id, person_id, has_vote=found is not None and bool(found.choices))
    if who.counts:
        ballots.count_in(session, [mark, *votes.marks_for_neighbours(session, poll, person_id, secret=secret)])
