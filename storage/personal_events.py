"""Everything that is stored of one person's part in events, table by table: read for them, and for nobody else."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from storage.events import Event, EventItem
from storage.minutes import EventLesson, FollowUp, Minutes, MinutesConfirmation
from storage.occurrences import Occurrence
from storage.rotas import RotaMember, RotaTurn
from storage.rsvps import Attendance, Promise, Rsvp, Swap


def took_part(session: Session, person_id: int) -> list[tuple[Occurrence, Event]]:
    """The times of events in which they have any part, the newest first."""
    turns = select(RotaTurn.occurrence_id).join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
    minutes = select(Minutes.occurrence_id).join(
        MinutesConfirmation, col(MinutesConfirmation.minutes_id) == col(Minutes.id)
    )
    tasks = select(Minutes.occurrence_id).join(FollowUp, col(FollowUp.minutes_id) == col(Minutes.id))
    queries: list[Any] = [
        *(select(table.occurrence_id).where(table.person_id == person_id)
          for table in (Rsvp, Promise, Attendance, EventLesson)),
        select(Swap.occurrence_id).where((Swap.asks_id == person_id) | (Swap.asked_id == person_id)),
        turns.where(RotaMember.person_id == person_id),
        minutes.where(MinutesConfirmation.person_id == person_id),
        tasks.where(FollowUp.who_id == person_id),
    ]  # fmt: skip
    ids = {one for query in queries for one in session.exec(query)}
    query = select(Occurrence, Event).join(Event, col(Event.id) == col(Occurrence.event_id))
    found = session.exec(query.where(col(Occurrence.id).in_(ids)).order_by(col(Occurrence.begins_at).desc()))
    return [(occurrence, event) for occurrence, event in found]


def authored(session: Session, person_id: int) -> list[Event]:
    """What they have called or proposed, the newest first."""
    return list(session.exec(select(Event).where(Event.author_id == person_id).order_by(col(Event.id).desc())))


def promises(session: Session, occurrence_id: int, person_id: int) -> list[tuple[Promise, EventItem]]:
    """Also of what is asked for no more."""
    query = select(Promise, EventItem).join(EventItem, col(EventItem.id) == col(Promise.item_id))
    mine = query.where(Promise.occurrence_id == occurrence_id, Promise.person_id == person_id)
    return [(promise, item) for promise, item in session.exec(mine.order_by(col(Promise.id)))]


def attendance(session: Session, occurrence_id: int, person_id: int) -> Attendance | None:
    query = select(Attendance).where(Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    return session.exec(query).first()


def has_turn(session: Session, occurrence_id: int, person_id: int) -> bool:
    query = select(RotaTurn.id).join(RotaMember, col(RotaMember.id) == col(RotaTurn.member_id))
    mine = query.where(RotaTurn.occurrence_id == occurrence_id, RotaMember.person_id == person_id)
    return session.exec(mine).first() is not None


def confirmation(session: Session, occurrence_id: int, person_id: int) -> MinutesConfirmation | None:
    query = select(MinutesConfirmation).join(Minutes, col(Minutes.id) == col(MinutesConfirmation.minutes_id))
    mine = query.where(Minutes.occurrence_id == occurrence_id, MinutesConfirmation.person_id == person_id)
    return session.exec(mine).first()


def tasks(session: Session, occurrence_id: int, person_id: int) -> list[FollowUp]:
    """What they have taken on to do afterwards."""
    query = select(FollowUp).join(Minutes, col(Minutes.id) == col(FollowUp.minutes_id))
    mine = query.where(Minutes.occurrence_id == occurrence_id, FollowUp.who_id == person_id)
    return list(session.exec(mine.order_by(col(FollowUp.id))))


def lesson(session: Session, occurrence_id: int, person_id: int) -> EventLesson | None:
    return session.get(EventLesson, (occurrence_id, person_id))


def swaps(session: Session, occurrence_id: int, person_id: int) -> list[Swap]:
    """Questions to neighbours, and from them."""
    query = select(Swap).where(
        Swap.occurrence_id == occurrence_id, (Swap.asks_id == person_id) | (Swap.asked_id == person_id)
    )
    return list(session.exec(query.order_by(col(Swap.id))))


def rotas(session: Session, person_id: int) -> Sequence[tuple[RotaMember, Event]]:
    """The rotas that they are on, or were."""
    query = select(RotaMember, Event).join(Event, col(Event.id) == col(RotaMember.event_id))
    return session.exec(query.where(RotaMember.person_id == person_id).order_by(col(RotaMember.id))).all()
