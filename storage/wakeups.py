"""Being woken when another process has kept an update: PostgreSQL's NOTIFY, as `storage.inbox.keep` sends it."""

from collections.abc import Callable

import psycopg
from sqlalchemy import Engine

Lost = (psycopg.Error, OSError)
"""What `listen` raises when the connection is gone."""


def can_listen(engine: Engine) -> bool:
    """On SQLite there is nobody else to listen to."""
    return engine.dialect.name == "postgresql"


async def listen(engine: Engine, wake: Callable[[], None]) -> None:
    """Call `wake` at once and at every notice, until cancelled. Raises one of `Lost`."""
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute("LISTEN rembuk_inbox")
        wake()
        async for _ in connection.notifies():
            wake()
