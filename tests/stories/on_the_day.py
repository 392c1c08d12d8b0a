"""The day itself in stories: an event that begins in an hour, who is there, what is noted of it."""

from datetime import timedelta

from sqlmodel import Session, col, select

from playground.driver import Neighbour, Seen
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Attendance
from tests.stories.meeting_up import calls
from tests.stories.rt_three import CODE
from tests.stories.town import Town

HOUR = timedelta(hours=1)


def soon(town: Town, chair: Neighbour, *, begins: timedelta = HOUR, **more: object) -> int:
    """Kerja bakti that begins in an hour and lasts three; the id of its time."""
    occurrence_id = calls(town, chair, **more)  # type: ignore[arg-type]  # fields of a call
    is_in(town, occurrence_id, begins)
    return occurrence_id


def is_in(town: Town, occurrence_id: int, begins: timedelta, *, lasts: timedelta = 3 * HOUR) -> None:
    """It begins so long from now; before now, where that is negative."""
    with town.writing() as session:
        one = session.get_one(Occurrence, occurrence_id)
        one.begins_at = town.now() + begins
        one.ends_at = one.begins_at + lasts


def scans(town: Town, person: Neighbour, occurrence_id: int) -> None:
    """The code at the place."""
    with town.session() as session:
        code = session.get_one(Occurrence, occurrence_id).code
    person.starts(f"rt-{CODE}-hadir_{code}")


def opens_card(one: Neighbour) -> Seen:
    """Of the only event, from the desk."""
    one.says("/pengurus")
    desk = one.sees("Belum ada yang menunggu")
    one.taps(next(label for label in desk.labels if "kegiatan" in label))
    listed = one.sees("Kegiatan di sini.")
    one.taps(next(label for label in listed.labels if label[2:].startswith("1 ")))
    return one.sees("Kegiatan No. 1")


def there(town: Town, occurrence_id: int) -> list[tuple[str, str]]:
    """Who was noted, and how."""
    with town.session() as session:
        query = select(Attendance).where(Attendance.occurrence_id == occurrence_id).order_by(col(Attendance.id))
        return [(_name(session, one), one.how.value) for one in session.exec(query)]


def _name(session: Session, one: Attendance) -> str:
    return one.name if one.person_id is None else session.get_one(Person, one.person_id).name


def digits(town: Town, occurrence_id: int) -> str:
    """What is read out at the place."""
    with town.session() as session:
        found = session.get_one(Occurrence, occurrence_id).spoken_code
        assert found is not None
        return found
