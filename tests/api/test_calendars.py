"""Phones' calendars at the web door: who has an address reads, who has none learns nothing, no token is kept."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from api import calendars, doors
from api.health import Watch
from community import calendar_links, event_moves, events, rotas, rsvps
from community.calendar_files import Whole
from community.invitees import Guest
from conversations import calendar_lines
from storage import forgetting_events, occurrences, people
from storage.calendars import CalendarLink
from storage.database import writing
from storage.events import Invited
from storage.rotas import RotaMember
from storage.rsvps import Answer
from storage.writer import Writer
from tests.api.doorstep import Answered, knock
from tests.community.meetings import BEGINS, call, called, only_time
from tests.community.other_calendars import entries, starts
from tests.community.rt_three import NOW, RtThree, settle
from tests.storage.desk import story

NOBODYS = "2" * calendar_links.LETTERS
FAR = datetime(2027, 1, 1, tzinfo=UTC)


class House:
    """A web door whose clock stands where a test puts it."""

    def __init__(self) -> None:
        self.now = NOW.timestamp()

    def visited(self, engine: Engine, tell: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
        async def whole(writer: Writer) -> Any:
            return await tell(doors.create(Watch(engine, writer, lambda: self.now), None, calendar_lines.at_address))

        return story(engine, whole, clock=lambda: self.now)

    def asks(self, engine: Engine, *paths: str, headers: list[tuple[bytes, bytes]] | None = None) -> list[Answered]:
        async def tell(door: Any) -> list[Answered]:
            return [await ask(door, path, headers or []) for path in paths]

        found: list[Answered] = self.visited(engine, tell)
        return found


async def ask(door: Any, token: str, headers: list[tuple[bytes, bytes]], method: str = "GET") -> Answered:
    return await knock(door, secret=None, method=method, path=f"/kalender/{token}.ics", headers=headers)


def gathered(engine: Engine) -> tuple[RtThree, str, str]:
    """One event for all, one of the organisers alone; Tini's address and the neighbourhood's."""
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, title="selokan", words="Kata Bu Tini")
        called(session, rt, invited=Invited.office, title="rahasia")
        mine = calendar_links.make_own(session, rt.tini, now=NOW)
        return rt, mine, calendar_links.make_for(session, rt.community, by=rt.budi, now=NOW)


def titles(answered: Answered) -> set[str]:
    return {str(one["SUMMARY"]) for one in entries(answered.body)}


def test_who_has_the_address_reads_what_is_to_come(engine: Engine) -> None:
    _, mine, here = gathered(engine)
    own, all_of_us = House().asks(engine, mine, here)
    for answered in (own, all_of_us):
        assert answered.status == 200
        assert answered.headers[b"content-type"] == b"text/calendar; charset=utf-8"
        assert answered.headers[b"cache-control"] == b"private, max-age=900"
        assert answered.headers[b"last-modified"] == b"Mon, 23 Nov 2026 12:00:00 GMT"
        assert starts(answered.body, "Asia/Jakarta", until=FAR) == [BEGINS]
        assert b"Tini" not in answered.body
    assert b"X-WR-CALNAME:Kegiatan saya" in own.body
    assert b"X-WR-CALNAME:Kegiatan RT 03" in all_of_us.body


def test_what_organisers_meet_for_stands_in_their_own_calendars_alone(engine: Engine) -> None:
    rt, mine, here = gathered(engine)
    with writing(engine) as session:
        office = calendar_links.make_own(session, rt.siti, now=NOW)
    *others, hers = House().asks(engine, mine, here, office)
    assert [len(titles(one)) for one in others] == [1, 1]
    assert len(titles(hers)) == 2
    with writing(engine) as session:
        people.memberships_of(session, rt.siti)[0].role = people.Role.resident
    (after,) = House().asks(engine, office)
    assert titles(after) == titles(others[0])


def test_what_is_void_is_answered_like_what_never_was(engine: Engine) -> None:
    rt, mine, here = gathered(engine)
    with writing(engine) as session:
        calendar_links.void_own(session, rt.tini, now=NOW)
        again = calendar_links.make_for(session, rt.community, by=rt.siti, now=NOW)
    strange = "é" * calendar_links.LETTERS
    *refused, fine = House().asks(engine, mine, here, NOBODYS, strange, mine.upper(), "short", f"{here}x", again)
    assert {(one.status, one.body, tuple(sorted(one.headers))) for one in refused} == {
        (404, b"", tuple(sorted(refused[0].headers)))
    }
    assert fine.status == 200


def test_an_address_that_was_just_read_is_void_at_once(engine: Engine) -> None:
    rt, mine, _ = gathered(engine)

    async def tell(door: Any) -> list[int]:
        first = await ask(door, mine, [])
        with writing(engine) as session:
            calendar_links.void_own(session, rt.tini, now=NOW)
        return [first.status, (await ask(door, mine, [])).status]

    assert House().visited(engine, tell) == [200, 404]


def test_a_new_address_never_shows_what_was_at_one_that_is_gone(engine: Engine) -> None:
    """Whoever has everything deleted takes the row along; on SQLite the next one may get its number."""
    rt, _, here = gathered(engine)
    with writing(engine) as session:
        hers = calendar_links.make_own(session, rt.siti, now=NOW)

    async def tell(door: Any) -> list[Answered]:
        before = await ask(door, hers, [])
        with writing(engine) as session:
            forgetting_events.person(session, rt.siti)
            new = calendar_links.make_own(session, rt.asep, now=NOW)
        return [before, await ask(door, new, []), await ask(door, here, [])]

    organisers, *others = House().visited(engine, tell)
    assert len(titles(organisers)) == 2
    assert [len(titles(one)) for one in others] == [1, 1]


def test_who_knows_the_newest_is_sent_nothing_until_something_changes(engine: Engine) -> None:
    rt, mine, _ = gathered(engine)
    house = House()

    async def tell(door: Any) -> None:
        first = await ask(door, mine, [])
        tag = [(b"if-none-match", b'"x", W/' + first.headers[b"etag"])]
        same = await ask(door, mine, tag)
        assert (same.status, same.body, same.headers[b"etag"]) == (304, b"", first.headers[b"etag"])
        head = await ask(door, mine, [], method="HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers[b"content-length"] == str(len(first.body)).encode()
        with writing(engine) as session:
            (one,) = occurrences.between(session, [rt.community], BEGINS, BEGINS + timedelta(hours=1), most=1)
            event_moves.move(session, one.id, BEGINS + timedelta(days=1), "Bentrok", by=rt.budi, now=NOW)
        assert (await ask(door, mine, tag)).status == 304, "worked out once a minute"
        house.now += calendars.FRESH
        moved = await ask(door, mine, tag)
        assert moved.status == 200
        assert starts(moved.body, "Asia/Jakarta", until=FAR) == [BEGINS + timedelta(days=1)]

    house.visited(engine, tell)


def test_a_time_to_which_one_cannot_come_is_not_in_ones_own_calendar(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule="FREQ=WEEKLY;UNTIL=20261220T235959")
        first, second, *_ = occurrences.of_event(session, event.id)
        rsvps.answer(session, event, second, Answer.away, Guest(rt.tini, organises=False), now=NOW)
        mine = calendar_links.make_own(session, rt.tini, now=NOW)
        here = calendar_links.make_for(session, rt.community, by=rt.budi, now=NOW)
        gone, stays = second.begins_at, first.begins_at
    own, all_of_us = House().asks(engine, mine, here)
    assert gone not in starts(own.body, "Asia/Jakarta", until=FAR)
    assert stays in starts(own.body, "Asia/Jakarta", until=FAR)
    assert gone in starts(all_of_us.body, "Asia/Jakarta", until=FAR)


def test_the_night_watch_is_in_ones_calendar_on_ones_own_nights(engine: Engine) -> None:
    """Where it is somebody's turn, though they have said that they cannot; on no other night, and on none beyond what
    is written.
    """
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule="FREQ=DAILY", invited=Invited.rota, title="ronda")
        event.rota_size = 1
        for place, (name, person) in enumerate((("Asep", rt.asep), ("Siti", rt.siti), ("Mbah Karto", None))):
            session.add(RotaMember(event_id=event.id, person_id=person, name=name, place=place))
        session.flush()
        nights = occurrences.of_event(session, event.id)
        rotas.give_turns(session, event, nights)
        rsvps.answer(session, event, nights[0], Answer.away, Guest(rt.asep, organises=False), now=NOW)
        wanted = [[one.begins_at for one in nights[first::3]] for first in (0, 1)]
        tokens = [calendar_links.make_own(session, one, now=NOW) for one in (rt.asep, rt.siti, rt.tini)]
        tokens.append(calendar_links.make_for(session, rt.community, by=rt.budi, now=NOW))
    *own, hers, all_of_us = House().asks(engine, *tokens)
    assert [starts(one.body, "Asia/Jakarta", until=FAR + timedelta(days=365)) for one in own] == wanted
    assert [len(titles(one)) for one in (hers, all_of_us)] == [0, 0]


def test_what_was_cancelled_is_said_to_be(engine: Engine) -> None:
    rt, mine, _ = gathered(engine)
    with writing(engine) as session:
        event = called(session, rt, title="batal")
        event_moves.cancel(session, only_time(session, event).id, "Hujan lebat", by=rt.budi, now=NOW)
        events.propose(session, rt.community, call(title="usulan"), by=rt.tini, now=NOW)
    (own,) = House().asks(engine, mine)
    found = {str(one["SUMMARY"]).partition(": ")[2]: str(one["STATUS"]) for one in entries(own.body)}
    assert found == {"selokan": "CONFIRMED", "batal": "CANCELLED"}
    assert b"Hujan" not in own.body


def test_who_asks_too_often_waits_and_then_reads(engine: Engine) -> None:
    _, mine, _ = gathered(engine)
    house = House()

    async def tell(door: Any) -> None:
        found = [(await ask(door, NOBODYS, [])).status for _ in range(int(calendars.BURST) + 1)]
        assert found == [404] * int(calendars.BURST) + [429]
        later = await ask(door, mine, [])
        assert (later.status, later.headers[b"retry-after"]) == (429, b"10")
        house.now += 1
        assert (await ask(door, mine, [])).status == 200

    house.visited(engine, tell)


def test_who_guesses_keeps_nobody_from_an_address_that_was_read_before(engine: Engine) -> None:
    """All come from one proxy: each address has a pace of its own, once it was found."""
    rt, mine, here = gathered(engine)
    house = House()

    async def tell(door: Any) -> None:
        assert [(await ask(door, one, [])).status for one in (mine, here)] == [200, 200]
        while (await ask(door, NOBODYS, [])).status == 404:
            pass
        own = [(await ask(door, mine, [])).status for _ in range(int(calendars.BURST) + 1)]
        assert own == [200] * int(calendars.BURST) + [429]
        assert (await ask(door, here, [])).status == 200
        with writing(engine) as session:
            calendar_links.void_for(session, rt.community, by=rt.budi, now=NOW)
        assert [(await ask(door, here, [])).status for _ in range(2)] == [404, 429], "void, it is one of the others"

    house.visited(engine, tell)


def test_many_phones_at_once_are_worked_out_once_and_beside_the_event_loop(engine: Engine) -> None:
    _, mine, _ = gathered(engine)
    worked: list[str] = []

    def write(session: Session, link: CalendarLink, now: datetime) -> Whole:
        worked.append(threading.current_thread().name)
        return calendar_lines.at_address(session, link, now)

    async def whole(writer: Writer) -> list[Answered]:
        door = doors.create(Watch(engine, writer, NOW.timestamp), None, write)
        return list(await asyncio.gather(*(ask(door, mine, []) for _ in range(20))))

    found = story(engine, whole, clock=NOW.timestamp)
    assert {(one.status, one.headers[b"etag"]) for one in found} == {(200, found[0].headers[b"etag"])}
    assert len(worked) == 1
    assert worked[0].startswith("calendar")


def test_no_token_is_written_down(engine: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    _, mine, _ = gathered(engine)
    House().asks(engine, mine, NOBODYS)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE calendar_link RENAME TO calendar_link_away")
    try:
        (broken,) = House().asks(engine, mine)
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE calendar_link_away RENAME TO calendar_link")
    assert (broken.status, broken.body) == (503, b"")
    said = "".join(capfd.readouterr())
    assert "calendar.failed" in said
    assert mine not in said
    assert NOBODYS not in said
    with writing(engine) as session:
        rows = session.connection().exec_driver_sql("SELECT token_hash FROM calendar_link").scalars()
        assert all(mine not in one and len(one) == 64 for one in rows)
