"""One process put together from its parts: writer, worker, courier, fetcher, poller, clock and web."""

import asyncio
import contextlib
import gc
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from obstore.store import LocalStore, S3Store
from sqlalchemy import Engine
from sqlmodel import Session

from api import doors
from api.health import Watch
from api.webhook import Webhook
from bot import application, clock, directory, menu, poller, routes
from bot.announcer import Announcer
from bot.census import Census
from bot.courier import Courier
from bot.failures import place_of
from bot.fetcher import Fetcher
from bot.flight import Flight
from bot.listener import Listener
from bot.poller import Poller
from bot.post import Post
from bot.transport import Transport
from bot.wording import Wording
from bot.worker import Worker
from community import installation
from conversations import calendar_lines, join, unasked
from conversations.talk import House
from settings import Mode, Settings
from storage import backup, heartbeats, outbox_leases, tallies
from storage.database import open_engine, worker_name
from storage.database_clock import HouseClock
from storage.election import Election
from storage.limits import Rates
from storage.writer import Writer

log = structlog.get_logger()

GC_THRESHOLD = (20_000, 20, 50)
"""Collect less often than Python's (700, 10, 10): an update makes thousands of objects, and hardly a cycle."""


class _Server(uvicorn.Server):
    """Leaves signals to the command line, which stops everything in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Rembuk:
    """One running process: `works` handles updates and sends, `serves` answers the web. It lives in one event loop."""

    def __init__(
        self, settings: Settings, *, works: bool = True, serves: bool = True, now: HouseClock | None = None
    ) -> None:
        self.settings = settings
        self.works, self.serves = works, serves
        self.now = now or HouseClock()
        self.owner = worker_name()
        self.engine: Engine = open_engine(settings.database)
        self.writer = Writer(self.engine, clock=self.now)
        self.transport = Transport()
        self.port = settings.port
        self._root = f"{settings.telegram_url}/bot{settings.bot_token.get_secret_value()}"
        self._tasks: list[asyncio.Task[Any]] = []
        self._stops: list[Callable[[], object]] = []
        self._clock: AsyncIOScheduler | None = None
        self._server: uvicorn.Server | None = None
        self.courier: Courier | None = None
        self._census: Census | None = None
        self.over = asyncio.Event()
        """Set when the process is to end: it was told to, or a part has ended that should not."""
        self.has_failed = False

    async def start(self) -> None:
        """Come up, however late Telegram can be reached. Raises a Refusal in another bot's house, and TokenRefused."""
        self.writer.start()
        await self.transport.initialize()
        bot_id = int(self.settings.bot_token.get_secret_value().split(":")[0])
        await self.writer.stage(installation.claim, bot_id=bot_id, now=self.now())
        kind = "run" if self.works and self.serves else "work" if self.works else "web"
        # Before anything is claimed in its name: who does not beat counts as gone, and what it holds as free.
        await self.writer.stage(_first_beat, owner=self.owner, kind=kind, clock=self.now)
        if self.works:
            await self._start_work()
        if self.serves:
            await self._start_web()
        self._clock = clock.start(self._jobs(kind))
        gc.collect()
        gc.freeze()  # what was imported stays for good: the collector need not walk it again
        gc.set_threshold(*GC_THRESHOLD)

    async def stop(self) -> None:
        """Finish what is in hand, give back the rest, leave."""
        if self._clock is not None:
            self._clock.shutdown(wait=False)
        for stop in self._stops:
            stop()
        if self._server is not None:
            self._server.should_exit = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=8)
            for task in self._tasks:
                task.cancel()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self._count(), 5)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.writer.stage(heartbeats.leave, worker=self.owner), 5)
        await self.writer.stop()
        await self.transport.shutdown()
        self.engine.dispose()

    async def _start_work(self) -> None:
        settings = self.settings
        app = application.build(
            settings.bot_token.get_secret_value(), settings.telegram_url, self.transport, routes.handlers()
        )
        await application.introduce(app)
        house = self._house(app.bot.username)
        flight = Flight(time.monotonic, settings.send_per_second)
        post = Post(self.transport, self._root, self.writer, house, self.now, flight)
        wording = Wording(self.engine, house)
        courier = Courier(self.writer, post, wording, self._rates(), owner=self.owner, clock=self.now)
        self.courier = courier
        self._census = Census(post, self.writer, self.now)
        worker = Worker(self.writer, app, house, release=courier.release, answer_tap=courier.answer_tap)
        fetcher = Fetcher(
            self.writer,
            post,
            shelf(settings),
            f"{settings.telegram_url}/file/bot{settings.bot_token.get_secret_value()}",
            owner=self.owner,
            clock=self.now,
        )
        self.writer.on_keep = worker.wake
        listener = Listener(self.engine, worker.wake)
        announcer = Announcer(self.writer, house.now, courier.wake)
        for part in (worker, courier, fetcher, listener, announcer):
            self._spawn(part.run(), part.stop)
        await self._take_updates(post)
        self._spawn(_quietly(menu.show_commands(post)))

    async def _take_updates(self, post: Post) -> None:
        settings = self.settings
        if settings.mode is Mode.polling:
            updates = Poller(post, self.writer, Election(self.engine, "poller"))
            self._spawn(updates.run(), updates.stop)
        else:
            url = settings.public_url + doors.WEBHOOK_PATH
            self._spawn(poller.insist_on_webhook(post, url, settings.webhook_secret.get_secret_value()))

    async def _start_web(self) -> None:
        settings = self.settings
        watch = Watch(
            engine=self.engine,
            writer=self.writer,
            clock=self.now,
            token=settings.metrics_token.get_secret_value(),
            token_refused=self._is_token_refused,
            telegram_down=self._is_telegram_down,
            per_second=settings.send_per_second,
            works_here=self.works,
        )
        webhook = None
        if settings.mode is Mode.webhook:
            webhook = Webhook(self.writer, settings.webhook_secret.get_secret_value())
        config = uvicorn.Config(
            doors.create(watch, webhook, calendar_lines.at_address),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            proxy_headers=False,  # no header of a proxy is believed: only the secret tells who Telegram is
            lifespan="off",
            server_header=False,
        )
        self._server = _Server(config)
        self._spawn(self._server.serve())
        while not self._server.started:  # it tells by this flag alone
            if self._tasks[-1].done():
                await self._tasks[-1]
                raise OSError("the web server did not start")
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    def _is_token_refused(self) -> bool:
        return self.courier is not None and self.courier.is_locked

    def _is_telegram_down(self) -> bool:
        return self.courier is not None and self.courier.is_down

    async def _count(self) -> None:
        if self.courier is not None:
            await self.courier.counts.write_down(self.writer)

    def _house(self, username: str) -> House:
        settings = self.settings
        return House(
            dialogues=directory.DIALOGUES,
            cards=directory.CARDS,
            links=directory.LINKS,
            stranger=join.stranger,
            unasked=unasked.heard,
            aside=unasked.heard_aside,
            bot_username=username,
            owner=self.owner,
            clock=self.now,
            secret=settings.secret_key.get_secret_value(),
            operator=settings.operator_name,
            place=settings.server_place,
            contact=settings.contact,
            public_url=settings.public_url,
            send_per_second=settings.send_per_second,
            fetch=_fetching(settings),
        )

    def _rates(self) -> Rates:
        settings = self.settings
        return Rates(settings.send_per_second, settings.send_per_chat, settings.send_per_group_minute)

    def _jobs(self, kind: str) -> list[clock.Job]:
        kept = shelf(self.settings)
        copy = None
        if self.works and self.engine.dialect.name == "sqlite":
            folder = self.settings.data_dir / "backups"

            async def copy() -> object:
                return await asyncio.to_thread(backup.backup_and_prune, self.settings.database, folder)

        return clock.jobs(
            self.writer,
            owner=self.owner,
            kind=kind,
            clock=self.now,
            look=self.now.look,
            time_zone=self.settings.timezone,
            discard=kept.delete_async,
            secret=self.settings.secret_key.get_secret_value(),
            backup=copy,
            count=self._count,
            census=self._census.count if self._census else None,
        )

    def _spawn(self, job: Coroutine[Any, Any, Any], stop: Callable[[], object] | None = None) -> None:
        task = asyncio.create_task(job)
        self._tasks.append(task)
        task.add_done_callback(self._ended)
        if stop is not None:
            self._stops.append(stop)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        """A part has failed: the process is of no use without it."""
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("part.ended", error=place_of(error))
            self.has_failed = True
            self.over.set()


def shelf(settings: Settings) -> LocalStore | S3Store:
    """Where photos and voices are kept."""
    if settings.media_url:
        return S3Store.from_url(settings.media_url)
    folder = settings.data_dir / "media"
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(prefix=Path(folder))


def _fetching(settings: Settings) -> Callable[[str], bytes]:
    kept = shelf(settings)

    def fetch(path: str) -> bytes:
        return kept.get(path).bytes().to_bytes()

    return fetch


def _first_beat(session: Session, owner: str, kind: str, clock: HouseClock) -> None:
    """Here we are; and what those who are gone held is free at once, however often we are cut off ourselves."""
    clock.look(session)
    heartbeats.beat(session, owner, kind, clock())
    tallies.add(session, {"possibly_twice": outbox_leases.free_leases(session, clock())})


async def _quietly(job: Coroutine[Any, Any, Any]) -> None:
    """A courtesy to Telegram that may fail without harm; it is tried again at the next start."""
    try:
        await job
    except Exception as error:  # noqa: BLE001 - said, not raised
        log.warning("start.courtesy_failed", error=type(error).__name__)
