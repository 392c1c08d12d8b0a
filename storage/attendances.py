"""Who was there, read for the list that organisers tick: by name, with those of whom nobody knows it yet."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.people import Person
from storage.rsvps import Answer, Attendance, Rsvp


def of_person(session: Session, occurrence_id: int, person_id: int) -> Attendance | None:
    query = select(Attendance).where(Attendance.occurrence_id == occurrence_id, Attendance.person_id == person_id)
    return session.exec(query).first()


def by_id(session: Session, attendance_id: int) -> Attendance | None:
    return session.get(Attendance, attendance_id)


def people_there(session: Session, occurrence_id: int) -> list[Person]:
    """Who was there, as far as they are on Telegram, in the order of being noted."""
    query = select(Person).join(Attendance, col(Attendance.person_id) == col(Person.id))
    return list(session.exec(query.where(Attendance.occurrence_id == occurrence_id).order_by(col(Attendance.id))))


def expected(session: Session, occurrence_id: int) -> list[tuple[Person, Attendance | None]]:
    """Who has said that they come and has room, and whoever is there anyhow; nobody else."""
    comes = select(Rsvp.person_id).where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.answer == Answer.coming, col(Rsvp.waits).is_(False)
    )
    there = sa.and_(col(Attendance.person_id) == col(Person.id), col(Attendance.occurrence_id) == occurrence_id)
    query = select(Person, Attendance).join(Attendance, there, isouter=True)
    found = session.exec(query.where(sa.or_(col(Person.id).in_(comes), col(Attendance.id).is_not(None))))
    return [(person, attendance) for person, attendance in found]


def without_telegram(session: Session, occurrence_id: int) -> list[Attendance]:
    """Who is known by name alone. Whoever had everything deleted has none, and is only counted."""
    query = select(Attendance).where(
        Attendance.occurrence_id == occurrence_id, col(Attendance.person_id).is_(None), Attendance.name != ""
    )
    return list(session.exec(query.order_by(col(Attendance.id))))


def count(session: Session, occurrence_id: int) -> int:
    query = sa.select(sa.func.count()).where(col(Attendance.occurrence_id) == occurrence_id)
    return session.connection().execute(query).scalar_one()


def have_part(session: Session, occurrence_id: int, person_id: int) -> bool:
    """True for who was there, or has said that they come and had room."""
    mine = select(Rsvp.person_id).where(
        Rsvp.occurrence_id == occurrence_id, Rsvp.person_id == person_id, Rsvp.answer == Answer.coming,
        col(Rsvp.waits).is_(False),
    )  # fmt: skip
    return of_person(session, occurrence_id, person_id) is not None or session.exec(mine).first() is not None
