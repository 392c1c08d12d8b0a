"""A SQLite database as the migrations make it, to be copied by every test that wants one."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage import migrate
from tests import one_server


def migrated_file() -> Path:
    """Nobody has it open. It is made once for a test run, by whichever worker asks first."""
    folder = one_server.run_folder()
    file, begun = folder / "rembuk.sqlite3", folder / "begun.sqlite3"
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not file.exists():
            migrate.upgrade(f"sqlite:///{begun}")
            begun.rename(file)
    return file


def copied_to(folder: Path) -> str:
    """The address of a copy in this folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{shutil.copy(migrated_file(), folder)}"


@contextmanager
def kept_open(url: str) -> Iterator[None]:
    """Somebody looks on all the time, as in a house at work: else whoever closes last tidies the file each time."""
    if not url.startswith("sqlite:///"):
        yield
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False)) as onlooker:
        onlooker.execute("PRAGMA journal_mode=WAL")
        onlooker.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
