"""A copy of the database that can be trusted, and the way back to it: for SQLite, as PostgreSQL has its own tools."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from storage import migrate

KEPT = 14
"""Nightly copies that are kept."""


class BackupError(Exception):
    """The copy was not made, or must not be used. The message says why; nothing was changed."""


def backup(url: str, folder: Path, *, now: datetime | None = None) -> Path:
    """Copy the database beside those who write to it; the file is named by the second (UTC) and readable by us alone.

    Raises BackupError for PostgreSQL, for a missing file, and for a copy that is not sound.
    """
    source = _file_of(url, tool="pg_dump")
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"rembuk-{_stamp(now)}.sqlite3"
    part = copy.with_suffix(".part")
    try:
        _copy(source, part)
        _sync(part)
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)
    _sync(folder)
    return copy


def backup_and_prune(url: str, folder: Path, *, now: datetime | None = None) -> Path | None:
    """Copy as `backup` does, then keep the latest KEPT copies: a small disk is to last a year untouched.

    None, and no copy, if the latest is of the last twenty hours: a restart is no reason for another.
    """
    enough = f"rembuk-{_stamp((now or datetime.now(UTC)) - timedelta(hours=20))}.sqlite3"
    if any(made.name > enough for made in folder.glob("rembuk-*.sqlite3")):
        return None
    copy = backup(url, folder, now=now)
    for old in sorted(folder.glob("rembuk-*.sqlite3"))[:-KEPT]:
        old.unlink()
    return copy


def restore(url: str, file: Path, *, now: datetime | None = None) -> Path | None:
    """Put the database of `file` in place, brought up to the tables of this version.

    Returns where the database that was there is now, or None if there was none. Raises BackupError, before anything is
    replaced, if the file is damaged, is no database of Rembuk's, comes from a newer version, or if a process has the
    present database open.
    """
    target = _file_of(url, tool="pg_restore")
    part = target.with_name(f"{target.name}.part")
    try:
        _copy(file, part)
        migrate.upgrade(sa.make_url(url).set(database=str(part)).render_as_string())
        _sync(part)
        aside = _set_aside(target, _stamp(now)) if target.exists() else None
        part.replace(target)
    finally:
        for rest in ("", "-wal", "-shm"):
            part.with_name(part.name + rest).unlink(missing_ok=True)
    _sync(target.parent)
    return aside


def _file_of(url: str, *, tool: str) -> Path:
    parts = sa.make_url(url)
    if parts.get_backend_name() != "sqlite":
        raise BackupError(
            f"this is for SQLite; a PostgreSQL database is copied and brought back by its own tool, {tool}"
        )
    if not parts.database or parts.database == ":memory:":
        raise BackupError("a database in memory cannot be copied")
    return Path(parts.database)


def _stamp(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y%m%d-%H%M%S")


def _copy(source: Path, target: Path) -> None:
    """Copy through SQLite, so that what stands in the write-ahead log comes along; then see whether it is sound."""
    if not source.is_file():
        raise BackupError(f"there is no file {source}")
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    try:
        with _opened(source) as original, _opened(target) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            _verify(copy, source)
    except sqlite3.Error as error:
        raise BackupError(f"{source} cannot be copied: {error}") from error


@contextmanager
def _opened(file: Path, *, wait: float = 10) -> Iterator[sqlite3.Connection]:
    """An existing file, out of any transaction; `wait` is how many seconds to be patient with a lock."""
    with contextlib.closing(
        sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=wait)
    ) as connection:
        connection.isolation_level = None
        yield connection


def _verify(copy: sqlite3.Connection, source: Path) -> None:
    found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise BackupError(f"{source} is damaged: {found[0]}")
    if copy.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"{source} has rows that point to nothing")
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        raise BackupError(f"{source} is no database of Rembuk's")
    levels = {row[0] for row in copy.execute("SELECT version_num FROM alembic_version")}
    if not levels or not levels <= migrate.known():
        raise BackupError(
            f"{source} is at {', '.join(levels) or 'nothing'}, which this version of Rembuk does not know"
        )


def _set_aside(target: Path, stamp: str) -> Path:
    """Keep what is there under another name, without a moment at which no database is there."""
    _refuse_if_open(target)
    aside = target.with_name(f"{target.stem}-replaced-{stamp}{target.suffix}")
    try:
        os.link(target, aside)
    except OSError:  # some file systems have no hard links
        shutil.copy2(target, aside)
    # Only a damaged database still has a log here; it must not be taken for the log of the new one.
    log = target.with_name(f"{target.name}-wal")
    if log.exists():
        log.replace(aside.with_name(f"{aside.name}-wal"))
    target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
    return aside


def _refuse_if_open(target: Path) -> None:
    try:
        with _opened(target, wait=0) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise BackupError(f"{target} is in use: {error}") from error
    except sqlite3.DatabaseError:
        return  # too damaged to be opened, so nobody has it open


def _sync(path: Path) -> None:
    """Make sure that it is on the disk, not only on its way."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
