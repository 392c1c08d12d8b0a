"""Voting for a neighbour without Telegram, who agreed: it is known through whom, can be changed, and is told apart.

Rule: one neighbour has one vote, through whoever gave it first. Neighbours are known by what they are called, so one
name, however it is written, is one neighbour to all who live in one neighbourhood; the same name in the next RT is
somebody else's. Whoever takes the vote back leaves it to another. Where a house has one vote nobody votes for a
neighbour: to which house that vote belongs nobody could tell, and one house would have several.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from community import audiences, choosing, electorate, poll_cards, secrecy, speaking, votes
from community.electorate import Voter
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from community.votes import Vote
from storage import ballots, people
from storage import polls as stored
from storage.people import Role
from storage.polls import Counts, Poll

LONGEST_NAME = 64


def may_speak(session: Session, poll_id: int, *, by: int, now: datetime) -> Poll:
    """The poll, for one more neighbour. Raises as `cast` does."""
    poll = votes.open_poll(session, poll_id, now=now)
    _refuse_for_house(poll)
    _refuse_one_more(session, poll, electorate.voter(session, poll, by))
    return poll


def is_possible(poll: Poll) -> bool:
    """True where a neighbour's vote can be told from that of a house."""
    return poll.counts is Counts.person


def _refuse_for_house(poll: Poll) -> None:
    if not is_possible(poll):
        raise NotAllowed("polls.houses_themselves")


def _refuse_one_more(session: Session, poll: Poll, who: Voter) -> None:
    most = speaking.MOST_FOR_NEIGHBOURS_A_DAY if who.member.role is Role.resident else speaking.MOST_A_DAY
    if len(ballots.spoken_for(session, poll.id, who.person_id)) >= most:
        raise TooMuch("needs.enough_for_neighbours", most=most)


def refuse_twice(session: Session, poll: Poll, whom: str, *, by: int) -> None:
    """Raises AlreadySo if somebody else of the same neighbourhood has voted for a neighbour of this name."""
    mine = people.memberships_of(session, by)
    here = [one.community_id for one in mine if audiences.lies_in(session, one.community_id, poll.community_id)]
    name = " ".join(whom.split())
    if name.casefold() in {one.casefold() for one in ballots.spoken_for_by_others(session, poll.id, by, here)}:
        raise AlreadySo("polls.spoken_for", name=name)


def cast(
    session: Session, poll_id: int, whom: str, choices: Sequence[int], *, by: int, secret: str, now: datetime
) -> Vote:
    """Write the vote of `whom`, as they told the one who acts; said again for the same name, the last word counts.

    Raises TooMuch beyond what a resident may speak for (`community.speaking`), NotThere without a name, NotAllowed
    where houses vote, and as `refuse_twice`.
    """
    stored.held(session, poll_id)  # two who speak for one neighbour at once come one after the other
    poll = votes.open_poll(session, poll_id, now=now, secret=secret)
    _refuse_for_house(poll)
    name = " ".join(whom.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotThere("polls.whom_wanted")
    who = electorate.voter(session, poll, by)
    said = {one.whom.casefold(): one for one in ballots.spoken_for(session, poll.id, by)}
    known = said.get(name.casefold())
    if known is None:
        _refuse_one_more(session, poll, who)
    if choices and (known is None or not known.has_vote):
        refuse_twice(session, poll, name, by=by)
    mark = secrecy.mark(secret, poll, secrecy.neighbour_unit(by, name))
    fitting = choosing.fitting(poll, choices, [one.id for one in stored.options_of(session, poll.id)])
    found = ballots.own(session, mark, poll.id, receipt=secrecy.receipt(), by_neighbour=True)
    found.choices, found.counted = fitting, who.counts
    session.add(found)
    ballots.note_voter(session, poll.id, by, known.whom if known else name, has_vote=bool(fitting))
    poll_cards.changed(session, poll, now=now)
    return Vote(poll, tuple(fitting), found.receipt, who.apart)


def listed(session: Session, poll: Poll, *, by: int) -> list[str]:
    """The names for whom this person has voted, for their eyes alone."""
    return [one.whom for one in ballots.spoken_for(session, poll.id, by) if one.has_vote]
