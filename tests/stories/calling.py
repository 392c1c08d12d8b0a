"""How an organiser comes to the last look at an event, and what is stored of it then."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from community import events, recurrence
from community.events import Call
from playground.driver import Neighbour, Seen
from storage import needs as stored_needs
from storage.events import Event, EventItem, EventKind, EventNeed
from storage.needs import Need
from storage.occurrences import Occurrence
from storage.outbox import outbox
from tests.stories.rt_three import person_of
from tests.stories.town import Town

LOOK, WHEN, WHERE, HOUR = "Diingatkan", "Kapan?", "Kumpul di mana?", "Jam berapa?"
WIB = ZoneInfo("Asia/Jakarta")


def begins(one: Neighbour, kind: str = "Kerja bakti") -> None:
    one.says("/kegiatan")
    one.sees("Acara apa?")
    one.taps(kind)


def work_day_in_three_days(town: Town, one: Neighbour) -> Seen:
    """Kerja bakti at seven at the guard post; the last look."""
    begins(one)
    one.sees(WHEN)
    one.says(f"{in_days(town, 3)} jam 7 pagi")
    one.sees(WHERE)
    one.taps("Pos ronda")
    return one.sees(LOOK)


def in_days(town: Town, days: int) -> str:
    """That day as one writes it."""
    return (town.now().astimezone(WIB) + timedelta(days=days)).date().isoformat()


def changes(one: Neighbour, what: str) -> None:
    one.taps("Ubah")
    one.sees("Mau ubah apa?")
    one.taps(what)


def sends(one: Neighbour) -> Seen:
    one.taps("✅ Kirim")
    return one.sees("Terkirim ✓")


def called_by(town: Town, one: Neighbour, *, days: int = 3, hour: int = 7, **more: object) -> int:
    """Kerja bakti, called long since; the id of its first time."""
    with town.writing() as session:
        by = person_of(session, one)
        day = (town.now().astimezone(WIB) + timedelta(days=days)).date()
        usual: dict[str, object] = {"kind": EventKind.work_day, "begins_on": day, "begins_at": time(hour)}
        call = Call(**({"place": "Pos ronda"} | usual | more))  # type: ignore[arg-type]  # fields of a call
        event = events.call_together(session, by.community_id or 0, call, by=by.id, now=town.now())
        return session.exec(select(Occurrence.id).where(Occurrence.event_id == event.id)).first() or 0


def instant(day: str, hour: str) -> datetime:
    return recurrence.instant(datetime.fromisoformat(day).date(), time.fromisoformat(hour), "Asia/Jakarta")


def opens_card(one: Neighbour) -> Seen:
    """Of the only event, from the desk."""
    one.taps("Meja pengurus")
    one.taps("1 kegiatan")
    listed = one.sees("Kegiatan di sini.")
    one.taps(next(label for label in listed.labels if label.startswith(("🧹 1", "🌧 1", "✖️ 1"))))
    return one.sees("Kegiatan No. 1")


# ── what is stored ──


def events_in(town: Town) -> list[Event]:
    with town.session() as session:
        found = list(session.exec(select(Event).order_by(col(Event.number))))
        session.expunge_all()
        return found


def the_event(town: Town) -> Event:
    (found,) = events_in(town)
    return found


def times_of(town: Town) -> list[Occurrence]:
    with town.session() as session:
        found = list(session.exec(select(Occurrence).order_by(col(Occurrence.begins_at))))
        session.expunge_all()
        return found


def items_in(town: Town) -> list[tuple[str, str, int]]:
    with town.session() as session:
        found = session.exec(select(EventItem).where(col(EventItem.removed_at).is_(None)).order_by(col(EventItem.id)))
        return [(item.kind.value, item.name, item.wanted) for item in found]


def needs_called_for(town: Town) -> list[Need]:
    with town.session() as session:
        ids = session.exec(select(EventNeed.need_id).order_by(col(EventNeed.need_id)))
        found = [need for need in (stored_needs.by_id(session, one) for one in ids) if need is not None]
        session.expunge_all()
        return found


def told(town: Town) -> list[int]:
    """Who reads of a change, once for each."""
    with town.session() as session:
        query = sa.select(outbox.c.chat).where(outbox.c.kind == "event.changed").order_by(outbox.c.id)
        return list(session.connection().execute(query).scalars())
