"""How early each wants to be reminded of events, or never; of all events, or of one."""

from datetime import datetime

from sqlmodel import Session

from community import invitees, reminding, wishes
from community.refusals import NotAllowed, NotThere
from storage import events, reminded, reminders
from storage.events import Event
from storage.reminders import EventHush, Wave


def waves_of(session: Session, person_id: int) -> tuple[Wave, ...]:
    """Which reminders they want of all events, the earliest first."""
    mine = wishes.of(session, person_id).event_waves
    return tuple(one for one in Wave if one in (reminding.USUAL if mine is None else mine))


def turn(session: Session, person_id: int, wave: Wave) -> None:
    """Want this one if it was not wanted, and the other way round."""
    mine = waves_of(session, person_id)
    choose(session, person_id, [one for one in Wave if (one in mine) != (one is wave)])


def choose(session: Session, person_id: int, waves: list[Wave] | None) -> None:
    """These and no others; None for what is usual."""
    wishes.kept(session, person_id).event_waves = None if waves is None else [one.value for one in waves]


# ── of one event ──


def hush(session: Session, event_id: int, *, by: int, now: datetime) -> Event:
    """No more reminders of this event, however often it comes again.

    Raises NotThere, NotAllowed for who is not asked.
    """
    event = _asked(session, event_id, by)
    if reminders.hush(session, event_id, by) is None:
        session.add(EventHush(event_id=event_id, person_id=by, since=now))
        session.flush()
    return event


def unhush(session: Session, event_id: int, *, by: int) -> Event:
    """Reminders again. Raises as `hush`."""
    event = _asked(session, event_id, by)
    known = reminders.hush(session, event_id, by)
    if known is not None:
        session.delete(known)
        session.flush()
    return event


def _asked(session: Session, event_id: int, person_id: int) -> Event:
    event = events.by_id(session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    if not reminded.is_asked(session, event_id, invitees.circle(session, event), person_id):
        raise NotAllowed("events.not_a_member")
    return event
