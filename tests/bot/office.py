"""The sending half of one Rembuk in a test: writer, post and courier on a database, neighbours in a playground."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from bot.courier import Courier
from bot.flight import Flight
from bot.post import Post
from bot.transport import Transport
from bot.wording import Wording
from conversations.talk import House
from playground.driver import Group, Neighbour, Neighbourhood
from playground.server import running
from playground.world import World
from storage import heartbeats, outbox
from storage.database import writing
from storage.limits import Rates
from storage.outbox import Class, Row
from storage.writer import Writer

UNLIMITED = Rates(0, 0, 0)
SECONDS = 10.0


class Unlucky(Random):
    """Every wait is as short as it can be."""

    def random(self) -> float:
        return 0.0


class Office:
    """One process that sends, in a thread with an event loop of its own."""

    def __init__(self, engine: Engine, world: World, telegram: str, owner: str, rates: Rates) -> None:
        self.engine, self.world, self.owner = engine, world, owner
        self.ahead = 0.0
        """Seconds by which this process believes it to be later: as if it had slept for so long."""
        self.neighbourhood = Neighbourhood.in_process(world)
        self.house = House({}, {}, {}, lambda _: None, lambda *_: None, "rembuk_bot", owner, self.clock)
        self.telegram = telegram
        self._rates = rates
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=owner, daemon=True)
        self._thread.start()
        self.beat()
        self.do(self._build())

    async def _build(self) -> None:
        self.writer = Writer(self.engine)
        self.writer.start()
        self.transport = Transport()
        await self.transport.initialize()
        root = f"{self.telegram}/bot{self.world.state.token}"
        flight = Flight(time.monotonic, self._rates.per_second)
        self.post = Post(self.transport, root, self.writer, self.house, self.clock, flight)
        wording = Wording(self.engine, self.house)
        self.courier = Courier(
            self.writer, self.post, wording, self._rates, owner=self.owner, clock=self.clock, rng=Unlucky()
        )
        self._running: asyncio.Task[None] | None = None

    def clock(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time() + self.ahead

    def do(self, job: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine where the process lives, and wait for what it gives."""
        return asyncio.run_coroutine_threadsafe(job, self._loop).result(SECONDS)

    def beat(self, at: float | None = None) -> None:
        with writing(self.engine) as session:
            heartbeats.beat(session, self.owner, "work", time.time() if at is None else at)

    def opens(self) -> None:
        """From here on, what falls due is sent."""

        async def begin() -> None:
            self._running = asyncio.ensure_future(self.courier.run())

        self.do(begin())

    def closes(self) -> None:
        async def end() -> None:
            self.courier.stop()
            if self._running is not None:
                await self._running
            await self.writer.stop()
            await self.transport.shutdown()

        self.do(end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    # ── what there is to send ──

    def writes(self, chat: int, text: str, *, rank: Class = Class.notice, **how: Any) -> int | None:
        """A message that leaves by the round."""
        return self._call(chat, "sendMessage", {"text": text, "parse_mode": "HTML", **how}, rank)

    def edits(self, chat: int, message_id: int, text: str) -> int | None:
        return self._call(chat, "editMessageText", {"message_id": message_id, "text": text}, Class.notice)

    def _call(self, chat: int, method: str, parameters: dict[str, Any], rank: Class) -> int | None:
        now = time.time()
        with writing(self.engine) as session:
            body = {"chat_id": chat, **parameters}
            return outbox.call(session, chat=chat, method=method, parameters=body, due_at=now, now=now, rank=rank)

    def notifies(self, kind: str, chat: int, subject_id: int, *, person_id: int | None = None) -> int | None:
        now = time.time()
        with writing(self.engine) as session:
            return outbox.notice(
                session, kind=kind, chat=chat, subject_id=subject_id, person_id=person_id, due_at=now, now=now
            )

    def replies(self, chat: int, *texts: str) -> None:
        """Replies of a stage: born leased to this process, released once they are committed."""
        from conversations.talk import Outcome  # noqa: PLC0415 - only where a stage is acted out

        def stage(session: Session) -> list[Row]:
            make = partial(outbox.reply, session, chat=chat, method="sendMessage", person_id=None, owner=self.owner)
            return [make(parameters={"chat_id": chat, "text": text}, now=time.time()) for text in texts]

        async def act() -> None:
            self.courier.release(Outcome(replies=await self.writer.stage(stage)))

        self.do(act())

    # ── what became of it ──

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        query = sa.select(*(outbox.outbox.c[name] for name in columns)).order_by(outbox.outbox.c.id)
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("state")]

    def waits_for(self, condition: Callable[[], Any], what: str) -> Any:
        return self.neighbourhood.waits_for(condition, what)

    def waits_until(self, *states: str) -> None:
        """Until the rows stand so, in their order."""
        self.waits_for(lambda: self.states() == list(states), f"rows {states}; they are {self.states()}")

    def arrived(self, chat: int) -> list[str]:
        """What the bot's messages to a chat say that Telegram took, in their order."""
        sent = [one for one in self.neighbourhood.sent("sendMessage") if one["ok"] and one["chat_id"] == chat]
        return [str(one["params"]["text"]) for one in sent]

    def tries(self, method: str = "sendMessage") -> list[dict[str, Any]]:
        return self.neighbourhood.sent(method)

    def person(self, name: str) -> Neighbour:
        """Someone who has opened the private chat."""
        person = self.neighbourhood.person(name)
        person.starts()
        return person

    def group(self, title: str, creator: Neighbour, **about: Any) -> Group:
        group = self.neighbourhood.group(title, creator=creator, **about)
        group.add_bot(by=creator)
        return group


@contextmanager
def office_on(engine: Engine, *, rates: Rates = UNLIMITED, owner: str = "rt03-1") -> Iterator[Office]:
    """An office with a Telegram of its own, not sending yet."""
    world = World()
    with running(world, people=False) as telegram:
        office = Office(engine, world, telegram, owner, rates)
        try:
            yield office
        finally:
            office.closes()
