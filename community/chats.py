"""A neighbourhood's Telegram groups: coming, leaving, moving to a supergroup, and messages that lost their place."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import moved_cards
from storage import communities, outbox, people
from storage.communities import Chat, ChatKind, ChatTelegramId, Destination

SETTLING = timedelta(seconds=1)
"""Before the bot introduces itself: adding it and making it admin, or a move to a supergroup, come in pairs."""


def come(session: Session, *, telegram_id: int, kind: ChatKind, title: str, bot_is_admin: bool, now: datetime) -> Chat:
    """The bot is in this group: known from before or new. It will introduce itself, once."""
    chat = communities.chat_known_as(session, telegram_id)
    if chat is None:
        chat = Chat(telegram_id=telegram_id, kind=kind, title=title, bot_is_admin=bot_is_admin, created_at=now)
        session.add(chat)
        session.flush()
        session.add(ChatTelegramId(chat_id=chat.id, telegram_id=telegram_id, since=now))
    chat.title, chat.bot_is_admin, chat.left_at = title, bot_is_admin, None
    session.add(chat)
    for destination in communities.destinations_in(session, chat.id):
        destination.lost_at = None
        session.add(destination)
    moved_cards.put_up_again(session, chat, now=now)  # it may have moved while we were out
    outbox.notice(
        session, kind="group.placing", chat=telegram_id, subject_id=chat.id,
        due_at=(now + SETTLING).timestamp(), now=now.timestamp(),
    )  # fmt: skip
    return chat


def left(session: Session, *, telegram_id: int, now: datetime) -> None:
    """The bot is out of this group, or the group is gone; whoever sends messages there is told, in private.

    A group that has moved on is not left by what happens to its old id.
    """
    chat = communities.chat_known_as(session, telegram_id)
    if chat is None or chat.telegram_id != telegram_id or chat.left_at is not None:
        return
    chat.left_at = now
    session.add(chat)
    for destination in communities.destinations_in(session, chat.id):
        lose(session, destination, now=now)


def topic_lost(session: Session, *, chat: int, thread_id: int | None, now: datetime) -> None:
    """A topic of the group with this Telegram id is closed or gone: what goes there needs another place."""
    known = communities.chat_known_as(session, chat)
    for destination in communities.destinations_in(session, known.id) if known and thread_id else ():
        if destination.thread_id == thread_id:
            lose(session, destination, now=now)


def topic_found(session: Session, *, chat: int, thread_id: int) -> None:
    """The topic is open again: what goes there has its place back."""
    known = communities.chat_known_as(session, chat)
    for destination in communities.destinations_in(session, known.id) if known else ():
        if destination.thread_id == thread_id:
            destination.lost_at = None
            session.add(destination)


def lose(session: Session, destination: Destination, *, now: datetime) -> None:
    """A topic is closed or gone, or the group is: the chair is asked once where to go instead."""
    if destination.lost_at is not None:
        return
    destination.lost_at = now
    session.add(destination)
    chair = people.chair_of(session, destination.community_id)
    asked = [chair] if chair else people.organisers_of(session, destination.community_id)
    for person in asked:
        outbox.notice(
            session, kind="destination.lost", chat=person.telegram_id, subject_id=destination.id,
            person_id=person.id, due_at=now.timestamp(), now=now.timestamp(),
        )  # fmt: skip


def empower(session: Session, chat: Chat, *, bot_is_admin: bool) -> bool:
    """Note whether the bot is an admin here, and so hears everything; True if that is new."""
    risen = bot_is_admin and not chat.bot_is_admin
    chat.bot_is_admin = bot_is_admin
    session.add(chat)
    return risen


def rename(session: Session, chat: Chat, title: str) -> None:
    chat.title = title
    session.add(chat)


def moved(session: Session, *, old: int, new: int, now: datetime) -> None:
    """Telegram has upgraded the group `old` to the supergroup `new`. Told twice, once on each side; done once.

    What waits goes to the new id; what was sent keeps the old one, and cards that are still answered are put up once
    more. If the new one was met before its history was known, the two become one.
    """
    outbox.move_chat(session, old, new)  # also what was written for the old id after the group had moved
    chat = communities.chat_known_as(session, old)
    if chat is None or chat.telegram_id == new:
        return
    stray = communities.chat_known_as(session, new)
    if stray is not None and stray.id != chat.id:
        _absorb(session, chat, stray)
    for known in communities.telegram_ids_of(session, chat.id):
        known.until = known.until or now
        session.add(known)
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=new, since=now))
    chat.telegram_id, chat.kind = new, ChatKind.supergroup
    session.add(chat)
    moved_cards.put_up_again(session, chat, now=now)


def _absorb(session: Session, chat: Chat, stray: Chat) -> None:
    """Everything of `stray` becomes `chat`'s; nothing is sent to a group twice."""
    chat.community_id = chat.community_id or stray.community_id
    chat.bot_is_admin, chat.left_at = stray.bot_is_admin, stray.left_at
    for destination in communities.destinations_in(session, stray.id):
        destination.chat_id = chat.id
        session.add(destination)
    for known in communities.telegram_ids_of(session, stray.id):
        session.delete(known)
    session.flush()
    session.delete(stray)
    session.flush()
