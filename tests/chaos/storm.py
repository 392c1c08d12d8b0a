"""A neighbourhood in a storm: everybody reports at once while the power goes again and again; then it clears up."""

import os
import random
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import Engine

from playground.play import Play
from playground.server import running
from playground.world import World
from storage.communities import Community, CommunityKind
from storage.database import reading, writing
from storage.heartbeats import heartbeat
from storage.inbox import inbox
from storage.outbox import outbox
from storage.people import Membership, Person
from tests.chaos.neighbours import Resident, some_need
from tests.chaos.programs import Program, wait_until

SEED = "REMBUK_CHAOS_SEED"
SESSION = os.environ.get(SEED) or secrets.token_hex(4)
NAMES = ("Siti", "Budi", "Asep", "Tini", "Wati", "Joko", "Rina", "Dedi", "Yanti", "Slamet", "Euis", "Ujang")
CODES = ("7kq2mxab", "9wz4ntcd")
SPEED = 100.0
"""Divides the waits of Telegram's webhook, which are 2, 4, 8 … seconds."""
SPANS = ((0.1, 1.2), (1.2, 2.8))
"""How long a process runs before it is cut off, in parts of what coming up takes: meanwhile, or later at work."""
SLOWEST = 2.0
"""On a busy machine coming up may take longer than this; then more of the cuts fall into it."""
LONGEST = 60.0
CLEARING_SECONDS = 35.0
"""A process that is silent counts as gone after 15 s, and is looked for every five."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How much has to happen: needs told by each of twelve people, cuts, seconds of cutting, updates in all."""

    needs: int
    cuts: int
    seconds: float
    updates: int


SHORT, LONG = Strength(2, 3, 9.0, 90), Strength(4, 5, 18.0, 200)


def luck(name: str) -> random.Random:
    """This test's choices. What they meet is the machine's: a seed repeats the choices, not the very moments."""
    print(f"\n{name}: {SEED}={SESSION} repeats these choices")  # noqa: T201 - pytest shows it where a test fails
    return random.Random(f"{SESSION} {name}")


@dataclass(slots=True)
class Storm:
    """A world, its residents, and the database that the processes under test write."""

    world: World
    telegram: str
    engine: Engine
    rng: random.Random
    strength: Strength
    first_update: int
    residents: list[Resident] = field(default_factory=list)
    cuts: int = 0

    @property
    def acts(self) -> int:
        return sum(one.acts for one in self.residents)

    def rages(self, programs: Sequence[Program], *, unnoticed: int | None = None) -> None:
        """Start the processes, let everybody live, and cut off one process after another until all have done.

        PostgreSQL notices a death by fifteen seconds of silence. The tests let that time be over at once, except after
        the cut of number `unnoticed`: there it passes truly.
        """
        coming_up = self._come_up(programs)
        over, began = threading.Event(), time.monotonic()
        with ThreadPoolExecutor(len(self.residents)) as threads:
            lives = [threads.submit(one.lives, over, began + LONGEST) for one in self.residents]
            try:
                while not _all_over(lives) or self.cuts < self.strength.cuts:
                    time.sleep(coming_up * self.rng.uniform(*self.rng.choice(SPANS)))
                    self._cut(self.rng.choice(programs), noticed=self.cuts + 1 != unnoticed)
                    if time.monotonic() - began > self.strength.seconds:
                        break
                wait(lives, return_when=FIRST_EXCEPTION)
            finally:
                over.set()
        for life in lives:
            life.result()

    @staticmethod
    def _come_up(programs: Sequence[Program]) -> float:
        """How many seconds that takes on this machine today, `SLOWEST` at the most."""
        began = time.monotonic()
        for program in programs:
            program.start()
        wait_until(lambda: all(program.has_logged("started") for program in programs), "the start", LONGEST)
        return min(time.monotonic() - began, SLOWEST)

    def _cut(self, program: Program, *, noticed: bool) -> None:
        assert not program.has_ended_by_itself(), program.log.read_text("utf-8")[-3000:]
        number = program.number
        program.kill()
        self.cuts += 1
        if noticed:
            is_noticed(self.engine, number)
        program.start()

    def clears_up(self, seconds: float = CLEARING_SECONDS) -> None:
        """Wait until Telegram has nothing more to bring and we have nothing more to do or to send."""
        wait_until(lambda: not self._unfinished(), "calm", seconds)

    def _unfinished(self) -> str:
        with self.world.lock:
            if self.world.state.updates.pending:
                return "updates wait at Telegram"
        with reading(self.engine) as session:
            if session.scalar(sa.select(sa.func.count()).where(inbox.c.state == "open")):
                return "updates wait with us"
            unsent = sa.select(sa.func.count()).where(outbox.c.state.in_(["due", "leased"]))
            return "messages wait" if session.scalar(unsent) else ""


def is_noticed(engine: Engine, number: int) -> None:
    """That this process is dead, on PostgreSQL, where its silence tells; a SQLite database has one process only."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(sa.delete(heartbeat).where(heartbeat.c.worker.contains(f"-{number}-")))


def _all_over(lives: Sequence[Future[None]]) -> bool:
    """Also when somebody is stuck: then it need not go on."""
    return all(life.done() for life in lives) or any(life.done() and life.exception() for life in lives)


@contextmanager
def storm(engine: Engine, rng: random.Random, strength: Strength, *, people: int = 12) -> Iterator[Storm]:
    """Two neighbourhoods; most of their residents are known, some have only got the link."""
    world = World(random=random.Random(rng.random()))
    with running(world, speed=SPEED) as telegram:
        made = Storm(world, telegram, engine, rng, strength, world.state.updates.last_id)
        play = Play(world)
        with writing(engine) as session:
            for number, code in enumerate(CODES):
                now = datetime.now(UTC)
                place = Community(kind=CommunityKind.rt, code=code, name=f"RT 0{number + 3}", created_at=now)
                place.chair_confirmed_at = now
                session.add(place)
        for number, name in enumerate(NAMES[:people]):
            person_id = int(play.add_person(name)["id"])
            known = number % 4 != 3
            if known:
                _moves_in(engine, person_id, name, number % 2)
            made.residents.append(
                Resident(
                    play,
                    person_id,
                    name,
                    random.Random(rng.random()),
                    [some_need(rng) for _ in range(strength.needs)],
                    rng.randint(0, 5),
                    None if known else f"rt-{CODES[number % 2]}",
                )
            )
        yield made


def _moves_in(engine: Engine, telegram_id: int, name: str, number: int) -> None:
    with writing(engine) as session:
        now = datetime.now(UTC)
        person = Person(telegram_id=telegram_id, name=name, community_id=number + 1, created_at=now)
        session.add(person)
        session.flush()
        session.add(Membership(person_id=person.id or 0, community_id=number + 1, joined_at=now))
