"""python-telegram-bot's Application, kept for what it does well: typed updates and choosing who answers.

What a person is in the middle of is known to the dialogue row, so there is no ConversationHandler, no JobQueue and no
persistence here (`docs/decisions/0001-no-conversation-handler.md`).
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from typing import Any, NoReturn

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, BaseHandler, ExtBot

from bot.failures import Meaning, meaning_of
from bot.transport import Transport
from conversations.talk import Entry

log = structlog.get_logger()

_LONGEST_WAIT = 30.0

_chosen: ContextVar[list[Entry]] = ContextVar("chosen")


class TokenRefused(Exception):
    """Telegram does not know our token. The library's own exception would print it."""


def opens(entry: Entry) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """A handler that does nothing but choose `entry`; the worker performs it in one transaction."""

    async def choose(_update: Update, _context: Any) -> None:
        _chosen.get().append(entry)

    return choose


class Choosing(Application[Any, Any, Any, Any, Any, Any]):
    """An Application that only says which entry an update is for, and lets no exception vanish."""

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> NoReturn:  # noqa: ARG002 - it never returns: swallowing is what we undo
        """An exception belongs to the worker: swallowed here, a failed update would count as done."""
        raise error

    async def choose(self, update: Update) -> Entry | None:
        """The entry of the first handler that wants this update, or None: then silence is the answer."""
        chosen: list[Entry] = []
        mark = _chosen.set(chosen)
        try:
            await self.process_update(update)
        finally:
            _chosen.reset(mark)
        return chosen[0] if chosen else None


def build(token: str, telegram_url: str, transport: Transport, handlers: list[BaseHandler[Any, Any, Any]]) -> Choosing:
    """An application that is not started: nothing here fetches updates or sends by itself."""
    root = telegram_url.rstrip("/")
    application = (
        ApplicationBuilder()
        .application_class(Choosing)
        .bot(
            ExtBot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=transport,
                get_updates_request=transport,
            )
        )
        .updater(None)
        .job_queue(None)
        .build()
    )
    for handler in handlers:
        application.add_handler(handler)
    return application  # type: ignore[return-value]  # the builder is told its class above


async def introduce(application: Choosing) -> None:
    """Learn our own name. Waits while Telegram cannot be reached: after a power cut the line comes back last.

    Raises TokenRefused.
    """
    wait = 1.0
    while True:
        try:
            await application.initialize()
        except TelegramError as error:
            failure = meaning_of(error)
            if failure.meaning is Meaning.locked:
                raise TokenRefused from None
            if failure.meaning not in (Meaning.later, Meaning.unknown):
                raise
            log.warning("start.waits_for_telegram", error=type(error).__name__)
            await asyncio.sleep(failure.seconds or wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return
