"""A question that stands in the group of RT 03 as Telegram's own poll; asked by the chair, without the talk."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from community import poll_cards, polls
from community.polls import Item, Plan
from playground.driver import Group, Neighbour
from storage import polls as stored
from storage.ballots import Ballot
from storage.communities import Destination
from storage.people import Membership
from storage.polls import Method, Poll, PollKind, PollState, Way
from tests.stories.rt_three import group_of_rt_three, person_of
from tests.stories.town import Town

QUESTION = "Rapat hari apa?"
DAYS = ("Sabtu", "Minggu", "Senin")


def recognised(town: Town) -> None:
    """Everyone who has joined."""
    with town.writing() as session:
        for member in session.exec(select(Membership)):
            member.recognised_at = member.joined_at
            session.add(member)


def is_asked(town: Town, chair: Neighbour, *, minutes: float = 60, **how: Any) -> int:
    """The poll's id; its cards are on their way to every group."""
    recognised(town)
    with town.writing() as session:
        by = person_of(session, chair)
        plan: dict[str, Any] = {
            "kind": PollKind.day, "items": [Item(day) for day in DAYS], "method": Method.choose_one,
            "closes_at": town.now() + timedelta(minutes=minutes), "question": QUESTION, "way": Way.native,
            "destinations": [one.id for one in session.exec(select(Destination))], **how,
        }  # fmt: skip
        poll = polls.open_poll(session, by.community_id or 0, Plan(**plan), by=by.id or 0, now=town.now())
        poll_cards.post(session, poll, now=town.now())
        return poll.id


def stands_in_the_group(town: Town, chair: Neighbour, *others: Neighbour, **how: Any) -> tuple[int, Group]:
    """It is there, and everyone may vote."""
    group = group_of_rt_three(town, chair, *others)
    poll_id = is_asked(town, chair, **how)
    chair.sees_poll(QUESTION, in_=group)
    town.waits_for(lambda session: _is_known(session, poll_id), "the poll's id")
    return poll_id, group


def _is_known(session: Session, poll_id: int) -> bool:
    return any(one.native_id for one in stored.cards_of(session, poll_id))


def poll_of(session: Session, poll_id: int) -> Poll:
    found = stored.by_id(session, poll_id)
    assert found is not None
    return found


def votes(session: Session, poll_id: int) -> list[list[str]]:
    """What was voted, without names, sorted."""
    words = {one.id: one.text for one in stored.options_of(session, poll_id, removed=True)}
    found = session.exec(select(Ballot).where(Ballot.poll_id == poll_id))
    return sorted([words[choice] for choice in one.choices] for one in found if one.choices)


def has(town: Town, poll_id: int, *chosen: str) -> None:
    """These votes come to be in it, one word each."""
    wanted = sorted([one] for one in chosen)
    town.waits_for(lambda session: votes(session, poll_id) == wanted, f"the votes {chosen}")


def is_counted(town: Town, poll_id: int) -> dict[str, Any]:
    """It closes; the result."""
    town.waits_for(lambda session: poll_of(session, poll_id).state is PollState.closed, "the end")
    with town.session() as session:
        return dict(poll_of(session, poll_id).result)


def updates_handled(town: Town) -> None:
    """Nothing is open in the inbox."""
    query = sa.text("SELECT count(*) FROM inbox WHERE state = 'open'")
    town.waits_for(lambda session: session.connection().execute(query).scalar() == 0, "an empty inbox")
