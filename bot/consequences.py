"""What the house notes when Telegram has refused a message: one transaction each."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from community import chats, people
from storage import limits, outbox


def pause(session: Session, chat: int, until: float, now: float) -> bool:
    """A limit hits one chat; two chats at once mean that it is ours in all: True if so."""
    limits.pause(session, limits.ALL, 0)  # shortens nothing, but holds the row: two at once must see each other
    others = limits.pauses_beside(session, chat, now)
    limits.pause(session, limits.scope_of(chat), until)
    if others:
        limits.pause(session, limits.ALL, until)
    return bool(others)


def gone(session: Session, chat: int, why: str, now: datetime) -> int:
    """Nothing can arrive there any more: what else waits for it ends with it. Returns how many that were."""
    if chat > 0:
        people.unreachable(session, telegram_id=chat)
    else:
        chats.left(session, telegram_id=chat, now=now)
    return outbox.give_up_chat(session, chat, why)


def moved(session: Session, old: int, new: int, now: datetime) -> None:
    """The group has a new id."""
    chats.moved(session, old=old, new=new, now=now)


def topics_lost(session: Session, chat: int, threads: Collection[int], now: datetime) -> None:
    """These topics are closed or gone: the pengurus is asked where to go instead."""
    for thread in sorted(threads):
        chats.topic_lost(session, chat=chat, thread_id=thread, now=now)
