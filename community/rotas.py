"""Giliran: neighbours take turns at the night watch or the rice collection, in the order of the rota."""

from sqlmodel import Session

from storage import occurrences, rotas
from storage.events import Event
from storage.occurrences import Occurrence
from storage.rotas import RotaTurn


def give_turns(session: Session, event: Event, occurrence: Occurrence) -> list[RotaTurn]:
    """Give this time to the next of the rota, as many as the event has at a time; nothing where there is none."""
    members = rotas.members_of(session, event.id)
    if not event.rota_size or not members:
        return []
    before = [one for one in occurrences.of_event(session, event.id) if one.original_on < occurrence.original_on]
    first = len(before) * event.rota_size
    many = min(event.rota_size, len(members))
    chosen = [members[(first + place) % len(members)] for place in range(many)]
    turns = [RotaTurn(occurrence_id=occurrence.id, member_id=one.id) for one in chosen]
    session.add_all(turns)
    session.flush()
    return turns
