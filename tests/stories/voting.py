"""Asking the neighbours in stories: who is recognised, a poll that is open, and its end."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from community import poll_cards, poll_closing, polls
from community.polls import Item, Plan
from playground.driver import Neighbour
from storage import polls as stored
from storage.ballots import Ballot
from storage.communities import Community, Destination
from storage.people import Membership
from storage.polls import Method, Poll, PollKind
from tests.stories.rt_three import person_of
from tests.stories.town import Town

TITLE = "Mana yang kita dahulukan?"


def are_known(town: Town, *people: Neighbour) -> None:
    """The organisers have recognised them long ago."""
    with town.writing() as session:
        for one in people:
            for member in session.exec(select(Membership).where(Membership.person_id == person_of(session, one).id)):
                member.recognised_at = member.joined_at
                session.add(member)


def items(*names: str) -> list[Item]:
    return [Item(name) for name in names]


WORKS = items("Selokan Gang Melati", "Lampu pos ronda", "Paving lapangan", "Air keruh")


def asks(
    town: Town, chair: Neighbour, options: Sequence[Item] = WORKS, *, kind: PollKind = PollKind.needs,
    method: Method = Method.approval, days: float = 2, most: int = 3, community_id: int | None = None,
    in_group: bool = True, **more: Any,
) -> int:  # fmt: skip
    """An organiser has just asked it; the card is on its way to the groups. Its id."""
    with town.writing() as session:
        by = person_of(session, chair).id
        place = community_id or _the_place(session)
        closes_at = town.now() + timedelta(days=days)
        groups = list(session.exec(select(Destination).where(Destination.community_id == place))) if in_group else []
        plan = Plan(kind, options, method, closes_at, most=most, destinations=[one.id for one in groups], **more)
        poll = polls.open_poll(session, place, plan, by=by, now=town.now())
        poll_cards.post(session, poll, now=town.now())
        return poll.id


def _the_place(session: Session) -> int:
    return session.exec(select(Community)).one().id


def ends(town: Town, poll_id: int) -> Poll:
    """Its time is over: the clock counts it, and tells everyone who voted."""
    with town.writing() as session:
        poll = session.get_one(Poll, poll_id)
        poll.closes_at = town.now() - timedelta(seconds=1)
        session.add(poll)
        session.flush()
        assert poll_closing.close_due(session, town.now()) == 1
        poll_cards.tell_voters(session, town.now())
    return the_poll(town, poll_id)


def the_poll(town: Town, poll_id: int) -> Poll:
    with town.session() as session:
        poll = session.get_one(Poll, poll_id)
        session.expunge_all()
        return poll


def choices(town: Town, poll_id: int) -> list[tuple[list[int], bool]]:
    """What the ballots hold, as places on the card, and whether they count; nobody knows whose they are."""
    with town.session() as session:
        poll = session.get_one(Poll, poll_id)
        places = places_of(session, poll.id)
        ballots = session.exec(select(Ballot).where(Ballot.poll_id == poll_id)).all()
        return sorted(([places[one] for one in ballot.choices], ballot.counted) for ballot in ballots if ballot.choices)


def places_of(session: Session, poll_id: int) -> dict[int, int]:
    return {one.id: one.place for one in stored.options_of(session, poll_id, removed=True)}
