"""Answers and promises in RT 03 for tests of the rules: as the conversation passes them on."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import bringing, invitees, promises, rsvps
from community.bringing import Brought
from community.events import ItemWanted
from community.rsvps import Heard
from storage import events
from storage import rsvps as stored
from storage.events import Event, ItemKind
from storage.occurrences import Occurrence
from storage.rsvps import Answer, Rsvp, Tally
from tests.community.meetings import called, only_time
from tests.community.rt_three import NOW, RtThree, settle

HOES, SACKS = ItemWanted(ItemKind.tool, "Cangkul", 2), ItemWanted(ItemKind.tool, "Karung", 3)
COMING, MAYBE, AWAY = Answer.coming, Answer.maybe, Answer.away
SECOND = timedelta(seconds=1)


def says(session: Session, one: Occurrence, answer: Answer, by: int, now: datetime = NOW) -> Heard:
    event, occurrence = rsvps.reach(session, one.id, now=now)
    return rsvps.answer(session, event, occurrence, answer, invitees.guest(session, event, by), now=now)


def brings(session: Session, one: Occurrence, item: str, by: int, more: int = 1, now: datetime = NOW) -> Brought:
    event, occurrence = rsvps.reach(session, one.id, now=now)
    who = invitees.guest(session, event, by)
    return bringing.bring(session, event, occurrence, item_id(session, one, item), more, who, now=now)


def item_id(session: Session, one: Occurrence, name: str) -> int:
    return next(item.id for item in events.items_of(session, one.event_id) if item.name == name)


def tally(session: Session, one: Occurrence) -> Tally:
    session.flush()
    return stored.tally(session, one.id)


def answer_of(session: Session, one: Occurrence, person_id: int) -> Rsvp:
    session.flush()
    found = stored.rsvp(session, one.id, person_id)
    assert found is not None
    return found


def brought(session: Session, one: Occurrence, person_id: int) -> list[tuple[str, int, bool]]:
    return [(mine.item.name, mine.many, mine.waits) for mine in promises.mine(session, one.id, person_id)]


def totals(session: Session, one: Occurrence) -> dict[str, tuple[int, int]]:
    return {total.item.name: (total.many, total.waiting) for total in promises.totals(session, one)}


def limited(session: Session, wanted: int) -> tuple[RtThree, Event, Occurrence]:
    rt = settle(session)
    event = called(session, rt, wanted=wanted)
    return rt, event, only_time(session, event)
