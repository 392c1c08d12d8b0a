"""How many stages the writer takes into a cycle: many when it is quiet, few while updates come in on a backlog."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from storage.database import open_engine
from storage.writer import STAGES_PER_CYCLE, STAGES_UNDER_LOAD, Writer
from tests.storage.desk import gathered, says, story


class Cycles:
    """For each commit from now on how many stages it saved, and whether that was under load."""

    def __init__(self, writer: Writer, engine: Engine) -> None:
        self.found: list[tuple[int, bool]] = []
        self._here = 0

        def begun(_: Any) -> None:
            self._here = 0

        def committed(_: Any) -> None:
            self.found.append((self._here, writer.under_load))

        event.listen(engine, "begin", begun)
        event.listen(engine, "commit", committed)

    def stage(self, _: Session) -> None:
        self._here += 1


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Of this test alone: it is listened to."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("backlog", "arrives", "expected"),
    [
        (False, False, [STAGES_PER_CYCLE, 4]),
        (False, True, [STAGES_PER_CYCLE, 4]),
        (True, False, [STAGES_PER_CYCLE, 4]),
        (True, True, [0, STAGES_PER_CYCLE, 4]),
    ],
)
def test_under_load_acknowledging_comes_first(
    engine: Engine, expected: list[int], *, backlog: bool, arrives: bool
) -> None:
    """Load is that updates come in on top of a backlog; one alone of the two is none."""

    async def tell(writer: Writer) -> list[tuple[int, bool]]:
        writer.has_backlog = backlog
        cycles = Cycles(writer, engine)
        stages: list[Any] = [cycles.stage] * 20
        await gathered(writer, *([[says(1)]] if arrives else []), *stages)
        return cycles.found

    assert (STAGES_UNDER_LOAD, STAGES_PER_CYCLE) == (1, 16)
    found = story(engine, tell, threads=1)
    assert [stages for stages, _ in found] == expected
    assert [load for _, load in found] == [backlog and arrives] + [False] * (len(expected) - 1)


def test_work_goes_on_while_updates_keep_coming(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)

    async def tell(writer: Writer) -> list[tuple[int, bool]]:
        writer.has_backlog = True
        loop, numbers, asked = asyncio.get_running_loop(), iter(range(2, 8)), list[Any]()

        def another(number: int, is_there: threading.Event) -> None:
            asked.append(asyncio.ensure_future(writer.keep([says(number)])))
            loop.call_soon(is_there.set)

        def brings_another(_: Any) -> None:
            """With every commit the next update comes in, before the writer looks again."""
            if number := next(numbers, None):
                is_there = threading.Event()
                loop.call_soon_threadsafe(another, number, is_there)
                assert is_there.wait(5)

        cycles = Cycles(writer, engine)
        event.listen(engine, "commit", brings_another)
        stages: list[Any] = [cycles.stage] * 20
        await gathered(writer, [says(1)], *stages)
        await asyncio.gather(*asked)
        return cycles.found

    found = story(engine, tell, threads=1)
    assert [stages for stages, is_load in found if is_load] == [0, 1, 0, 1, 0, 1, 0]
    assert sum(stages for stages, _ in found) == 20
    engine.dispose()
