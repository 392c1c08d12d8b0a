"""Read by Python before anything else in a process under test: its clock, and SQLite's, are off by what a file says.

The file may change while the process runs: then its clock jumps, forward or back. The clock that never jumps does not.
"""

import os
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LOOK_EVERY = 0.02
EPOCH_IN_DAYS = 2_440_587.5
"""1970 as SQLite's julianday has it."""


def _follow(file: Path) -> None:
    import time_machine  # noqa: PLC0415 - only where a clock is off

    traveller = time_machine.travel(_moment(time.time() + float(file.read_text())), tick=True).start()

    def look() -> None:
        known = file.read_text()
        while True:
            if (said := file.read_text()) != known and said:
                known = said
                traveller.move_to(_moment(time_machine.escape_hatch.time.time() + float(said)))
            time.sleep(LOOK_EVERY)

    threading.Thread(target=look, name="clock", daemon=True).start()


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _julianday(*said: Any) -> float:
    if said != ("now",):
        raise ValueError(said)
    return time.time() / 86_400 + EPOCH_IN_DAYS


def _with_our_clock(connect: Any) -> Any:
    def connected(*arguments: Any, **more: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **more)
        connection.create_function("julianday", -1, _julianday)
        return connection

    return connected


if "SHIFTED_CLOCK" in os.environ:
    _follow(Path(os.environ["SHIFTED_CLOCK"]))
    sqlite3.connect = sqlite3.dbapi2.connect = _with_our_clock(sqlite3.connect)
