"""A poll that is open in a story, before anybody has tapped on its card."""

from typing import Any

from sqlmodel import Session, select

from community import polls
from playground.driver import Neighbour, Seen
from storage import polls as stored
from storage.ballots import Ballot, PollVoter
from storage.people import Membership
from storage.polls import Method, Poll
from tests.community.polling import DAY, plan
from tests.stories.first_steps import forges
from tests.stories.rt_three import person_of
from tests.stories.town import Town

WORKS = ["Selokan", "Lampu", "Paving"]


def are_known(town: Town, *people: Neighbour) -> None:
    with town.writing() as session:
        known = {person_of(session, one).id for one in people}
        for member in session.exec(select(Membership)):
            if member.person_id in known:
                member.recognised_at = member.joined_at
                session.add(member)


def asks(town: Town, chair: Neighbour, method: Method = Method.choose_one, **more: Any) -> int:
    """Its id; it is open for two days."""
    with town.writing() as session:
        asker = person_of(session, chair)
        settled: dict[str, Any] = {"texts": WORKS, "closes_at": town.now() + 2 * DAY} | more
        wanted = plan(method, **settled)
        poll = polls.open_poll(session, asker.community_id or 0, wanted, by=asker.id, now=town.now())
        return poll.id


def presses(person: Neighbour, verb: str) -> str:
    """A button that stands on the poll's card; what flashes up."""
    shown = forges(person, said(person), verb)
    return str(shown.get("toast") or shown.get("alert") or "")


def said(person: Neighbour) -> Seen:
    """Some message of the bot's, below which such a button could be."""
    person.says("/bantuan")
    return person.sees("")


def ballots(town: Town, poll_id: int) -> list[Ballot]:
    with town.session() as session:
        found = list(session.exec(select(Ballot).where(Ballot.poll_id == poll_id)))
        session.expunge_all()
        return [one for one in found if one.choices]


def places(session: Session, poll_id: int, one: Ballot) -> list[int]:
    known = {option.id: option.place for option in stored.options_of(session, poll_id)}
    return [known[choice] for choice in one.choices]


def voters(town: Town, poll_id: int) -> set[tuple[str, bool]]:
    """Whom somebody has spoken for, and whether they have a vote."""
    with town.session() as session:
        found = session.exec(select(PollVoter).where(PollVoter.poll_id == poll_id))
        return {(one.whom, one.has_vote) for one in found}


def the_poll(town: Town, poll_id: int) -> Poll:
    with town.session() as session:
        found = session.get_one(Poll, poll_id)
        session.expunge_all()
        return found
