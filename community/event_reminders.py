"""When an event's reminders go out: settled with each time of it, in UTC, by the neighbourhood's zone and quiet hours.

`early` two days before and `eve` the evening before, both at 19.30; `soon` an hour before it begins. What would fall
into quiet hours comes earlier, never later: into those of the neighbourhood for all, into one's own for each. Who gets
which, and what it says (`community.reminding`), is looked at when it is written and again when it leaves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import event_group_line, invitees, one_by_one, quiet_hours, recurrence, reminding, rota_calls
from community.one_by_one import Failed
from storage import communities, events, many_notices, occurrences, reminded, reminders
from storage.communities import Community
from storage.events import Event, EventState
from storage.many_notices import Notice
from storage.occurrences import Occurrence, OccurrenceState
from storage.outbox import Class
from storage.reminded import Reminded
from storage.reminders import Reminder, Wave

EVENING = time(19, 30)
"""After Maghrib everywhere in Indonesia, and before the night."""
SOON = timedelta(hours=1)
LATE_CALL = timedelta(hours=2)
"""Who is called together on the day itself is asked at once, if it begins no sooner than this."""
WRITTEN_BEFORE = {Wave.early: timedelta(hours=4), Wave.eve: timedelta(hours=4), Wave.soon: timedelta(hours=14)}
"""So long before, a wave is written into the outbox: some have quiet hours of their own, and get theirs earlier.

What comes in the morning, before the longest night that can be chosen; what comes in the evening, before the group
hears of anything else that day.
"""
LOOKED_AGAIN, LAST_LOOK = timedelta(hours=4), timedelta(minutes=10)
"""So often it is looked who has joined, answered or become reachable since it was written, and so long before."""
REMIND = "event.remind"
AT_ONCE = 500
_KNOWN = "reminded"


def times(begins_at: datetime, zone: str, quiet: Sequence[Sequence[str]]) -> dict[Wave, datetime]:
    """When each wave reaches people, in UTC, outside these quiet hours."""
    day = begins_at.astimezone(ZoneInfo(zone)).date()
    wished = {
        Wave.early: _evening(day, 2, zone),
        Wave.eve: _evening(day, 1, zone),
        Wave.soon: begins_at - SOON,
    }
    return {wave: quiet_hours.last_allowed(moment, quiet, zone) for wave, moment in wished.items()}


def _evening(day: date, before: int, zone: str) -> datetime:
    return recurrence.instant(day - timedelta(days=before), EVENING, zone)


def settle(session: Session, occurrence: Occurrence, now: datetime, *, is_told: bool = False) -> None:
    """Write the waves of this occurrence as it stands; those of an earlier time of it are void.

    With `is_told` everyone is told of it at this moment, with the question whether they come: it is not asked twice.
    """
    _void(session, occurrence, now)
    community = communities.by_id(session, occurrence.community_id)
    if community is None or occurrence.state is not OccurrenceState.planned:
        return
    for wave, due_at in times(occurrence.begins_at, community.time_zone, community.quiet_hours).items():
        if due_at <= now:
            if is_told or wave is not Wave.eve or occurrence.begins_at - now < LATE_CALL:
                continue
            due_at = now  # noqa: PLW2901 - the evening before is over: whoever has not answered is asked now
        writes_at = max(now, due_at - WRITTEN_BEFORE[wave])
        session.add(
            Reminder(occurrence_id=occurrence.id, wave=wave, moves=occurrence.moves, due_at=due_at, writes_at=writes_at)
        )
    session.flush()


def quiet_hours_changed(session: Session, community: Community, now: datetime) -> None:
    """What was settled by the neighbourhood's earlier quiet hours comes before the new ones, unless it is written."""
    for one, occurrence in reminders.unwritten(session, community.id, now):
        if one.due_at - WRITTEN_BEFORE[one.wave] > now:
            due_at = times(occurrence.begins_at, community.time_zone, community.quiet_hours)[one.wave]
            one.due_at = max(now, due_at)
            one.writes_at = max(now, one.due_at - WRITTEN_BEFORE[one.wave])
            session.add(one)
    session.flush()


def _void(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """What was settled for another time of it, or for one that does not take place, is not written any more."""
    is_on = occurrence.state is OccurrenceState.planned
    for one in reminders.of_occurrence(session, occurrence.id):
        if one.done_at is None and not (is_on and one.moves == occurrence.moves):
            one.done_at = now
            session.add(one)
    session.flush()


# ── written by the clock ──


def write_due(session: Session, now: datetime, failed: Failed | None = None) -> int:
    """For the clock: write the next few hundred of each wave whose time has come; returns how many are not done with.

    A wave that was missed, because nobody was awake, is made up for unless the event has begun.
    """
    found = reminders.to_write(session, now, most=3, but=failed or ())
    one_by_one.each(session, [(one.id, one) for one in found], lambda one: _write(session, one, now), failed)
    return len(found)


def _write(session: Session, wave: Reminder, now: datetime) -> None:
    live = standing(session, wave, now)
    if live is None:
        wave.done_at = now
        session.add(wave)
        return
    event, occurrence = live
    if wave.up_to == 0 and wave.wave is Wave.eve and not _is_late_call(session, wave, occurrence):
        event_group_line.write(session, event, occurrence, wave.due_at, now=now)
    if wave.up_to == 0 and wave.wave is Wave.soon:
        rota_calls.write(session, event, occurrence, now=now)
    circle = invitees.circle(session, event)
    found = reminded.after(session, occurrence, circle, wave.up_to, AT_ONCE)
    community = communities.by_id(session, event.community_id)
    zone = community.time_zone if community else "Asia/Jakarta"
    many_notices.write(session, _notices(wave, event, occurrence, found, zone), now=now.timestamp())
    if len(found) == AT_ONCE:
        wave.up_to = found[-1].person_id
    elif now < wave.due_at - LAST_LOOK:
        wave.up_to, wave.writes_at = 0, min(now + LOOKED_AGAIN, wave.due_at - LAST_LOOK)
    else:
        wave.done_at = now
    session.add(wave)


def _is_late_call(session: Session, wave: Reminder, occurrence: Occurrence) -> bool:
    """True if its evening was over when it was called: the card has only just come into the group."""
    community = communities.by_id(session, occurrence.community_id)
    if community is None:
        return False
    zone = community.time_zone
    return wave.due_at > _evening(occurrence.begins_at.astimezone(ZoneInfo(zone)).date(), 1, zone)


def standing(session: Session, wave: Reminder, now: datetime) -> tuple[Event, Occurrence] | None:
    """What a wave is of; None if that has begun, does not take place, or has been moved since."""
    occurrence = occurrences.by_id(session, wave.occurrence_id)
    if occurrence is None or occurrence.state is not OccurrenceState.planned or occurrence.moves != wave.moves:
        return None
    event = events.by_id(session, occurrence.event_id)
    if event is None or event.state is not EventState.called or now >= occurrence.begins_at:
        return None
    return event, occurrence


def _notices(
    wave: Reminder, event: Event, occurrence: Occurrence, found: Sequence[Reminded], zone: str
) -> list[Notice]:
    """One for each of them to whom this wave has something to say, outside their own quiet hours."""
    leaves = _leaving(wave.due_at)
    notices = []
    for them in found:
        due_at = leaves(them)
        if reminding.says(wave.wave, them, event, on_the_day=is_the_day(due_at, occurrence, zone)):
            notices.append(
                Notice(
                    REMIND, them.telegram_id, wave.id, due_at.timestamp(), them.person_id,
                    f"{REMIND}:{occurrence.id}:{wave.wave}:{wave.moves}:{them.person_id}", Class.reminder,
                    occurrence.begins_at.timestamp(),
                )
            )  # fmt: skip
    return notices


def is_the_day(moment: datetime, occurrence: Occurrence, zone: str) -> bool:
    """True if a moment lies on the local day on which it begins."""
    local = ZoneInfo(zone)
    return moment.astimezone(local).date() == occurrence.begins_at.astimezone(local).date()


def _leaving(due_at: datetime) -> Callable[[Reminded], datetime]:
    """When a wave reaches each of many, few of whom have quiet hours that nobody else has."""
    known: dict[tuple[str, str], datetime] = {}

    def of(them: Reminded) -> datetime:
        theirs = (str(them.quiet_hours), them.time_zone)
        if theirs not in known:
            known[theirs] = quiet_hours.last_allowed(due_at, them.quiet_hours, them.time_zone)
        return known[theirs]

    return of


# ── looked at again as they leave ──


def look_ahead(session: Session, leaving: Iterable[tuple[int, int]], now: datetime) -> None:
    """Fetch at once how all of these stand: waves and people by their ids. `them` finds it in this session."""
    people: dict[int, list[int]] = defaultdict(list)
    for wave_id, person_id in leaving:
        people[wave_id].append(person_id)
    for wave_id, ids in people.items():
        wave = reminders.by_id(session, wave_id)
        live = standing(session, wave, now) if wave else None
        if live is not None:
            event, occurrence = live
            found = reminded.among(session, occurrence, invitees.circle(session, event), ids)
            known = session.info.setdefault(_KNOWN, {})
            known.update({(occurrence.id, one): found.get(one) for one in ids})


def them(session: Session, event: Event, occurrence: Occurrence, person_id: int) -> Reminded | None:
    """This person as they stand now; None for who is not asked (any more)."""
    known: dict[tuple[int, int], Reminded | None] = session.info.get(_KNOWN, {})
    if (occurrence.id, person_id) in known:
        return known[occurrence.id, person_id]
    return reminded.among(session, occurrence, invitees.circle(session, event), [person_id]).get(person_id)
