"""Processes of the command line without its seconds of importing: forked from one that has read all of it already.

Run by itself, it is that one: it reads a line of JSON for each process to start, or to wait for, and answers in one.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.demo import ROOT
from tests.chaos.programs import Program


class Nest:
    """The process from which others are forked. They end with it, and it ends with whoever has started it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            (sys.executable, "-m", "tests.chaos.nest"), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, command: str, environment: Mapping[str, str], log: Path) -> int:
        """The new process's number."""
        return int(self._asks(command=command, environment=dict(environment), log=str(log)))

    def wait(self, number: int) -> int:
        """Until it has ended; its exit status, negative if a signal ended it."""
        return int(self._asks(wait=number))

    def close(self) -> None:
        self._process.communicate()

    def _asks(self, **what: object) -> Any:
        lines, answers = self._process.stdin, self._process.stdout
        assert lines is not None
        assert answers is not None
        lines.write(json.dumps(what).encode() + b"\n")
        lines.flush()
        return json.loads(answers.readline())


class Hatched(Program):
    """One process from the nest, which is told from the command line's own by nothing but how soon it is there."""

    def __init__(self, nest: Nest, command: str, environment: Mapping[str, str], log: Path) -> None:
        super().__init__(command, environment, log)
        self._nest = nest
        self._number = 0

    @property
    def number(self) -> int:
        return self._number

    def start(self) -> None:
        self._number = self._nest.start(self.command, self.environment, self.log)

    def kill(self) -> None:
        os.kill(self._number, signal.SIGKILL)
        self._nest.wait(self._number)
        self._number = 0

    def stop(self) -> int:
        if not self._number:
            return 0
        os.kill(self._number, signal.SIGTERM)
        number, self._number = self._number, 0
        return self._nest.wait(number)


def _hatch() -> None:
    """Serve until standard input closes."""
    import uvloop  # noqa: F401, PLC0415 - as the command line does when it begins to serve

    import main  # noqa: F401, PLC0415 - all that a process would import

    here, there = os.pipe()  # nobody writes: it closes when we are gone
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        elif (answer := os.fork()) == 0:
            os.close(there)
            _live(asked, here)
        print(json.dumps(answer), flush=True)  # noqa: T201 - that is the answer


def _live(asked: Mapping[str, Any], leash: int) -> None:
    """As if the command line had been typed, its output going to the end of the log."""
    import main  # noqa: PLC0415 - it is there already

    os.environ.clear()
    os.environ.update(asked["environment"])
    if "SHIFTED_CLOCK" in os.environ:
        import tests.chaos.shifted.sitecustomize  # noqa: F401, PLC0415 - Python has begun long ago
    with Path(asked["log"]).open("ab") as log, Path(os.devnull).open("rb") as nothing:
        for number, file in ((0, nothing), (1, log), (2, log)):
            os.dup2(file.fileno(), number)
    os.chdir(Path(asked["log"]).parent)
    threading.Thread(target=lambda: os._exit(1) if not os.read(leash, 1) else None, daemon=True).start()
    status = 1
    try:
        main.cli([asked["command"]], standalone_mode=True)
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    _hatch()
