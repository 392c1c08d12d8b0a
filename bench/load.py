"""The three ways to press: closed on the 200 (A), closed on the reply (B), and open at a steady rate (C)."""

import asyncio
import random
from collections import deque
from dataclasses import dataclass

from bench.ledger import Ledger, Window, now
from bench.script import Street
from bench.webhook import Caller

REPLY_WAIT = 10.0  # seconds until a reply counts as missing
QUIET = 15.0  # seconds without any reply after which nobody waits for the rest
LANE_ROOM = 45  # Rembuk parks what exceeds 50 waiting updates of one chat as a flood; a burst stays below that


@dataclass(frozen=True)
class Load:
    """Who presses whom, and what is written down."""

    street: Street
    callers: list[Caller]
    ledger: Ledger

    async def burst(self, seconds: float) -> Window:
        """A: each connection sends its next update as soon as the last was acknowledged.

        Ends early when every chat has as many unanswered updates as one lane takes.
        """
        free = deque(self.street.chats)
        start, ends = now(), now() + seconds

        async def press(caller: Caller) -> None:
            while now() < ends:
                chat = next((chat for chat in free if self.ledger.owed(chat) < LANE_ROOM), None)
                if chat is None:
                    return
                free.remove(chat)
                await self._post(caller, chat, now())
                free.append(chat)

        presses = [asyncio.ensure_future(press(caller)) for caller in self.callers]
        await asyncio.wait(presses, timeout=seconds)
        await self._finished(presses)
        return Window(start, min(now(), ends))

    async def talk(self, seconds: float, updates: int | None = None) -> Window:
        """B: a chat's next update goes only after its reply; as many in flight as connections.

        Stops after `seconds`, or earlier once `updates` have gone out. A chat whose reply is missing falls silent.
        """
        free = deque(self.street.chats)
        start, ends = now(), now() + seconds
        last = self.ledger.updates + updates if updates else None

        async def press(caller: Caller) -> None:
            while now() < ends and free and (last is None or self.ledger.updates < last):
                chat = free.popleft()
                reply = self.ledger.reply_to(chat)
                if await self._post(caller, chat, now()) == 200 and not await _came(reply):
                    continue
                free.append(chat)

        presses = [asyncio.ensure_future(press(caller)) for caller in self.callers]
        await asyncio.wait(presses, timeout=seconds)
        await self._finished(presses)
        return Window(start, min(now(), ends))

    async def stream(self, seconds: float, rate: float, seed: int) -> Window:
        """C: updates arrive by chance, `rate` a second on average, whether or not the last were answered.

        Waiting for a free connection counts. The same seed gives the same arrivals to every variant.
        """
        chance = random.Random(seed)
        free: asyncio.Queue[Caller] = asyncio.Queue()
        for caller in self.callers:
            free.put_nowait(caller)

        async def arrive(chat: int) -> None:
            sent = now()
            caller = await free.get()
            await self._post(caller, chat, sent)
            free.put_nowait(caller)

        start = due = now()
        under_way: list[asyncio.Task[None]] = []
        while (due := due + chance.expovariate(rate)) < start + seconds:
            await asyncio.sleep(due - now())
            chat = self.street.chats[len(under_way) % len(self.street.chats)]
            under_way.append(asyncio.ensure_future(arrive(chat)))
        await self._finished(under_way)
        return Window(start, start + seconds)

    async def settle(self, most: float) -> float:
        """Seconds until every update had its reply: at most `most`, less when nothing more comes."""
        start = heard = now()
        replies = len(self.ledger.replies.at)
        while self.ledger.all_owed() and now() - start < most and now() - heard < QUIET:
            await asyncio.sleep(0.01)
            if len(self.ledger.replies.at) > replies:
                replies, heard = len(self.ledger.replies.at), now()
        return now() - start

    async def _post(self, caller: Caller, chat: int, sent: float) -> int:
        body, answers = self.street.next_update(chat)
        self.ledger.sent(chat, sent, answers)
        status = await caller.post(body)
        self.ledger.acknowledged(chat, status, sent)
        return status

    async def _finished(self, tasks: list[asyncio.Task[None]]) -> None:
        """Wait for all; hang up on whatever has not been answered long after the end."""
        _, late = await asyncio.wait(tasks, timeout=REPLY_WAIT + 5)
        for caller in self.callers if late else ():
            caller.hang_up()
        await asyncio.gather(*tasks)


async def _came(reply: asyncio.Future[None]) -> bool:
    if not reply.done():
        await asyncio.wait([reply], timeout=REPLY_WAIT)
    return reply.done()
