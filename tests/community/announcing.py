"""Announcements in RT 03, straight in the database, and the rows that they become."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from community import audiences, broadcast_work, broadcasts
from community.broadcast_content import Content
from community.broadcasts import Message
from storage.broadcasts import Broadcast
from storage.communities import Chat, ChatKind, Destination, Purpose
from storage.outbox import outbox
from tests.community.rt_three import NOW, RtThree

HTML = "Kerja <b>bakti</b>"


def message(session: Session, rt: RtThree, **how: Any) -> Message:
    audience = how.pop("audience", None) or audiences.to_all(session, rt.community)
    return Message(how.pop("content", Content(html=HTML)), audience, **how)


def announced(session: Session, rt: RtThree, *, by: int | None = None, now: datetime = NOW, **how: Any) -> Broadcast:
    said = message(session, rt, **how)
    by = rt.budi if by is None else by
    seen = broadcasts.reach(session, rt.community, said.audience, by=by, urgency=said.urgency).mark
    return broadcasts.announce(session, rt.community, said, by=by, seen=seen, now=now)


def rows(session: Session, *states: str, kind: str = "broadcast") -> list[tuple[Any, ...]]:
    query = sa.select(outbox.c.person_id, outbox.c.chat, outbox.c.state).where(outbox.c.kind == kind)
    found = session.connection().execute(query.order_by(outbox.c.person_id))
    return [tuple(row) for row in found if not states or row.state in states]


def people_told(session: Session, *states: str) -> list[int]:
    return [person for person, _, _ in rows(session, *states) if person is not None]


def mark_all(session: Session, found: Broadcast, **values: Any) -> None:
    """As if the courier had done its work."""
    session.connection().execute(outbox.update().where(outbox.c.subject_id == found.id).values(**values))


def works(session: Session, now: datetime = NOW) -> None:
    while broadcast_work.work(session, now):
        pass


def group(session: Session, rt: RtThree, telegram_id: int = -1001) -> Destination:
    chat = Chat(community_id=rt.community, kind=ChatKind.group, telegram_id=telegram_id, title="Warga", created_at=NOW)
    session.add(chat)
    session.flush()
    place = Destination(community_id=rt.community, chat_id=chat.id, purpose=Purpose.everything)
    session.add(place)
    session.flush()
    return place
