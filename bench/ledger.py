"""The book of one round: when each update went out, was acknowledged and was replied to; kept in memory."""

import asyncio
import time
from array import array
from collections import Counter, deque
from dataclasses import dataclass, field
from statistics import quantiles

from bench.fake_telegram import Call

now = time.perf_counter


@dataclass(frozen=True)
class Window:
    """A stretch of `time.perf_counter` seconds in which is measured."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass
class Times:
    """What happened when, and how long after its update was sent; seconds."""

    at: "array[float]" = field(default_factory=lambda: array("d"))
    took: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, at: float, sent: float) -> None:
        self.at.append(at)
        self.took.append(at - sent)

    def rate(self, window: Window) -> float:
        """Events a second that happened within the window."""
        return sum(window.start <= at < window.end for at in self.at) / window.seconds

    def percentiles(self, window: Window) -> tuple[float, float]:
        """p50 and p99 in milliseconds of the updates sent within the window; NaN with fewer than two."""
        pairs = zip(self.at, self.took, strict=True)
        took = [took for at, took in pairs if window.start <= at - took < window.end]
        if len(took) < 2:
            return float("nan"), float("nan")
        cuts = quantiles(took, n=100, method="inclusive")
        return cuts[49] * 1000, cuts[98] * 1000


@dataclass(frozen=True)
class Audit:
    """What one round's counts say; all but the first two should be 0."""

    updates: int
    replies: int
    missing: int
    extra: int
    refused: int
    same_twice: int
    complaints: int = 0


@dataclass
class Ledger:
    """Replies are matched to updates first in, first out within a chat: chats are answered in order."""

    acks: Times = field(default_factory=Times)
    replies: Times = field(default_factory=Times)
    statuses: Counter[int] = field(default_factory=Counter)
    updates: int = 0
    extra: int = 0
    open: dict[int, deque[list[float]]] = field(default_factory=dict)
    """For each chat the updates without their whole answer: when it was sent, and how many messages are to come."""
    _awaited: dict[int, asyncio.Future[None]] = field(default_factory=dict)

    def sent(self, chat: int, at: float, answers: int = 1) -> None:
        self.updates += 1
        self.open.setdefault(chat, deque()).append([at, answers])

    def acknowledged(self, chat: int, status: int, sent: float) -> None:
        """Note the answer to an update; one that was refused owes no reply."""
        self.statuses[status] += 1
        if status == 200:
            self.acks.add(now(), sent)
        else:
            self.open[chat] = deque(owed for owed in self.open[chat] if owed[0] != sent)

    def heard(self, call: Call) -> None:
        """A call has reached the Bot API; the last `send…` that an update leads to is its reply, an edit is none."""
        if not call.method.startswith("send"):
            return
        waiting = self.open.get(call.chat)
        if not waiting:
            self.extra += 1
            return
        waiting[0][1] -= 1
        if waiting[0][1] > 0:
            return
        self.replies.add(call.at, waiting.popleft()[0])
        awaited = self._awaited.pop(call.chat, None)
        if awaited is not None and not awaited.done():
            awaited.set_result(None)

    def reply_to(self, chat: int) -> asyncio.Future[None]:
        """Done at the chat's next reply; to be asked for before the update is sent."""
        awaited = asyncio.get_running_loop().create_future()
        self._awaited[chat] = awaited
        return awaited

    def owed(self, chat: int) -> int:
        """Updates of this chat that have no reply yet."""
        return len(self.open.get(chat, ()))

    def all_owed(self) -> int:
        return sum(map(len, self.open.values()))

    def audit(self, same_twice: int) -> Audit:
        return Audit(
            updates=self.updates,
            replies=len(self.replies.at),
            missing=self.all_owed(),
            extra=self.extra,
            refused=self.updates - self.statuses[200],
            same_twice=same_twice,
        )
