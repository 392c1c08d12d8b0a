"""A ronda in RT 03 for tests of its rota: every night at ten from tomorrow on, or once a week."""

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from community import events, recurrence, rota_members
from community.rota_members import Wish
from storage import occurrences, rotas
from storage.events import Event, EventKind
from storage.occurrences import Occurrence
from storage.outbox import outbox
from tests.community.meetings import call
from tests.community.rt_three import NOW, RtThree

TUESDAY = date(2026, 11, 24)
TEN = time(22)


def watch(
    session: Session, rt: RtThree, *names: str | int | Wish, size: int = 2, now: datetime = NOW, **more: Any
) -> Event:  # fmt: skip
    """Called by Pak Budi; numbers are people, names those without Telegram."""
    usual = {"kind": EventKind.night_watch, "begins_on": TUESDAY, "begins_at": TEN, "rule": recurrence.daily()}
    event = events.call_together(session, rt.community, call(**(usual | more)), by=rt.budi, now=now)
    if names:
        rota_members.put_right(session, event.id, [wish(one) for one in names], size, by=rt.budi, now=now)
    return event


def wish(one: str | int | Wish) -> Wish:
    if isinstance(one, Wish):
        return one
    return Wish(one) if isinstance(one, str) else Wish(f"warga {one}", one)


def as_now(session: Session, event: Event) -> list[Wish]:
    """Everyone on it, as an organiser would leave them."""
    return [Wish(one.name, one.person_id, one.weekday, one.id) for one in rotas.members_of(session, event.id)]


def nights(session: Session, event: Event) -> list[Occurrence]:
    return occurrences.of_event(session, event.id)


def on(session: Session, one: Occurrence) -> list[str]:
    """Who has the turn then, in the order of the rota."""
    return [duty.name for duty in rotas.on_duty(session, [one.id]).get(one.id, [])]


def plan(session: Session, event: Event, many: int = 7) -> list[str]:
    """The first nights: `Budi Agus`."""
    return [" ".join(on(session, one)) for one in nights(session, event)[:many]]


def told(session: Session, kind: str) -> list[int]:
    query = sa.select(outbox.c.person_id).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return list(session.connection().execute(query).scalars())


def evening(days: int) -> datetime:
    """So many days after the first night, at noon."""
    return NOW + timedelta(days=days)
