"""A full disk: Telegram is asked to come again, `/ready` is red, and nothing is lost when there is room again."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_full_disk_is_waited_out(sqlite_url: str) -> None:
    told = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "tests.api.full_disk", sqlite_url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [line for line in told.stdout.splitlines() if " [" not in line]
    assert lines == [
        "fits 200 200 200",
        "full 503 503 200",
        "full 503 503 200",
        "waits False",
        "room 200 200 200",
        "1 2 4 ok",
    ], told.stdout + told.stderr
