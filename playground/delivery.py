"""How the bot gets its post: long polling with its conflicts, and the webhook with its queues and retries."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from random import Random

import aiohttp

from playground.methods_profile import allow
from playground.parameters import Asked
from playground.refusals import conflict
from playground.updates import Pending, Webhook
from playground.world import Change, World

LONGEST_POLL = 50
BATCH = 100
PUSH_TIMEOUT = 60
LONGEST_WAIT = (60, 120)
LONGEST_RETRY_AFTER = 3600
TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class Delivery:
    """Runs in the server's event loop; `speed` divides every wait between two attempts, for tests."""

    def __init__(self, world: World, *, speed: float = 1.0, random: Random | None = None) -> None:
        self.world = world
        self.speed = speed
        self._random = random or Random()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._hurry = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(100)
        self._hook = Webhook()
        self._closing = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        stop = self.world.listen(self._heard)
        self._news.set()  # a world that comes back may have post waiting
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PUSH_TIMEOUT)) as session:
            pusher = asyncio.create_task(self._push_all(session))
            try:
                yield
            finally:
                stop()
                tasks = [pusher, *self._busy.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _heard(self, _change: Change) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has closed: nobody is left to tell
                self._loop.call_soon_threadsafe(self._news_here)

    def _news_here(self) -> None:
        self._news.set()
        if self._poll is not None:
            self._poll.set()

    def hurry(self) -> None:
        """Retry everything now, as after the bot's return."""
        self._end_pauses()
        with self.world.lock:
            self.world.post.recall()
        self._news.set()

    def release(self) -> None:
        """Answer whoever polls, so that the server may stop at once."""
        self._closing = True
        if self._poll is not None:
            self._poll.set()

    async def get_updates(self, asked: Asked) -> bytes:
        """The answer's body. A second poller ends the first with a conflict."""
        world = self.world
        self._refuse_hooked()
        if self._poll is not None:
            self._poll.set()
        mine = self._poll = asyncio.Event()
        seconds = max(0, min(asked.integer("timeout", 0) or 0, LONGEST_POLL))
        deadline = asyncio.get_running_loop().time() + seconds
        with world.lock:
            allow(world, asked)
        while True:
            mine.clear()
            with world.lock:
                bodies = self._batch(asked)
            left = deadline - asyncio.get_running_loop().time()
            if bodies or left <= 0 or self._closing:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(mine.wait(), left)
            if self._poll is not mine:
                raise conflict(TERMINATED)
            self._refuse_hooked("terminated by setWebhook request")
        self._poll = None
        return f'{{"ok":true,"result":[{",".join(bodies)}]}}'.encode()

    def _batch(self, asked: Asked) -> list[str]:
        limit = max(1, min(asked.integer("limit", BATCH) or BATCH, BATCH))
        return self.world.post.batch(asked.integer("offset", 0) or 0, limit, self.world.clock())

    def _refuse_hooked(self, words: str = HOOKED) -> None:
        if self.world.state.updates.webhook.url:
            raise conflict(words)

    async def _push_all(self, session: aiohttp.ClientSession) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            self._follow_hook()
            if not self._hook.url:
                continue
            with self.world.lock:
                due, self.world.post.fresh = self.world.post.fresh, set()
            for queue in due:
                if queue not in self._busy:
                    self._busy[queue] = asyncio.create_task(self._push_queue(session, queue))

    def _follow_hook(self) -> None:
        webhook = self.world.state.updates.webhook
        if webhook is not self._hook:
            self._hook = webhook
            self._places = asyncio.Semaphore(webhook.max_connections)
            self._end_pauses()

    def _end_pauses(self) -> None:
        self._hurry.set()
        self._hurry = asyncio.Event()

    async def _push_queue(self, session: aiohttp.ClientSession, queue: str) -> None:
        """One update in flight; the next only after a 2xx answer."""
        failures = 0
        try:
            while self.world.state.updates.webhook.url and (update := self._head(queue)):
                hurried = self._hurry
                wait = await self._push(session, update)
                if wait is None:
                    failures = 0
                    with self.world.lock:
                        self.world.post.done(update.update_id)
                        self.world.lock.notify_all()
                    continue
                failures += 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(hurried.wait(), self._pause(failures, wait) / self.speed)
                if hurried.is_set():
                    failures = 0
        finally:
            del self._busy[queue]
        self._look_again(queue)

    def _look_again(self, queue: str) -> None:
        # Post that came between the last look and the end of this task would otherwise lie unseen.
        with self.world.lock:
            if self.world.post.queues.get(queue):
                self.world.post.fresh.add(queue)
                self._news.set()

    def _head(self, queue: str) -> Pending | None:
        with self.world.lock:
            return self.world.post.head(queue, self.world.clock())

    def _pause(self, failures: int, asked_for: float) -> float:
        """Seconds: at once the first time, then 2, 4, 8 … up to a minute or two; longer if asked for."""
        doubled = 0.0 if failures == 1 else float(2 ** min(failures - 1, 7))
        return max(min(doubled, self._random.uniform(*LONGEST_WAIT)), asked_for)

    async def _push(self, session: aiohttp.ClientSession, update: Pending) -> float | None:
        """None when taken; else the seconds the bot's Retry-After asks for (0 without one)."""
        webhook = self.world.state.updates.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        try:
            async with self._places, session.post(webhook.url, data=update.body, headers=headers) as response:
                if 200 <= response.status < 300:
                    return None
                self._note_error(f"Wrong response from the webhook: {response.status} {response.reason}")
                return _retry_after(response.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            self._note_error(f"Connection failed: {trouble or type(trouble).__name__}")
            return 0.0

    def _note_error(self, words: str) -> None:
        with self.world.lock:
            webhook = self.world.state.updates.webhook
            webhook.last_error_date, webhook.last_error_message = self.world.now, words
            self.world.lock.notify_all()


def _retry_after(header: str) -> float:
    return float(min(int(header), LONGEST_RETRY_AFTER)) if header.isdigit() else 0.0
