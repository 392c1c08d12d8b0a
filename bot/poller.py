"""Updates by polling: fetched, kept, and only then acknowledged by the next offset. One process polls at a time."""

import asyncio
import contextlib
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.failures import meaning_of
from bot.post import Post
from storage.election import Election
from storage.writer import TooBusy, Writer

log = structlog.get_logger()

LONG_POLL_SECONDS = 25
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "poll", "poll_answer"]
"""What we ask Telegram for; votes and poll closings come once there are polls."""
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
            except (TelegramError, TooBusy, OSError) as error:
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

    @staticmethod
    def _say(error: Exception) -> None:
        if isinstance(error, Conflict):
            log.warning("poller.conflict", say="another program polls with this bot's token, or a webhook is set")
        elif isinstance(error, InvalidToken):
            log.error("poller.token_refused")
        else:
            log.warning("poller.waits", error=type(error).__name__)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


async def set_webhook(post: Post, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates, if it does not know already; what waits there is not dropped."""
    known = await post.call("getWebhookInfo", {})
    if known.get("url") == url and sorted(known.get("allowed_updates") or []) == sorted(ALLOWED):
        return
    await post.call(
        "setWebhook",
        {
            "url": url,
            "secret_token": secret,
            "allowed_updates": ALLOWED,
            "max_connections": 40,
            "drop_pending_updates": False,
        },
    )
