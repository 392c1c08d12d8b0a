"""Whom a message can reach: how many are in the group, and how many of them have never opened the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from community import communities as rules
from storage import communities, people

COUNT_EVERY = timedelta(hours=6)
OURSELVES = 1
"""Bots in a group that are no neighbours, as far as we know: Telegram does not tell of others."""


@dataclass(frozen=True, slots=True)
class ToCount:
    """A group whose members are to be counted. `counted_at` is when that was done before."""

    chat_id: int
    telegram_id: int
    counted_at: datetime | None


def never_started(member_count: int | None, bots: int, known_in_group: int) -> int | None:
    """How many in a group can be reached there alone; None if nobody has counted it yet.

    `known_in_group` are those who can be reached in private. Some of them may not be in the group: never below 0.
    """
    return None if member_count is None else max(0, member_count - bots - known_in_group)


def never_started_in(session: Session, community_id: int) -> int | None:
    """How many of a community's group have never started the bot; None without a group, or before it is counted."""
    group = rules.group_of(session, community_id)
    if group is None:
        return None
    return never_started(group[0].member_count, OURSELVES, people.reachable_in(session, community_id))


def take_next(session: Session, *, now: datetime, but: frozenset[int] = frozenset()) -> ToCount | None:
    """The next group to count, for nobody else until it is due again. `but` are those that failed just now."""
    chat = communities.chat_to_count(session, now - COUNT_EVERY, but)
    if chat is None:
        return None
    taken = ToCount(chat.id, chat.telegram_id, chat.counted_at)
    chat.counted_at = now
    session.add(chat)
    return taken


def note(session: Session, taken: ToCount, members: int) -> None:
    """So many Telegram has counted."""
    chat = communities.chat_by_id(session, taken.chat_id)
    if chat is not None:
        chat.member_count = members
        session.add(chat)


def put_back(session: Session, taken: ToCount) -> None:
    """Telegram could not be asked: it stays due."""
    chat = communities.chat_by_id(session, taken.chat_id)
    if chat is not None:
        chat.counted_at = taken.counted_at
        session.add(chat)
