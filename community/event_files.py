"""An event to take along into one's own calendar, asked for by a tap."""

from datetime import datetime

from sqlmodel import Session

from community.invitees import Guest
from storage import outbox, people
from storage.events import Event

FILE = "event.file"
"""The notice that brings it; its subject is the event."""
ONCE_IN = 60.0
"""Seconds within which a second tap brings no second file."""


def send(session: Session, event: Event, guest: Guest, *, now: datetime) -> None:
    """To whoever may answer the event, as `community.invitees` has found; in their private chat."""
    person = people.by_id(session, guest.person_id)
    if person is None:
        return
    outbox.notice(
        session, kind=FILE, chat=person.telegram_id, subject_id=event.id, person_id=person.id,
        due_at=now.timestamp(), now=now.timestamp(),
        once=f"{FILE}:{event.id}:{event.sequence}:{person.id}:{int(now.timestamp() // ONCE_IN)}",
    )  # fmt: skip
