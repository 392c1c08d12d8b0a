"""Minutes of what took place: an organiser writes them, two who took part confirm them, then everyone reads them.

written → confirmed by two others → published, once
        ↘ something is missing → written anew, and whoever had confirmed is asked again
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from community import events, invitees, journeys, office, telling
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import attendances, communities, minutes_lists, needs, occurrences, outbox, people
from storage import events as stored_events
from storage import minutes as stored
from storage.events import Event, EventState, Invited
from storage.minutes import FollowUp, Minutes, MinutesConfirmation, MinutesState
from storage.needs import NeedState
from storage.occurrences import Occurrence, OccurrenceState
from storage.people import Person
from storage.timeline import Event as Line

ENOUGH = 2
"""So many who took part, the writer aside, must say that it was so."""
WRITTEN_FOR = timedelta(days=60)
"""So long after its beginning minutes can be written."""
LONGEST_CHAIR, LONGEST_DECISION, LONGEST_TASK, LONGEST_WHO, LONGEST_WORDS = 64, 300, 200, 64, 500
LONGEST_DISCUSSED = 1_000
MOST_LINES, MOST_LETTERS, MOST_ATTENDED = 20, 2_600, 5_000
"""Of decisions, and of what is to be done; letters of all of it, so that with its title, numbers and days it is one
message (4,096)."""
_CLOSED = frozenset((NeedState.resolved, NeedState.merged, NeedState.withdrawn))
ASK, CORRECTED, PUBLISHED, IN_GROUP = "minutes.ask", "minutes.corrected", "minutes.published", "minutes.group"
"""Notices: was it so; something is missing; they are published; the minutes in the group."""


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
    if one is None or event is None or event.state in (EventState.proposed, EventState.declined):
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
    """Written, or written anew: then nobody has confirmed them any more. Those who took part are asked.

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
    session.add(minutes)
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
        lives_here = task.who_id is not None and people.membership_of(session, task.who_id, event.community_id)
        found.who_id = task.who_id if lives_here else None
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
    """Who may confirm: whoever took part, but for the writer; the organisers too where fewer than two are known."""
    found = [person for person in minutes_lists.took_part(session, one.id) if person.id != minutes.writer_id]
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


# ── confirming ──


def seen(session: Session, minutes_id: int, *, by: int) -> tuple[Event, Occurrence, Minutes]:
    """For who may confirm them, organises it or took part. Raises NotThere, NotAllowed."""
    minutes = stored.by_id(session, minutes_id)
    one = occurrences.by_id(session, minutes.occurrence_id) if minutes else None
    event = stored_events.by_id(session, one.event_id) if one else None
    if minutes is None or one is None or event is None:
        raise NotThere("stage.gone")
    if not office.is_office(people.membership_of(session, by, event.community_id)):
        _refuse_others(session, event, one, minutes, by)
    return event, one, minutes


def _refuse_others(session: Session, event: Event, one: Occurrence, minutes: Minutes, by: int) -> None:
    if not attendances.have_part(session, one.id, by) and by not in {
        person.id for person in askable(session, event, one, minutes)
    }:
        raise NotAllowed("minutes.only_there")


def reach(session: Session, minutes_id: int, version: int, by: int) -> tuple[Event, Minutes]:
    """For who is asked, as long as it is this version that waits. Raises as `seen`, AlreadySo, Overtaken."""
    event, one, _ = seen(session, minutes_id, by=by)
    minutes = stored.held(session, minutes_id)
    if minutes is None:
        raise NotThere("stage.gone")
    if by == minutes.writer_id:
        raise NotAllowed("minutes.own")
    _refuse_others(session, event, one, minutes, by)
    if minutes.state is MinutesState.published:
        raise AlreadySo("minutes.published_already")
    if minutes.version != version:
        raise Overtaken("minutes.newer")
    return event, minutes


def confirm(session: Session, minutes_id: int, version: int, *, by: int, now: datetime, story: str = "") -> Minutes:
    """[✓ Cocok]. The second one publishes them; `story` is how the needs that it was for tell of it.

    Raises as `reach`.
    """
    event, minutes = reach(session, minutes_id, version, by)
    _say(session, minutes, by, agrees=True, words=None, now=now)
    agreeing = [said for said in stored.confirmations_of(session, minutes) if said.agrees]
    if len(agreeing) >= ENOUGH:
        _publish(session, event, minutes, story, now)
    return minutes


def object_to(session: Session, minutes_id: int, version: int, words: str, *, by: int, now: datetime) -> Minutes:
    """[✏️ Ada yang kurang]: the writer reads what, and by whom. Raises as `confirm`, NotThere for no words, TooMuch."""
    event, minutes = reach(session, minutes_id, version, by)
    said = " ".join(words.split())
    if not said:
        raise NotThere("minutes.words_wanted")
    if len(said) > LONGEST_WORDS:
        raise TooMuch("needs.too_long", most=LONGEST_WORDS)
    _say(session, minutes, by, agrees=False, words=said, now=now)
    writer = people.by_id(session, minutes.writer_id) if minutes.writer_id else None
    told = [writer] if writer is not None else people.organisers_of(session, event.community_id)
    telling.each(
        session, CORRECTED, [(person, minutes.id) for person in told if person.reachable],
        community_id=event.community_id, now=now, at=now + telling.GATHER, gathered=True,
    )  # fmt: skip
    return minutes


def _say(session: Session, minutes: Minutes, by: int, *, agrees: bool, words: str | None, now: datetime) -> None:
    said = stored.confirmation(session, minutes.id, by)
    if said is None:
        said = MinutesConfirmation(minutes_id=minutes.id, person_id=by, version=0, agrees=agrees, at=now)
    said.version, said.agrees, said.words, said.at = minutes.version, agrees, words, now
    session.add(said)
    session.flush()


def _publish(session: Session, event: Event, minutes: Minutes, story: str, now: datetime) -> None:
    minutes.state, minutes.published_at = MinutesState.published, now
    session.add(minutes)
    for need_id in stored_events.needs_of(session, event.id) if story else ():
        need = needs.held(session, need_id)
        if need is not None and need.hidden_at is None and need.state not in _CLOSED:
            journeys.write(session, need, Line.explained, by=minutes.writer_id, now=now, as_office=True, reason=story)
    telling.one(
        session, PUBLISHED, minutes.id, minutes.writer_id, community_id=event.community_id, now=now,
        once=f"{PUBLISHED}:{minutes.id}",
    )  # fmt: skip
    if event.invited is not Invited.office:
        _to_groups(session, event, minutes, now)
    events.note(session, event, "event.published", by=None, now=now)


def _to_groups(session: Session, event: Event, minutes: Minutes, now: datetime) -> None:
    """Once into each: residents' own taps have brought it there."""
    for destination_id in event.destinations:
        destination = communities.destination_by_id(session, destination_id)
        chat = communities.chat_by_id(session, destination.chat_id) if destination and not destination.lost_at else None
        if chat is not None and not chat.left_at:
            outbox.notice(
                session, kind=IN_GROUP, chat=chat.telegram_id, subject_id=minutes.id, due_at=now.timestamp(),
                now=now.timestamp(), once=f"{IN_GROUP}:{minutes.id}:{chat.id}",
            )  # fmt: skip
