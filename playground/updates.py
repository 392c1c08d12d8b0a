"""The bot's post: which updates wait, in which queue, until when, and where they are to be pushed."""

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import orjson

DAY = 24 * 3600
LIFETIMES = {"callback_query": 150, "inline_query": 30, "chosen_inline_result": 600}
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
CALLBACK_QUEUE = 3 << 33


@dataclass(slots=True)
class Pending:
    """An update that nobody has taken yet; `expires` in seconds since the epoch; `body` is its JSON."""

    update_id: int
    queue: str
    kind: str
    expires: float
    body: str
    again: bool = False
    """Delivered once more after it has been taken, as when Telegram does not hear that it was."""


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Held:
    """An update that is kept back; it gets its number when it is let go."""

    kind: str
    queue: str
    payload: dict[str, Any]


@dataclass(slots=True)
class Updates:
    """`holding` names the kinds that are kept back, `twice` how many of a kind still come twice."""

    last_id: int
    pending: dict[int, Pending] = field(default_factory=dict)
    allowed: list[str] | None = None
    webhook: Webhook = field(default_factory=Webhook)
    holding: list[str] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    twice: dict[str, int] = field(default_factory=dict)


class Postbox:
    """First in, first out within each queue; queues are independent of each other."""

    def __init__(self, updates: Updates) -> None:
        self.updates = updates
        self.queues: dict[str, deque[int]] = {}
        self.fresh: set[str] = set()
        self.recall()

    def recall(self) -> None:
        """Make every queue with waiting post due again."""
        self.queues.clear()
        for one in self.updates.pending.values():
            self.queues.setdefault(one.queue, deque()).append(one.update_id)
        self.fresh = set(self.queues)

    def wants(self, kind: str) -> bool:
        allowed = self.updates.allowed
        return kind not in OPT_IN if not allowed else kind in allowed

    def add(self, kind: str, queue: str, payload: dict[str, Any], now: float) -> int | None:
        """The new update's id, or None where the bot has not asked for this kind."""
        if not self.wants(kind):
            return None
        if kind in self.updates.holding:
            # As it is now: a poll or a message may have changed by the time it is let go.
            self.updates.held.append(Held(kind, queue, orjson.loads(orjson.dumps(payload))))
            return None
        self.updates.last_id += 1
        update_id = self.updates.last_id
        body = orjson.dumps({"update_id": update_id, kind: payload}).decode()
        expires = now + LIFETIMES.get(kind, DAY)
        again = self.updates.twice.get(kind, 0) > 0
        if again:
            self.updates.twice[kind] -= 1
        self.updates.pending[update_id] = Pending(update_id, queue, kind, expires, body, again)
        self.queues.setdefault(queue, deque()).append(update_id)
        self.fresh.add(queue)
        return update_id

    def head(self, queue: str, now: float) -> Pending | None:
        """The oldest update of a queue that is still worth delivering."""
        waiting = self.queues.get(queue)
        while waiting:
            one = self.updates.pending.get(waiting[0])
            if one is not None and one.expires > now:
                return one
            self.updates.pending.pop(waiting.popleft(), None)
        self.queues.pop(queue, None)
        return None

    def let_go(self, kind: str, now: float) -> None:
        """Deliver what was kept back of this kind, in its order, and keep nothing back any more."""
        self.updates.holding = [one for one in self.updates.holding if one != kind]
        freed = [one for one in self.updates.held if one.kind == kind]
        self.updates.held = [one for one in self.updates.held if one.kind != kind]
        for one in freed:
            self.add(one.kind, one.queue, one.payload, now)

    def done(self, update_id: int) -> None:
        """It has been taken; one that comes twice waits where it was, once more."""
        if (one := self.updates.pending.get(update_id)) is not None and one.again:
            one.again = False
            return
        one = self.updates.pending.pop(update_id, None)
        if one is not None and (waiting := self.queues.get(one.queue)) and waiting[0] == update_id:
            waiting.popleft()

    def batch(self, offset: int, limit: int, now: float) -> list[str]:
        """Forget everything before offset (from the end where negative); hand out the next bodies."""
        pending = self.updates.pending
        if offset < 0:
            offset = max(pending, default=0) + offset + 1
        if offset:
            for update_id in list(itertools.takewhile(lambda one: one < offset, pending)):
                self.done(update_id)
        bodies: list[str] = []
        for one in list(itertools.islice(pending.values(), limit)):
            if one.expires > now:
                bodies.append(one.body)
            else:
                self.done(one.update_id)
        return bodies

    def clear(self) -> None:
        self.updates.pending.clear()
        self.recall()
