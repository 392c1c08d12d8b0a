"""Two real databases for every test that asks: SQLite, and PostgreSQL from a wheel; both built by the migrations."""

import gc
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from storage import migrate
from storage.columns import metadata
from storage.database import open_engine
from tests import nest, one_server
from tests.migrated_file import copied_to, kept_open

_TEMPLATE = "rembuk_template"
_TEMPLATE_LOCK = 1
_END_OTHERS = sa.text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_EMPTY = "; ".join(
    [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]  # noqa: S608 - our own names
    + ["SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'"]
)


def pytest_collection_finish() -> None:
    """What was imported for thousands of tests stays to the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all tests are collected
    if not hasattr(config, "workerinput"):  # xdist's workers have one
        one_server.begin_run()
        if not config.getoption("--thorough"):
            nest.allow()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="every talk on both databases, long storms")


_HALVED = {
    "stories": "town",
    "conversations": "database_url",
    "community": "database_url",
    "api": "database_url",
    "demo": "database_url",
}
"""Folder to the fixture by which its tests reach a database."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A talk, and a rule, is tried on one of the two, by its name: the statements and the machine room are on both.

    What bears the mark `thorough` is long, and proven in smaller parts by others.
    """
    if not config.getoption("--thorough"):
        dropped = [item for item in items if _is_held_elsewhere(item) or item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [item for item in items if item not in dropped]


def _is_held_elsewhere(item: pytest.Item) -> bool:
    known = getattr(item, "callspec", None)
    fixture = _HALVED.get(item.path.parent.name)
    if known is None or fixture not in getattr(item, "fixturenames", ()) or "database_url" not in known.params:
        return False
    database: str = known.params["database_url"]
    return database != ("sqlite", "postgresql")[zlib.crc32(item.nodeid.replace(database, "").encode()) % 2]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """The server's own database, out of any transaction: for making and dropping the tests' databases."""
    engine = sa.create_engine(one_server.server().get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Engine) -> str:
    """The name of a migrated database that nobody is connected to; made once, whichever worker comes first."""
    with postgresql.connect() as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:lock)"), {"lock": _TEMPLATE_LOCK})
        found = connection.execute(sa.text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": _TEMPLATE})
        if not found.scalar():
            # The tests kill processes, never the machine, so waiting for the disk would prove nothing.
            connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
            connection.execute(sa.text("CREATE DATABASE rembuk_begun"))
            migrate.upgrade(_url_of(postgresql, "rembuk_begun"))
            connection.execute(sa.text(f"ALTER DATABASE rembuk_begun RENAME TO {_TEMPLATE}"))
        connection.execute(sa.text("SELECT pg_advisory_unlock(:lock)"), {"lock": _TEMPLATE_LOCK})
    return _TEMPLATE


@pytest.fixture
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A new file, in a folder that this worker's tests have one after the other, so that `engines` may stay."""
    folder = tmp_path_factory.getbasetemp() / "database"
    shutil.rmtree(folder, ignore_errors=True)
    return copied_to(folder)


@pytest.fixture(scope="session")
def postgresql_house(postgresql: Engine, postgresql_template: str) -> Iterator[Engine]:
    """This worker's own database, which its tests use one after the other: emptying is quicker than building."""
    for url in _database(postgresql, template=postgresql_template):
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        yield engine
        engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_house: Engine) -> Iterator[str]:
    """Empty, and emptied afterwards; a test that changes the tables themselves asks for `bare_url`."""
    yield postgresql_house.url.render_as_string(hide_password=False)
    with postgresql_house.connect() as connection:
        connection.execute(_END_OTHERS)
        connection.exec_driver_sql(_EMPTY)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of its own for the test."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite3'}"
    else:
        yield from _database(request.getfixturevalue("postgresql"), template="template0")


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """Kept for the next test at the same address: the statements that it has compiled are what takes the time."""
    return {}


@pytest.fixture
def engine(database_url: str, engines: dict[str, Engine]) -> Iterator[Engine]:
    if database_url not in engines:
        engines[database_url] = open_engine(database_url)
    with kept_open(database_url):
        yield engines[database_url]
    engines[database_url].dispose()


def _database(server: Engine, *, template: str) -> Iterator[str]:
    name = f"t{uuid4().hex}"
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield _url_of(server, name)
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _url_of(server: Engine, database: str) -> str:
    return server.url.set(database=database).render_as_string(hide_password=False)
