"""Updates by polling: fetched, kept, and only then acknowledged by the next offset. One process polls at a time."""

import asyncio
import contextlib
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.failures import meaning_of
from bot.post import Post
from storage.election import Election
from storage.writer import Writer

log = structlog.get_logger()

LONG_POLL_SECONDS = 25
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "poll", "poll_answer"]
"""What we ask Telegram for, by polling and by webhook."""
_LONGEST_WAIT = 30.0


class Poller:
    """Polls until it is stopped, if this process is the elected one."""

    def __init__(self, post: Post, writer: Writer, election: Election) -> None:
        self._post = post
        self._writer = writer
        self._election = election
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        wait = 1.0
        offset: int | None = None
        while not self._stopping.is_set():
            try:
                if not await asyncio.to_thread(self._election.won):
                    await self._rest(5)
                    continue
                if offset is None:
                    await self._post.call("deleteWebhook", {"drop_pending_updates": False})
                offset = await self._fetch(offset or 0)
                wait = 1.0
            except RetryAfter as error:
                await self._rest(meaning_of(error).seconds)
            except Exception as error:  # noqa: BLE001 - a poller that ends is a bot that is deaf
                self._say(error)
                await self._rest(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        self._election.resign()

    async def _fetch(self, offset: int) -> int:
        """One long poll; the offset that acknowledges what it brought, all of it kept by now."""
        asked = {"offset": offset, "timeout": LONG_POLL_SECONDS, "allowed_updates": ALLOWED}
        fetching = asyncio.ensure_future(self._post.call("getUpdates", asked))
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not fetching.done():
            fetching.cancel()
            with contextlib.suppress(asyncio.CancelledError, TelegramError):
                await fetching
            return offset
        updates: list[dict[str, Any]] = fetching.result()
        if not updates:
            return offset
        await self._writer.keep(updates)
        return int(updates[-1]["update_id"]) + 1

    def _say(self, error: Exception) -> None:
        if isinstance(error, Conflict):
            log.warning("poller.conflict", say="another program polls with this bot's token, or a webhook is set")
        elif isinstance(error, InvalidToken):
            self._post.locked = True  # seen at `/ready`, also while nothing is sent
            log.error("poller.token_refused")
        else:
            log.warning("poller.waits", error=type(error).__name__)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def set_webhook(post: Post, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates, at every start: it never says which secret it knows. Nothing is dropped."""
    told = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": ALLOWED,
        "max_connections": 40,
        "drop_pending_updates": False,
    }
    await post.call("setWebhook", told)


async def insist_on_webhook(post: Post, url: str, secret: str) -> None:
    """Tell Telegram until it has heard: without it no update would ever come."""
    wait = 1.0
    while True:
        try:
            await set_webhook(post, url, secret)
        except TelegramError as error:
            log.warning("webhook.not_set", error=type(error).__name__, say=str(error))
            await asyncio.sleep(meaning_of(error).seconds or wait)
            wait = min(wait * 2, _LONGEST_WAIT)
        else:
            return
