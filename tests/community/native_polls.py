"""A question in Telegram's own poll, straight in the database: asked, sent as the courier would, and voted in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from community import native_votes, poll_cards, polls
from community.polls import Item, Plan
from storage import marks, outbox_leases
from storage import polls as stored
from storage.ballots import ballots_of
from storage.communities import Chat, ChatTelegramId, Destination
from storage.people import Person
from storage.polls import Method, Poll, PollCard, PollKind, Way
from tests.community.announcing import group
from tests.community.rt_three import NOW, RtThree

SECRET = "a-secret"
DAYS = ("Sabtu", "Minggu", "Senin")
NAMES = tuple((str(place), day) for place, day in enumerate(DAYS))
FIRST, SECOND = "7001", "7002"


def asked(session: Session, rt: RtThree, *places: Destination, **how: Any) -> Poll:
    """On which day to meet; in the group, open for three days."""
    where = places or session.exec(select(Destination)).all() or [the_group(session, rt)]
    plan: dict[str, Any] = {
        "kind": PollKind.day, "items": [Item(day) for day in DAYS], "method": Method.choose_one,
        "closes_at": NOW + timedelta(days=3), "question": "Rapat hari apa?", "way": Way.native,
        "destinations": [one.id for one in where], **how,
    }  # fmt: skip
    poll = polls.open_poll(session, rt.community, Plan(**plan), by=rt.budi, now=NOW)
    poll_cards.post(session, poll, now=NOW)
    return poll


def the_group(session: Session, rt: RtThree) -> Destination:
    """As Telegram knows it too."""
    place = group(session, rt)
    chat = session.get_one(Chat, place.chat_id)
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=chat.telegram_id, since=NOW))
    session.flush()
    return place


def leaves(session: Session, native_id: str = FIRST, options: Sequence[tuple[str, str]] = NAMES) -> int:
    """The courier claims the next row, sends it and marks it; Telegram calls the poll so. Returns lost leases."""
    (row,) = outbox_leases.claim(session, worker="here", most=1, now=NOW.timestamp())
    poll = (native_id, tuple(options))
    return marks.apply(session, [marks.Sent(row.id, "here", row.attempt, NOW.timestamp(), 17, row.chat, None, poll)])


def votes(
    session: Session, who: int | None, *options: str, native_id: str = FIRST, now: datetime = NOW, secret: str = SECRET
) -> Poll | None:
    """`who` is a Telegram id."""
    return native_votes.answered(session, native_id, options, telegram_id=who, secret=secret, now=now)


def tells(
    session: Session, question: str, options: Sequence[tuple[str, str]] = NAMES, *, native_id: str = FIRST,
    closed: bool = False, now: datetime = NOW,
) -> Poll | None:  # fmt: skip
    """Telegram tells the state of a poll."""
    return native_votes.seen(session, native_id, question, options, closed=closed, secret=SECRET, now=now)


def signed(poll: Poll) -> str:
    return native_votes.signed(poll.question, poll)


def chosen(session: Session, poll: Poll) -> list[list[str]]:
    """What was voted, without names, sorted."""
    session.flush()
    words = {one.id: one.text for one in stored.options_of(session, poll.id, removed=True)}
    return sorted([words[choice] for choice in one.choices] for one in ballots_of(session, poll.id))


def natives(session: Session, poll: Poll) -> list[PollCard]:
    return [one for one in stored.cards_of(session, poll.id) if one.is_native]


def telegram_id(session: Session, person_id: int) -> int:
    found = session.get_one(Person, person_id)
    return found.telegram_id
