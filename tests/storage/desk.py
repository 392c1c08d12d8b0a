"""A writer at its desk, for tests: run in a loop of the test's own, asked for many things at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from storage import inbox
from storage.inbox import inbox as table
from storage.writer import Stage, Writer


def says(update_id: int, person: int = 7, text: str = "halo") -> dict[str, Any]:
    """One private message of a person."""
    chat = {"id": person, "type": "private"}
    return {"update_id": update_id, "message": {"chat": chat, "from": {"id": person}, "text": text}}


@asynccontextmanager
async def writing_desk(engine: Engine, **how: Any) -> AsyncIterator[Writer]:
    writer = Writer(engine, **how)
    writer.start()
    try:
        yield writer
    finally:
        await writer.stop()


def story(engine: Engine, tell: Callable[[Writer], Coroutine[Any, Any, Any]], **how: Any) -> Any:
    """Run `tell` with a writer; what it gives."""

    async def whole() -> Any:
        async with writing_desk(engine, **how) as writer:
            return await tell(writer)

    return asyncio.run(whole())


def writes(update_id: int) -> Callable[[Session], int]:
    """A stage that writes one row and gives its number."""

    def stage(session: Session) -> int:
        inbox.keep(session, [says(update_id, person=update_id)], 0.0)
        return update_id

    return stage


def breaks(session: Session) -> None:
    """A stage that writes and then fails."""
    inbox.keep(session, [says(666, person=666)], 0.0)
    raise ValueError("rahasia")


def kept(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return sorted(connection.execute(sa.select(table.c.update_id)).scalars())


def backends(session: Session) -> int:
    """The number of the PostgreSQL process that serves this stage's connection."""
    return int(session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one())


def locked(engine: Engine) -> Connection:
    """A connection that keeps everybody else from writing until it is closed."""
    connection = engine.connect()
    connection.begin()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
    return connection


def together(writer: Writer, *jobs: Stage | list[dict[str, Any]]) -> list[asyncio.Future[Any]]:
    """Ask for them at once, so that they share a cycle: a stage, or updates to keep."""
    with writer._ready:  # noqa: SLF001 - nothing is taken before all are there
        return [asyncio.ensure_future(writer.stage(job) if callable(job) else writer.keep(job)) for job in jobs]


async def gathered(writer: Writer, *jobs: Stage | list[dict[str, Any]]) -> list[Any]:
    with writer._ready:  # noqa: SLF001 - as above
        asked = together(writer, *jobs)
        await asyncio.sleep(0)
    return list(await asyncio.gather(*asked, return_exceptions=True))
