"""What was written to remind whom: the rows of the outbox, and the clock that writes them."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from community import event_reminders
from storage import reminders
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.people import Membership, Person, Role
from storage.reminders import Wave
from storage.rsvps import Answer, Rsvp
from tests.community.meetings import BEGINS
from tests.community.rt_three import NOW, RtThree

HOUR = timedelta(hours=1)
EVE = datetime(2026, 11, 28, 12, 30, tzinfo=UTC)
"""19.30 in Jakarta, the evening before the work day."""
EARLY, SOON = EVE - timedelta(days=1), BEGINS - HOUR


def ticks(session: Session, *moments: datetime) -> None:
    """The clock looks at each of these, until nothing is left to be done then."""
    for moment in moments:
        for _ in range(100):
            if not event_reminders.write_due(session, moment):
                break
        else:
            raise AssertionError("it has no end")
        session.flush()


def written(session: Session, wave: Wave | None = None) -> dict[int, datetime]:
    """When each person's reminder is due, of one wave or of all."""
    columns = outbox.c.person_id, outbox.c.due_at, outbox.c.subject_id
    rows = session.connection().execute(sa.select(*columns).where(outbox.c.kind == event_reminders.REMIND)).all()
    found = [row for row in rows if wave is None or _wave(session, row.subject_id) is wave]
    return {row.person_id: datetime.fromtimestamp(row.due_at, UTC) for row in found}


def _wave(session: Session, reminder_id: int) -> Wave | None:
    found = reminders.by_id(session, reminder_id)
    return found.wave if found else None


def lines(session: Session) -> list[tuple[int, datetime]]:
    """Chat and time of every line for a group."""
    query = sa.select(outbox.c.chat, outbox.c.due_at).where(outbox.c.kind == "event.line").order_by(outbox.c.id)
    return [(row.chat, datetime.fromtimestamp(row.due_at, UTC)) for row in session.connection().execute(query)]


def answers(session: Session, one: Occurrence, person_id: int, answer: Answer) -> None:
    session.merge(Rsvp(occurrence_id=one.id, person_id=person_id, answer=answer, since=NOW))
    session.flush()


def neighbours(session: Session, rt: RtThree, many: int) -> list[int]:
    """More residents of RT 03."""
    people = [Person(telegram_id=6_000_000_000 + n, name=f"Warga {n}", created_at=NOW) for n in range(many)]
    session.add_all(people)
    session.flush()
    session.add_all(
        Membership(person_id=one.id, community_id=rt.community, role=Role.resident, joined_at=NOW) for one in people
    )
    session.flush()
    return [one.id for one in people]


def is_done(session: Session, one: Occurrence, *waves: Wave) -> bool:
    """True once these waves of it are written, or void."""
    found = {wave.wave: wave.done_at for wave in reminders.of_occurrence(session, one.id)}
    return all(found[wave] is not None for wave in waves)
