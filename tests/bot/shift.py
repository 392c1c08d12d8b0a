"""A worker on its shift in a test: the real lanes and the real stage, on a talk that exists for tests alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Engine
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot import application
from bot.application import Choosing, opens
from bot.transport import Transport
from bot.worker import Worker
from conversations import stage
from conversations.talk import Entry, Outcome
from playground.world import DEFAULT_TOKEN
from storage import heartbeats
from storage.database import writing
from storage.inbox import inbox
from storage.writer import Writer
from tests.conversations.parlour import Parlour, begin

SECONDS = 10.0


class Shift:
    """One process that works. What it would send is in `said`, what it answers to taps in `taps`."""

    def __init__(self, parlour: Parlour, writer: Writer, app: Choosing) -> None:
        self.parlour, self.writer = parlour, writer
        self.engine: Engine = parlour.engine
        self.outcomes: list[Outcome] = []
        self.taps: list[tuple[str, str]] = []
        self.may_answer = asyncio.Event()
        """Cleared, the answers to taps do not get through."""
        self.may_answer.set()
        self.worker = Worker(writer, app, parlour.house, release=self._release, answer_tap=self._answer)
        writer.on_keep = self.worker.wake

    def _release(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    async def _answer(self, tap_id: str, outcome: Outcome) -> None:
        await self.may_answer.wait()
        self.taps.append((tap_id, outcome.toast))

    @property
    def said(self) -> list[str]:
        """Every text, in the order of the commits."""
        rows = [row for outcome in self.outcomes for row in outcome.replies]
        return [str(orjson.loads(row.parameters or "{}").get("text")) for row in rows]

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        query = sa.select(*(inbox.c[name] for name in columns)).order_by(inbox.c.id)
        with self.engine.connect().execution_options(reading=True) as connection:
            return [tuple(row) for row in connection.execute(query)]

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("state")]

    async def waits_for(self, condition: Callable[[], Any], what: str = "it") -> None:
        deadline = asyncio.get_running_loop().time() + SECONDS
        while not condition():
            assert asyncio.get_running_loop().time() < deadline, f"waited for {what} in vain: {self.rows('state')}"
            await asyncio.sleep(0.01)

    async def keeps(self, *updates: dict[str, Any]) -> None:
        """Keep them as one delivery and wait until none is open."""
        await self.writer.keep(updates)
        await self.quiet()

    async def quiet(self) -> None:
        """Until nothing is open, and what was committed is released: a thread may tell of its commit late."""
        await self.waits_for(lambda: "open" not in self.states(), "an empty inbox")
        await self.waits_for(lambda: not self.worker._in_hand, "empty hands")  # noqa: SLF001 - no one else asks


def handlers(entries: dict[str, Entry]) -> list[Any]:
    """Commands of the test's own, and what everybody may say or tap."""
    return [
        *(CommandHandler(name, opens(entry)) for name, entry in entries.items()),
        MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE, opens(stage.spoken)),
        CallbackQueryHandler(opens(stage.tapped), pattern=r"^d\."),
        CallbackQueryHandler(opens(stage.unknown_tap)),
    ]


@asynccontextmanager
async def on_shift(parlour: Parlour, telegram: str, **entries: Entry) -> AsyncIterator[Shift]:
    """A worker at work until the block ends."""
    writer, transport = Writer(parlour.engine), Transport()
    writer.start()
    await transport.initialize()
    app = application.build(DEFAULT_TOKEN, telegram, transport, handlers({"usul": begin, **entries}))
    await app.initialize()
    with writing(parlour.engine) as session:
        heartbeats.beat(session, parlour.house.owner, "work", parlour.now + 1_000)
    shift = Shift(parlour, writer, app)
    working = asyncio.ensure_future(shift.worker.run())
    try:
        yield shift
    finally:
        shift.worker.stop()
        await asyncio.wait_for(working, SECONDS)
        await writer.stop()
        await transport.shutdown()


def story(parlour: Parlour, telegram: str, tell: Callable[[Shift], Coroutine[Any, Any, Any]], **entries: Entry) -> Any:
    """Tell a story with one worker."""

    async def whole() -> Any:
        async with on_shift(parlour, telegram, **entries) as shift:
            return await tell(shift)

    return asyncio.run(whole())


_numbers = count(1_000)


def message(person: int, text: str, update_id: int | None = None) -> dict[str, Any]:
    number = next(_numbers) if update_id is None else update_id
    chat = {"id": person, "type": "private", "first_name": "Siti"}
    entities = (
        [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}] if text.startswith("/") else []
    )
    who = {"id": person, "is_bot": False, "first_name": "Siti", "language_code": "id"}
    said = {"message_id": number, "date": 1_800_000_000, "chat": chat, "from": who, "text": text, "entities": entities}
    return {"update_id": number, "message": said}


def tap(person: int, data: str, tap_id: str = "t1") -> dict[str, Any]:
    number = next(_numbers)
    below = message(person, "?", number)["message"]
    query = {"id": tap_id, "from": below["from"], "message": below, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


def is_readable(update: dict[str, Any]) -> bool:
    return Update.de_json(update, None) is not None
