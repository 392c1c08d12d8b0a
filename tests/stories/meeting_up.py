"""Calling the neighbours together in stories: a work day in a few days, what is to be brought, what they have said."""

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from community import event_moves, events
from community.events import Call, ItemWanted
from conversations import event_lines
from locales import words
from playground.driver import Neighbour
from storage import events as stored
from storage import occurrences
from storage.communities import Community, Destination
from storage.events import EventKind, ItemKind
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Promise, Rsvp
from tests.stories.rt_three import CODE, person_of
from tests.stories.town import Town

ZONE = "Asia/Jakarta"
TITLE = "Kerja bakti RT 03"
HOES, SACKS = ItemWanted(ItemKind.tool, "cangkul", 2), ItemWanted(ItemKind.tool, "karung", 10)


def calls(town: Town, chair: Neighbour, *, days: int = 3, in_group: bool = True, **more: Any) -> int:
    """Kerja bakti, so many days from now at seven in the morning, in the groups. The id of its first time."""
    with town.writing() as session:
        place = session.exec(select(Community)).one()
        groups = [one.id for one in session.exec(select(Destination))] if in_group else []
        day = town.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days)
        usual: dict[str, Any] = {
            "kind": EventKind.work_day, "begins_on": day, "begins_at": time(7), "place": "Pos ronda",
            "destinations": groups,
        }  # fmt: skip
        by = person_of(session, chair).id
        event = events.call_together(session, place.id, Call(**(usual | more)), by=by, now=town.now())
        return occurrences.of_event(session, event.id)[0].id


def spoken(town: Town, occurrence_id: int) -> str:
    """Minggu, 29 Nov 2026 pukul 07.00 WIB."""
    with town.session() as session:
        return event_lines.moment(words("id"), session.get_one(Occurrence, occurrence_id), ZONE)


def code_of(town: Town, occurrence_id: int) -> str:
    """As the event's links have it."""
    with town.session() as session:
        event = stored.by_id(session, session.get_one(Occurrence, occurrence_id).event_id)
        assert event is not None
        return event.code


def opens(town: Town, person: Neighbour, occurrence_id: int, verb: str = "acara") -> None:
    """At the end of the event's link."""
    person.starts(f"rt-{CODE}-{verb}_{code_of(town, occurrence_id)}")


def says(person: Neighbour) -> str:
    """What has flashed up after their last tap."""
    return person.toast() or ""


def cancels(town: Town, chair: Neighbour, occurrence_id: int, why: str) -> None:
    with town.writing() as session:
        event_moves.cancel(session, occurrence_id, why, by=person_of(session, chair).id, now=town.now())


def postpones(town: Town, chair: Neighbour, occurrence_id: int, why: str) -> None:
    with town.writing() as session:
        event_moves.postpone(session, occurrence_id, why, by=person_of(session, chair).id, now=town.now())


def moves(town: Town, chair: Neighbour, occurrence_id: int, why: str, *, days: int) -> None:
    with town.writing() as session:
        to = session.get_one(Occurrence, occurrence_id).begins_at + timedelta(days=days)
        event_moves.move(session, occurrence_id, to, why, by=person_of(session, chair).id, now=town.now())


def answers(town: Town, occurrence_id: int) -> dict[str, str]:
    """What each has said; with a sign where somebody waits."""
    with town.session() as session:
        return {_name(session, one.person_id): _said(one) for one in _rsvps(session, occurrence_id)}


def _rsvps(session: Session, occurrence_id: int) -> list[Rsvp]:
    return list(session.exec(select(Rsvp).where(Rsvp.occurrence_id == occurrence_id)))


def _said(one: Rsvp) -> str:
    return f"{one.answer.value}, waits" if one.waits else one.answer.value


def _name(session: Session, person_id: int) -> str:
    return session.get_one(Person, person_id).name


def promised(town: Town, occurrence_id: int) -> dict[tuple[str, str], int]:
    """How many of what each brings; of who waits, less than nothing."""
    with town.session() as session:
        found = session.exec(select(Promise).where(Promise.occurrence_id == occurrence_id)).all()
        return {
            (_name(session, one.person_id), session.get_one(stored.EventItem, one.item_id).name): -one.many
            if one.waits
            else one.many
            for one in found
        }
