"""The command line in a test: commands run here or as processes of their own, with settings of the test's alone."""

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from typer.testing import CliRunner, Result

from main import cli
from tests.migrated_file import copied_to
from tests.nest import Hatched, launched

KEY = "a-secret-for-tests"
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Ended:
    """What a process has left: its exit status, and what it has said."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Running:
    process: subprocess.Popen[bytes] | Hatched
    out: IO[bytes]
    error: IO[bytes]

    def ended(self, seconds: float) -> Ended:
        """Once it has ended by itself. Raises TimeoutExpired."""
        status = self.process.wait(seconds)
        return Ended(status, _all_of(self.out), _all_of(self.error))

    def ends(self, seconds: float) -> str:
        """Told to end as a server is, in good order; what it had said."""
        self.process.send_signal(signal.SIGTERM)
        left = self.ended(seconds)
        assert left.returncode == 0, left
        return left.stdout + left.stderr


@contextmanager
def running(
    words: Sequence[str], *, environment: Mapping[str, str], folder: Path, script: str | None = None,
    for_real: bool = False,
) -> Iterator[Running]:  # fmt: skip
    """A process of the command line (`tests.nest.launched`); it is killed at the end if it has not ended by then."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
        process = launched(
            words, env=environment, cwd=folder, stdout=out.fileno(), stderr=error.fileno(), script=script,
            for_real=for_real,
        )  # fmt: skip
        try:
            yield Running(process, out, error)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


class Terminal:
    """A shell with these settings and no others, in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.variables = {f"REMBUK_{name.upper()}": value for name, value in settings.items()}

    def has_migrated(self) -> str:
        """As if `rembuk migrate` had been typed, which takes a second; the address of its database."""
        return copied_to(Path(self.variables["REMBUK_DATA_DIR"]))

    def types(self, *words: str) -> Result:
        """Run a command that only looks, in this process."""
        present = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(cli, words, env=self.variables)
        finally:
            os.chdir(present)

    def runs(self, *words: str) -> Ended:
        """Run a command to its end, as a process of its own."""
        with self.running(*words) as process:
            return process.ended(SECONDS)

    def running(self, *words: str, for_real: bool = False) -> AbstractContextManager[Running]:
        """Run a command that stays; as `running`."""
        return running(words, environment=self._environment(), folder=self.folder, for_real=for_real)

    def _environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("REMBUK_")}
        return {**others, **self.variables}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
