"""`rembuk demo`: a Telegram of one's own and its page in this process, the real bot in a child, neighbours in both."""

import os
import signal
import socket
import sys
import webbrowser
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from playground import home
from playground.home import Home
from playground.server import running
from playground.supervisor import DidNotStart, Errand, Supervisor
from storage.lock import HeldByAnother

ROOT = Path(__file__).resolve().parent.parent
LEASH = Path(__file__).resolve().with_name("leash.py")
TOGETHER_SECONDS = 0.5
"""Ctrl-C reaches the child as well: its end within this time before ours is no accident."""

Event = int | None
"""The exit status of a child that has died; None when somebody ends the demo."""


class _Ending:
    """The wish to end, by Ctrl-C or a signal: while the demo is being made it interrupts, later it is an event."""

    def __init__(self) -> None:
        self.events: SimpleQueue[Event] = SimpleQueue()  # may be filled from a signal handler (library docs, queue)
        self.playing = False
        self.wished = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:  # nohup keeps its word
                signal.signal(number, self._heard)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        if self.wished:  # once is enough, the end must not be interrupted
            return
        self.wished = True
        self.events.put(None)
        if not self.playing:
            raise KeyboardInterrupt

    def comes_soon(self) -> bool:
        try:
            return self.events.get(timeout=TOGETHER_SECONDS) is None
        except Empty:
            return False


def run_demo(folder: Path | None, port: int, seed: int, *, open_browser: bool = False) -> None:
    """Play until Ctrl-C or SIGTERM. Without a folder nothing is kept; port 0 is any free one.

    Exits with status 1, having said why, if the bot does not start or another demo has the folder.
    """
    ending = _Ending()
    try:
        with home.opened(folder, seed) as place, ExitStack() as stack:
            _play(place, port, ending, stack, kept=folder is not None, open_browser=open_browser)
    except HeldByAnother:
        raise SystemExit(f"Another demo is open in {folder}. End that one first, or name another folder.") from None
    except DidNotStart as error:
        if not ending.wished:
            raise SystemExit(f"The bot did not start. Its last lines:\n{error}") from None
    except KeyboardInterrupt:
        pass
    _say("The demo has ended.")


def _play(place: Home, port: int, ending: _Ending, stack: ExitStack, *, kept: bool, open_browser: bool) -> None:
    supervisor = Supervisor(place.log, died=ending.events.put)
    url = _served(place, port, supervisor, stack)
    stack.callback(supervisor.stop)  # before the page goes, so that the bot can say its last words
    supervisor.begin(_errand(place, url))
    ending.playing = True
    _say(f"\nOpen {url}\n")
    _say(f"Ctrl-C ends the demo; {f'all of it is kept in {place.folder}' if kept else 'nothing of it is kept'}.")
    if open_browser:
        webbrowser.open(url)
    _until_the_end(place, supervisor, ending)


def _served(place: Home, port: int, supervisor: Supervisor, stack: ExitStack) -> str:
    """The page's address; at another port if that one is taken."""
    at = partial(running, place.world, supervisor=supervisor, page=True, folder=place.chats)
    try:
        return stack.enter_context(at(port))
    except OSError:
        if port == 0:
            raise
        _say(f"Port {port} is taken, so the page is at another one.")
        return stack.enter_context(at(0))


def _errand(place: Home, url: str) -> Errand:
    port = _free_port()
    settings = {
        "BOT_TOKEN": place.world.state.token,
        "TELEGRAM_URL": url,
        "DATA_DIR": str(place.data),
        "PORT": str(port),
        "MODE": "polling",
        "SECRET_KEY": place.secret,
        "LOG_FORMAT": "console",
        "CONTACT": "Bu Rina, sekretaris RT 03",
    }
    # Settings of a real bot that happens to be set up on this machine must not reach the demo's.
    others = {name: value for name, value in os.environ.items() if not name.startswith("REMBUK_")}
    environment = {**others, **{f"REMBUK_{name}": value for name, value in settings.items()}}
    command = (sys.executable, str(LEASH), str(ROOT / "main.py"), "run")
    return Errand(command, {**environment, "PYTHONUNBUFFERED": "1"}, place.data, port)


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port


def _until_the_end(place: Home, supervisor: Supervisor, ending: _Ending) -> None:
    while (status := ending.events.get()) is not None:
        if ending.comes_soon():
            return
        _say(f"The bot has ended by itself (status {status}). Its last lines:\n{supervisor.last_lines()}\n")
        _say(f"All of its log is in {place.log}. The page's power switch starts it again.")
        with place.world.lock:
            place.world.changed(people=True)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - the command line talks
