"""What the figures were made on: processor, kernel, versions, and how long this disk takes to be sure."""

import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

_USABLE = sorted(os.sched_getaffinity(0))
PROGRAM_CORE = _USABLE[0]
LOAD_CORE = _USABLE[-1]  # the same one if there is no second


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Keep this thread, and what it starts meanwhile, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def facts(folder: Path) -> list[tuple[str, str]]:
    """Name and value of all that the figures depend on; `folder` is where the databases lie."""
    p50, p99 = fsync_milliseconds(folder)
    return [
        ("processor", f"{_processor()}, {os.cpu_count()} cores"),
        ("cores used", _core_use()),
        ("kernel", platform.release()),
        ("python", platform.python_version()),
        ("sqlite", sqlite3.sqlite_version),
        ("file system", _file_system(folder)),
        ("fsync of 4 kB", f"p50 {p50:.2f} ms, p99 {p99:.2f} ms"),
        ("others' load before the start", f"{os.getloadavg()[0]:.2f} (1 minute)"),
    ]


def fsync_milliseconds(folder: Path, times: int = 300) -> tuple[float, float]:
    """p50 and p99 of appending 4 kB and waiting for the disk."""
    took = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(times):
            file.write(bytes(4096))
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(took, n=100, method="inclusive")
    return cuts[49], cuts[98]


def _core_use() -> str:
    if PROGRAM_CORE == LOAD_CORE:
        return "ONE for everything: the figures are of little use"
    return f"program {PROGRAM_CORE}, load and fake Bot API {LOAD_CORE}"


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    path = str(folder.resolve())
    kinds = {}
    for line in Path("/proc/mounts").read_text().splitlines():
        _, mount, kind, *_ = line.split()
        if path == mount or path.startswith(mount.rstrip("/") + "/"):
            kinds[mount] = kind
    return kinds[max(kinds, key=len)] if kinds else "unknown"
