"""Opening the database: SQLite (WAL, full synchronisation, one writer) or PostgreSQL through psycopg 3."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

# Every table must be known before migrations or queries run.
from storage import (  # noqa: F401
    audit,
    ballots,
    broadcasts,
    calendars,
    claims,
    closings,
    communities,
    consents,
    declarations,
    dialogues,
    erasures,
    event_photos,
    events,
    flags,
    heartbeats,
    inbox,
    installation,
    invitations,
    limits,
    matters,
    media,
    minutes,
    needs,
    objections,
    occurrences,
    outbox,
    paper_tallies,
    people,
    polls,
    preferences,
    reminders,
    rotas,
    rsvps,
    stray_votes,
    supports,
    tallies,
    timeline,
)

STAGE_SECONDS = 5.0
"""How long one stage's statements may take together."""
_LOCK_SECONDS = 2
_PROGRESS_STEPS = 20_000
_CUT_AT = "cut at"

# SQLSTATE of PostgreSQL (appendix A of its manual): what passes if one waits.
_PASSING = {
    "40001",
    "40P01",
    "55P03",
    "57P01",
    "57P02",
    "57P03",
    "53100",
    "53200",
    "53300",
    "08000",
    "08003",
    "08006",
}


def open_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine on `sqlite:///…` or `postgresql+psycopg://…`; raises ValueError for any other scheme."""
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    if not url.startswith("postgresql+psycopg://"):
        raise ValueError("the database is sqlite:///path or postgresql+psycopg://…")
    return sa.create_engine(
        url,
        hide_parameters=True,  # an error must not quote what somebody wrote
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        connect_args={
            # A line that went dead in silence must not hold a writer for long.
            "connect_timeout": 5,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            "options": f"-c timezone=UTC -c lock_timeout={_LOCK_SECONDS}s -c statement_timeout={int(STAGE_SECONDS)}s",
        },
    )


def _open_sqlite(url: str) -> Engine:
    engine = sa.create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": _LOCK_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, and say which kind
        _write_ahead(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: a read that turns into a write would fail instead of waiting.
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """A file changes its journal once in its life, and SQLite does not wait for others at that moment: we do."""
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def reading(engine: Engine, *, remembers: bool = False) -> Iterator[Session]:
    """A session for looking only; what it changes is thrown away.

    One that `remembers` holds all that it has loaded, so that what many ask for by its key is fetched once.
    """
    with engine.connect().execution_options(reading=True) as connection, Session(connection) as session:
        loaded: list[object] = []
        if remembers:
            event.listen(session, "loaded_as_persistent", lambda _session, row: loaded.append(row))
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction of a command-line job or a test, committed at the end. Doors use the writer instead."""
    with engine.begin() as connection, Session(connection, join_transaction_mode="rollback_only") as session:
        yield session
        session.flush()


@contextmanager
def time_limit(connection: Connection, seconds: float = STAGE_SECONDS) -> Iterator[None]:
    """Statements inside are cut off once `seconds` have passed; PostgreSQL has its own statement_timeout."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver, known = connection.connection.driver_connection, connection.info
    known[_CUT_AT] = time.monotonic() + seconds
    driver.set_progress_handler(lambda: int(time.monotonic() > known[_CUT_AT]), _PROGRESS_STEPS)  # type: ignore[union-attr]  # a live connection has a driver
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)  # type: ignore[union-attr]  # as above
        del known[_CUT_AT]


@contextmanager
def reckoning(session: Session) -> Iterator[None]:
    """What is only reckoned inside, however long it takes, leaves the statements behind it their time."""
    began = time.monotonic()
    yield
    known = session.connection().info
    if _CUT_AT in known:
        known[_CUT_AT] += time.monotonic() - began


def passes_by_waiting(error: BaseException) -> bool:
    """True if the database was locked, full or away: to be tried again. A stage cut off is at fault itself."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, ConnectionError)
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _PASSING
    text = str(error.orig)
    if isinstance(error, OperationalError) and "sqlite" in type(error.orig).__module__:
        return any(words in text for words in ("locked", "busy", "disk is full", "disk I/O", "unable to open"))
    return isinstance(error, OperationalError)  # psycopg without a state: the connection itself broke


def worker_name() -> str:
    """A name for this process that no other process, before or beside it, has."""
    return f"{os.uname().nodename[:24]}-{os.getpid()}-{time.time_ns() // 1_000_000 % 10**9:x}"
