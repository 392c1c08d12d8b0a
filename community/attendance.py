"""Who was there: by the code at the place, each for themselves; by the organisers' list, also without Telegram.

    expected → there, by the code or by a tick → not there after all, by a tick

The code opens some hours before it begins and closes some hours after its end; organisers put the list right for a
week. Who was not there is written nowhere.
"""

import math
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from community import codes, events, invitees
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import attendances, erasures, limits, occurrences, people
from storage import events as stored
from storage.events import NEVER_CALLED, Event, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.rsvps import Attendance, How

OPENS, CLOSES = timedelta(hours=2), timedelta(hours=3)
"""So long before it begins the code counts, and so long after its end."""
LISTED_FOR = timedelta(days=7)
"""So long after its end organisers can put the list right: it may be typed from paper."""
DIGITS, SPOKEN = "0123456789", 4
"""What a spoken code is made of. Ten thousand: it opens nothing, wrong ones are counted, organisers read the list."""
TRIES, TRIED_FOR = 5, timedelta(minutes=10)
"""So many wrong digits in a row; then one more each time a fifth of this is over."""
FREE_AGAIN = timedelta(days=2)
"""Two events whose codes could be taken for one another never have the same digits."""
LONGEST_NAME, MOST_NAMES, MOST_ATTENDED, MOST_FOUND = 64, 100, 5_000, 8


@dataclass(frozen=True, slots=True)
class There:
    """That somebody is there; `is_new` unless that was known."""

    event: Event
    occurrence: Occurrence
    is_new: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the organisers' list: somebody who said that they come, or who is there."""

    name: str
    person_id: int | None
    attendance_id: int | None

    @property
    def is_there(self) -> bool:
        return self.attendance_id is not None


# ── each for themselves ──


def check_in(session: Session, code: str, *, by: int, now: datetime) -> There:
    """I am there: I have opened the code at the place. Raises NotThere for no such code, NotAllowed for who is from
    elsewhere, too early or too late, AlreadySo where it does not take place.
    """
    found = occurrences.with_code(session, code)
    if found is None:
        raise NotThere("attend.code.wrong")
    return _check_in(session, found, by=by, now=now)


def check_in_spoken(session: Session, digits: str, *, by: int, now: datetime) -> There:
    """The same by the digits. Where the same ones were given more than once, that is meant which is open, and asks me.

    Raises as `check_in`, TooMuch after too many wrong ones: these are counted, though nothing else is written.
    """
    at, seconds = now.timestamp(), TRIED_FOR.total_seconds()
    again = limits.free_again(session, by, most=TRIES, seconds=seconds)
    if again > at:
        raise TooMuch("attend.code.too_often", count=math.ceil((again - at) / 60))
    found = [one for one in occurrences.with_spoken_code(session, digits) if _asks(session, one, by)]
    if not found:
        limits.count_try(session, by, most=TRIES, seconds=seconds, now=at)
        raise NotThere("attend.code.wrong")
    return _check_in(session, next((one for one in found if is_open(one, now)), found[0]), by=by, now=now)


def _asks(session: Session, one: Occurrence, person_id: int) -> bool:
    event = stored.by_id(session, one.event_id)
    return event is not None and invitees.find(session, event, person_id) is not None


def _check_in(session: Session, one: Occurrence, *, by: int, now: datetime) -> There:
    event, occurrence = _reach(session, one.id)
    invitees.guest(session, event, by)
    if now < occurrence.begins_at - OPENS and occurrence.begun_at is None:
        raise NotAllowed("attend.code.early", hours=hours(OPENS))
    if now >= occurrence.ends_at + CLOSES:
        raise NotAllowed("attend.code.late")
    return There(event, occurrence, _note(session, occurrence, by, How.code, by=None, now=now))


def is_open(one: Occurrence, now: datetime) -> bool:
    """True while its code counts."""
    return one.begins_at - OPENS <= now < one.ends_at + CLOSES


def _reach(session: Session, occurrence_id: int) -> tuple[Event, Occurrence]:
    """Held to the end of the transaction, so that nobody is noted twice. Raises NotThere, AlreadySo."""
    occurrence = occurrences.held(session, occurrence_id)
    event = stored.by_id(session, occurrence.event_id) if occurrence else None
    if occurrence is None or event is None or event.state in NEVER_CALLED:
        raise NotThere("stage.gone")
    if event.state is EventState.cancelled or occurrence.state is OccurrenceState.cancelled:
        raise AlreadySo("attend.cancelled")
    if occurrence.state is OccurrenceState.postponed:
        raise AlreadySo("attend.postponed")
    return event, occurrence


def _note(session: Session, occurrence: Occurrence, person_id: int, how: How, *, by: int | None, now: datetime) -> bool:
    if attendances.of_person(session, occurrence.id, person_id) is not None:
        return False
    session.add(Attendance(occurrence_id=occurrence.id, person_id=person_id, how=how, added_by_id=by, at=now))
    session.flush()
    return True


def hours(span: timedelta) -> int:
    """As it is said."""
    return int(span.total_seconds() // 3600)


# ── the organisers' list ──


def holds(session: Session, occurrence_id: int, *, by: int, now: datetime) -> tuple[Event, Occurrence]:
    """A time whose list an organiser may put right now. Raises NotThere, NotAllowed, AlreadySo."""
    event, occurrence = _reach(session, occurrence_id)
    events.place_of(session, event.community_id, by=by)
    if now < occurrence.begins_at - OPENS and occurrence.begun_at is None:
        raise NotAllowed("attend.list.early", hours=hours(OPENS))
    if now >= occurrence.ends_at + LISTED_FOR:
        raise NotAllowed("attend.list.late", days=LISTED_FOR.days)
    return event, occurrence


def listed(session: Session, occurrence_id: int) -> list[Listed]:
    """Who said that they come, and who is there, by name; who is having everything deleted is named no more."""
    expected = attendances.expected(session, occurrence_id)
    erasures.look_ahead(session, [person.id for person, _ in expected])
    found = [
        Listed(person.name, person.id, there.id if there else None)
        for person, there in expected
        if not erasures.is_leaving(session, person.id)
    ]
    found += [Listed(one.name, None, one.id) for one in attendances.without_telegram(session, occurrence_id)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.person_id or 0, one.attendance_id or 0))


def tick(session: Session, occurrence_id: int, person_id: int, *, by: int, now: datetime) -> bool:
    """This one is there, of two who tick it at once for both; true if that is new. Raises as `holds`, NotThere for
    nobody who may come.
    """
    event, occurrence = holds(session, occurrence_id, by=by, now=now)
    if people.by_id(session, person_id) is None or invitees.find(session, event, person_id) is None:
        raise NotThere("stage.gone")
    is_new = _note(session, occurrence, person_id, How.listed, by=by, now=now)
    if is_new:
        events.note(session, event, "event.listed", by=by, now=now)
    return is_new


def untick(session: Session, occurrence_id: int, person_id: int, *, by: int, now: datetime) -> bool:
    """Not there after all; true if that is new. Raises as `holds`."""
    event, occurrence = holds(session, occurrence_id, by=by, now=now)
    there = attendances.of_person(session, occurrence.id, person_id)
    if there is None:
        return False
    session.delete(there)
    session.flush()
    events.note(session, event, "event.listed", by=by, now=now)
    return True


def find(session: Session, occurrence_id: int, name: str, *, by: int, now: datetime) -> list[tuple[int, str]]:
    """Neighbours on Telegram who may come and are called so, in part; who have not answered too. By name, the whole
    name first, `MOST_FOUND` at most. Raises as `holds`.
    """
    event, _ = holds(session, occurrence_id, by=by, now=now)
    said = " ".join(name.split()).casefold()
    found = invitees.names(session, event)
    fits = [(number, called) for number, called in found if said and said in called.casefold()]
    return sorted(fits, key=lambda one: (one[1].casefold() != said, one[1].casefold(), one[0]))[:MOST_FOUND]


def strike(session: Session, occurrence_id: int, attendance_id: int, *, by: int, now: datetime) -> str:
    """A name that was added was not there after all; returns it. Raises as `holds`, NotThere."""
    event, occurrence = holds(session, occurrence_id, by=by, now=now)
    there = attendances.by_id(session, attendance_id)
    if there is None or there.occurrence_id != occurrence.id or there.person_id is not None or not there.name:
        raise NotThere("stage.gone")
    name = there.name
    session.delete(there)
    session.flush()
    events.note(session, event, "event.listed", by=by, now=now)
    return name


def add_names(session: Session, occurrence_id: int, names: Iterable[str], *, by: int, now: datetime) -> list[str]:
    """People without Telegram who are there, by name; a name that is there already is not added again.

    Returns those that are new. Raises as `holds`, NotThere for none at all, TooMuch.
    """
    event, occurrence = holds(session, occurrence_id, by=by, now=now)
    wanted = _fit(names)
    known = {one.name.casefold() for one in attendances.without_telegram(session, occurrence.id)}
    new = [name for name in wanted if name.casefold() not in known]
    session.add_all(
        Attendance(occurrence_id=occurrence.id, name=name, how=How.listed, added_by_id=by, at=now) for name in new
    )
    session.flush()
    if new:
        events.note(session, event, "event.listed", by=by, now=now)
    return new


def _fit(names: Iterable[str]) -> Sequence[str]:
    found = {" ".join(name.split()).casefold(): " ".join(name.split()) for name in names if name.strip()}
    if not found:
        raise NotThere("attend.names.none")
    if len(found) > MOST_NAMES:
        raise TooMuch("attend.names.too_many", most=MOST_NAMES)
    if any(len(name) > LONGEST_NAME for name in found):
        raise TooMuch("needs.too_long", most=LONGEST_NAME)
    return list(found.values())


def say_how_many(session: Session, occurrence_id: int, many: int, *, by: int, now: datetime) -> Occurrence:
    """How many came, as an organiser counted; as many as were noted came in any case (`how_many`).

    Raises as `holds`, TooMuch.
    """
    event, occurrence = holds(session, occurrence_id, by=by, now=now)
    if not 0 <= many <= MOST_ATTENDED:
        raise TooMuch("events.out_of_range")
    occurrence.attended = many
    session.add(occurrence)
    session.flush()
    events.note(session, event, "event.listed", by=by, now=now)
    return occurrence


def how_many(session: Session, occurrence: Occurrence) -> int:
    """How many came: as was said, or at least as many as were noted."""
    return max(attendances.count(session, occurrence.id), occurrence.attended or 0)


# ── the code ──


def give_code(
    session: Session, occurrence_id: int, *, by: int, now: datetime, choose: codes.Draw = secrets.choice
) -> Occurrence:
    """The time with digits to read out, drawn once by `choose`; for an organiser, also days before, to print them.

    Raises NotThere, NotAllowed, AlreadySo; NotAllowed too once the code counts no more.
    """
    event, occurrence = _reach(session, occurrence_id)
    events.place_of(session, event.community_id, by=by)
    if now >= occurrence.ends_at + CLOSES:
        raise NotAllowed("attend.code.late")
    while occurrence.spoken_code is None:
        digits = codes.draw(SPOKEN, lambda _: choose(DIGITS))
        if not any(_could_be_taken_for(one, occurrence) for one in occurrences.with_spoken_code(session, digits)):
            occurrence.spoken_code = digits
    session.add(occurrence)
    session.flush()
    return occurrence


def _could_be_taken_for(other: Occurrence, one: Occurrence) -> bool:
    return other.begins_at - FREE_AGAIN < one.ends_at and one.begins_at < other.ends_at + FREE_AGAIN
