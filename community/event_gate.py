"""What the gate asks of events as a message leaves: does its change press, is it about what somebody has said."""

from datetime import datetime, timedelta

from sqlmodel import Session

from storage import occurrences, reminders, rotas, rsvps
from storage.occurrences import OccurrenceState
from storage.outbox import Row
from storage.rsvps import Answer

PRESSES = timedelta(hours=12)
"""What was to begin, or begins, so soon is told at night too: else somebody comes in vain, or misses it."""
ON_THE_WAY = timedelta(hours=3)
"""So long after it was to begin somebody may still be on the way there."""


def presses(session: Session, row: Row, now: datetime) -> bool:
    """True if whoever hears of this change only in the morning may hear it too late."""
    one = occurrences.by_id(session, row.subject_id or 0)
    if one is None:
        return False
    known = [one.was_at, one.begins_at if one.state is OccurrenceState.planned else None]
    return any(-ON_THE_WAY <= at - now <= PRESSES for at in known if at is not None)


def is_own(session: Session, row: Row) -> bool:
    """True for a reminder of what they have said they come to, or of their turn; not for a question whether they do."""
    wave = reminders.by_id(session, row.subject_id or 0)
    if wave is None or row.person_id is None:
        return False
    mine = rsvps.rsvp(session, wave.occurrence_id, row.person_id)
    return (mine is not None and mine.answer is Answer.coming) or rotas.has_turn(
        session, wave.occurrence_id, row.person_id
    )
