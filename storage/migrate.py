"""Bringing a database to the tables of this version, and back: Alembic, set up in code, from any working directory."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlmodel import Session

from storage.database import open_engine

_FOLDER = Path(__file__).parent / "migrations"
_SQLITE_WAIT_MILLISECONDS = 60_000


def upgrade(url: str, to: str = "head") -> None:
    """Run all migrations that the database has not had, in one transaction; waits for another process that migrates."""
    with _connected(url) as config:
        command.upgrade(config, to)


def downgrade(url: str, to: str) -> None:
    """Go back to revision `to`, `base` being the empty database. What later tables held is gone."""
    with _connected(url) as config:
        command.downgrade(config, to)


def draft(url: str, message: str) -> Path:
    """Write the next migration: what the tables have and the database, at `head`, has not. To be read and mended."""
    with _connected(url) as config:
        revision = datetime.now(UTC).strftime("%Y%m%d_%H%M")
        script = command.revision(config, message, autogenerate=True, rev_id=revision)
    if script is None or isinstance(script, list):
        raise RuntimeError("one migration was to be written")
    return Path(script.path)


def current(url: str) -> str | None:
    """The revision that the database is at; None if it has never been migrated, or its file does not exist."""
    file = sa.make_url(url).database
    if url.startswith("sqlite") and file and not Path(file).exists():
        return None
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def current_of(session: Session) -> str | None:
    """The revision of the database that a session is looking at."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def head() -> str:
    """The revision that this version of Rembuk works with."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise RuntimeError("there are no migrations")
    return revision


def known() -> set[str]:
    """All revisions that this version of Rembuk can bring to `head`."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    config = Config()
    settings = {
        "script_location": str(_FOLDER),
        "file_template": "%(rev)s_%(slug)s",  # a revision is named by its day and minute
        "timezone": "UTC",
        "path_separator": "os",
    }
    for name, value in settings.items():
        config.set_main_option(name, value.replace("%", "%%"))
    return config


@contextmanager
def _connected(url: str) -> Iterator[Config]:
    """A configuration whose `connection` attribute `migrations/env.py` runs on."""
    engine = open_engine(url)
    config = _config()
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                _prepare_sqlite(connection)
            config.attributes["connection"] = connection
            yield config
    finally:
        engine.dispose()


def _prepare_sqlite(connection: Connection) -> None:
    """Outside any transaction: foreign keys off, for batch mode drops and renames tables, and time to wait."""
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute(f"PRAGMA busy_timeout={_SQLITE_WAIT_MILLISECONDS}")
