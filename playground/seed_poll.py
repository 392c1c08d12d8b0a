"""A question that the demo's neighbours are asked: which of their needs comes first; nobody has voted yet."""

from datetime import datetime
from random import Random

from sqlmodel import Session

from community import audiences, codes, poll_cards, poll_plans, polls
from community.polls import Item, Plan
from locales import REFERENCE, words
from storage.communities import Community
from storage.needs import Need
from storage.people import Person
from storage.polls import Method, PollKind


def ask(session: Session, community: Community, chair: Person, now: datetime, random: Random) -> None:
    """As the chair would by three taps, in the neighbourhood's group if it has one."""
    needs = poll_plans.needs_to_ask(session, community.id, by=chair.id)
    plan = Plan(
        PollKind.needs,
        [Item(_text(need), need.id) for need in needs],
        Method.approval,
        poll_plans.usual_end(now, community.time_zone),
        most=poll_plans.APPROVED,
        destinations=[place.destination.id for place in audiences.places(session, community.id)],
    )
    poll = polls.open_poll(session, community.id, plan, by=chair.id, now=now)
    poll.code = codes.draw(choose=random.choice)
    session.add(poll)
    session.flush()
    poll_cards.post(session, poll, now=now)


def _text(need: Need) -> str:
    """Selokan mampet, Gang Melati."""
    said = words(REFERENCE)
    what = need.title or said.label(f"kinds.{need.kind}")
    where = f", {need.landmark}" if need.landmark else f" (No. {need.number})"
    return f"{what[: polls.LONGEST_OPTION - len(where)]}{where}"
