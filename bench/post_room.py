"""The sending half of one Rembuk for a measurement: writer, post and courier on a database, and what it is to send."""

import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from bot.courier import Courier
from bot.flight import Flight
from bot.post import Post
from bot.transport import Transport
from bot.wording import Wording
from conversations.calls import Call, Rendered
from conversations.notices import RENDER
from conversations.talk import House, Outcome
from locales import Words
from storage import heartbeats, outbox
from storage.communities import Community, CommunityKind
from storage.database import open_engine, writing
from storage.limits import Rates
from storage.outbox import Class, Row
from storage.people import Person
from storage.writer import Writer

KIND = "broadcast"
TEXT = "Kerja bakti hari Minggu pukul 07.00 di balai warga RT 03. Bawa sapu dan karung."


def announce(session: Session, row: Row, _words: Words, _house: House) -> Rendered:
    """As announcements are: what is said is read from the database when it leaves."""
    community = session.get(Community, row.subject_id)
    if community is None:
        return None
    text = f"📢 <b>{community.name}</b>\n{TEXT}"
    return [Call("sendMessage", {"chat_id": row.chat, "text": text, "parse_mode": "HTML"})]


class PostRoom:
    """One worker that sends. It lives in the running event loop."""

    def __init__(self, url: str, telegram: str, token: str, rates: Rates, owner: str) -> None:
        RENDER[KIND] = announce
        self.engine = open_engine(url)
        self.owner = owner
        house = House({}, {}, {}, lambda _: None, lambda *_: None, "rembuk_bot", owner, time.time)
        self.writer = Writer(self.engine)
        self.transport = Transport()
        self.post = Post(
            self.transport,
            f"{telegram}/bot{token}",
            self.writer,
            house,
            time.time,
            Flight(time.monotonic, rates.per_second),
        )
        self.courier = Courier(self.writer, self.post, Wording(self.engine, house), rates, owner=owner, clock=time.time)

    async def opens(self) -> None:
        """From here on replies can be sent; `courier.run` sends the rest."""
        self.writer.start()
        await self.transport.initialize()
        await self.writer.stage(heartbeats.beat, worker=self.owner, kind="work", now=time.time() + 10_000)

    async def replies(self, chat: int, text: str) -> None:
        def stage(session: Session) -> list[Row]:
            make = partial(outbox.reply, session, chat=chat, method="sendMessage", person_id=None, owner=self.owner)
            return [make(parameters={"chat_id": chat, "text": text}, now=time.time())]

        self.courier.release(Outcome(replies=await self.writer.stage(stage)))

    async def closes(self) -> None:
        await self.writer.stage(heartbeats.leave, worker=self.owner)
        await self.writer.stop()
        await self.transport.shutdown()
        self.engine.dispose()


def settle(engine: Engine, chats: list[int]) -> None:
    """A neighbourhood of these people."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        session.add(Community(id=1, kind=CommunityKind.rt, code="bench", name="RT 03", created_at=now))
        session.flush()
        person = {"name": "Siti", "community_id": 1, "reachable": True, "created_at": now, "language": "id"}
        rows: list[dict[str, Any]] = [{**person, "id": n, "telegram_id": chat} for n, chat in enumerate(chats, 1)]
        session.connection().execute(sa.insert(Person), rows)


def announced(engine: Engine, chats: list[int], *, rank: Class = Class.broadcast, due_at: float | None = None) -> None:
    """One announcement for each of these chats: a person's number is its place, as `settle` gave it."""
    now = time.time()
    row = {
        "rank": int(rank), "state": "due", "kind": KIND, "subject_id": 1, "due_at": due_at or now, "created_at": now,
    }  # fmt: skip
    with writing(engine) as session:
        rows = [{**row, "chat": chat, "person_id": n if chat > 0 else None} for n, chat in enumerate(chats, 1)]
        session.connection().execute(outbox.outbox.insert(), rows)


def left(engine: Engine) -> int:
    """How many have not come to an end."""
    waiting = outbox.outbox.c.state.in_([sa.literal_column("'due'"), sa.literal_column("'leased'")])
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).where(waiting)).scalar_one()
