"""What an event does to the needs that it is for: they are planned for its day, and their stories keep it.

Only events at which something is done plan needs (`PLANS`); a meeting is about them and changes nothing of them.
What is being done already stays so, and its story tells of the day. A need is planned for the soonest time of all
its events. When that changes, its story gets one line; is there no such time any more, it goes back onto the list,
or waits for another day where the event was only put off.

Whoever is asked to the event and has not declined reads of the change there (`community.event_tellings`), so the
line is told only to the others who follow the need: nobody hears the same thing twice, and nobody misses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from community import invitees, journeys, moves, office, telling, triage
from community.moves import Mover
from community.refusals import AlreadySo
from storage import events, planned, rsvps, supports
from storage import invitees as asked_people
from storage import needs as stored
from storage.events import Event, EventKind
from storage.needs import Need, NeedState
from storage.occurrences import Occurrence, OccurrenceState
from storage.rsvps import Answer
from storage.timeline import Event as Line
from storage.timeline import TimelineEntry

PLANS = frozenset((EventKind.work_day, EventKind.clinic, EventKind.night_watch, EventKind.other))
CAN_BE_CHOSEN = frozenset(state for state in NeedState if moves.may_move(state, NeedState.planned, Mover.office)) | {
    NeedState.planned
}
"""Needs that an event can be for."""


@dataclass(frozen=True, slots=True)
class Story:
    """How the needs' stories say it, in the neighbourhood's language: the day, and a word on it (where one meets)."""

    about: str | None = None
    reason: str | None = None


NOTHING = Story()


def refuse_unfit(
    session: Session, kind: EventKind, need_ids: Sequence[int], *, by: int, seen: Mapping[int, int] | None = None
) -> None:
    """Raises AlreadySo for a need that cannot be planned any more, Overtaken as `office.holds` for one that moved on.

    `seen` are the moves of needs whose cards led here, as they were drawn.
    """
    if kind not in PLANS:
        return
    for need_id in need_ids:
        need = office.holds(session, need_id, by=by, seen=(seen or {}).get(need_id))
        if need.state not in CAN_BE_CHOSEN:
            raise AlreadySo("events.need_closed", number=need.number)


def called(session: Session, event: Event, story: Story, *, by: int, now: datetime) -> None:
    """The event has been called: the needs that it is for are planned for its day, and whoever follows them is told.

    One that has been closed since it was proposed stays as it is.
    """
    if event.kind not in PLANS:
        return
    for need_id in events.needs_of(session, event.id):
        need = stored.held(session, need_id)
        at = planned.next_time(session, need_id, PLANS, now)
        if need is None or at is None or need.state not in CAN_BE_CHOSEN:
            continue
        if need.state is NeedState.in_progress:
            _write(session, need, Line.explained, " ".join(filter(None, (story.about, story.reason))), by=by, now=now)
        elif need.state is NeedState.planned:
            journeys.write(
                session, need, Line.moved, by=by, now=now, as_office=True, state=NeedState.planned, about=story.about,
                reason=story.reason,
            )  # fmt: skip
        else:
            triage.plan(
                session, need_id, at=at, about=story.about or "", reason=story.reason, by=by, now=now, seen=None
            )
        need.planned_for = at
        session.add(need)
    session.flush()


def _write(session: Session, need: Need, line: Line, reason: str, *, by: int, now: datetime) -> None:
    if reason:
        journeys.write(session, need, line, by=by, now=now, as_office=True, reason=reason)


# ── what becomes of the event ──


def changed(session: Session, event: Event, occurrence: Occurrence, story: Story, *, by: int, now: datetime) -> None:
    """A time of the event was moved, put off or cancelled: the needs that were planned for it are planned anew."""
    if event.kind not in PLANS:
        return
    for need_id in events.needs_of(session, event.id):
        need = stored.held(session, need_id)
        if need is None or need.state is not NeedState.planned:
            continue
        at = planned.next_time(session, need_id, PLANS, now)
        if not _is_news(need, at, occurrence, now):
            continue
        need.planned_for = at
        line = _next_line(session, need, occurrence, story, by=by, now=now)
        told = _told_by_event(session, event, occurrence, [person.id for person in supports.hearing(session, need_id)])
        telling.all_concerned(session, need, line, but=by, now=now, asked=told)
    session.flush()


def _is_news(need: Need, at: datetime | None, occurrence: Occurrence, now: datetime) -> bool:
    """False if the need was planned for another time, which stands, or for one that is over."""
    if at is not None:
        return at != need.planned_for
    if need.planned_for is None:  # it was put off, and perhaps that was the end of it
        return occurrence.state is OccurrenceState.cancelled
    return need.planned_for > now


def _next_line(
    session: Session, need: Need, occurrence: Occurrence, story: Story, *, by: int, now: datetime
) -> TimelineEntry:
    """Planned for another day; waiting for one; or back on the list."""
    reason = story.reason or occurrence.why
    if need.planned_for is not None:
        return journeys.write(
            session, need, Line.moved, by=by, now=now, as_office=True, state=NeedState.planned, about=story.about,
            reason=reason, quietly=True,
        )  # fmt: skip
    if planned.is_put_off(session, need.id, PLANS):
        return journeys.write(
            session, need, Line.explained, by=by, now=now, as_office=True, reason=reason, quietly=True
        )
    return office.move(session, need, NeedState.accepted, by=by, now=now, reason=reason, quietly=True)


def _told_by_event(session: Session, event: Event, occurrence: Occurrence, people: list[int]) -> set[int]:
    """Which of these the event itself tells of the change: who is asked to it, or has answered, and is not away."""
    answers = {one.person_id: one.answer for one in rsvps.answered(session, occurrence.id)}
    asked = asked_people.within(session, invitees.circle(session, event), people) | answers.keys()
    return {one for one in people if one in asked and answers.get(one) is not Answer.away}
