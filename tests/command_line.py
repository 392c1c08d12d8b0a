"""The command line in a test: commands run here or as processes of their own, with settings of the test's alone."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from main import cli

ROOT = Path(__file__).parent.parent
KEY = "a-secret-for-tests"
SECONDS = 30


class Terminal:
    """A shell with these settings and no others, in a folder of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.variables = {f"REMBUK_{name.upper()}": value for name, value in settings.items()}

    def types(self, *words: str) -> Result:
        """Run a command that only looks, in this process."""
        present = Path.cwd()
        os.chdir(self.folder)
        try:
            return CliRunner().invoke(cli, words, env=self.variables)
        finally:
            os.chdir(present)

    def runs(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, as a process of its own."""
        return subprocess.run(  # noqa: S603 - ours
            [sys.executable, str(ROOT / "main.py"), *words],
            cwd=self.folder, env=self._environment(), capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip

    @contextmanager
    def running(self, *words: str) -> Iterator["subprocess.Popen[str]"]:
        """Run a command that stays; it is killed at the end of the block if it has not ended by then."""
        process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, str(ROOT / "main.py"), *words],
            cwd=self.folder, env=self._environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def _environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("REMBUK_")}
        return {**others, **self.variables}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
