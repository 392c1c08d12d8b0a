"""One process of several does what must be done once: it holds a lock of PostgreSQL's on a connection of its own."""

import contextlib

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:office, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:office, 0))")
_ALIVE = text("SELECT 1")


class Election:
    """Whether this process holds `office`. On SQLite there is only one process, and it holds every office."""

    def __init__(self, engine: Engine, office: str) -> None:
        self._engine = engine
        self._office = office
        self._held: Connection | None = None

    def won(self) -> bool:
        """Ask again each time: a connection that broke has lost the office."""
        if self._engine.dialect.name == "sqlite":
            return True
        if self._held is not None and self._still_there(self._held):
            return True
        self._held = None
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if connection.execute(_LOCK, {"office": f"rembuk {self._office}"}).scalar():
            self._held = connection
            return True
        connection.close()
        return False

    def resign(self) -> None:
        """Give the office back at once; with a broken connection the lock has gone already."""
        held, self._held = self._held, None
        if held is None:
            return
        with contextlib.suppress(DBAPIError):
            held.execute(_UNLOCK, {"office": f"rembuk {self._office}"})
        held.invalidate()
        held.close()

    @staticmethod
    def _still_there(connection: Connection) -> bool:
        try:
            connection.execute(_ALIVE)
        except DBAPIError:
            connection.invalidate()
            connection.close()
            return False
        return True
