"""Rembuk as an operator runs it: processes of the command line, cut off as by a power cut and started again."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from playground.demo import LEASH, ROOT
from tests import nest
from tests.nest import Hatched

SECRET = "a-secret-of-these-tests"
STOP_SECONDS = 20.0
LOOK_EVERY = 0.02


def free_port() -> int:
    """A port of loopback nobody listens on just now."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def environment(token: str, telegram: str, database_url: str, data: Path, **more: object) -> dict[str, str]:
    """A whole environment; `more` are further settings by their names in small letters."""
    settings = {
        "bot_token": token,
        "telegram_url": telegram,
        "database_url": database_url,
        "data_dir": data,
        "secret_key": "nobody-guesses-this",
        "send_per_second": 0,
        "send_per_chat": 0,
        "send_per_group_minute": 0,
        "log_format": "json",
        "port": free_port(),
        **more,
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("REMBUK_")}
    return {**others, **{f"REMBUK_{name.upper()}": str(value) for name, value in settings.items()}}


def by_webhook() -> dict[str, object]:
    """Settings with which Telegram brings the updates."""
    port = free_port()
    return {"mode": "webhook", "port": port, "public_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET}


class Program:
    """One process of `command` (`run`, `web`, `work`). What it writes goes to the end of `log`.

    It comes from the nest (`tests.nest`) where all is not to be proven for real: it comes up sooner, and is the same.
    """

    def __init__(self, command: str, environment: Mapping[str, str], log: Path) -> None:
        self.command, self.log = command, log
        self.port = int(environment["REMBUK_PORT"])
        self.environment = dict(environment)
        self._child: subprocess.Popen[bytes] | Hatched | None = None

    @property
    def child(self) -> subprocess.Popen[bytes] | Hatched:
        if self._child is None:
            raise RuntimeError("it has not been started")
        return self._child

    @property
    def number(self) -> int:
        return self.child.pid

    def start(self) -> None:
        """Returns at once; what it needs to come up is part of what may be cut off."""
        with self.log.open("ab") as log:
            self._child = self._hatched(log.fileno()) if nest.is_allowed() else self._typed(log.fileno())

    def _hatched(self, log: int) -> Hatched:
        return Hatched([self.command], env=self.environment, cwd=self.log.parent, stdout=log, stderr=log)

    def _typed(self, log: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command line
            (sys.executable, str(LEASH), str(ROOT / "main.py"), self.command),
            cwd=self.log.parent,
            env=self.environment,
            stdin=subprocess.PIPE,  # it closes when the test is gone, and the leash ends the child then
            stdout=log,
            stderr=log,
        )

    def kill(self) -> None:
        """The power goes."""
        self.child.kill()
        self._gone()

    def stop(self) -> int:
        """In good order; the exit status."""
        if self._child is None:
            return 0
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.child.kill()
        return self._gone()

    def _gone(self) -> int:
        status = self.child.wait()
        if self.child.stdin is not None:  # the leash
            self.child.stdin.close()
        return status

    def has_ended_by_itself(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    def fill_disk(self) -> None:
        """No file of this process may grow beyond its first page from now on: no right of root's is needed for that."""
        _, hard = resource.prlimit(self.child.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.child.pid, resource.RLIMIT_FSIZE, (4096, hard))

    def make_room(self) -> None:
        _, hard = resource.prlimit(self.child.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.child.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def has_logged(self, words: str) -> bool:
        return self.log.exists() and words in self.log.read_text("utf-8", errors="replace")

    def complaints(self) -> list[str]:
        """What it has logged as an error since the beginning, and what is no line of a log at all."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines() if self.log.exists() else []
        return [line for line in lines if '"level":"error"' in line or not line.startswith(("{", "WARNING "))]


def wait_until(condition: object, what: str, seconds: float) -> None:
    """Look again and again until `condition()` is true. Raises AssertionError naming `what`."""
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what} in vain"
        time.sleep(LOOK_EVERY)
