"""What becomes of a called event: moved, put off for rain, cancelled, once or for good; everyone who answered is told.

Only organisers, for a reason that everyone reads; each act is in the audit.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import (
    aftermath,
    event_cards,
    event_needs,
    event_reminders,
    event_tellings,
    event_times,
    events,
    one_by_one,
    recurrence,
)
from community.event_needs import Story
from community.one_by_one import Failed
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken
from storage import communities, minutes, occurrences
from storage import events as stored
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState

BEGINS_EARLY = timedelta(hours=2)
"""So long before its time it can be said to have begun: everyone is there already."""


def holds(session: Session, occurrence_id: int, *, by: int, seen: int | None = None) -> tuple[Event, Occurrence]:
    """An occurrence with its event, for an organiser to change. `seen` is `Occurrence.moves` as they saw it.

    Raises as `events.holds`, AlreadySo for one that is cancelled or over, Overtaken if another organiser was quicker.
    """
    known = occurrences.by_id(session, occurrence_id)
    if known is None:
        raise NotThere("stage.gone")
    event = events.holds(session, known.event_id, by=by)
    occurrence = occurrences.held(session, occurrence_id)
    if occurrence is None:
        raise NotThere("stage.gone")
    if occurrence.state in (OccurrenceState.cancelled, OccurrenceState.over):
        raise AlreadySo("events.is_over", number=event.number)
    if seen is not None and seen != occurrence.moves:
        raise Overtaken("events.moved_already", number=event.number)
    return event, occurrence


def move(
    session: Session, occurrence_id: int, to: datetime, why: str, *, by: int, now: datetime, seen: int | None = None,
    place: str | None = None, story: Story = event_needs.NOTHING,
) -> Occurrence:  # fmt: skip
    """Another time (UTC), perhaps another place; reminders begin anew. Raises as `holds`, Overtaken for the past,
    AlreadySo for what has minutes.

    `story` is how the needs that it is for tell of it, here and below (`community.event_needs`).
    """
    event, occurrence = holds(session, occurrence_id, by=by, seen=seen)
    _refuse_minuted(session, event, occurrence)
    why = events.reason(why)
    events.refuse_time(to, now)
    if to == occurrence.begins_at and occurrence.state is OccurrenceState.planned and place is None:
        raise AlreadySo("events.same_time")
    before = occurrence.begins_at
    occurrence.ends_at = to + (occurrence.ends_at - occurrence.begins_at)
    occurrence.begins_at, occurrence.state, occurrence.begun_at = to, OccurrenceState.planned, None
    occurrence.place = place if place is not None else occurrence.place
    _changed(session, event, occurrence, why, by=by, now=now, action="event.moved", was_at=before)
    _begins_anew(session, event, occurrence, by, now, story)
    return occurrence


def postpone(
    session: Session, occurrence_id: int, why: str, *, by: int, now: datetime, seen: int | None = None,
    story: Story = event_needs.NOTHING,
) -> Occurrence:  # fmt: skip
    """It rains: not then; when, is told later. Raises as `holds`, AlreadySo for what has minutes."""
    event, occurrence = holds(session, occurrence_id, by=by, seen=seen)
    _refuse_minuted(session, event, occurrence)
    if occurrence.state is OccurrenceState.postponed:
        raise AlreadySo("events.postponed_already")
    why = events.reason(why)
    occurrence.state, occurrence.begun_at = OccurrenceState.postponed, None
    _changed(session, event, occurrence, why, by=by, now=now, action="event.postponed")
    event_reminders.settle(session, occurrence, now)
    event_needs.changed(session, event, occurrence, story, by=by, now=now)
    return occurrence


def put_on_again(
    session: Session, occurrence_id: int, *, by: int, now: datetime, seen: int | None = None,
    story: Story = event_needs.NOTHING,
) -> Occurrence:  # fmt: skip
    """It takes place when it was to; that needs no reason. Raises as `move`, AlreadySo unless it was put off."""
    event, occurrence = holds(session, occurrence_id, by=by, seen=seen)
    if occurrence.state is not OccurrenceState.postponed:
        raise AlreadySo("events.same_time")
    events.refuse_time(occurrence.begins_at, now)
    occurrence.state = OccurrenceState.planned
    _changed(session, event, occurrence, "", by=by, now=now, action="event.moved", was_at=occurrence.begins_at)
    _begins_anew(session, event, occurrence, by, now, story)
    return occurrence


def _begins_anew(session: Session, event: Event, occurrence: Occurrence, by: int, now: datetime, story: Story) -> None:
    event_reminders.settle(session, occurrence, now, is_told=True)
    event_cards.on_the_day(session, event, occurrence, now=now)
    event_needs.changed(session, event, occurrence, story, by=by, now=now)


def _refuse_minuted(session: Session, event: Event, occurrence: Occurrence) -> None:
    """Raises AlreadySo for what took place, as its minutes say."""
    if minutes.of_occurrence(session, occurrence.id) is not None:
        raise AlreadySo("events.minuted_already", number=event.number)


def cancel(
    session: Session, occurrence_id: int, why: str, *, by: int, now: datetime, seen: int | None = None,
    story: Story = event_needs.NOTHING,
) -> Occurrence:  # fmt: skip
    """This time does not take place; of one that comes again the others do. Raises as `postpone`."""
    event, occurrence = holds(session, occurrence_id, by=by, seen=seen)
    _refuse_minuted(session, event, occurrence)
    why = events.reason(why)
    occurrence.state = OccurrenceState.cancelled
    _changed(session, event, occurrence, why, by=by, now=now, action="event.cancelled")
    event_reminders.settle(session, occurrence, now)
    event_cards.ended(session, occurrence, now=now)
    if event.rule is None:
        event.state, event.why = EventState.cancelled, occurrence.why
        session.add(event)
    else:
        event_times.show_next(session, event, now)
    event_needs.changed(session, event, occurrence, story, by=by, now=now)
    return occurrence


def cancel_all(
    session: Session, event_id: int, why: str, *, by: int, now: datetime, story: Story = event_needs.NOTHING
) -> Event:
    """Never again: all times to come are cancelled, and what was put off. Raises as `events.holds`."""
    event = events.holds(session, event_id, by=by)
    event.state, event.why = EventState.cancelled, events.reason(why)
    put_off = OccurrenceState.postponed
    these = [one for one in _to_come(session, event) if one.state is put_off or one.ends_at > now]
    _cancel_each(session, event, these, by, now, story)
    events.note(session, event, "event.ended", by=by, now=now)
    return event


def end_series(
    session: Session, event_id: int, last: date, *, by: int, now: datetime, story: Story = event_needs.NOTHING
) -> Event:
    """It comes again until this local day; what is written beyond it is cancelled. Raises as `events.holds`."""
    event = events.holds(session, event_id, by=by)
    if event.rule is None:
        raise NotThere("stage.gone")
    event.rule = recurrence.ending(event.rule, last)
    community = communities.by_id(session, event.community_id)
    zone = ZoneInfo(community.time_zone if community else "Asia/Jakarta")
    beyond = [
        one for one in _to_come(session, event) if one.begins_at > now and one.begins_at.astimezone(zone).date() > last
    ]
    _cancel_each(session, event, beyond, by, now, story)
    events.note(session, event, "event.ends", by=by, now=now)
    return event


def _to_come(session: Session, event: Event) -> list[Occurrence]:
    """Times that still may take place, the soonest first."""
    open_ones = (OccurrenceState.planned, OccurrenceState.postponed)
    found = [one for one in occurrences.of_event(session, event.id) if one.state in open_ones]
    return sorted(found, key=lambda one: one.begins_at)


def _cancel_each(session: Session, event: Event, these: list[Occurrence], by: int, now: datetime, story: Story) -> None:
    """None of them takes place. Of the soonest everyone is told, which is one message, not one for each week."""
    event.sequence, event.changed_at = event.sequence + 1, now
    session.add(event)
    for one in these:
        one.state, one.why, one.moves = OccurrenceState.cancelled, event.why, one.moves + 1
        session.add(one)
        session.flush()
        event_reminders.settle(session, one, now)
        event_cards.ended(session, one, now=now)
    for first in these[:1]:
        event_tellings.tell(session, event, first, now=now)
        event_needs.changed(session, event, first, story, by=by, now=now)


def begin(session: Session, occurrence_id: int, *, by: int, now: datetime) -> Occurrence:
    """[Sudah mulai]: its card says so. The group is sent nothing: on the day itself it hears of an event no more.

    Raises as `holds`, AlreadySo if it has begun or been put off, NotAllowed hours before it is to begin.
    """
    event, occurrence = holds(session, occurrence_id, by=by)
    if occurrence.begun_at is not None:
        raise AlreadySo("events.begun_already")
    if occurrence.state is OccurrenceState.postponed:
        raise AlreadySo("rsvps.postponed")
    if now < occurrence.begins_at - BEGINS_EARLY:
        raise NotAllowed("events.too_early")
    occurrence.begun_at = now
    session.add(occurrence)
    event_cards.changed(session, occurrence, now=now)
    events.note(session, event, "event.begun", by=by, now=now)
    return occurrence


def close_over(session: Session, now: datetime, failed: Failed | None = None, *, most: int = 50) -> int:
    """For the clock: what has ended is over, and of what comes again the next time is shown. Returns how many."""
    found = occurrences.over_by(session, now, most=most, but=failed or ())
    one_by_one.each(session, [(one.id, one) for one in found], lambda one: _close(session, one, now), failed)
    return len(found)


def _close(session: Session, one: Occurrence, now: datetime) -> None:
    event = stored.by_id(session, one.event_id)
    one.state = OccurrenceState.over
    one.look_at = aftermath.first_look(session, event, one) if event else None
    session.add(one)
    session.flush()
    event_cards.ended(session, one, now=now)
    if event is not None and event.rule is not None and event.state is EventState.called:
        event_times.show_next(session, event, now)


def _changed(
    session: Session, event: Event, occurrence: Occurrence, why: str, *, by: int, now: datetime, action: str,
    was_at: datetime | None = None,
) -> None:  # fmt: skip
    """What every change does: its reason, a number for calendars, cards and people that are told."""
    occurrence.why, occurrence.moves = why, occurrence.moves + 1
    event.sequence, event.changed_at = event.sequence + 1, now
    session.add_all((occurrence, event))
    session.flush()
    event_cards.changed(session, occurrence, now=now)
    event_tellings.tell(session, event, occurrence, now=now, was_at=was_at)
    events.note(session, event, action, by=by, now=now)
