"""Somebody has everything deleted while polls are open: their votes go, and what they said for neighbours stays theirs.

In polls that have closed nobody can tell whose a ballot is: nothing is found there, and nothing need be. To events to
come they do not come: others get their room, and bring what they would have brought.
"""

from datetime import datetime

from sqlmodel import Session

from community import electorate, poll_cards, rota_members, rsvps, secrecy, votes
from community.electorate import Voter
from storage import ballots, polls
from storage import electorate as residents
from storage.polls import Counts, Poll


def votes_go(session: Session, person_id: int, *, secret: str, now: datetime) -> None:
    """Their own ballots with their objections, found by the secret. A house keeps its vote if others of it have voted;
    a neighbour's vote stays counted under a mark that nobody can make, and so nobody can change it any more.
    """
    for poll in ballots.open_with_voter(session, person_id):
        held = polls.held_open(session, poll.id)
        if held is None:
            continue
        who = electorate.find(session, poll, person_id)
        ballots.take_back(session, poll.id, person_id)
        if who is None or not _is_of_others_too(session, poll, who):
            ballots.drop(session, [votes.mark_of_anyone(poll, person_id, who, secret=secret)])
        for mark in votes.marks_for_neighbours(session, poll, person_id, secret=secret):
            ballots.move(session, mark, secrecy.forgotten())
        poll_cards.changed(session, held, now=now)


def answers_go(session: Session, person_id: int, *, now: datetime) -> None:
    """To what is to come; what they have said to what is over goes with themselves (`storage.forgetting_events`)."""
    rsvps.take_back(session, person_id, now=now)
    rota_members.is_gone(session, person_id, now=now)


def _is_of_others_too(session: Session, poll: Poll, who: Voter) -> bool:
    house = who.member.house_mark if who.counts and poll.counts is Counts.house else None
    return house is not None and residents.votes_in_house(session, poll.id, house, electorate.area(session, poll)) > 0
