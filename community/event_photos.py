"""How it looked before, how it looks now: photos of an event, by its organisers and by who was there.

They go with the event, and with the first need that it was for; whether neighbours see them there is decided as for
every photo of a need (`community.photos`).
"""

from datetime import datetime

from sqlmodel import Session

from community import attendance, invitees
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import attendances, event_photos, media, needs, occurrences
from storage import events as stored
from storage.event_photos import EventPhoto, Moment
from storage.events import NEVER_CALLED, Event, EventState
from storage.media import MediaKind
from storage.occurrences import Occurrence, OccurrenceState

MOST = 20
"""Photos of one time of an event."""


def reach(session: Session, occurrence_id: int, *, by: int, now: datetime) -> tuple[Event, Occurrence]:
    """A time of which this one may send photos: from just before until a week after. Held, so that all fit.

    Raises NotThere, AlreadySo where it does not take place, NotAllowed for who neither organises it nor was there.
    """
    one = occurrences.held(session, occurrence_id)
    event = stored.by_id(session, one.event_id) if one else None
    if one is None or event is None or event.state in NEVER_CALLED:
        raise NotThere("stage.gone")
    who = invitees.guest(session, event, by)
    if not who.organises and attendances.of_person(session, one.id, by) is None:
        raise NotAllowed("snaps.only_there")
    if one.state is OccurrenceState.cancelled or event.state is EventState.cancelled:
        raise AlreadySo("snaps.cancelled")
    if one.state is OccurrenceState.postponed:
        raise AlreadySo("attend.postponed")
    if now < one.begins_at - attendance.OPENS or now >= one.ends_at + attendance.LISTED_FOR:
        raise NotAllowed("snaps.not_now", days=attendance.LISTED_FOR.days)
    return event, one


def add(
    session: Session, occurrence_id: int, dialogue_id: int | None, moment: Moment, *, by: int, now: datetime
) -> tuple[int, int | None]:
    """What was sent to this draft, as photos. Returns how many there are, and the need that they went to.

    Raises as `reach`, NotThere where nothing was sent; what is more than `MOST` is left out.
    """
    event, one = reach(session, occurrence_id, by=by, now=now)
    session.flush()
    sent = [] if dialogue_id is None else media.of_dialogue(session, dialogue_id)
    room = max(0, MOST - len(event_photos.of_occurrence(session, one.id)))
    photos = [file for file in sent if file.kind is MediaKind.photo and file.person_id == by][:room]
    if not photos:
        raise NotThere("snaps.none" if room else "snaps.full")
    need_id = _need(session, event)
    for file in photos:
        file.occurrence_id, file.need_id = one.id, need_id
        session.add(file)
        session.add(EventPhoto(occurrence_id=one.id, media_id=file.id, moment=moment))
    session.flush()
    return len(photos), need_id


def _need(session: Session, event: Event) -> int | None:
    found = (needs.by_id(session, need_id) for need_id in stored.needs_of(session, event.id))
    return next((need.id for need in found if need is not None and need.hidden_at is None), None)
