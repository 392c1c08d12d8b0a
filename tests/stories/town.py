"""A whole Rembuk at work in a test: the real bot, the real database, the real Bot API over HTTP, and neighbours."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from sqlalchemy import Engine
from sqlmodel import Session

from assembly import Rembuk
from playground.driver import Group, Neighbour, Neighbourhood
from playground.server import running
from playground.world import World
from settings import Mode, Settings
from storage import lock
from storage.database import open_engine, reading, writing
from tests.stories.time import passes

START_SECONDS = 20.0
SECRET = "a-secret-for-tests"
_engines: dict[str, Engine] = {}


def kept_engine(url: str) -> Engine:
    """One for all towns at this address, and for their bots: the statements that it has compiled take the time."""
    if url not in _engines:
        _engines[url] = open_engine(url)
    return _engines[url]


class Process:
    """One Rembuk in a thread with an event loop of its own, started and stopped as the command line does it."""

    rembuk: Rembuk
    _loop: asyncio.AbstractEventLoop

    def __init__(self, settings: Settings, *, serves: bool = False) -> None:
        self._settings, self._serves = settings, serves
        self._started = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="rembuk", daemon=True)
        self._thread.start()
        if not self._started.wait(START_SECONDS) or self._error:
            raise RuntimeError("Rembuk did not start") from self._error

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # noqa: BLE001 - the test's thread raises it
            self._error = error
        finally:
            self._started.set()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        with mock.patch("assembly.open_engine", kept_engine):
            self.rembuk = Rembuk(self._settings, serves=self._serves)
        try:
            await self.rembuk.start()
            self._started.set()
            await self.rembuk.over.wait()
        finally:
            await self.rembuk.stop()

    def stop(self) -> None:
        """As a server is stopped: what is in hand is finished."""
        with contextlib.suppress(RuntimeError):  # a part has failed, and the loop has ended before us
            self._loop.call_soon_threadsafe(self.rembuk.over.set)
        self._thread.join(START_SECONDS)
        if self._thread.is_alive() or self._error or self.rembuk.has_failed:
            raise RuntimeError("Rembuk did not end well") from self._error


class Town:
    """A town with its bot. `restart` throws the bot away and builds it again on the same database."""

    def __init__(self, database_url: str, folder: Path, telegram: str, world: World, **more: Any) -> None:
        self.world = world
        self.neighbourhood = Neighbourhood.in_process(world)
        self.settings = Settings(
            _env_file=None,  # type: ignore[call-arg]  # pydantic-settings takes it at run time
            **{
                "bot_token": world.state.token,
                "telegram_url": telegram,
                "database_url": database_url,
                "data_dir": folder,
                "secret_key": SECRET,
                "mode": Mode.polling,
                "send_per_chat": 0,
                "send_per_second": 0,
                "send_per_group_minute": 0,
                "port": 0,
                "contact": "Bu Rina, sekretaris RT 03",
                **more,
            },
        )
        self.engine = kept_engine(database_url)
        self.process: Process | None = None
        self.start()

    def start(self) -> None:
        if self.engine.dialect.name == "sqlite":
            lock.alone(self.engine)
        self.process = Process(self.settings)

    def stop(self) -> None:
        if self.process is not None:
            self.process.stop()
            self.process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def person(self, name: str, **about: Any) -> Neighbour:
        return self.neighbourhood.person(name, **about)

    def group(self, title: str, *, creator: Neighbour, **about: Any) -> Group:
        return self.neighbourhood.group(title, creator=creator, **about)

    def session(self) -> contextlib.AbstractContextManager[Session]:
        """A look at what is stored."""
        return reading(self.engine)

    def writing(self) -> contextlib.AbstractContextManager[Session]:
        return writing(self.engine)

    def now(self) -> datetime:
        """By the bot's own clock."""
        if self.process is None:
            raise RuntimeError("the bot does not run")
        return datetime.fromtimestamp(self.process.rembuk.now(), UTC)

    def passes(self, **span: float) -> None:
        """So many days, hours or minutes go by, as `timedelta` has them: messages that were due in them leave now."""
        with self.engine.begin() as connection:
            passes(connection, timedelta(**span))

    def waits_for(self, found: Callable[[Session], Any], what: str = "it") -> Any:
        """Look at the database until `found` gives something true."""

        def look() -> Any:
            with self.session() as session:
                return found(session)

        return self.neighbourhood.waits_for(look, what)

    def close(self) -> None:
        self.stop()
        self.engine.dispose()


@contextlib.contextmanager
def town_on(database_url: str, folder: Path, **more: Any) -> Iterator[Town]:
    """A town with a Bot API of its own, all of it gone at the end."""
    world = World()
    with running(world, people=False) as telegram:
        town = Town(database_url, folder, telegram, world, **more)
        try:
            yield town
        finally:
            town.close()
