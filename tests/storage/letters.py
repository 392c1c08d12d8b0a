"""Letters of a neighbourhood for the tests: written, claimed, marked and looked at."""

from collections.abc import Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Engine

from storage import outbox, outbox_leases
from storage.database import writing
from storage.marks import Later, Mark, Sent, apply
from storage.outbox import Row

NOW = 1_800_000_000.0
SITI, BUDI, GROUP = 7, 8, -1005
HERE, THERE = "rt03-1", "rt03-2"


def write(engine: Engine, text: str, *, chat: int = SITI, due_at: float = NOW, **how: Any) -> int | None:
    """One message to a neighbour; its id, or None if a message of that name exists."""
    with writing(engine) as session:
        parameters = {"chat_id": chat, "text": text}
        return outbox.call(
            session, chat=chat, method="sendMessage", parameters=parameters, due_at=due_at, now=NOW, **how
        )


def claim(
    engine: Engine, worker: str = HERE, *, now: float = NOW, most: int = 16, skip: Sequence[int] = ()
) -> list[Row]:
    with writing(engine) as session:
        return outbox_leases.claim(session, worker, now=now, most=most, skip=skip)


def mark(engine: Engine, *marks: Mark) -> int:
    with writing(engine) as session:
        return apply(session, marks)


def sent(row: Row, worker: str = HERE) -> Sent:
    return Sent(row.id, worker, row.attempt, NOW + 1, 500 + row.id)


def later(row: Row, due_at: float) -> Later:
    return Later(row.id, HERE, row.attempt, due_at, "ConnectError")


def texts(rows: list[Row]) -> list[str]:
    return [orjson.loads(row.parameters or "{}")["text"] for row in rows]


def look(engine: Engine, *columns: str) -> list[tuple[Any, ...]]:
    query = sa.select(*(outbox.outbox.c[name] for name in columns)).order_by(outbox.outbox.c.id)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]
