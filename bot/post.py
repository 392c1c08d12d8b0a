"""One message on its way: rendered if it is a notice, fitted to Telegram's limits, sent, and what that led to."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import orjson
import structlog
from telegram.error import TelegramError

from bot import consequences
from bot.breaker import Breaker
from bot.failures import (
    MOST_ATTEMPTS,
    OUR_ATTEMPTS,
    Failure,
    Meaning,
    is_outage,
    meaning_of,
    place_of,
    wait_before,
)
from bot.flight import Flight
from bot.message_limits import messages_of, within_limits
from bot.transport import Files, Transport
from bot.wording import Awaited, as_written
from conversations.calls import Call, NotNow, Rendered
from conversations.talk import House
from storage import marks, outbox
from storage.database import passes_by_waiting
from storage.marks import Mark
from storage.outbox import Row
from storage.writer import Writer

log = structlog.get_logger()

LOCKED_SECONDS = 5.0
"""How long a message waits whose token was refused, and sending with it."""
PROBE_SECONDS = 10.0
"""How long Telegram may take to say that it is back."""

Clear = Callable[[Row, int, int, list[float]], Awaitable[float]]
"""Until when to wait, in seconds since 1970, UTC, so that further messages of a row keep the limits.

How many times are to be booked, for how many messages the chat must have room, and when the former ones left.
"""


class NoRoom(Exception):
    """The chat has no room for all that a row becomes before `free_at`; nothing of it has left."""

    def __init__(self, free_at: float) -> None:
        super().__init__()
        self.free_at = free_at


class Post:
    """Knows the address of the Bot API and what its answers mean."""

    def __init__(
        self,
        transport: Transport,
        root: str,
        writer: Writer,
        house: House,
        clock: Callable[[], float],
        flight: Flight,
    ) -> None:
        self._transport = transport
        self._root = root
        self._writer = writer
        self._house = house
        self._clock = clock
        self.flight = flight
        self._paused_until = self._all_paused_until = 0.0
        self.locked = False
        self.breaker = Breaker()

    def was_paused(self, now: float) -> bool:
        """True if Telegram asked this process to wait and that time is not over."""
        return self._paused_until > now

    def is_paused(self, now: float) -> bool:
        """True if Telegram asked for a pause of all sending, as far as this process knows, and it is not over."""
        return self._all_paused_until > now

    async def call(self, method: str, body: dict[str, Any], files: Files | None = None) -> Any:
        return await self._transport.call(f"{self._root}/{method}", body, files)

    # ── is Telegram there, and does it know us ──

    async def unlocks(self) -> bool:
        """Ask whether the token is good again."""
        try:
            await self.call("getMe", {})
        except Exception as error:  # noqa: BLE001 - any answer but yes means no
            self.locked = meaning_of(error).meaning is Meaning.locked
        else:
            self.locked = False
        return not self.locked

    async def probe(self, luck: float) -> None:
        """Ask whether Telegram is back, and tell the breaker."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self.call("getMe", {})
        except Exception as error:  # noqa: BLE001 - a refusal is an answer too
            if is_outage(error) or isinstance(error, TimeoutError):
                self.breaker.still_down(self._clock(), luck)
                return
        self._answered()

    def _answered(self) -> None:
        if self.breaker.answered():
            log.info("courier.telegram_back")

    def _learn(self, error: Exception, luck: float) -> None:
        """What a failed send tells of Telegram; an error of ours tells nothing."""
        if is_outage(error):
            if self.breaker.failed(self._clock(), luck):
                log.warning("courier.telegram_down", error=place_of(error))
        elif isinstance(error, TelegramError):
            self._answered()

    # ── sending ──

    async def send(self, row: Row, wording: Awaited, *, owner: str, luck: float, clear: Clear) -> Mark:
        """Send a claimed row and say what to write on it. Never raises."""
        try:
            return await self._send(row, wording, owner=owner, luck=luck, clear=clear)
        except Exception as error:  # noqa: BLE001 - what a failure leads to has failed itself: the row comes again
            log.error("post.failed", row=row.id, error=place_of(error))
            return marks.Later(row.id, owner, row.attempt, self._clock() + wait_before(row.attempt, luck), "ours", 1)

    async def _send(self, row: Row, wording: Awaited, *, owner: str, luck: float, clear: Clear) -> Mark:
        calls: list[Call] = []
        made: list[Any] = []
        try:
            found = await self._calls(row, wording)
            if not isinstance(found, list):
                return _unsent(row, owner, found)
            calls = found
            await self._make(row, calls, made, clear)
            self._answered()
        except NoRoom as full:
            return marks.Later(row.id, owner, row.attempt, full.free_at, "limit")
        except Exception as error:  # noqa: BLE001 - every failure has one of seven meanings
            self._learn(error, luck)
            failure = meaning_of(error)
            if failure.meaning is Meaning.topic:
                return await self._topic_lost(row, calls, owner=owner, luck=luck, clear=clear)
            return await self._failed(row, failure, error, owner=owner, luck=luck, begun=bool(made))
        return self._sent(row, owner, made)

    async def _make(self, row: Row, calls: list[Call], made: list[Any], clear: Clear) -> None:
        """Make the calls one after the other; all messages but the first book a time and look for room in the chat."""
        many = sum(messages_of(call) for call in calls)
        before: list[float] = []
        for number, call in enumerate(calls):
            messages = messages_of(call)
            if many > 1:
                until = await clear(row, messages - (not number), messages if number else many, before)
                await asyncio.sleep(max(0.0, until - self._clock()))
            made.append(await self.flight.carries(partial(self.call, call.method, call.parameters, call.files)))
            before[:0] = [self._clock()] * messages

    def _sent(self, row: Row, owner: str, made: list[Any]) -> marks.Sent:
        messages = [one for result in made for one in (result if isinstance(result, list) else [result])]
        messages = [one for one in messages if isinstance(one, dict) and "message_id" in one]
        ids = [one["message_id"] for one in messages]
        chat = (messages[-1].get("chat") or {}).get("id") if messages else None
        every = orjson.dumps(ids).decode() if len(ids) > 1 else None
        poll = _poll_in(messages[-1]) if messages else None
        return marks.Sent(row.id, owner, row.attempt, self._clock(), ids[-1] if ids else None, chat, every, poll)

    async def _calls(self, row: Row, wording: Awaited) -> Rendered:
        """What to send; None if it need not be sent any more, or when it may be."""
        if wording is None:
            return within_limits(as_written(row))
        rendered = await wording
        if isinstance(rendered, Exception):
            raise rendered
        return [part for call in rendered for part in within_limits(call)] if isinstance(rendered, list) else rendered

    # ── what a failure leads to ──

    async def _failed(
        self, row: Row, failure: Failure, error: Exception, *, owner: str, luck: float, begun: bool
    ) -> Mark:
        """`begun`: a part of the message has arrived, and comes again with the rest."""
        what = f"{failure.meaning}: {failure.reason or type(error).__name__}"
        now = self._clock()
        match failure.meaning:
            case Meaning.fine:
                return marks.Sent(row.id, owner, row.attempt, now, None)
            case Meaning.never:
                return await self._never(row, failure, what, owner)
            case Meaning.moved:
                return await self._moved(row, failure.chat, what, owner=owner, luck=luck)
            case Meaning.locked:
                return await self._locked(row, what, owner)
        patient = isinstance(error, TelegramError) or passes_by_waiting(error)
        if row.attempt >= (MOST_ATTEMPTS if patient else OUR_ATTEMPTS):
            return marks.Ended(row.id, owner, row.attempt, "given_up", what, keeps=True)
        due_at = now + (failure.seconds or wait_before(row.attempt, luck))
        if failure.seconds:
            self._paused_until = max(self._paused_until, due_at)
            if await self._writer.stage(consequences.pause, chat=row.chat, until=due_at, now=now):
                self._all_paused_until = max(self._all_paused_until, due_at)
        unknown = int(begun or failure.meaning is Meaning.unknown)
        return marks.Later(row.id, owner, row.attempt, due_at, what, unknown)

    async def _never(self, row: Row, failure: Failure, what: str, owner: str) -> Mark:
        log.info("post.given_up", row=row.id, method=row.method, kind=row.kind, why=what)
        if failure.gone:
            await self._writer.stage(consequences.gone, chat=row.chat, why=what, now=self._house.now())
        return marks.Ended(row.id, owner, row.attempt, "given_up", what, keeps=not failure.gone)

    async def _moved(self, row: Row, new: int, what: str, *, owner: str, luck: float) -> Mark:
        """The group has a new id. A message to it goes there; an edit of what stands in the old chat has no object."""
        await self._writer.stage(consequences.moved, old=row.chat, new=new, now=self._house.now())
        about_a_message = (row.method or "").startswith(("edit", "delete")) or row.kind == "group.tidy"
        if about_a_message:
            return marks.Ended(row.id, owner, row.attempt, "moot", what)
        if row.attempt >= OUR_ATTEMPTS:
            return marks.Ended(row.id, owner, row.attempt, "given_up", what, keeps=True)
        return marks.Later(row.id, owner, row.attempt, self._clock() + wait_before(row.attempt, luck) - 0.5, what)

    async def _topic_lost(self, row: Row, calls: list[Call], *, owner: str, luck: float, clear: Clear) -> Mark:
        """The pengurus is asked where to go instead; only what is urgent falls back to the main thread."""
        threads = {one for call in calls if (one := call.parameters.get("message_thread_id")) is not None}
        await self._writer.stage(consequences.topics_lost, chat=row.chat, threads=threads, now=self._house.now())
        if row.rank > outbox.Class.reminder:
            return marks.Ended(row.id, owner, row.attempt, "given_up", "topic")
        for call in calls:
            call.parameters.pop("message_thread_id", None)
        made: list[Any] = []
        try:
            await self._make(row, calls, made, clear)
        except Exception as error:  # noqa: BLE001 - the main thread may be closed too, or only busy
            failure = meaning_of(error)
            if failure.meaning is not Meaning.topic:
                return await self._failed(row, failure, error, owner=owner, luck=luck, begun=bool(made))
            return marks.Ended(row.id, owner, row.attempt, "given_up", "topic")
        return self._sent(row, owner, made)

    async def _locked(self, row: Row, what: str, owner: str) -> Mark:
        """401 and 404 look alike here: if getMe works, it is this method that Telegram does not know."""
        self.locked = True
        if await self.unlocks():
            return marks.Ended(row.id, owner, row.attempt, "given_up", what, keeps=True)
        log.error("post.token_refused")
        return marks.Later(row.id, owner, row.attempt, self._clock() + LOCKED_SECONDS, what)


def _poll_in(message: dict[str, Any]) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """What Telegram calls the poll that it has made, and each of its options; without a name, their places."""
    poll = message.get("poll")
    if not isinstance(poll, dict):
        return None
    options = enumerate(poll.get("options", ()))
    named = tuple((str(one.get("persistent_id", place)), str(one.get("text", ""))) for place, one in options)
    return str(poll.get("id", "")), named


def _unsent(row: Row, owner: str, why: NotNow | None) -> Mark:
    if why is None:
        return marks.Ended(row.id, owner, row.attempt, "moot", "no longer wanted")
    if why.state == "due":
        return marks.PutOff(row.id, owner, row.attempt, why.due_at, why.why)
    return marks.Ended(row.id, owner, row.attempt, why.state, why.why)
