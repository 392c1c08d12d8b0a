"""The folder of a demo: chats, database, photos and secret; made whole or not at all, opened by one demo at a time."""

import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from playground import cast
from playground.seed import seed
from playground.world import World
from storage import lock, migrate

_FINISHED, _BEGUN = "neighbourhood", "neighbourhood.unfinished"


@dataclass(frozen=True, slots=True)
class Home:
    """An open demo. `chats` is None in a temporary home, whose chats are kept in memory alone."""

    folder: Path
    world: World
    chats: Path | None
    data: Path
    log: Path
    secret: str


@contextlib.contextmanager
def opened(folder: Path | None, number: int, clock: Callable[[], float] = time.time) -> Iterator[Home]:
    """The home in that folder, as it was left or made anew; without a folder one that is gone at the end.

    Raises `lock.HeldByAnother` where another demo is open. `clock` gives seconds since 1970, UTC; `number` chooses
    codes and pictures of a new home.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="rembuk-demo-", ignore_cleanup_errors=True) as made:
            place = Path(made).resolve()
            yield _home(place, place, furnish(place, number, clock), None)
        return
    folder = folder.expanduser().resolve()
    with lock.only_writer(folder):
        yield _kept(folder, number, clock)


def _kept(folder: Path, number: int, clock: Callable[[], float]) -> Home:
    place, begun = folder / _FINISHED, folder / _BEGUN
    chats = place / "chats"
    if place.exists():
        return _home(folder, place, World.load(chats, clock=clock), chats)
    shutil.rmtree(begun, ignore_errors=True)  # the last attempt was interrupted
    begun.mkdir(parents=True)
    furnish(begun, number, clock).save(_made(begun / "chats"))
    begun.rename(place)
    return _home(folder, place, World.load(chats, clock=clock), chats)


def _home(folder: Path, place: Path, world: World, chats: Path | None) -> Home:
    secret = (place / "secret").read_text("utf-8")
    return Home(folder, world, chats, place / "data", folder / "rembuk.log", secret)


def furnish(place: Path, number: int, clock: Callable[[], float]) -> World:
    """Make secret, database and photos there; the world with its people is the caller's to keep."""
    (place / "secret").touch(mode=0o600)
    (place / "secret").write_text(secrets.token_urlsafe(32), "utf-8")
    data = _made(place / "data")
    database = f"sqlite:///{data / 'rembuk.sqlite3'}"
    migrate.upgrade(database)
    world = World(clock=clock, random=Random(number))
    people, telegram = cast.enter(world)
    seeded = seed(database, data / "media", datetime.fromtimestamp(clock(), UTC), number=number, telegram=telegram)
    cast.talk(world, people, seeded.code)
    return world


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
