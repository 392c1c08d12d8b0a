"""Notices put into words when they leave: for a whole batch in one hop to a thread and one look at the database."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

import orjson
from sqlalchemy import Engine
from sqlmodel import Session

from conversations import notices
from conversations.calls import Call, Rendered
from conversations.talk import House
from storage.database import reading
from storage.outbox import Class, Row

TELL_EVERY = 0.02
"""Seconds after which what has its words may leave, while others are still looked for."""

Said = Rendered | Exception
"""What a notice says, or what went wrong when it was put into words."""
Awaited = asyncio.Future[Said] | None
"""None where the words are written already, and leave as they are."""


def as_written(row: Row) -> Call:
    """A message whose words were written with its cause; it follows a group that has moved."""
    return Call(row.method or "", {**orjson.loads(row.parameters or "{}"), "chat_id": row.chat})


class Wording:
    """Knows the database that notices are read from, and the house that speaks in them."""

    def __init__(self, engine: Engine, house: House) -> None:
        self._engine = engine
        self._house = house
        self._tasks: set[asyncio.Task[None]] = set()

    def of(self, rows: Sequence[Row]) -> dict[int, asyncio.Future[Said]]:
        """The words of the notices among these rows, by row, as they come; also of letters that may have to wait."""
        loop = asyncio.get_running_loop()
        wordless = [row for row in rows if row.method is None or row.rank == Class.notice]
        said: dict[int, asyncio.Future[Said]] = {row.id: loop.create_future() for row in wordless}

        def tell(found: Sequence[tuple[int, Said]]) -> None:
            for row_id, words in found:
                if not said[row_id].done():
                    said[row_id].set_result(words)

        async def look() -> None:
            try:
                await asyncio.to_thread(self._look, wordless, lambda found: loop.call_soon_threadsafe(tell, found))
            except Exception as error:  # noqa: BLE001 - told to those who wait: nobody else does
                tell([(row.id, error) for row in wordless])

        if said:
            task = loop.create_task(look())
            self._tasks.add(task)  # the loop itself holds it only weakly
            task.add_done_callback(self._tasks.discard)
        return said

    # ── in the thread ──

    def _look(self, rows: Sequence[Row], tell: Callable[[Sequence[tuple[int, Said]]], object]) -> None:
        found: list[tuple[int, Said]] = []
        told_at = time.monotonic()
        for words in self._all(rows):
            found.append(words)
            if time.monotonic() - told_at > TELL_EVERY:
                tell(found)
                found, told_at = [], time.monotonic()
        tell(found)

    def _all(self, rows: Sequence[Row]) -> Iterator[tuple[int, Said]]:
        with reading(self._engine, remembers=True) as session:
            notices.look_ahead(session, rows, self._house)
            for row in rows:
                yield row.id, self._one(session, row)

    def _one(self, session: Session, row: Row) -> Said:
        try:
            if row.method is not None:
                return notices.kept_back(session, row, self._house) or [as_written(row)]
            return notices.render(session, row, self._house)
        except Exception as error:  # noqa: BLE001 - its own failure, counted against its row alone
            session.rollback()
            return error
