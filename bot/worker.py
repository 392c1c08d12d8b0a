"""Lanes at work: the oldest open update of each free lane, one at a time in a lane, lanes side by side."""

import asyncio
import contextlib
import hashlib
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
import structlog
from sqlmodel import Session
from telegram import Update

from bot.application import Choosing
from bot.failures import place_of
from conversations import stage
from conversations.talk import Entry, House, Outcome
from storage import inbox
from storage.inbox import Ticket
from storage.writer import Writer

log = structlog.get_logger()

LANES = 32
LANES_UNDER_LOAD = 4
CLAIM = 64
"""Lane heads claimed at once."""
IDLE_SECONDS = 1.0
LOOK_FOR_SUSPECTS_EVERY = 5.0
HELD_SECONDS = 0.05
"""How long an update rests whose lane another process holds: about as long as a stage takes."""
EMPTY_ANSWER_AFTER = 2.0
"""A tap whose stage has not committed by then is answered without words, so that the phone stops waiting."""

AnswerTap = Callable[[str, Outcome], Awaitable[None]]
Release = Callable[[Outcome], None]


class Worker:
    """Handles kept updates until it is stopped."""

    def __init__(
        self, writer: Writer, application: Choosing, house: House, *, release: Release, answer_tap: AnswerTap
    ) -> None:
        self._writer = writer
        self._application = application
        self._house = house
        self._release = release
        self._answer_tap = answer_tap
        self._waiting: deque[Ticket] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[int] = set()
        self._wake = asyncio.Event()
        self._look_for_suspects_at = 0.0
        self._stopping = False

    def wake(self) -> None:
        """Something has been kept."""
        self._wake.set()

    async def run(self) -> None:
        """Work until `stop`. What was in progress in a process that died comes first, each alone."""
        while not self._stopping:
            self._wake.clear()
            try:
                await self._try_suspects()
                await self._fill()
            except Exception as error:  # noqa: BLE001 - the door must not close because one claim failed
                log.error("worker.claim_failed", error=place_of(error))
            self._begin()
            if not (self._waiting and len(self._tasks) < self._room):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._writer.stage(_release_all, tickets=list(self._waiting))

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    @property
    def _room(self) -> int:
        return LANES_UNDER_LOAD if self._writer.under_load else LANES

    async def _fill(self) -> None:
        if self._waiting or len(self._tasks) >= self._room:
            return
        claimed = await self._writer.stage(inbox.claim, worker=self._house.owner, most=CLAIM)
        self._waiting.extend(claimed)
        self._writer.has_backlog = len(claimed) == CLAIM

    def _begin(self) -> None:
        while self._waiting and len(self._tasks) < self._room:
            ticket = self._waiting.popleft()
            self._in_hand.add(ticket.id)
            task = asyncio.create_task(self._work(ticket))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _try_suspects(self) -> None:
        """One of these may have killed a process: a try is committed before it is made, and nothing runs beside it."""
        now = self._house.clock()
        if now < self._look_for_suspects_at:
            return
        self._look_for_suspects_at = now + LOOK_FOR_SUSPECTS_EVERY
        in_hand = [ticket.id for ticket in self._waiting] + list(self._in_hand)
        await self._writer.stage(inbox.disown, worker=self._house.owner, in_hand=in_hand)
        found = await self._writer.stage(inbox.suspects, now=now)
        if found and self._tasks:
            await asyncio.wait(self._tasks)
        for ticket in found:
            self._in_hand.add(ticket.id)
            try:
                await self._try_suspect(ticket, now)
            finally:
                self._in_hand.discard(ticket.id)

    async def _try_suspect(self, ticket: Ticket, now: float) -> None:
        if ticket.attempts >= inbox.TRIES:
            await self._park(ticket, "process died")
        elif await self._writer.stage(inbox.adopt, ticket=ticket, worker=self._house.owner, now=now):
            await self._work(ticket, counted=True)

    async def _work(self, ticket: Ticket, *, counted: bool = False) -> None:
        began = time.perf_counter()
        person: int | None = None
        update: Update | None = None
        try:
            update = Update.de_json(orjson.loads(ticket.payload), self._application.bot)
            entry = await self._application.choose(update)
            person = await self._perform(ticket, update, entry or _silence)
        except stage.LaneHeld:
            await asyncio.sleep(HELD_SECONDS)
            await self._writer.stage(inbox.release, ticket=ticket)
        except stage.MovedOn:
            await self._writer.stage(stage.park_again, ticket=ticket, now=self._house.clock())
        except Exception as error:  # noqa: BLE001 - whatever a stage raises is counted against its update
            parked = await self._failed(ticket, error, counted=counted)
            if parked and update is not None and update.callback_query is not None:
                await self._answer_tap(update.callback_query.id, Outcome())
        finally:
            self._in_hand.discard(ticket.id)
            self._wake.set()
            log.info(
                "update",
                lane=_masked(ticket.lane, self._house.secret),
                person=person,
                ms=round((time.perf_counter() - began) * 1000),
            )

    async def _perform(self, ticket: Ticket, update: Update, entry: Entry) -> int | None:
        tap = update.callback_query
        patience: asyncio.Task[None] | None = None
        if tap is not None:
            patience = asyncio.create_task(self._answer_late(tap.id))
        try:
            outcome = await self._writer.stage(
                stage.perform, ticket=ticket, update=update, entry=entry, house=self._house
            )
        except BaseException:
            if patience:
                patience.cancel()
            raise
        self._release(outcome)
        if tap is not None and patience is not None and not patience.done():
            patience.cancel()
            await self._answer_tap(tap.id, outcome)
        return outcome.person_id

    async def _answer_late(self, tap_id: str) -> None:
        await asyncio.sleep(EMPTY_ANSWER_AFTER)
        await self._answer_tap(tap_id, Outcome())

    async def _failed(self, ticket: Ticket, error: Exception, *, counted: bool) -> bool:
        """The update's own stage failed: three tries, then it is set aside with an apology; True if so."""
        tries = ticket.attempts + 1
        log.error("update.failed", inbox=ticket.id, tries=tries, error=place_of(error))
        if tries >= inbox.TRIES:
            await self._park(replace(ticket, attempts=tries), place_of(error))
            return True
        if counted:
            await self._writer.stage(inbox.release, ticket=ticket)
        else:
            await self._writer.stage(inbox.count_failure, ticket=ticket, error=place_of(error))
        return False

    async def _park(self, ticket: Ticket, error: str) -> None:
        """Set aside a ticket whose last try is counted already."""
        code = secrets.token_hex(2).upper()
        apologise = partial(
            stage.park, ticket=ticket, house=self._house, error=error, code=code, bot=self._application.bot
        )
        try:
            self._release(await self._writer.stage(apologise))
        except Exception as failed:  # noqa: BLE001 - an update that not even an apology can be made for
            log.error("update.park_failed", inbox=ticket.id, error=place_of(failed))
            await self._writer.stage(
                inbox.park, ticket=ticket, state="parked", now=self._house.clock(), error=error, code=code
            )


def _silence(_talk: Any) -> None:
    """Nobody's business: chatter in a group, a kind of update that we do not use."""


def _release_all(session: Session, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        inbox.release(session, ticket)


def _masked(lane: str, secret: str) -> str:
    """A lane's kind and a short keyed hash: lines of one lane belong together, and name nobody."""
    return (
        f"{lane.split(':', 1)[0]}:{hashlib.blake2s(lane.encode(), digest_size=4, key=secret.encode()[:32]).hexdigest()}"
    )
