"""The supervisor starts, cuts off, brings back and ends a child, and leaves none behind."""

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from playground import supervisor as room
from playground.demo import LEASH
from playground.supervisor import DidNotStart, Errand, Supervisor

CHILD = Path(__file__).with_name("child.py")
SECONDS = 20.0


@pytest.fixture
def port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


class Watched:
    """A supervisor, and what it said of deaths."""

    def __init__(self, folder: Path, port: int) -> None:
        self.deaths: SimpleQueue[int] = SimpleQueue()
        self.log = folder / "child.log"
        self.supervisor = Supervisor(self.log, died=self.deaths.put)
        self.folder, self.port = folder, port

    def begin(self, manner: str) -> int:
        """The child's process id."""
        command = (sys.executable, str(LEASH), str(CHILD), str(self.port), manner)
        self.supervisor.begin(Errand(command, dict(os.environ), self.folder, self.port))
        child = self.supervisor.process_id
        assert child is not None
        return child

    def asked(self, path: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        line.request("GET", path)
        return line.getresponse().status


@pytest.fixture
def watched(tmp_path: Path, port: int) -> Iterator[Watched]:
    made = Watched(tmp_path, port)
    yield made
    made.supervisor.kill()  # the stubborn ones would take their ten seconds
    made.supervisor.stop()


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_is_on_once_it_is_well(watched: Watched) -> None:
    assert not watched.supervisor.is_on
    watched.begin("polite")
    assert watched.supervisor.is_on
    assert watched.asked("/health") == 200


def test_a_power_cut_kills_at_once_and_the_power_comes_back(watched: Watched) -> None:
    first = watched.begin("stubborn")
    asyncio.run(watched.supervisor.off())
    assert not watched.supervisor.is_on
    assert not is_alive(first)
    asyncio.run(watched.supervisor.on())
    assert watched.supervisor.is_on
    assert watched.supervisor.process_id != first
    assert watched.asked("/health") == 200
    assert watched.deaths.empty(), "whoever cuts the power need not be told"


def test_turning_twice_is_the_same_as_once(watched: Watched) -> None:
    child = watched.begin("polite")
    asyncio.run(watched.supervisor.on())
    assert watched.supervisor.process_id == child
    asyncio.run(watched.supervisor.off())
    asyncio.run(watched.supervisor.off())
    assert not watched.supervisor.is_on


def test_the_end_is_in_good_order(watched: Watched) -> None:
    child = watched.begin("polite")
    watched.supervisor.stop()
    assert not is_alive(child)
    assert watched.log.read_text("utf-8").endswith("goodbye\n")
    asyncio.run(watched.supervisor.on())
    assert not watched.supervisor.is_on, "the end is for ever"
    assert watched.deaths.empty()


def test_a_child_that_will_not_end_is_killed(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "STOP_SECONDS", 0.2)
    child = watched.begin("stubborn")
    watched.supervisor.stop()
    assert not is_alive(child)


def test_a_child_that_dies_by_itself_is_told_of_and_can_be_started_again(watched: Watched) -> None:
    watched.begin("stubborn")
    watched.asked("/die")
    assert watched.deaths.get(timeout=SECONDS) == 0
    assert not watched.supervisor.is_on
    assert watched.supervisor.last_lines() == "child of manner stubborn"
    asyncio.run(watched.supervisor.on())
    assert watched.supervisor.is_on


def test_a_child_that_never_gets_well_is_said_with_its_last_lines(watched: Watched) -> None:
    watched.log.write_text("of an earlier day\n", "utf-8")
    with pytest.raises(DidNotStart) as refused:
        watched.begin("broken")
    assert str(refused.value) == "child of manner broken\nno such table: need"
    assert not watched.supervisor.is_on
    assert watched.supervisor.process_id is None
    asyncio.run(watched.supervisor.on())
    assert watched.deaths.get(timeout=SECONDS) == 1, "the page's switch cannot raise: it is told of"


def test_the_end_does_not_wait_for_a_slow_start(watched: Watched) -> None:
    refused: SimpleQueue[BaseException] = SimpleQueue()

    def begin() -> None:
        try:
            watched.begin("slow")
        except DidNotStart as error:
            refused.put(error)

    starting = threading.Thread(target=begin)
    starting.start()
    while watched.supervisor.process_id is None:
        assert starting.is_alive()
    child = watched.supervisor.process_id
    watched.supervisor.stop()
    starting.join(SECONDS)
    assert not refused.empty()
    assert child is not None
    assert not is_alive(child)


def test_a_child_on_the_leash_ends_with_its_parent(tmp_path: Path, port: int) -> None:
    log = tmp_path / "child.log"
    with log.open("wb") as out:
        child = subprocess.Popen(  # noqa: S603 - our own script
            (sys.executable, str(LEASH), str(CHILD), str(port), "polite"), stdin=subprocess.PIPE, stdout=out
        )
    while not room.is_well(port):
        assert child.poll() is None
    assert child.stdin is not None
    child.stdin.close()  # what the system does when the parent is gone
    assert child.wait(SECONDS) == 0
    assert log.read_text("utf-8").endswith("goodbye\n")
