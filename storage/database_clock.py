"""What time the database has: all go by its clock, for those of the hosts may differ by minutes."""

import time
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session


class database_now(FunctionElement[float]):  # noqa: N801 - it reads as the SQL function that it is
    """Seconds since 1970, UTC."""

    type = sa.Double()
    inherit_cache = True


def _since_start() -> float:
    """Seconds since this machine came up, those included that it slept."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class HouseClock:
    """The database's time on a host of its own: seen at every beat, carried on in between by a clock that never jumps.

    Never ahead of the database's: to a process that was, the living would seem dead. Seconds since 1970, UTC. Until it
    has looked once it tells the host's own time, `first`; `steady` counts seconds from anywhere.
    """

    def __init__(self, *, steady: Callable[[], float] = _since_start, first: Callable[[], float] = time.time) -> None:
        self._steady = steady
        self._began = first() - steady()

    def __call__(self) -> float:
        return self._steady() + self._began

    def look(self, session: Session) -> None:
        """Set it by the database's."""
        seen: float = session.connection().execute(_NOW).scalar_one()
        self._began = float(seen) - self._steady()


@compiles(database_now, "sqlite")
def _sqlite_now(_element: object, _compiler: object, **_: object) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(database_now, "postgresql")
def _postgres_now(_element: object, _compiler: object, **_: object) -> str:
    return "extract(epoch from clock_timestamp())"


_NOW = sa.select(database_now())
