"""Events in RT 03 for tests of the rules: called by Pak Budi, the chair, for the Sunday after."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from community import events, recurrence
from community.events import Call
from storage import occurrences
from storage.communities import Chat, ChatKind, ChatTelegramId, Destination, Purpose
from storage.events import Event, EventKind
from storage.occurrences import Occurrence
from tests.community.rt_three import NOW, RtThree

GROUP, TOPIC = -100_123, 77
ZONE = "Asia/Jakarta"
SUNDAY = date(2026, 11, 29)
SEVEN = time(7)
BEGINS = recurrence.instant(SUNDAY, SEVEN, ZONE)
LATER = NOW + timedelta(minutes=5)


def call(**more: Any) -> Call:
    """Kerja bakti, Minggu, 29 Nov 2026, 07.00 WIB, pos ronda."""
    usual: dict[str, Any] = {"kind": EventKind.work_day, "begins_on": SUNDAY, "begins_at": SEVEN, "place": "Pos ronda"}
    return Call(**(usual | more))


def in_group(session: Session, rt: RtThree) -> int:
    """A group with a topic for everything; the destination's id."""
    chat = Chat(telegram_id=GROUP, kind=ChatKind.supergroup, title="Warga", community_id=rt.community, created_at=NOW)
    session.add(chat)
    session.flush()
    session.add(ChatTelegramId(chat_id=chat.id, telegram_id=GROUP, since=NOW))
    place = Destination(community_id=rt.community, chat_id=chat.id, thread_id=TOPIC, purpose=Purpose.everything)
    session.add(place)
    session.flush()
    return place.id


def called(session: Session, rt: RtThree, *, now: datetime = NOW, **more: Any) -> Event:
    """As Pak Budi calls it."""
    return events.call_together(session, rt.community, call(**more), by=rt.budi, now=now)


def only_time(session: Session, event: Event) -> Occurrence:
    """The one time of an event."""
    (one,) = occurrences.of_event(session, event.id)
    return one
