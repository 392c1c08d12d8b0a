"""How many are in the groups: Telegram is asked one group at a time, never faster than it may be."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from bot.failures import Failure, Meaning, meaning_of
from bot.post import Post
from community import chats, reach
from community.reach import ToCount
from storage.writer import Writer

GAP = 1.0
"""Seconds between two questions: replies to people need the rest of what Telegram allows."""
MOST = 50
"""Groups in one round; a round is over before the next one is due."""
_MOST_FAILURES = 3


class Census:
    """`clock` tells seconds since 1970, UTC."""

    def __init__(self, post: Post, writer: Writer, clock: Callable[[], float], *, gap: float = GAP) -> None:
        self._post = post
        self._writer = writer
        self._clock = clock
        self._gap = gap

    async def count(self) -> int:
        """Count the groups that are due; returns how many were. Ends early if Telegram wants to be left alone."""
        counted = 0
        failed: set[int] = set()
        for _ in range(MOST):
            if self._post.locked or self._post.was_paused(self._clock()) or len(failed) >= _MOST_FAILURES:
                break
            taken = await self._writer.stage(partial(reach.take_next, now=self._now(), but=frozenset(failed)))
            if taken is None:
                break
            failure = await self._ask(taken)
            if failure is None:
                counted += 1
            elif failure.seconds:
                break
            elif failure.meaning not in (Meaning.never, Meaning.moved):
                failed.add(taken.chat_id)
            await asyncio.sleep(self._gap)
        return counted

    async def _ask(self, taken: ToCount) -> Failure | None:
        """None if it was counted. A group that cannot be counted keeps its old number, and its turn is over."""
        try:
            members = await self._post.call("getChatMemberCount", {"chat_id": taken.telegram_id})
        except Exception as error:  # noqa: BLE001 - every failure has a meaning, and none of them stops the clock
            failure = meaning_of(error)
            if failure.meaning is Meaning.moved:
                moved = partial(chats.moved, old=taken.telegram_id, new=failure.chat, now=self._now())
                await self._writer.stage(moved)
            if failure.meaning is not Meaning.never:
                await self._writer.stage(reach.put_back, taken)
            return failure
        await self._writer.stage(reach.note, taken, int(members))
        return None

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)
