"""`rembuk demo` as it is typed: the page answers, the power goes and comes back, Ctrl-C leaves nothing behind."""

import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from playground.demo import ROOT
from playground.driver import Neighbour, Neighbourhood
from storage import lock
from tests.nest import launched

SECONDS = 60.0
PATIENCE = 30.0


class Demo:
    """The command in a process group of its own, as a terminal gives it one."""

    def __init__(self, *arguments: str, for_real: bool, **environment: str) -> None:
        there, here = os.pipe()
        self._output = os.fdopen(there)
        self.process = launched(
            ["demo", "--port", "0", *arguments], env={**os.environ, **environment}, cwd=ROOT, stdout=here, stderr=here,
            own_session=True, for_real=for_real,
        )  # fmt: skip
        os.close(here)
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        with self._output as output:
            for line in output:
                self._lines.put(line.rstrip())
        self._lines.put(None)

    def close(self) -> None:
        if self.left_behind():
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)
        self._listener.join(SECONDS)

    def says(self, beginning: str) -> str:
        """The next line that begins so."""
        while (line := self._lines.get(timeout=SECONDS)) is not None:
            self.said.append(line)
            if line.startswith(beginning):
                return line
        raise AssertionError(f"it ended without “{beginning}”:\n" + "\n".join(self.said))

    def url(self) -> str:
        return self.says("Open ").removeprefix("Open ")

    def ends(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C goes to everyone in the group; the exit status."""
        os.killpg(self.process.pid, number)
        return self.process.wait(SECONDS)

    def left_behind(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def demo(*arguments: str, for_real: bool = False, **environment: str) -> Iterator[Demo]:
    begun = Demo(*arguments, for_real=for_real, **environment)
    try:
        yield begun
    finally:
        begun.close()


def state(url: str) -> dict[str, Any]:
    with httpx.Client(trust_env=False) as http:
        return dict(http.get(f"{url}/play/state").raise_for_status().json())


def played_by(town: Neighbourhood, url: str, name: str) -> Neighbour:
    """Somebody who lives there already."""
    view = next(one for one in state(url)["people"] if one["first_name"] == name)
    neighbour = Neighbour(town.door, view)
    neighbour.patience = PATIENCE
    return neighbour


def link_in_group(url: str) -> str:
    """What the invitation's link leads to."""
    views = state(url)["views"]
    captions = [message.get("caption") or "" for view in views for message in view["messages"]]
    return next(one for one in captions if "?start=" in one).partition("?start=")[2].split()[0]


@pytest.fixture
def town() -> Iterator[list[Neighbourhood]]:
    opened: list[Neighbourhood] = []
    yield opened
    for one in opened:
        one.close()


def test_a_neighbourhood_to_play_with(town: list[Neighbourhood], tmp_path: Path) -> None:
    """Bu Tini comes by the invitation; the power fails while Siti writes; nothing is lost; Ctrl-C ends it all."""
    around = {"TMPDIR": str(tmp_path), "REMBUK_DATABASE_URL": "sqlite:////not/ours", "REMBUK_MODE": "webhook"}
    with demo(for_real=True, **around) as begun:
        url = begun.url()
        assert begun.says("Ctrl-C").endswith("nothing of it is kept.")
        with httpx.Client(trust_env=False) as http:
            assert "<title>" in http.get(url).raise_for_status().text
        town.append(Neighbourhood.over_http(url, patience=PATIENCE))
        assert state(url)["power"] == {"available": True, "on": True}

        tini, siti = (played_by(town[0], url, name) for name in ("Bu Tini", "Siti"))
        siti.sees("Mbak Siti")
        tini.starts(link_in_group(url))
        tini.sees("Selamat datang di Rembuk RT 03")

        town[0].power(on=False)
        assert state(url)["power"]["on"] is False
        siti.says("/usulan")
        town[0].power(on=True)
        siti.sees("No. 40")

        assert begun.ends() == 0
        begun.says("The demo has ended.")
        assert not begun.left_behind()
    assert not list(tmp_path.iterdir()), "its folder is gone too"


def test_a_named_folder_keeps_chats_and_database(town: list[Neighbourhood], tmp_path: Path) -> None:
    folder = tmp_path / "kampung"
    with demo("--folder", str(folder)) as begun:
        url = begun.url()
        town.append(Neighbourhood.over_http(url, patience=PATIENCE))
        tini = played_by(town[0], url, "Bu Tini")
        tini.starts(link_in_group(url))
        tini.sees("Selamat datang")
        tini.taps("Setuju")
        tini.sees("dipanggil siapa")
        assert begun.ends(signal.SIGTERM) == 0
    with demo("--folder", str(folder)) as begun:
        url = begun.url()
        town.append(Neighbourhood.over_http(url, patience=PATIENCE))
        tini = played_by(town[1], url, "Bu Tini")
        assert "dipanggil siapa" in tini.screen()
        tini.taps("Bu Tini")
        tini.sees("Ada apa di lingkungan kita")
        with demo("--folder", str(folder)) as second:
            second.says("Another demo is open")
            assert second.process.wait(SECONDS) == 1
        assert begun.ends() == 0


@pytest.mark.thorough
def test_killed_it_takes_the_bot_with_it(tmp_path: Path) -> None:
    with demo("--folder", str(tmp_path)) as begun:
        begun.url()
        begun.process.kill()
        begun.process.wait(SECONDS)
        data = tmp_path / "neighbourhood" / "data"
        assert _is_let_go(data), "the bot still holds its database"


def _is_let_go(data: Path) -> bool:
    """The bot's lock is free within the time it may take to end."""
    waiting = threading.Event()
    for _ in range(300):
        try:
            with lock.only_writer(data):
                return True
        except lock.HeldByAnother:
            waiting.wait(0.1)
    return False
