"""Rangkuman: what did not leave at once is read together, once a day or a week, at the hour each person has chosen."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community.quiet_hours import next_allowed
from storage import digests, outbox
from storage.digests import Reader
from storage.preferences import Rhythm

KIND = "digest"
MOST = 200
"""People of one transaction."""


def last_time(now: datetime, rhythm: Rhythm, weekday: int, at: str, zone: str) -> datetime:
    """The last moment, up to `now`, at which such a digest was to come. `weekday` is 0 for Monday; UTC."""
    local = now.astimezone(ZoneInfo(zone))
    moment = datetime.combine(local.date(), time.fromisoformat(at), tzinfo=ZoneInfo(zone))
    if rhythm is Rhythm.weekly:
        moment -= timedelta(days=(local.weekday() - weekday) % 7)
    if moment > local:
        moment -= timedelta(days=7 if rhythm is Rhythm.weekly else 1)
    return moment.astimezone(UTC)


def gather(session: Session, now: datetime, *, after: int = 0) -> int | None:
    """Write the digests whose hour has come, for up to MOST people; returns whom to go on after, or None at the end.

    A digest and what it gathers are one transaction: nothing is in two of them, or in none. What was read ends here.
    """
    if after == 0:
        digests.end(session)
    readers = digests.readers(session, after=after, most=MOST)
    for reader in readers:
        if reader.rhythm is Rhythm.never:
            digests.drop(session, reader.person_id, "no digest wanted")
        else:
            _gather_for(session, reader, now)
    return readers[-1].person_id if len(readers) == MOST else None


def _gather_for(session: Session, reader: Reader, now: datetime) -> None:
    last = last_time(now, reader.rhythm, reader.weekday, reader.at, reader.time_zone)
    if reader.oldest > last.timestamp():
        return
    leaves_at = next_allowed(now, reader.quiet_hours, reader.time_zone)
    row_id = outbox.notice(
        session, kind=KIND, chat=reader.chat, subject_id=reader.person_id, person_id=reader.person_id,
        due_at=leaves_at.timestamp(), now=now.timestamp(), once=f"{KIND}:{reader.person_id}:{last:%Y%m%d%H%M}",
    )  # fmt: skip
    if row_id is not None:
        digests.gather(session, reader.person_id, row_id)
