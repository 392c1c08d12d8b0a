"""One process writes to a SQLite database: whoever holds the lock file of its folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Engine

from storage.heartbeats import heartbeat


class HeldByAnother(Exception):
    """Another process writes to this database."""


def folder_of(url: str) -> Path:
    """The folder of a SQLite database's file: whatever else differs, who writes to it meets there."""
    return Path(sa.make_url(url).database or "").parent


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold `folder`'s lock, or raise HeldByAnother. The system frees it when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "rembuk.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HeldByAnother from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def alone(engine: Engine) -> None:
    """Whoever has the lock is alone: nobody else beats, so every lease and every claim of before is free at once."""
    with engine.begin() as connection:
        connection.execute(sa.delete(heartbeat))
