"""The clock by which the processes under test go, which jumps at our word: the host's and the database's as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

_SHIFTED = Path(__file__).with_name("shifted")
_MAKE = (
    "CREATE SCHEMA shifted",
    "CREATE TABLE shifted.by (seconds double precision NOT NULL)",
    "INSERT INTO shifted.by VALUES (0)",
    """
    CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() + make_interval(secs => (SELECT seconds FROM shifted.by))'
    """,
)
_SET_OFF = "ALTER DATABASE {} SET search_path = shifted, public, pg_catalog"
_SET_RIGHT = ("ALTER DATABASE {} RESET search_path", "DROP SCHEMA shifted CASCADE")


class HouseTime:
    """Starts where we are."""

    def __init__(self, engine: Engine, file: Path) -> None:
        self._engine, self._file = engine, file
        file.write_text("0")

    def jumps(self, to: datetime) -> None:
        """From now on it is this moment, and time goes on from there."""
        ahead = (to - datetime.now(UTC)).total_seconds()
        beside = self._file.with_suffix(".new")
        beside.write_text(str(ahead))
        beside.replace(self._file)
        if self._engine.dialect.name == "postgresql":
            with self._engine.begin() as connection:
                connection.execute(sa.text("UPDATE shifted.by SET seconds = :ahead"), {"ahead": ahead})

    @property
    def environment(self) -> dict[str, str]:
        """What a process must be given to go by it."""
        return {"PYTHONPATH": str(_SHIFTED), "SHIFTED_CLOCK": str(self._file)}


@contextmanager
def house_time(engine: Engine, folder: Path) -> Iterator[HouseTime]:
    """On PostgreSQL a function of the database's own is found before its clock, and taken away at the end."""
    if engine.dialect.name != "postgresql":
        yield HouseTime(engine, folder / "clock")
        return
    name = engine.url.database
    with engine.begin() as connection:
        for statement in (*_MAKE, _SET_OFF.format(name)):
            connection.exec_driver_sql(statement)
    try:
        yield HouseTime(engine, folder / "clock")
    finally:
        with engine.begin() as connection:
            for statement in _SET_RIGHT:
                connection.exec_driver_sql(statement.format(name))
