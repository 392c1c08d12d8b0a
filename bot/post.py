"""One message on its way: rendered if it is a notice, fitted to Telegram's limits, sent, and what that led to."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import orjson
import structlog
from sqlalchemy import Engine
from sqlmodel import Session
from telegram.error import TelegramError

from bot.failures import MOST_ATTEMPTS, OUR_ATTEMPTS, Failure, Meaning, meaning_of, place_of, wait_before
from bot.message_limits import within_limits
from bot.transport import Files, Transport
from community import chats, people
from conversations import notices
from conversations.calls import Call, NotNow, Rendered
from conversations.talk import House
from storage import limits, marks, outbox
from storage.database import passes_by_waiting, reading
from storage.marks import Mark
from storage.outbox import Row
from storage.writer import Writer

log = structlog.get_logger()

LOCKED_SECONDS = 5.0
"""How long a message waits whose token was refused, and sending with it."""


class Post:
    """Knows the address of the Bot API and what its answers mean."""

    def __init__(
        self, transport: Transport, root: str, writer: Writer, engine: Engine, house: House, clock: Callable[[], float]
    ) -> None:
        self._transport = transport
        self._root = root
        self._writer = writer
        self._engine = engine
        self._house = house
        self._clock = clock
        self._paused_until = 0.0
        self.locked = False

    def was_paused(self, now: float) -> bool:
        """True if Telegram asked this process to wait and that time is not over."""
        return self._paused_until > now

    async def call(self, method: str, body: dict[str, Any], files: Files | None = None) -> Any:
        return await self._transport.call(f"{self._root}/{method}", body, files)

    async def unlocks(self) -> bool:
        """Ask whether the token is good again."""
        try:
            await self.call("getMe", {})
        except Exception as error:  # noqa: BLE001 - any answer but yes means no
            self.locked = meaning_of(error).meaning is Meaning.locked
        else:
            self.locked = False
        return not self.locked

    async def send(self, row: Row, *, owner: str, luck: float) -> Mark:
        """Send a claimed row and say what to write on it. Never raises."""
        try:
            return await self._send(row, owner=owner, luck=luck)
        except Exception as error:  # noqa: BLE001 - what a failure leads to has failed itself: the row comes again
            log.error("post.failed", row=row.id, error=place_of(error))
            return marks.Later(row.id, owner, row.attempt, self._clock() + wait_before(row.attempt, luck), "ours", 1)

    async def _send(self, row: Row, *, owner: str, luck: float) -> Mark:
        calls: list[Call] = []
        result = None
        try:
            found = await self._calls(row)
            if not isinstance(found, list):
                return _unsent(row, owner, found)
            calls = found
            for call in calls:
                result = await self.call(call.method, call.parameters, call.files)
        except Exception as error:  # noqa: BLE001 - every failure has one of seven meanings
            failure = meaning_of(error)
            if failure.meaning is Meaning.topic:
                return await self._topic_lost(row, calls, owner=owner, luck=luck)
            return await self._failed(row, failure, error, owner=owner, luck=luck, begun=result is not None)
        return self._sent(row, owner, result)

    def _sent(self, row: Row, owner: str, result: Any) -> marks.Sent:
        if isinstance(result, list) and result:
            result = result[-1]
        message = result if isinstance(result, dict) else {}
        chat = (message.get("chat") or {}).get("id")
        return marks.Sent(row.id, owner, row.attempt, self._clock(), message.get("message_id"), chat)

    async def _calls(self, row: Row) -> Rendered:
        """What to send; None if it need not be sent any more, or when it may be."""
        if row.method is not None:
            if row.rank == outbox.Class.notice and (why := await asyncio.to_thread(self._kept_back, row)):
                return why
            parameters: dict[str, Any] = orjson.loads(row.parameters or "{}")
            parameters["chat_id"] = row.chat  # the row follows a group that has moved
            return within_limits(Call(row.method, parameters))
        rendered = await asyncio.to_thread(self._rendered, row)
        return [part for call in rendered for part in within_limits(call)] if isinstance(rendered, list) else rendered

    def _kept_back(self, row: Row) -> NotNow | None:
        with reading(self._engine) as session:
            return notices.kept_back(session, row, self._house)

    def _rendered(self, row: Row) -> Rendered:
        with reading(self._engine) as session:
            return notices.render(session, row, self._house)

    async def _failed(
        self, row: Row, failure: Failure, error: Exception, *, owner: str, luck: float, begun: bool
    ) -> Mark:
        """`begun`: a part of the message has arrived, and comes again with the rest."""
        what = f"{failure.meaning}: {type(error).__name__}"
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
            return marks.Ended(row.id, owner, row.attempt, "given_up", what)
        due_at = now + (failure.seconds or wait_before(row.attempt, luck))
        if failure.seconds:
            await self._pause(row, due_at)
        unknown = int(begun or failure.meaning is Meaning.unknown)
        return marks.Later(row.id, owner, row.attempt, due_at, what, unknown)

    async def _never(self, row: Row, failure: Failure, what: str, owner: str) -> Mark:
        log.info("post.given_up", row=row.id, method=row.method, kind=row.kind, why=what)
        if failure.gone:
            await self._writer.stage(_gone, chat=row.chat, now=self._house.now())
        return marks.Ended(row.id, owner, row.attempt, "given_up", what)

    async def _moved(self, row: Row, new: int, what: str, *, owner: str, luck: float) -> Mark:
        """The group has a new id. A message to it goes there; an edit of what stands in the old chat has no object."""
        await self._writer.stage(chats.moved, old=row.chat, new=new, now=self._house.now())
        about_a_message = (row.method or "").startswith(("edit", "delete")) or row.kind == "group.tidy"
        if about_a_message:
            return marks.Ended(row.id, owner, row.attempt, "moot", what)
        if row.attempt >= OUR_ATTEMPTS:
            return marks.Ended(row.id, owner, row.attempt, "given_up", what)
        return marks.Later(row.id, owner, row.attempt, self._clock() + wait_before(row.attempt, luck) - 0.5, what)

    async def _topic_lost(self, row: Row, calls: list[Call], *, owner: str, luck: float) -> Mark:
        """The pengurus is asked where to go instead; only what is urgent falls back to the main thread."""
        threads = {call.parameters.get("message_thread_id") for call in calls}
        for thread in threads - {None}:
            lost = partial(chats.topic_lost, chat=row.chat, thread_id=thread, now=self._house.now())
            await self._writer.stage(lost)
        if row.rank > outbox.Class.reminder:
            return marks.Ended(row.id, owner, row.attempt, "given_up", "topic")
        result = None
        try:
            for call in calls:
                call.parameters.pop("message_thread_id", None)
                result = await self.call(call.method, call.parameters, call.files)
        except Exception as error:  # noqa: BLE001 - the main thread may be closed too, or only busy
            failure = meaning_of(error)
            if failure.meaning is not Meaning.topic:
                return await self._failed(row, failure, error, owner=owner, luck=luck, begun=result is not None)
            return marks.Ended(row.id, owner, row.attempt, "given_up", "topic")
        return self._sent(row, owner, result)

    async def _locked(self, row: Row, what: str, owner: str) -> Mark:
        """401 and 404 look alike here: if getMe works, it is this method that Telegram does not know."""
        self.locked = True
        if await self.unlocks():
            return marks.Ended(row.id, owner, row.attempt, "given_up", what)
        log.error("post.token_refused")
        return marks.Later(row.id, owner, row.attempt, self._clock() + LOCKED_SECONDS, what)

    async def _pause(self, row: Row, until: float) -> None:
        self._paused_until = max(self._paused_until, until)
        await self._writer.stage(_pause, chat=row.chat, until=until, now=self._clock())


def _unsent(row: Row, owner: str, why: NotNow | None) -> Mark:
    if why is None:
        return marks.Ended(row.id, owner, row.attempt, "moot", "no longer wanted")
    if why.state == "due":
        return marks.PutOff(row.id, owner, row.attempt, why.due_at, why.why)
    return marks.Ended(row.id, owner, row.attempt, why.state, why.why)


def _pause(session: Session, chat: int, until: float, now: float) -> None:
    """A limit hits one chat; two chats at once mean that it is ours in all."""
    limits.pause(session, limits.ALL, 0)  # shortens nothing, but holds the row: two at once must see each other
    others = limits.pauses_beside(session, chat, now)
    limits.pause(session, limits.scope_of(chat), until)
    if others:
        limits.pause(session, limits.ALL, until)


def _gone(session: Session, chat: int, now: datetime) -> None:
    if chat > 0:
        people.unreachable(session, telegram_id=chat)
    else:
        chats.left(session, telegram_id=chat, now=now)
