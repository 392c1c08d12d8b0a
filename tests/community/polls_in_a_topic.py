"""Polls in RT 03, straight by the rules: asked by its chair, voted in by whoever is named."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from community import poll_cards, poll_closing, polls
from community.polls import Item, Plan
from storage import polls as stored
from storage.communities import Chat, ChatKind, ChatTelegramId, Destination, Purpose
from storage.people import Membership
from storage.polls import Method, Poll, PollCard, PollKind
from tests.community.polling import tap
from tests.community.rt_three import NOW, RtThree

GROUP, TOPIC = -100_123, 77
SECRET = "a-secret-for-tests"
WORKS = (Item("Selokan", None, 3_000_000), Item("Lampu", None, 1_000_000), Item("Paving", None, 5_000_000))


def recognise(session: Session, *person_ids: int) -> None:
    for member in session.exec(select(Membership).where(col(Membership.person_id).in_(person_ids))):
        member.recognised_at = member.joined_at
        session.add(member)
    session.flush()


def ask(
    session: Session, rt: RtThree, items: Sequence[Item] = WORKS, *, kind: PollKind = PollKind.own,
    method: Method = Method.approval, **more: Any,
) -> Poll:  # fmt: skip
    plan = Plan(kind, items, method, NOW + timedelta(days=3), **{"most": 3, "budget": 4_500_000, **more})
    return polls.open_poll(session, rt.community, plan, by=rt.budi, now=NOW)


def asked_in_a_topic(session: Session, rt: RtThree, **more: Any) -> tuple[Poll, PollCard]:
    chat = Chat(telegram_id=GROUP, kind=ChatKind.supergroup, title="Warga", community_id=rt.community, created_at=NOW)
    session.add(chat)
    session.flush()
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=GROUP, since=NOW))
    destination = Destination(community_id=rt.community, chat_id=chat.id, thread_id=TOPIC, purpose=Purpose.everything)
    session.add(destination)
    session.flush()
    poll = ask(session, rt, destinations=[destination.id], **more)
    poll_cards.post(session, poll, now=NOW)
    return poll, session.exec(select(PollCard)).one()


def votes_for(session: Session, poll: Poll, person_id: int, *places: int) -> None:
    options = {one.place: one.id for one in stored.options_of(session, poll.id)}
    for place in places:
        tap(session, options[place], by=person_id, secret=SECRET, now=NOW)
    session.flush()


def close(session: Session, poll: Poll) -> Poll:
    """Three days later."""
    assert poll_closing.close_due(session, NOW + timedelta(days=3, minutes=1)) == 1
    session.flush()
    return session.get_one(Poll, poll.id)
