"""The papers of an event, for its organisers to print: what stands in them, and who may have them.

An invitation and an attendance list go before it; minutes and the record of what was agreed on (berita acara) come
after. What the sentences are is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from community import attendance, attendance_paper, events
from community.attendance_paper import Attendant
from community.refusals import AlreadySo, NotThere, Refusal
from storage import events as stored
from storage import minutes as written
from storage import occurrences, outbox, people
from storage.communities import Community
from storage.events import NEVER_CALLED, Event, EventItem, EventState
from storage.minutes import FollowUp, Minutes
from storage.occurrences import Occurrence, OccurrenceState


class Paper(StrEnum):
    """Undangan, daftar hadir, notulen, berita acara."""

    invitation = "invitation"
    attendance = "attendance"
    minutes = "minutes"
    agreement = "agreement"


BEFORE = frozenset((Paper.invitation, Paper.attendance))
"""What is printed for something that is to take place; the others need minutes."""
PDF: Mapping[Paper, str] = {one: f"event.paper.{one.value}" for one in Paper}
WORD: Mapping[Paper, str] = {one: f"event.paper.{one.value}.word" for one in Paper}
"""Kinds of notices: the paper as it is printed, and as it is changed first."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a paper is about. `number` is the event's, `4`; of one that comes again with how many times, `4.2`."""

    event: Event
    occurrence: Occurrence
    place: Community
    number: str
    chair: str
    """What the neighbourhood's chair is called; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Invitation:
    occasion: Occasion
    items: Sequence[EventItem]
    """What is to be brought."""


@dataclass(frozen=True, slots=True)
class AttendanceList:
    """Whoever was there, or comes and likes to be named, by their names; others write themselves in below.

    `attended` is how many came, once it is over; 0 where that is not known.
    """

    occasion: Occasion
    lines: Sequence[Attendant]
    attended: int = 0


@dataclass(frozen=True, slots=True)
class ToDo:
    what: str
    who: str
    due_on: date | None
    """A local day."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said. `confirmed` of those who took part say that it was so; `by` are those of them who are named.

    `lacking` is how many say that something is missing in it: what, the one who has written it reads, and nobody else.
    `is_confirmed` if those who agree are enough.
    """

    occasion: Occasion
    chair: str
    writer: str
    attended: int
    discussed: str
    decisions: Sequence[str]
    to_do: Sequence[ToDo]
    confirmed: int
    by: Sequence[str]
    is_confirmed: bool
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """What those who were there have agreed on, and who leads and writes it down."""

    occasion: Occasion
    chair: str
    writer: str
    attended: int
    decisions: Sequence[str]
    to_do: Sequence[ToDo]


# ── which there are ──


def why_not(paper: Paper, event: Event, one: Occurrence, minutes: Minutes | None) -> Refusal | None:
    """Why this paper cannot be printed as things stand; None if it can."""
    if event.state in NEVER_CALLED:
        return NotThere("stage.gone")
    if paper in BEFORE:
        if event.state is EventState.cancelled or one.state is OccurrenceState.cancelled:
            return AlreadySo("papers.cancelled", number=event.number)
        return NotThere("papers.no_time", number=event.number) if one.state is OccurrenceState.postponed else None
    if minutes is None:
        return NotThere("papers.no_minutes", number=event.number)
    if paper is Paper.agreement and not any(minutes.decisions):
        return NotThere("papers.no_decisions", number=event.number)
    return None


def offered(session: Session, occurrence_id: int, *, by: int) -> list[Paper]:
    """What an organiser can print of this time now. Raises NotThere, NotAllowed for all but its organisers."""
    event, one, _ = _seen(session, occurrence_id, by)
    minutes = written.of_occurrence(session, one.id)
    return [paper for paper in Paper if why_not(paper, event, one, minutes) is None]


def ask(session: Session, occurrence_id: int, paper: Paper, *, word: bool, by: int, now: datetime) -> None:
    """Have it drawn for an organiser, as PDF or for Word; twice in a minute is once. Raises as `gathered`."""
    event, one, _ = _seen(session, occurrence_id, by)
    _refuse(paper, event, one, written.of_occurrence(session, one.id))
    person = people.by_id(session, by)
    if person is None:
        raise NotThere("stage.gone")
    kind = WORD[paper] if word else PDF[paper]
    outbox.notice(
        session, kind=kind, chat=person.telegram_id, subject_id=one.id, person_id=by, due_at=now.timestamp(),
        now=now.timestamp(), once=f"{kind}:{one.id}:{by}:{now:%Y%m%d%H%M}",
    )  # fmt: skip


# ── what stands in them ──


def gathered(
    session: Session, occurrence_id: int, paper: Paper, *, by: int
) -> Invitation | AttendanceList | Talk | Agreement:  # fmt: skip
    """What stands in it. Raises NotThere, NotAllowed for all but its organisers, AlreadySo for what was cancelled."""
    event, one, place = _seen(session, occurrence_id, by)
    minutes = written.of_occurrence(session, one.id)
    _refuse(paper, event, one, minutes)
    chair = people.chair_of(session, place.id)
    occasion = Occasion(event, one, place, _number(session, event, one), chair.name if chair else "")
    match paper:
        case Paper.invitation:
            return Invitation(occasion, stored.items_of(session, event.id))
        case Paper.attendance:
            is_over = one.state is OccurrenceState.over
            came = _attended(session, one, minutes) if is_over else 0
            return AttendanceList(occasion, attendance_paper.named(session, event, one), came)
    if minutes is None:
        raise NotThere("papers.no_minutes", number=event.number)
    return _talk(session, occasion, minutes) if paper is Paper.minutes else _agreement(session, occasion, minutes)


def _seen(session: Session, occurrence_id: int, by: int) -> tuple[Event, Occurrence, Community]:
    one = occurrences.by_id(session, occurrence_id)
    event = stored.by_id(session, one.event_id) if one else None
    if one is None or event is None:
        raise NotThere("stage.gone")
    return event, one, events.place_of(session, event.community_id, by=by)


def _refuse(paper: Paper, event: Event, one: Occurrence, minutes: Minutes | None) -> None:
    refusal = why_not(paper, event, one, minutes)
    if refusal is not None:
        raise refusal


def _number(session: Session, event: Event, one: Occurrence) -> str:
    if event.rule is None:
        return str(event.number)
    times = [time.id for time in occurrences.of_event(session, event.id)]
    return f"{event.number}.{times.index(one.id) + 1}"


def _talk(session: Session, occasion: Occasion, minutes: Minutes) -> Talk:
    said = written.confirmations_of(session, minutes)
    agree = [one.person_id for one in said if one.agrees]
    return Talk(
        occasion=occasion,
        chair=minutes.chair,
        writer=_writer(session, minutes),
        attended=_attended(session, occasion.occurrence, minutes),
        discussed=minutes.discussed,
        decisions=tuple(filter(None, minutes.decisions)),
        to_do=_to_do(session, minutes),
        confirmed=len(agree),
        by=attendance_paper.names_of(session, occasion.event, occasion.occurrence, agree),
        is_confirmed=minutes.is_confirmed,
        lacking=len(said) - len(agree),
    )


def _agreement(session: Session, occasion: Occasion, minutes: Minutes) -> Agreement:
    return Agreement(
        occasion=occasion,
        chair=minutes.chair,
        writer=_writer(session, minutes),
        attended=_attended(session, occasion.occurrence, minutes),
        decisions=tuple(filter(None, minutes.decisions)),
        to_do=_to_do(session, minutes),
    )


def _writer(session: Session, minutes: Minutes) -> str:
    writer = people.by_id(session, minutes.writer_id) if minutes.writer_id else None
    return writer.name if writer else ""


def _attended(session: Session, one: Occurrence, minutes: Minutes | None) -> int:
    """As the minutes say; else as an organiser counted, or at least as many as were noted."""
    return (minutes.attended if minutes is not None else 0) or attendance.how_many(session, one)


def _to_do(session: Session, minutes: Minutes) -> tuple[ToDo, ...]:
    found = written.follow_ups_of(session, minutes.id)
    names = {one.id: one.name for one in people.by_ids(session, {one.who_id for one in found if one.who_id})}
    return tuple(ToDo(one.what, _who(one, names), one.due_on) for one in found)


def _who(one: FollowUp, names: Mapping[int, str]) -> str:
    return one.who or names.get(one.who_id or 0, "")
