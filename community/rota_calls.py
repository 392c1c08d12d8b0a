"""Who has a turn today and reads no reminder, having no Telegram: an organiser is told in time to call them."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import quiet_hours, telling
from storage import communities, people, rotas
from storage.events import Event
from storage.occurrences import Occurrence

CALL = "rota.call"
BEFORE = timedelta(hours=5)
"""So long before it begins: the afternoon, for the night watch."""


def write(session: Session, event: Event, occurrence: Occurrence, *, now: datetime) -> None:
    """To whoever called it, once for each time of it; to all organisers where that one is none any more."""
    if not event.rota_size or not unread(session, occurrence):
        return
    community = communities.by_id(session, event.community_id)
    at = occurrence.begins_at - BEFORE
    if community is not None:
        at = quiet_hours.last_allowed(at, community.quiet_hours, community.time_zone)
    office = people.organisers_of(session, event.community_id)
    caller = [one for one in office if one.id == event.confirmed_by_id and one.reachable]
    telling.each(
        session, CALL, [(one, occurrence.id) for one in caller or office], community_id=event.community_id, now=now,
        at=max(now, at), once=f"{CALL}:{occurrence.id}:{occurrence.moves}", expires_at=occurrence.begins_at,
    )  # fmt: skip


def unread(session: Session, occurrence: Occurrence) -> list[str]:
    """What they are called, in the order of the rota."""
    duties = rotas.on_duty(session, [occurrence.id]).get(occurrence.id, [])
    return [one.name for one in duties if not one.can_read]
