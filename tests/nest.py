"""Processes of the command line without its seconds of importing: forked from one that has read all of it already.

    a test asks for a process    the first for the whole run starts the nest (this file as a script), which then forks
    the process ends             its status is the last that the nest says on the test's line
    the test's line closes       the process is killed
    the run ends                 the nest ends, and all that came from it (`tests.one_server`)

With --thorough everything is typed for real, and so are a few of the stories always.
"""

import contextlib
import fcntl
import gc
import importlib
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
COMMAND_LINE = "import main; main.cli()"
_ALLOWED = "REMBUK_TEST_NEST"
_START_SECONDS = 60.0
_WIDTH = 12
"""Characters in which a number is said on a line."""
_LOOK_EVERY = 1.0
"""Seconds between looks whether the run is over."""


# ── in a test ──


def allow() -> None:
    """To be called by the run's first process, if not all is to be proven for real."""
    os.environ[_ALLOWED] = "1"


def is_allowed() -> bool:
    return _ALLOWED in os.environ


def launched(
    arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, stdout: int, stderr: int,
    script: str | None = None, own_session: bool = False, for_real: bool = False,
) -> "subprocess.Popen[bytes] | Hatched":  # fmt: skip
    """The command line with these arguments, or another script; typed if it is to be `for_real`, else from the nest."""
    if is_allowed() and not for_real:
        script = script or COMMAND_LINE
        return Hatched(
            arguments, env=env, cwd=cwd, stdout=stdout, stderr=stderr, script=script, own_session=own_session
        )
    typed = ["-c", script] if script else [str(ROOT / "main.py")]
    return subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, *typed, *arguments],
        env={**env, "PYTHONPATH": str(ROOT)} if script else env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=stdout,
        stderr=stderr, start_new_session=own_session,
    )  # fmt: skip


class Hatched:
    """A process from the nest, with what this house's tests need of `subprocess.Popen`."""

    stdin = None

    def __init__(
        self, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, stdout: int, stderr: int,
        script: str = COMMAND_LINE, own_session: bool = False,
    ) -> None:  # fmt: skip
        self.args = (script, *arguments)
        self.returncode: int | None = None
        asked = {
            "script": script, "arguments": list(arguments), "environment": dict(env), "folder": str(cwd),
            "own_session": own_session,
        }  # fmt: skip
        self._line = _line_to_the_nest()
        with tempfile.TemporaryFile() as request:
            request.write(json.dumps(asked).encode())
            request.seek(0)
            socket.send_fds(self._line, [b"+"], [request.fileno(), stdout, stderr])
            self.pid = _number_on(self._line)

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, negative if a signal ended it. Raises TimeoutExpired."""
        if self.returncode is None:
            if not select.select([self._line], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = _number_on(self._line)
            self._line.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _number_on(line: socket.socket) -> int:
    return int(line.recv(_WIDTH, socket.MSG_WAITALL))


def _line_to_the_nest() -> socket.socket:
    folder = _folder()
    with contextlib.suppress(FileExistsError):
        (folder / "nesting").touch(exist_ok=False)
        _build(folder)
    line = socket.socket(socket.AF_UNIX)
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            line.connect(str(folder / "nest"))
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return line


def _folder() -> Path:
    from tests import one_server  # noqa: PLC0415 - the nest itself, a script, finds no package of the tests

    return one_server.run_folder()


def _build(folder: Path) -> None:
    """It outlives the test that starts it, so nobody here waits for it."""
    log = (os.POSIX_SPAWN_OPEN, 1, str(folder / "nest.log"), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    files = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), log, (os.POSIX_SPAWN_DUP2, 1, 2)]
    os.posix_spawn(sys.executable, [sys.executable, __file__, str(folder)], os.environ, file_actions=files, setsid=True)


# ── the nest ──


class _Nest:
    def __init__(self, folder: Path) -> None:
        self._held = (folder / "held").open()
        self._ears, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # a signal without a handler rings no bell
        signal.set_wakeup_fd(self._bell)
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(folder / "nest"))
        self._door.listen(64)
        self._lines: dict[int, socket.socket] = {}
        self._eyes = selectors.DefaultSelector()
        for one in (self._ears, self._door):
            self._eyes.register(one, selectors.EVENT_READ)

    def serve(self) -> None:
        """Until the run is over."""
        while not self._is_over():
            for key, _ in self._eyes.select(_LOOK_EVERY):
                if key.fileobj is self._door:
                    self._hatch()
                elif key.fileobj == self._ears:
                    os.read(self._ears, 4096)
                else:
                    self._drop(key.data)
            self._bury()
        for number in self._lines:
            os.kill(number, signal.SIGKILL)

    def _is_over(self) -> bool:
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _hatch(self) -> None:
        line, _ = self._door.accept()
        _, files, _, _ = socket.recv_fds(line, 1, 3)
        number = os.fork()
        if number == 0:
            self._leave()
            line.close()
            _live(*files)
        for file in files:
            os.close(file)
        _say(line, number)
        self._lines[number] = line
        self._eyes.register(line, selectors.EVENT_READ, number)

    def _leave(self) -> None:
        """What is the nest's own is nothing to those who leave it."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._eyes.close()
        self._held.close()
        for line in (self._door, *self._lines.values()):
            line.close()
        os.close(self._ears)
        os.close(self._bell)

    def _drop(self, number: int) -> None:
        """Nobody holds its line any more."""
        self._eyes.unregister(self._lines[number])
        os.kill(number, signal.SIGKILL)

    def _bury(self) -> None:
        for number in list(self._lines):
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                line = self._lines.pop(number)
                with contextlib.suppress(KeyError):
                    self._eyes.unregister(line)
                with contextlib.suppress(OSError):
                    _say(line, os.waitstatus_to_exitcode(status))
                line.close()


def _say(line: socket.socket, number: int) -> None:
    line.sendall(f"{number:<{_WIDTH}}".encode())


def _live(request: int, stdout: int, stderr: int) -> NoReturn:
    """As if Python had been given the script: these are its files, its folder, all of its environment."""
    with os.fdopen(request, encoding="utf-8") as written:
        asked = json.load(written)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate((nothing, stdout, stderr)):
        os.dup2(file, number)
        os.close(file)
    if asked["own_session"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(asked["environment"])
    if "SHIFTED_CLOCK" in os.environ:
        importlib.import_module(
            "tests.chaos.shifted.sitecustomize"
        )  # Python, which would read it first, began long ago
    os.chdir(asked["folder"])
    sys.argv = [str(ROOT / "main.py"), *asked["arguments"]]
    status = _status_of(asked["script"])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            stream.flush()
    os._exit(status)


def _status_of(script: str) -> int:
    try:
        exec(compile(script, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - the test's own
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        sys.stderr.write(f"{end.code}\n")
        return 1
    except BaseException:  # noqa: BLE001 - nothing of it may get back into the nest
        traceback.print_exc()
        return 1
    return 0


def _read_everything() -> None:
    """All that a process would import, and what it does so only when it begins to serve, or to play."""
    sys.path[0] = str(ROOT)
    for module in ("main", "uvloop", "playground.demo"):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()  # so that those who leave share it for good


if __name__ == "__main__":
    _read_everything()
    _Nest(Path(sys.argv[1])).serve()
