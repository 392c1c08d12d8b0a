"""Minutes of what took place: an organiser writes them, two who took part confirm them, then everyone reads them.

written → confirmed by two others → published, once (`community.confirmations`)
        ↘ something is missing → written anew, and whoever had confirmed is asked again
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from community import events, invitees, telling
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import attendances, minutes_lists, occurrences, people
from storage import events as stored_events
from storage import minutes as stored
from storage.events import NEVER_CALLED, Event
from storage.minutes import FollowUp, Minutes, MinutesState
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Person

ENOUGH = 2
"""So many who took part, the writer aside, must say that it was so."""
WRITTEN_FOR = timedelta(days=60)
"""So long after its beginning minutes can be written."""
QUIET = timedelta(days=7)
"""So long nobody has said that something is missing: then its writer hears what can be done with what still waits."""
LONGEST_CHAIR, LONGEST_DECISION, LONGEST_TASK, LONGEST_WHO = 64, 300, 200, 64
LONGEST_DISCUSSED = 1_000
MOST_LINES, MOST_LETTERS, MOST_ATTENDED = 20, 2_600, 5_000
"""Of decisions, and of what is to be done; letters of all of it, so that with its title, numbers and days it is one
message (4,096)."""
ASK = "minutes.ask"
"""Notice: was it so."""


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody is to do. `who_id` if it is known who that is; `due_on` is a local day."""

    what: str
    who: str = ""
    who_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Minutes before they are some."""

    chair: str = ""
    discussed: str = ""
    decisions: Sequence[str] = ()
    tasks: Sequence[Task] = field(default_factory=tuple)
    attended: int = 0


# ── writing ──


def lacking(session: Session, community_id: int, *, by: int, now: datetime) -> list[tuple[Event, Occurrence]]:
    """What has taken place lately and has no minutes that are published, the latest first. Raises as `place_of`."""
    events.place_of(session, community_id, by=by)
    return minutes_lists.unwritten(session, community_id, now - WRITTEN_FOR, now)


def holds(session: Session, occurrence_id: int, *, by: int, now: datetime) -> tuple[Event, Occurrence, Minutes | None]:
    """What has begun, with its minutes as they are, for an organiser to write.

    Raises NotThere, NotAllowed, AlreadySo.
    """
    one = occurrences.held(session, occurrence_id)
    event = stored_events.by_id(session, one.event_id) if one else None
    if one is None or event is None or event.state in NEVER_CALLED:
        raise NotThere("stage.gone")
    events.place_of(session, event.community_id, by=by)
    if one.state in (OccurrenceState.cancelled, OccurrenceState.postponed):
        raise AlreadySo("minutes.not_met")
    if one.begun_at is None and one.begins_at > now:
        raise NotAllowed("minutes.early")
    if now - one.begins_at > WRITTEN_FOR:
        raise NotAllowed("minutes.late", days=WRITTEN_FOR.days)
    minutes = stored.held_of(session, one.id)
    if minutes is not None and minutes.state is MinutesState.published:
        raise AlreadySo("minutes.published_already")
    return event, one, minutes


def write(
    session: Session, occurrence_id: int, record: Record, *, by: int, now: datetime, seen: int = 0
) -> Minutes:  # fmt: skip
    """Written, or written anew: then nobody has confirmed them any more. Those who took part are asked, and as many
    came as they say.

    `seen` is the version that was put right, 0 for none. Raises as `holds` and `refuse_unfit`, Overtaken if another
    organiser has written since.
    """
    event, one, minutes = holds(session, occurrence_id, by=by, now=now)
    refuse_unfit(record)
    if seen != (minutes.version if minutes else 0):
        raise Overtaken("minutes.overtaken")
    if minutes is None:
        minutes = Minutes(occurrence_id=one.id, written_at=now, version=0)
    minutes.chair, minutes.discussed = " ".join(record.chair.split()), record.discussed.strip()
    minutes.decisions, minutes.attended = [line.strip() for line in record.decisions], record.attended
    minutes.writer_id, minutes.written_at, minutes.version = by, now, minutes.version + 1
    minutes.look_at = now + QUIET
    if record.attended:
        one.attended = record.attended
    session.add_all((minutes, one))
    session.flush()
    _put_tasks(session, event, minutes, record.tasks)
    _ask(session, event, one, minutes, now)
    events.note(session, event, "event.minutes", by=by, now=now)
    return minutes


def refuse_unfit(record: Record) -> None:
    """Raises NotThere for minutes that say nothing, TooMuch for too much."""
    if not record.decisions and not record.tasks and not record.discussed.strip():
        raise NotThere("minutes.nothing")
    if len(record.decisions) > MOST_LINES or len(record.tasks) > MOST_LINES:
        raise TooMuch("minutes.too_many", most=MOST_LINES)
    parts = [
        (record.chair, LONGEST_CHAIR),
        (record.discussed, LONGEST_DISCUSSED),
        *((line, LONGEST_DECISION) for line in record.decisions),
        *((task.what, LONGEST_TASK) for task in record.tasks),
        *((task.who, LONGEST_WHO) for task in record.tasks),
    ]
    for text, most in parts:
        if len(text) > most:
            raise TooMuch("needs.too_long", most=most)
    if sum(len(text) for text, _ in parts) > MOST_LETTERS:
        raise TooMuch("needs.too_long", most=MOST_LETTERS)
    if not 0 <= record.attended <= MOST_ATTENDED:
        raise TooMuch("events.out_of_range")


def _put_tasks(session: Session, event: Event, minutes: Minutes, tasks: Sequence[Task]) -> None:
    """What stands as it stood keeps what has become of it, twice is once; a person from elsewhere is a name alone."""
    known = {(one.what, one.who, one.due_on): one for one in stored.follow_ups_of(session, minutes.id)}
    for task in {(one.what, one.who, one.due_on): one for one in tasks}.values():
        found = known.pop((task.what, task.who, task.due_on), None)
        if found is None:
            found = FollowUp(minutes_id=minutes.id, what=task.what, who=task.who, due_on=task.due_on)
        is_ours = task.who_id is not None and invitees.lives_here(session, event, task.who_id)
        found.who_id = task.who_id if is_ours else None
        session.add(found)
    for gone in known.values():
        session.delete(gone)
    session.flush()


def _ask(session: Session, event: Event, one: Occurrence, minutes: Minutes, now: datetime) -> None:
    told = [(person, minutes.id) for person in askable(session, event, one, minutes) if person.reachable]
    telling.each(
        session, ASK, told, community_id=event.community_id, now=now, gathered=True,
        once=f"{ASK}:{minutes.id}:{minutes.version}",
    )  # fmt: skip


def askable(session: Session, event: Event, one: Occurrence, minutes: Minutes) -> list[Person]:
    """Who may confirm, but for the writer: whoever was there; where fewer than two are known, also who said that they
    come; where they are too few as well, also the organisers.
    """
    for known in (attendances.people_there, minutes_lists.took_part):
        found = [person for person in known(session, one.id) if person.id != minutes.writer_id]
        if len(found) >= ENOUGH:
            return found
    here = {person.id for person in found} | {minutes.writer_id}
    return found + [one for one in people.organisers_of(session, event.community_id) if one.id not in here]


def read(session: Session, occurrence_id: int, *, by: int) -> tuple[Event, Occurrence, Minutes]:
    """Published ones, for whoever might have come. Raises NotThere, NotAllowed."""
    one = occurrences.by_id(session, occurrence_id)
    event = stored_events.by_id(session, one.event_id) if one else None
    minutes = stored.of_occurrence(session, occurrence_id)
    if one is None or event is None or minutes is None:
        raise NotThere("stage.gone")
    invitees.guest(session, event, by)
    if minutes.state is not MinutesState.published:
        raise NotThere("stage.gone")
    return event, one, minutes
