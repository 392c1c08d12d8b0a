"""What the migrations build is what the tables say, on both databases, and the way back leads to nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine

from storage import migrate
from storage.columns import metadata
from storage.database import open_engine

ROOT = Path(__file__).parents[2]
VERSIONS = sorted((ROOT / "storage" / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def by_tables(bare_url: str) -> Iterator[Engine]:
    """A database made straight from the tables, without migrations."""
    engine = open_engine(bare_url)
    metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def by_migrations(by_tables: Engine, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A migrated database of the same make."""
    engine = open_engine(request.getfixturevalue(f"{by_tables.dialect.name}_url"))
    yield engine
    engine.dispose()


def tables_of(url: str) -> set[str]:
    engine = open_engine(url)
    try:
        return set(sa.inspect(engine).get_table_names())
    finally:
        engine.dispose()


def started(statement: str, folder: Path = ROOT) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", f"from storage import migrate; {statement}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours


def ended(process: subprocess.Popen[str]) -> str:
    """What it complained of."""
    return process.communicate(timeout=60)[1]


def described(engine: Engine) -> dict[str, object]:
    """All that the database itself says about columns, constraints and indexes, whatever their order."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            return {name: _parts(sql) for name, sql in rows if name != "alembic_version"}
        found: dict[str, object] = {}
        for query in (_COLUMNS, _CONSTRAINTS, _INDEXES):
            rows = connection.exec_driver_sql(query)
            found |= {f"{table}.{name}": what for table, name, what in rows if table != "alembic_version"}
        return found


def _parts(sql: str) -> list[str]:
    """The parts of a CREATE statement, split at commas outside brackets."""
    depth, parts = 0, [""]
    for sign in re.sub(r'\s+|"', " ", sql):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign in ",(" and depth == 1) or (sign == ")" and depth == 0):
            parts.append("")
        else:
            parts[-1] += sign
    return sorted(" ".join(part.split()) for part in parts)


_COLUMNS = """
    SELECT table_name, column_name,
           concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default, is_identity)
    FROM information_schema.columns WHERE table_schema = 'public'"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"


def test_migrations_and_tables_agree(by_tables: Engine, by_migrations: Engine) -> None:
    assert described(by_migrations) == described(by_tables)


def test_alembic_finds_nothing_left_to_migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_a_missing_check_or_partial_index_would_be_seen(by_tables: Engine) -> None:
    before = described(by_tables)
    with by_tables.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_inbox_open")
        connection.exec_driver_sql("CREATE INDEX ix_inbox_open ON inbox (lane, id)")
    assert described(by_tables) != before


def test_up_down_and_up_again(bare_url: str) -> None:
    assert migrate.current(bare_url) is None
    migrate.upgrade(bare_url)
    built = tables_of(bare_url)
    assert built >= set(metadata.tables)
    assert migrate.current(bare_url) == migrate.head()

    migrate.downgrade(bare_url, "base")
    assert tables_of(bare_url) == {"alembic_version"}
    assert migrate.current(bare_url) is None

    migrate.upgrade(bare_url)
    assert tables_of(bare_url) == built


def test_each_step_can_be_taken_back_and_again(bare_url: str) -> None:
    for _ in VERSIONS:
        migrate.upgrade(bare_url, "+1")
        migrate.downgrade(bare_url, "-1")
        migrate.upgrade(bare_url, "+1")
    assert migrate.current(bare_url) == migrate.head()


def test_whoever_had_stopped_everything_has_not_kept_the_urgent(bare_url: str) -> None:
    migrate.upgrade(bare_url, "20261126_0448")
    engine = open_engine(bare_url)
    now = "'2026-11-26 01:00:00+00'"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO person (id, telegram_id, name, language, reachable, created_at) "  # noqa: S608 - ours
            f"VALUES (7, 7, 'Bu Tini', 'id', true, {now})"
        )
        connection.exec_driver_sql(
            f"INSERT INTO preference (person_id, news, digest, digest_weekday, digest_at, stopped_at) "  # noqa: S608 - ours
            f"VALUES (7, 'now', 'weekly', 6, '19:30', {now})"
        )
    migrate.upgrade(bare_url)
    with engine.connect() as connection:
        assert not connection.exec_driver_sql("SELECT keeps_urgent FROM preference").scalar_one()
    migrate.downgrade(bare_url, "20261126_0448")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT person_id FROM preference WHERE stopped_at IS NOT NULL").scalar() == 7
    engine.dispose()


def test_migrating_twice_is_the_same_as_once(database_url: str) -> None:
    migrate.upgrade(database_url)
    assert migrate.current(database_url) == migrate.head()


def test_two_processes_may_start_at_once(bare_url: str) -> None:
    processes = [started(f"migrate.upgrade({bare_url!r})") for _ in range(2)]
    assert [ended(process) for process in processes] == ["", ""]
    assert migrate.current(bare_url) == migrate.head()


def test_no_file_is_made_by_asking_for_its_level(tmp_path: Path) -> None:
    assert migrate.current(f"sqlite:///{tmp_path / 'rembuk.sqlite3'}") is None
    assert list(tmp_path.iterdir()) == []


def test_it_works_from_any_folder(tmp_path: Path) -> None:
    assert ended(started("migrate.upgrade('sqlite:///here.sqlite3')", tmp_path)) == ""
    assert migrate.current(f"sqlite:///{tmp_path / 'here.sqlite3'}") == migrate.head()


def test_a_migration_imports_no_tables_and_carries_its_date() -> None:
    for file in VERSIONS:
        assert re.fullmatch(r"\d{8}_\d{4}_[a-z_]+\.py", file.name)
        imports = re.findall(r"^(?:from|import) (\w+)", file.read_text(), re.MULTILINE)
        assert set(imports) <= {"sqlalchemy", "alembic", "typing", "collections"}, file.name


def test_a_broken_reference_is_not_committed(sqlite_url: str) -> None:
    migrate.downgrade(sqlite_url, "base")
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        driver.execute("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO child VALUES (7)")
    with pytest.raises(RuntimeError, match="1 references, first in table child"):
        migrate.upgrade(sqlite_url)
    assert migrate.current(sqlite_url) is None
    assert tables_of(sqlite_url) == {"alembic_version", "parent", "child"}


def test_only_the_two_databases_are_known() -> None:
    with pytest.raises(ValueError, match="sqlite:///path or postgresql"):
        migrate.upgrade("mysql://rembuk@localhost/rembuk")
