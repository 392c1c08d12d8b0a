"""A program under test: started on its core, waited for, watched through /proc, ended by its own id."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from bench.machine import PROGRAM_CORE, on_core
from bench.variants import ROOT, Ground, Variant

READY_WAIT = 60.0  # seconds; migrations included
STOP_WAIT = 20.0  # seconds between asking it to stop and killing it
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port of loopback nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """One running variant. Its standard error goes to a file, of which the audit counts the lines."""

    def __init__(self, variant: Variant, ground: Ground) -> None:
        self._variant = variant
        self._port = ground.port
        self._complaints = ground.folder / "stderr.txt"
        environment = {"PATH": os.environ["PATH"], "HOME": str(ground.folder), **ground.environment}
        with on_core(PROGRAM_CORE), self._complaints.open("wb") as stderr:
            self._process = subprocess.Popen(  # noqa: S603 - a command of variants.py
                variant.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=stderr
            )

    async def ready(self) -> None:
        """Wait until it answers 200 on its ready path; ends the run with its last words if it does not."""
        deadline = time.monotonic() + READY_WAIT
        while time.monotonic() < deadline and self._process.poll() is None:
            if await self._healthy():
                return
            await asyncio.sleep(0.05)
        await self.stop()
        raise SystemExit(f"{self._variant.name} did not become ready:\n{self.last_words()}")

    async def _healthy(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        request = f"GET {self._variant.ready_path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        status = b""
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(5):
                status = await reader.readline()
        writer.close()
        return b" 200 " in status

    def cpu_seconds(self) -> float:
        """User and system time so far, of it and its children."""
        return sum(map(_cpu_ticks, self._family())) / _TICKS

    def resident_bytes(self) -> int:
        """Memory held in RAM now (VmRSS), of it and its children together."""
        return sum(map(_resident, self._family()))

    def complaints(self) -> int:
        """Lines it has written to standard error."""
        return self._complaints.read_bytes().count(b"\n")

    def last_words(self) -> str:
        return self._complaints.read_text(errors="replace")[-3000:]

    async def stop(self) -> None:
        """Ask it to end, and kill it if it does not; the Bot API goes on answering meanwhile."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            await asyncio.to_thread(self._process.wait, STOP_WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _family(self) -> list[int]:
        found = [self._process.pid]
        for pid in found:
            with contextlib.suppress(FileNotFoundError):
                for task in Path(f"/proc/{pid}/task").iterdir():
                    found += map(int, (task / "children").read_text().split())
        return found


def _cpu_ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return int(fields[11]) + int(fields[12])


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
