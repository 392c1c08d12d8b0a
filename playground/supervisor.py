"""One child process: started and awaited, cut off as if the power went, brought back, ended; never left behind."""

import asyncio
import contextlib
import http.client
import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60.0
STOP_SECONDS = 10.0
"""How long the child may take to end by itself before it is killed."""
LOOK_EVERY = 0.05
LAST_LINES = 15
_HEALTH_SECONDS = 2.0


class DidNotStart(Exception):
    """The child ended, or was told to, before it was well; the message holds the last lines of its log."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the child is to run: its command, all of its environment, where, and the port of its /health on loopback."""

    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    port: int


class Supervisor:
    """Safe to call from any thread. `died` is told the exit status of a child that ended without being asked to."""

    def __init__(self, log: Path, *, died: Callable[[int], None] = lambda _status: None) -> None:
        self._log = log
        self._died = died
        self._turn = threading.Lock()
        self._closing = threading.Event()
        self._errand: Errand | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._well = False
        self._log_began = 0

    @property
    def is_on(self) -> bool:
        child = self._child
        return self._well and child is not None and child.poll() is None

    @property
    def process_id(self) -> int | None:
        """Of the child that runs, or None."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def begin(self, errand: Errand) -> None:
        """Start the child and return once it is well. Raises DidNotStart."""
        self._errand = errand
        self._start()

    def kill(self) -> None:
        """End the child without a word, as a power cut does."""
        with self._turn:
            self._end(politely=False)

    def stop(self) -> None:
        """End the child in good order, for ever; after ten seconds without a word."""
        self._closing.set()
        with self._turn:
            self._end(politely=True)

    async def off(self) -> None:
        await asyncio.to_thread(self.kill)

    async def on(self) -> None:
        """Start the child again. If it does not come up, `died` is told, and it stays off."""
        try:
            await asyncio.to_thread(self._start)
        except DidNotStart:
            if not self._closing.is_set():
                self._died(self._status())

    def last_lines(self) -> str:
        """The end of what the present child, or the last one, has written."""
        with contextlib.suppress(FileNotFoundError), self._log.open("rb") as log:
            log.seek(self._log_began)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-LAST_LINES:])
        return ""

    def _start(self) -> None:
        with self._turn:
            if self._errand is None or self.is_on or self._closing.is_set():
                return
            child = self._launched(self._errand)
            try:
                self._await_health(child, self._errand.port)
            except DidNotStart:
                self._end(politely=False)
                raise
            self._well = True
            threading.Thread(target=self._watch, args=(child,), name="supervisor", daemon=True).start()

    def _launched(self, errand: Errand) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            self._log_began = log.seek(0, os.SEEK_END)
            self._child = subprocess.Popen(  # noqa: S603 - the command is the caller's own, no shell reads it
                errand.command,
                cwd=errand.folder,
                env=dict(errand.environment),
                stdin=subprocess.PIPE,  # it closes when we are gone: `leash` ends the child then
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        return self._child

    def _await_health(self, child: subprocess.Popen[bytes], port: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not is_well(port):
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(LOOK_EVERY)
            if child.returncode is not None or self._closing.is_set() or time.monotonic() > deadline:
                raise DidNotStart(self.last_lines())
        if child.poll() is not None:  # somebody else answers at that port
            raise DidNotStart(self.last_lines())

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        status = child.wait()
        _let_go(child)
        if self._child is child and self._well and not self._closing.is_set():
            self._well = False
            self._died(status)

    def _end(self, *, politely: bool) -> None:
        child, self._well = self._child, False
        if child is None:
            return
        if politely:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
        child.kill()
        child.wait()
        _let_go(child)

    def _status(self) -> int:
        return 0 if self._child is None or self._child.returncode is None else self._child.returncode


def _let_go(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()


def is_well(port: int) -> bool:
    """True if /health on loopback says 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_HEALTH_SECONDS)
    try:
        line.request("GET", "/health")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
