"""How the database is opened: what it promises to keep, how long it waits, and whose fault a failure is."""

import contextlib
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from storage.database import open_engine, passes_by_waiting, reading, reckoning, time_limit, worker_name, writing
from storage.limits import ALL, limit, pause, paused_until

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_sqlite_keeps_what_it_has_committed(sqlite_url: str) -> None:
    with open_engine(sqlite_url).connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1]


def test_a_new_file_may_be_opened_while_another_process_begins_it(tmp_path: Path) -> None:
    file = tmp_path / "rembuk.sqlite3"
    modes: list[object] = []

    def open_it() -> None:
        with open_engine(f"sqlite:///{file}").connect() as connection:
            modes.append(connection.exec_driver_sql("PRAGMA journal_mode").scalar())

    opener = threading.Thread(target=open_it)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opener.start()
        opener.join(0.2)
        assert opener.is_alive()
        other.execute("COMMIT")
        opener.join(5)
    assert modes == ["wal"]


def test_postgresql_speaks_utc_and_cuts_off_what_takes_too_long(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as connection:
        asked = ("timezone", "statement_timeout", "lock_timeout")
        assert [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in asked] == ["UTC", "5s", "2s"]
    engine.dispose()


@pytest.mark.parametrize("url", ["mysql://rembuk@localhost/rembuk", "postgresql://localhost/rembuk"])
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///path or postgresql"):
        open_engine(url)


def test_what_a_reader_changes_is_thrown_away(engine: Engine) -> None:
    with reading(engine) as session:
        pause(session, ALL, 9.0)
        assert paused_until(session) == 9.0
    with reading(engine) as session:
        assert paused_until(session) == 0.0


def test_a_reader_does_not_wait_for_the_writer(engine: Engine) -> None:
    with writing(engine) as writer, reading(engine) as reader:
        pause(writer, ALL, 9.0)
        assert paused_until(reader) == 0.0


def test_a_second_writer_of_sqlite_is_told_to_wait(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with writing(engine), engine.connect() as other:
        driver = other.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA busy_timeout=0")
        with pytest.raises(OperationalError) as refused:
            other.begin()
    assert passes_by_waiting(refused.value)


def test_a_savepoint_takes_back_its_own_rows_only(engine: Engine) -> None:
    with writing(engine) as session:
        pause(session, "kept", 1.0)
        savepoint = session.connection().begin_nested()
        pause(session, "taken back", 1.0)
        savepoint.rollback()
    with reading(engine) as session:
        assert session.connection().execute(sa.select(limit.c.scope)).scalars().all() == ["kept"]


def test_a_stage_that_never_ends_is_cut_off_and_that_is_its_own_fault(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = '50ms'")
        with pytest.raises(DBAPIError) as cut, time_limit(connection, seconds=0.05):
            connection.exec_driver_sql(ENDLESS)
        assert not passes_by_waiting(cut.value)
        connection.rollback()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_what_a_stage_only_reckons_leaves_its_statements_their_time(sqlite_url: str) -> None:
    long = ENDLESS.replace("FROM n)", "FROM n WHERE i < 20000)")
    with open_engine(sqlite_url).connect() as connection, Session(connection) as session:
        with time_limit(connection, seconds=0.3):
            with reckoning(session):
                time.sleep(0.4)
            assert connection.exec_driver_sql(long).scalar() == 20_000
        with time_limit(connection, seconds=0.3):
            time.sleep(0.4)
            with pytest.raises(DBAPIError):
                connection.exec_driver_sql(long)


def test_a_lost_connection_is_waited_for(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with engine.connect() as connection, engine.connect() as other:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        other.exec_driver_sql(f"SELECT pg_terminate_backend({backend})")
        with pytest.raises(DBAPIError) as lost:
            connection.exec_driver_sql("SELECT 1")
    assert passes_by_waiting(lost.value)
    engine.dispose()


def test_a_folder_that_is_gone_is_waited_for(tmp_path: Path) -> None:
    with pytest.raises(OperationalError) as lost:
        open_engine(f"sqlite:///{tmp_path / 'gone' / 'rembuk.sqlite3'}").connect()
    assert passes_by_waiting(lost.value)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (ConnectionResetError(), True),
        (KeyError("kind"), False),
        (OperationalError("", {}, sqlite3.OperationalError("database or disk is full")), True),
        (OperationalError("", {}, sqlite3.OperationalError("no such column: x")), False),
        (OperationalError("", {}, sqlite3.OperationalError("interrupted")), False),
    ],
)
def test_whose_fault_it_is(error: Exception, *, passes: bool) -> None:
    assert passes_by_waiting(error) is passes


def test_no_two_processes_have_one_name() -> None:
    assert 0 < len(worker_name()) <= 64
