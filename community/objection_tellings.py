"""Who is told of an objection: the organisers that there is one, all who have voted that it is answered."""

from datetime import datetime

from sqlmodel import Session

from community import telling
from storage import ballots, people
from storage.objections import Objection
from storage.polls import Poll

RAISED, ANSWERED = "poll.objection", "poll.answer"


def raised(session: Session, poll: Poll, found: Objection, *, now: datetime) -> None:
    """The organisers, once while the same waits to be told; its owner too, if that is one of them."""
    telling.office(session, RAISED, found.id, community_id=poll.community_id, but=None, now=now, gathered=True)


def answered(session: Session, poll: Poll, found: Objection, *, now: datetime) -> None:
    """Everyone who has voted: a message to its owner alone would say who that is."""
    voters = {one.person_id for one in ballots.voters_of(session, poll.id)}
    reachable = sorted((one for one in people.by_ids(session, voters) if one.reachable), key=lambda one: one.id)
    told = [(one, found.id) for one in reachable]
    telling.each(session, ANSWERED, told, community_id=poll.community_id, now=now)
