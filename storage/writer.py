"""The one place that commits: a thread that owns a writing connection and saves what waits, many jobs in one commit.

A cycle takes all kept updates, all marks and a few stages, commits once, and only then tells those who wait. If one of
them or the commit fails, the whole cycle is taken back and each job is done again alone: a failure harms nobody else.
A database that is locked, full or away is waited for; that is nobody's failure. SQLite has one such thread, PostgreSQL
a few.
"""

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from storage import inbox
from storage import marks as marking
from storage.database import passes_by_waiting, time_limit
from storage.marks import Mark

log = structlog.get_logger()

STAGES_PER_CYCLE = 16
STAGES_UNDER_LOAD = 1
"""Stages in every second cycle under load: acknowledging comes first, work goes on."""
MOST_WAITING = 2_000
"""Updates that may wait for their commit before intake says "later"."""
_IDLE_SECONDS = 1.0
_LONGEST_PAUSE = 5.0

P = ParamSpec("P")
T = TypeVar("T")
Stage = Callable[[Session], Any]
"""One transaction's work."""


class TooBusy(Exception):
    """So many updates wait for their commit that the sender must come back later."""


@dataclass(slots=True, eq=False)
class _Pending:
    """Something to save and who waits for it. `updates` and `marks` are merged with others of their kind."""

    future: asyncio.Future[Any]
    stage: Stage | None = None
    updates: Sequence[Mapping[str, Any]] = ()
    marks: Sequence[Mark] = ()
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Saves for one event loop. `clock` tells seconds since 1970, UTC."""

    def __init__(self, engine: Engine, *, clock: Callable[[], float] = time.time, threads: int = 3) -> None:
        self._engine = engine
        self._clock = clock
        self._count = 1 if engine.dialect.name == "sqlite" else threads
        self._ready = threading.Condition()
        self._intake: deque[_Pending] = deque()
        self._stages: deque[_Pending] = deque()
        self._alone: deque[_Pending] = deque()
        self._waiting_updates = 0
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.beaten_at = clock()
        """When a thread last went round, for `/health`."""
        self.on_keep: Callable[[], None] = lambda: None
        """Called in the event loop when updates have been committed."""
        self.has_backlog = False
        """Set by whoever works: more waits than can be worked on soon."""
        self.under_load = False
        """True while updates come in on top of a backlog."""
        self._has_yielded = False
        self.trouble: str | None = None
        """What the database is waited for at present, for `/ready`."""

    def start(self) -> None:
        """Begin to save for the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._threads = [
            threading.Thread(target=self._run, name=f"writer-{number}", daemon=True) for number in range(self._count)
        ]
        for thread in self._threads:
            thread.start()

    async def stop(self) -> None:
        """Save what waits, then end."""
        with self._ready:
            self._stopping = True
            self._ready.notify_all()
        for thread in self._threads:
            await asyncio.to_thread(thread.join, 10)

    async def keep(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Return once the updates are committed. Raises TooBusy at MOST_WAITING."""
        if self._waiting_updates >= MOST_WAITING:
            raise TooBusy
        job = _Pending(self._new_future(), updates=updates)
        self._waiting_updates += len(updates)
        try:
            await self._submit(self._intake, job)
        finally:
            self._waiting_updates -= len(updates)

    async def mark(self, what: Sequence[Mark]) -> int:
        """Return once the marks are committed: how many of them had lost their lease."""
        lost: int = await self._submit(self._intake, _Pending(self._new_future(), marks=what))
        return lost

    async def stage(self, work: Callable[Concatenate[Session, P], T], /, *args: P.args, **values: P.kwargs) -> T:
        """Do `work` with a session and return its result after the commit. What it raises is raised here, undone.

        It may be run more than once before it counts, so it must do nothing but read and write rows.
        """
        stage = _Pending(self._new_future(), stage=lambda session: work(session, *args, **values))
        done: T = await self._submit(self._stages, stage)
        return done

    def _new_future(self) -> asyncio.Future[Any]:
        return asyncio.get_running_loop().create_future()

    async def _submit(self, queue: deque[_Pending], job: _Pending) -> Any:
        with self._ready:
            queue.append(job)
            self._ready.notify()
        return await job.future

    # ── in the thread ──

    def _run(self) -> None:
        pause = 0.05
        while True:
            try:
                with self._engine.connect() as connection:
                    while self._cycle(connection):
                        pause = 0.05
                    return
            except Exception as error:  # noqa: BLE001 - this thread must outlive every error
                if not passes_by_waiting(error):
                    log.error("writer.failed", error=type(error).__name__)  # its message may quote what somebody wrote
                self.trouble = type(getattr(error, "orig", None) or error).__name__
                self.beaten_at = self._clock()  # we are well, whatever the database is
                if self._stopping:
                    return
                time.sleep(pause)  # in our own thread: the database is away, there is nothing else to do
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _cycle(self, connection: Connection) -> bool:
        """One round; False when all is saved and we are to stop."""
        jobs = self._take()
        self.beaten_at = self._clock()
        if jobs:
            try:
                self._save(connection, jobs)
            except Exception as error:
                if passes_by_waiting(error):
                    self._give_back(jobs)
                    raise
                with contextlib.suppress(Exception):
                    connection.connection.rollback()  # SQLite keeps a transaction open whose COMMIT has failed
                self._failed(jobs, error)
        return bool(jobs or self._alone) or not self._stopping

    def _take(self) -> list[_Pending]:
        with self._ready:
            if not (self._alone or self._intake or self._stages or self._stopping):
                self._ready.wait(_IDLE_SECONDS)
            if self._alone:
                return [job for job in (self._alone.popleft(),) if not job.future.cancelled()]
            jobs = [job for job in self._intake if not job.future.cancelled()]  # who left will ask again
            self._intake.clear()
            self.under_load = self.has_backlog and any(job.updates for job in jobs)
            most = min(len(self._stages), self._stages_now())
            return jobs + [self._stages.popleft() for _ in range(most)]

    def _stages_now(self) -> int:
        if not self.under_load:
            return STAGES_PER_CYCLE
        self._has_yielded = not self._has_yielded
        return 0 if self._has_yielded else STAGES_UNDER_LOAD

    def _failed(self, jobs: list[_Pending], error: Exception) -> None:
        """Whose fault it was shows when each is done alone; then it is told to the one who asked for it."""
        if len(jobs) > 1:
            self._give_back(jobs)
            return
        jobs[0].error = error
        self._tell(jobs)

    def _give_back(self, jobs: list[_Pending]) -> None:
        """The cycle did not commit: each of its jobs is done again, alone and in its order."""
        with self._ready:
            self._alone.extendleft(reversed(jobs))

    def _save(self, connection: Connection, jobs: list[_Pending]) -> None:
        with connection.begin():
            self._do_merged(connection, [job for job in jobs if job.updates or job.marks])
            for job in jobs:
                if job.stage:
                    with time_limit(connection), _session(connection) as session:
                        job.result = job.stage(session)
                        session.flush()
        self.trouble = None
        self._tell(jobs)

    def _do_merged(self, connection: Connection, jobs: list[_Pending]) -> None:
        updates = [update for job in jobs for update in job.updates]
        all_marks = [mark for job in jobs for mark in job.marks]
        if not (updates or all_marks):
            return
        with _session(connection) as session:
            if updates:
                inbox.keep(session, updates, self._clock())
            lost = marking.apply(session, all_marks) if all_marks else 0
        for job in jobs:
            job.result, lost = (lost, 0) if job.marks else (None, lost)

    def _tell(self, jobs: list[_Pending]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
                self._loop.call_soon_threadsafe(self._resolve, jobs)

    def _resolve(self, jobs: list[_Pending]) -> None:
        """In the event loop: tell those who wait, then wake whoever works on what was kept."""
        kept = False
        for job in jobs:
            kept = kept or bool(job.updates)
            if job.future.done():
                continue
            if job.error is not None:
                job.future.set_exception(job.error)
            else:
                job.future.set_result(job.result)
        if kept:
            self.on_keep()


def _session(connection: Connection) -> Session:
    return Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False)
