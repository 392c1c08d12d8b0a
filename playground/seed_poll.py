"""A question that the demo's neighbours are asked: which of their needs comes first; nobody has voted yet."""

from collections.abc import Sequence
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
        [Item(text, need.id) for text, need in zip(_texts(needs), needs, strict=True)],
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


def _texts(needs: Sequence[Need]) -> list[str]:
    """Selokan mampet, Gang Melati; with its number where another is called the same."""
    texts = [_text(need) for need in needs]
    return [
        _text(need, f" (No. {need.number})") if texts.count(text) > 1 else text
        for text, need in zip(texts, needs, strict=True)
    ]


def _text(need: Need, number: str = "") -> str:
    said = words(REFERENCE)
    what = need.title or said.label(f"kinds.{need.kind}")
    where = (f", {need.landmark}" if need.landmark else "") + number
    return f"{what[: polls.LONGEST_OPTION - len(where)]}{where}"
