"""One announcement to many while the power goes again and again: who has it, who has it twice, what is said of it."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from bot.courier import SENDS_AT_ONCE
from community import audiences, broadcast_report, broadcasts
from community.broadcast_content import Content
from community.broadcast_report import Report
from community.broadcasts import Message
from playground import residents
from playground.switches import Failure
from playground.world import World
from storage import broadcasts as stored
from storage.broadcasts import Broadcast, BroadcastState
from storage.communities import Community, CommunityKind
from storage.database import reading, writing
from storage.outbox import outbox
from storage.people import Membership, Person, Role
from tests.chaos.programs import LOOK_EVERY, Program
from tests.chaos.storm import is_noticed

WORDS = "Kerja bakti hari Minggu pukul 07.00"
IN_FLIGHT = 8
"""So many messages at the most are taken and not answered when the power goes."""
SECONDS = 60.0
SINCE = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass(slots=True)
class Town:
    """Everyone who is to hear it, the database, and the Telegram that takes what is sent."""

    world: World
    engine: Engine
    chats: list[int]
    broadcast_id: int = 0
    cuts: int = 0

    def arrivals(self) -> Counter[int]:
        """How often Telegram took it for each chat."""
        with self.world.lock:
            return Counter(
                one["chat_id"]
                for one in self.world.state.sent
                if one["method"] == "sendMessage" and one["ok"] and WORDS in str(one["params"].get("text"))
            )

    def twice(self) -> int:
        """How many really have it more than once."""
        return sum(times > 1 for times in self.arrivals().values())

    def report(self) -> Report:
        with reading(self.engine) as session:
            return broadcast_report.of(session, self._found(session))

    def _found(self, session: Session) -> Broadcast:
        found = stored.by_id(session, self.broadcast_id)
        assert found is not None
        return found

    def is_over(self) -> bool:
        with reading(self.engine) as session:
            return self._found(session).state is BroadcastState.done

    # ── what happens ──

    def is_cut_off(self, programs: Sequence[Program], kills: int, rng: random.Random) -> None:
        """Kill one process after another and start it again at once: as the rows are written, then as they leave."""
        latest = len(self.chats) - kills * IN_FLIGHT
        moments = [0, *sorted(rng.sample(range(latest), kills - 1))]
        for program in programs:
            program.start()
        self.until(self._has_begun, "the first rows")
        for moment in moments:
            self.until(lambda after=moment: len(self.arrivals()) >= after, f"arrival {moment}")
            self._swallows(rng.randint(1, IN_FLIGHT) if moment else rng.randint(0, 1))
            self._cut(rng.choice(programs))
        self.until(self.is_over, "the end")

    def _has_begun(self) -> bool:
        query = sa.select(outbox.c.id).where(outbox.c.kind == "broadcast").limit(1)
        with reading(self.engine) as session:
            return session.connection().execute(query).first() is not None

    def _swallows(self, many: int) -> None:
        """Telegram takes so many more messages, and its answers do not come: when the power goes nobody knows."""
        if not many:
            return
        switches = self.world.state.switches
        with self.world.lock:
            switches.failures.append(Failure("sendMessage", "timeout", many))
        self.until(lambda: not switches.failures, "messages without an answer")

    def _cut(self, program: Program) -> None:
        number = program.number
        program.kill()
        self.cuts += 1
        is_noticed(self.engine, number)
        program.start()

    def until(self, condition: Any, what: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < deadline, f"waited for {what} in vain: {self.report()}"
            time.sleep(LOOK_EVERY / 4)

    def is_shared(self, programs: Sequence[Program]) -> None:
        """Begin once all of them are there, until it is over; each of them must have had something of it in hand."""
        self._leaves_at(datetime.now(UTC) + timedelta(hours=1))
        for program in programs:
            program.start()
        self.until(lambda: all(program.has_logged("started") for program in programs), "all of them")
        self._leaves_at(datetime.now(UTC))
        workers: set[str] = set()
        owners = sa.select(outbox.c.owner).where(outbox.c.kind == "broadcast", outbox.c.owner.is_not(None)).distinct()

        def look() -> bool:
            with reading(self.engine) as session:
                workers.update(session.connection().execute(owners).scalars())
            return self.is_over()

        self.until(look, "the end")
        assert len(workers) == len(programs)

    def _leaves_at(self, moment: datetime) -> None:
        with writing(self.engine) as session:
            found = self._found(session)
            found.starts_at = moment
            session.add(found)

    # ── what must be true ──

    def faults(self) -> list[str]:
        """Whatever is not as promised, one sentence each."""
        got, report = self.arrivals(), self.report()
        most = self.cuts * SENDS_AT_ONCE
        found = [f"{chat} has not got it" for chat in self.chats if not got[chat]]
        found += [f"{chat} got it, and was not to" for chat in got.keys() - set(self.chats)]
        if (report.sent, report.total) != (len(self.chats), len(self.chats)):
            found.append(f"it is said to have reached {report}")
        if not self.twice() <= report.twice <= most:
            found.append(f"{self.twice()} have it twice, {report.twice} are said to, {most} is what was in hand")
        return found + self._uncounted(got)

    def _uncounted(self, got: Counter[int]) -> list[str]:
        """Each copy but the first is counted on its own row."""
        query = sa.select(outbox.c.chat, outbox.c.unknown).where(outbox.c.kind == "broadcast")
        with reading(self.engine) as session:
            unknown = {row.chat: row.unknown for row in session.connection().execute(query)}
        return [f"{chat} got it {got[chat]} times" for chat in got if got[chat] > 1 + unknown.get(chat, 0)]


def town(world: World, engine: Engine, people: int) -> Town:
    """A neighbourhood whose residents have all opened the bot, and a chair who has something to say in a moment."""
    with world.lock:
        known = [residents.introduce(world, f"Warga {number}", None, None, "id") for number in range(people + 1)]
        for person in known:
            residents.private_chat(world, person)
            person.started = True
    ids = [person.id for person in known]
    with writing(engine) as session:
        community = Community(
            kind=CommunityKind.rt, code="ramai", name="RT 03", quiet_hours=[], chair_confirmed_at=SINCE,
            created_at=SINCE,
        )  # fmt: skip
        session.add(community)
        session.flush()
        chair = _moves_in(session, community.id, ids)
        broadcast_id = _announces(session, community.id, chair)
    return Town(world, engine, ids[1:], broadcast_id)


def _moves_in(session: Session, community_id: int, telegram_ids: Sequence[int]) -> int:
    """The first is the chair, whose number is returned."""
    people = [
        Person(telegram_id=one, name="Warga", community_id=community_id, created_at=SINCE) for one in telegram_ids
    ]
    session.add_all(people)
    session.flush()
    for number, person in enumerate(people):
        role = Role.resident if number else Role.chair
        session.add(Membership(person_id=person.id, community_id=community_id, role=role, joined_at=SINCE))
    session.flush()
    return people[0].id


def _announces(session: Session, community_id: int, chair: int) -> int:
    """For a moment from now, so that the processes begin it themselves."""
    now = datetime.now(UTC)
    said = Message(
        Content(html=WORDS), audiences.to_all(session, community_id), starts_at=now + timedelta(milliseconds=1)
    )
    seen = broadcasts.reach(session, community_id, said.audience, by=chair).mark
    made = broadcasts.announce(session, community_id, said, by=chair, seen=seen, now=now)
    assert made.state is BroadcastState.scheduled
    return made.id
