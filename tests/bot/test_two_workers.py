"""Two processes at one inbox: each lane in one at a time, and what one has in hand goes first."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from storage import outbox
from storage.database import open_engine
from tests.bot.shift import Shift, message, on_shift, story
from tests.conversations.parlour import Parlour

WORDS = ("/usul", "Selokan", "Cepat", "Di rumah")


@pytest.fixture
def two_houses(postgresql_url: str) -> Iterator[tuple[Parlour, Parlour]]:
    """One database, and two processes that work on it."""
    engine = open_engine(postgresql_url)
    here, there = Parlour(engine), Parlour.__new__(Parlour)
    there.__dict__.update(here.__dict__)
    there.house = replace(here.house, owner="rt03-2")
    yield here, there
    engine.dispose()


def test_two_processes_share_the_lanes(two_houses: tuple[Parlour, Parlour], telegram: str) -> None:
    here, there = two_houses
    guests = [here.guest(number, f"Warga {number}") for number in range(10, 22)]

    async def tell() -> list[Shift]:
        async with on_shift(here, telegram) as one, on_shift(there, telegram) as two:
            updates = [message(guest.id, text) for text in WORDS for guest in guests]
            await asyncio.gather(*(shift.writer.keep(updates) for shift in (one, two)))
            await asyncio.gather(one.quiet(), two.quiet())
            return [one, two]

    shifts = asyncio.run(tell())
    assert [guest.step() for guest in guests] == ["review"] * 12
    replies = sum(len(shift.said) for shift in shifts)
    assert replies + queued_behind(here.engine) == len(guests) * 5, "four questions and one line that was settled"


def test_what_the_other_process_has_in_hand_goes_first(two_houses: tuple[Parlour, Parlour], telegram: str) -> None:
    here, there = two_houses
    siti = here.guest()

    async def tell() -> None:
        async with on_shift(here, telegram) as one:
            await one.keeps(*(message(siti.id, text) for text in WORDS[:2]))
            assert one.said == ["Apa?", "Bagaimana?"]
        async with on_shift(there, telegram) as two:
            await two.keeps(*(message(siti.id, text) for text in WORDS[2:]))
            assert two.said == []

    asyncio.run(tell())
    assert siti.step() == "review"
    assert queued_behind(here.engine) == 3


def queued_behind(engine: Engine) -> int:
    """How many wait for what another process has in hand for the same chat, and are in no hand themselves."""
    rows = sa.select(sa.func.count()).select_from(outbox.outbox).where(outbox.outbox.c.state == "due")
    with engine.connect() as connection:
        return connection.execute(rows).scalar_one()


def test_a_lane_that_another_process_holds_is_waited_for(two_houses: tuple[Parlour, Parlour], telegram: str) -> None:
    parlour, _ = two_houses
    siti, budi = parlour.guest(7, "Siti"), parlour.guest(8, "Budi")

    async def tell(shift: Shift) -> None:
        with parlour.engine.connect() as other, other.begin():
            other.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('p:7', 0))"))
            await shift.writer.keep([message(siti.id, "/usul"), message(budi.id, "/usul")])
            await shift.waits_for(lambda: shift.said == ["Apa?"], "Budi's answer: his lane is free")
            assert shift.rows("state", "attempts") == [("open", 0), ("done", 0)], "waiting is no failure"
        await shift.quiet()
        assert shift.said == ["Apa?", "Apa?"]

    story(parlour, telegram, tell)
