"""What leaves: replies at once, everything else when it falls due; in order, within the limits, marked when it is out.

A reply is born leased to the process that commits it and does not wait for a round. The rest is claimed with a lease,
looked at again (still wanted? reachable? in which language?), sent, marked.
"""

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from bot.clearance import claim_within_limits, clear_more, clear_reply
from bot.counts import Counts
from bot.failures import place_of
from bot.pace import Pace
from bot.post import LOCKED_SECONDS, NoRoom, Post
from bot.wording import Awaited, Wording
from conversations.talk import Outcome
from storage import heartbeats, limits, marks, outbox, outbox_leases
from storage.limits import MADE_UP_SECONDS, RESERVE_SECONDS, Rates
from storage.marks import Mark
from storage.outbox import Row
from storage.writer import Writer

log = structlog.get_logger()

ROUND = 1.0
"""Seconds between two looks at what is due, at the most."""
HELD_BACK = 0.2
"""Seconds until the next look where messages are due that may not leave yet."""
BATCH = 30
SENDS_AT_ONCE = 32
FRESH_SECONDS = outbox.LEASE_SECONDS - 50
"""A row held longer is given back unsent: the longest call (5 s to connect, 45 to upload) must end in its lease."""
HOLD_SECONDS = 20.0
"""A message that must wait longer than this goes back to the outbox instead of holding its lease."""
LATE_GAPS = 1
"""A message that misses its time by so many books another, where others send too."""


class Courier:
    """Sends for one process. `clock` tells seconds since 1970, UTC."""

    def __init__(
        self,
        writer: Writer,
        post: Post,
        wording: Wording,
        rates: Rates,
        *,
        owner: str,
        clock: Callable[[], float],
        rng: random.Random | None = None,
    ) -> None:
        self._writer = writer
        self._post = post
        self._wording = wording
        self._rates = rates
        self._owner = owner
        self._clock = clock
        self._rng = rng or random.Random()
        self._pace = Pace(clock, 1 / rates.per_second if rates.per_second else 0.0)
        self._replies: dict[int, deque[Row]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._delivering = 0
        self._claimed_at = 0.0
        self._looked_at = float("-inf")
        self._owed = 0.0
        self._sending = asyncio.Semaphore(SENDS_AT_ONCE)
        self._wake = asyncio.Event()
        self._stopping = False
        self.counts = Counts()
        self.lost_leases = 0
        """Marks that found their lease gone: messages that may have arrived twice."""

    @property
    def is_locked(self) -> bool:
        """True while Telegram refuses our token: nothing leaves, nothing is given up."""
        return self._post.locked

    @property
    def is_down(self) -> bool:
        """True while Telegram does not answer this process, and is asked only now and then whether it is back."""
        return self._post.breaker.is_open

    def release(self, outcome: Outcome) -> None:
        """Send the replies of a committed stage, each behind the earlier ones to its chat."""
        for row in outcome.replies:
            queue = self._replies.get(row.chat)
            if queue is not None:
                queue.append(row)
                continue
            self._replies[row.chat] = deque([row])
            self._spawn(self._drain(row.chat))

    def wake(self) -> None:
        """Something has been written that may be due."""
        self._wake.set()

    async def answer_tap(self, tap_id: str, outcome: Outcome) -> None:
        """Best effort: an answer that comes too late changes nothing."""
        body: dict[str, Any] = {"callback_query_id": tap_id}
        if outcome.toast:
            body |= {"text": outcome.toast, "show_alert": outcome.alert}
        if self.is_down:
            return
        with contextlib.suppress(Exception):
            await self._post.call("answerCallbackQuery", body)

    async def run(self) -> None:
        """Send what falls due, until `stop`."""
        while not self._stopping:
            self._wake.clear()
            pause = ROUND
            try:
                pause = await self._round()
            except Exception as error:  # noqa: BLE001 - the next round may find the database back
                log.error("courier.round_failed", error=place_of(error))
            if pause > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), pause)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    # ── replies ──

    async def _drain(self, chat: int, leader: Coroutine[Any, Any, Mark] | None = None) -> None:
        """One chat's replies in their order: the next leaves when the former is marked. `leader` goes before them."""
        queue = self._replies[chat]
        try:
            if leader is not None:
                await self._put_back(queue, behind=await leader)
            while queue:
                mark = await self._reply(queue[0])
                await self._mark(queue[0], mark)
                queue.popleft()
                await self._put_back(queue, behind=mark)
        finally:
            del self._replies[chat]

    async def _reply(self, row: Row) -> Mark:
        if self.is_down:
            return self._held_back(row)
        if self._clock() - row.due_at > FRESH_SECONDS:
            return marks.Later(row.id, self._owner, row.attempt, self._clock(), "held too long")
        if not self._rates.unlimited or self._post.was_paused(self._clock()):
            at, chat_free_at = await self._writer.stage(
                clear_reply, chat=row.chat, rates=self._rates, now=self._clock()
            )
            if max(at, chat_free_at) - self._clock() > HOLD_SECONDS:
                return marks.Later(row.id, self._owner, row.attempt, max(at, chat_free_at), "limit")
            await asyncio.sleep(max(0.0, chat_free_at - self._clock()))
            if at > self._clock():
                await self._pace.turn(row.rank, at)
        return await self._send(row, None, row.due_at)

    async def _put_back(self, queue: deque[Row], *, behind: Mark) -> None:
        """What stands behind one that did not leave waits for it in the outbox."""
        if isinstance(behind, marks.PutOff):
            while queue:
                row = queue.popleft()
                await self._mark(row, self._held_back(row))
        elif isinstance(behind, marks.Later):
            while queue:
                row = queue.popleft()
                late = marks.Later(row.id, self._owner, row.attempt, behind.due_at, "behind another")
                await self._mark(row, late)

    def _held_back(self, row: Row) -> Mark:
        """Untried while Telegram is down or wants a pause: it was due, stays due, and so keeps its place."""
        return marks.PutOff(row.id, self._owner, row.attempt, row.due_at, "outage" if self.is_down else "limit")

    # ── what falls due ──

    async def _round(self) -> float:
        """Claim and send once; returns how long to wait for the next look."""
        if hold := await self._hold():
            return hold
        await self._look_round()
        now = self._clock()
        most = min(BATCH, SENDS_AT_ONCE - self._delivering)
        if most <= 0 or (most < SENDS_AT_ONCE // 2 and now - self._claimed_at < HELD_BACK):
            return HELD_BACK  # what is in hand goes first: or leases run out, or each look is for a single row
        self._claimed_at = now
        owed = 0.0 if self._post.flight.others else self._owed
        rows, times = await self._writer.stage(
            claim_within_limits, worker=self._owner, rates=self._rates, now=now, most=most, owed=owed
        )
        words = self._wording.of([row for row in rows if not row.is_over(now)])
        for row, at in zip(rows, times, strict=True):
            self._delivering += 1  # here, for the next look comes before these have begun
            self._spawn(self._in_its_place(row, self._deliver(row, words.get(row.id), at, now)))
        due = now if len(rows) == most else await self._writer.stage(outbox_leases.next_due)
        is_behind = due is not None and due <= now and bool(times)
        self._owed = MADE_UP_SECONDS if is_behind else 0.0
        return 0.0 if len(rows) == most else self._until_more(due, times, now)

    def _until_more(self, due: float | None, times: list[float], now: float) -> float:
        """Seconds until the next look: when something falls due, or half of the time that is booked is over."""
        if due is None:
            return ROUND
        if due > now:
            return max(0.02, min(due - self._clock(), ROUND))
        if not times:
            return HELD_BACK  # a pause, the limit of all, or one of its chat in hand
        return max(0.02, times[-1] - self._clock() - RESERVE_SECONDS / 2)

    async def _hold(self) -> float:
        """Seconds for which nothing may leave, for Telegram refuses our token or is down; 0 once it has answered."""
        if self._post.locked and not await self._post.unlocks():
            return LOCKED_SECONDS
        breaker = self._post.breaker
        if breaker.is_open and breaker.wait(self._clock()) == 0:
            await self._post.probe(self._rng.random())
        return breaker.wait(self._clock())

    def _in_its_place(self, row: Row, delivery: Coroutine[Any, Any, Mark]) -> Coroutine[Any, Any, object]:
        """Replies that are released while a claimed one is under way to their chat stand behind it."""
        if row.rank != outbox.Class.reply or row.chat in self._replies:
            return delivery
        self._replies[row.chat] = deque()
        return self._drain(row.chat, delivery)

    async def _deliver(self, row: Row, words: Awaited, at: float, claimed_at: float) -> Mark:
        try:
            if words is not None:
                await asyncio.wait([words])  # first: what gets its words late must not leave together
            if not row.is_over(claimed_at):
                await self._turn(row.rank, at)
            mark = await self._send(row, words, claimed_at)
            await self._mark(row, mark)
            return mark
        finally:
            self._delivering -= 1
            if self._delivering in (0, SENDS_AT_ONCE // 2):
                self._wake.set()

    async def _turn(self, rank: int, at: float) -> None:
        """Wait for a send time. Where others send too, one that was missed is lost: all making up would be too fast."""
        late = await self._pace.turn(rank, at)
        if late > LATE_GAPS * self._pace.gap and rank != outbox.Class.reply and self._post.flight.others:
            per_second, now = self._rates.per_second, self._clock()
            at = await self._writer.stage(limits.book_more, slots=1, per_second=per_second, now=now)
            await self._pace.turn(rank, at)

    async def _look_round(self) -> None:
        """Does another process send too? Looked up as often as they beat, and after a stall, when one may have come."""
        stalled = self._owed and self._clock() - self._claimed_at > RESERVE_SECONDS
        if stalled or self._clock() - self._looked_at > heartbeats.BEAT_EVERY:
            self._looked_at = self._clock()
            self._post.flight.others = await self._writer.stage(
                heartbeats.others, worker=self._owner, now=self._clock()
            )

    async def _send(self, row: Row, words: Awaited, claimed_at: float) -> Mark:
        async with self._sending:
            if row.is_over(self._clock()):
                return marks.Ended(row.id, self._owner, row.attempt, "moot", "expired")
            if self.is_down or self._post.is_paused(self._clock()):
                return self._held_back(row)
            if self._clock() - claimed_at > FRESH_SECONDS:
                return marks.Later(row.id, self._owner, row.attempt, self._clock(), "held too long")
            return await self._post.send(row, words, owner=self._owner, luck=self._rng.random(), clear=self._clear)

    async def _clear(self, row: Row, slots: int, messages: int, before: list[float]) -> float:
        """Room for what a row becomes beyond its first message. Raises NoRoom if it must not begin yet."""
        now = self._clock()
        if self._rates.unlimited:
            return now
        free_at: float = await self._writer.stage(
            clear_more, row=row, rates=self._rates, now=now, slots=slots, messages=messages, before=before
        )
        if not before and free_at - now > HOLD_SECONDS:
            raise NoRoom(free_at)
        return min(free_at, now + HOLD_SECONDS)

    async def _mark(self, row: Row, mark: Mark) -> None:
        lost = await self._writer.mark([mark])
        self.counts.marked(row, mark, lost=bool(lost))
        if lost:
            self.lost_leases += lost
            log.warning("courier.lease_lost", row=mark.id)

    def _spawn(self, job: Any) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("courier.failed", error=type(error).__name__)
