"""A ronda in stories: seven, one without a phone, two at a time, every Thursday night or each night."""

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlmodel import col, select

from community import recurrence, rota_members
from community.rota_members import Wish
from playground.driver import Neighbour
from storage import rotas
from storage.events import Event, EventKind
from storage.occurrences import Occurrence
from tests.stories.meeting_up import calls
from tests.stories.rt_three import person_of
from tests.stories.town import Town

ZONE = ZoneInfo("Asia/Jakarta")
TITLE = "Ronda RT 03"


def ronda(town: Town, chair: Neighbour, *them: Neighbour | str, size: int = 2, days: int = 3, **more: Any) -> int:
    """Every night at ten, so many days from now on; the event's id. Names are of those without Telegram."""
    usual: dict[str, Any] = {"kind": EventKind.night_watch, "begins_at": time(22), "rule": recurrence.daily()}
    first = calls(town, chair, days=days, **(usual | more))
    with town.writing() as session:
        event_id = session.get_one(Occurrence, first).event_id
        by = person_of(session, chair).id
        wishes = [Wish(one) if isinstance(one, str) else Wish(one.name, person_of(session, one).id) for one in them]
        rota_members.put_right(session, event_id, wishes, size, by=by, now=town.now())
        return event_id


def nights(town: Town, event_id: int) -> list[int]:
    """The ids of its times."""
    with town.session() as session:
        query = select(Occurrence.id).where(Occurrence.event_id == event_id).order_by(col(Occurrence.original_on))
        return list(session.exec(query))


def plan(town: Town, event_id: int, many: int = 4) -> list[str]:
    """Who has the turn on each of the first nights: `Asep, Bu Tini`."""
    with town.session() as session:
        query = select(Occurrence.id).where(Occurrence.event_id == event_id).order_by(col(Occurrence.original_on))
        ids = list(session.exec(query))[:many]
        duties = rotas.on_duty(session, ids)
        return [", ".join(one.name for one in duties.get(night, [])) for night in ids]


def day(town: Town, days: int) -> str:
    """Kamis 26 Nov, so many days from now, as buttons have it."""
    return format_date(town.now().astimezone(ZONE).date() + timedelta(days=days), "EEEE d MMM", locale="id")


def short(town: Town, days: int) -> str:
    """Kam 26 Nov."""
    return format_date(town.now().astimezone(ZONE).date() + timedelta(days=days), "EEE d MMM", locale="id")


def the_rota(town: Town) -> list[tuple[str, bool, int | None]]:
    """Names, whether they have Telegram, and their fixed nights, of the only event."""
    with town.session() as session:
        event = session.exec(select(Event)).one()
        return [(one.name, one.person_id is not None, one.weekday) for one in rotas.members_of(session, event.id)]
