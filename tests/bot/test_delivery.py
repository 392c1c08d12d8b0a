"""A broadcast against a Telegram that counts, and one through every kind of trouble; `bench.delivery` has it large."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from playground.rates import Rates as Counted
from storage import outbox
from storage.database import open_engine, writing
from storage.limits import RESERVE_SECONDS, Rates
from storage.outbox import Class
from tests.bot.office import Office, office_on

RATE, ALLOWED = 140, 170
"""Five times as fast as Telegram, and with more room: machines that test stand still at times."""
TROUBLES = ("500", "drop", "disconnect_after", "timeout")


@contextmanager
def second_worker(office: Office) -> Iterator[Office]:
    engine = open_engine(office.engine.url.render_as_string(hide_password=False))
    there = Office(engine, office.world, office.telegram, "rt03-2", office._rates)  # noqa: SLF001 - the same limits
    try:
        yield there
    finally:
        there.closes()
        engine.dispose()


def announces(office: Office, chats: list[int], texts: list[str], rank: Class = Class.broadcast) -> None:
    now = office.clock()
    with writing(office.engine) as session:
        for text in texts:
            for chat in chats:
                outbox.call(
                    session, chat=chat, method="sendMessage", parameters={"text": text}, due_at=now, now=now, rank=rank
                )  # fmt: skip


def people_of(office: Office, many: int) -> list[int]:
    return [office.person(f"Warga {number}").id for number in range(many)]


def arrives(office: Office, many: int) -> None:
    """A broadcast to so many, and a few messages to a group, to their end; `office` sends already."""
    office.world.state.switches.rates = counted = Counted(per_second=ALLOWED)
    people = people_of(office, many)
    group = office.group("RT 03", office.person("Siti")).id
    began = office.clock()
    announces(office, [group], [f"kabar {number}" for number in range(6)], Class.notice)
    announces(office, people, ["pengumuman"])
    office.waits_until(*["sent"] * (many + 6))
    assert counted.overrun == 0
    assert office.arrived(group) == [f"kabar {number}" for number in range(6)]
    assert all(office.arrived(person) == ["pengumuman"] for person in people)
    times = [one["time"] for one in office.tries()]
    ahead = RESERVE_SECONDS * RATE + 2
    assert times[-1] - began >= (len(times) - ahead) / RATE, "no faster than the rate"


def test_everyone_gets_it_once_and_nobody_is_told_to_wait(engine: Engine) -> None:
    with office_on(engine, rates=Rates(RATE, 1, 18)) as office:
        office.opens()
        arrives(office, 300)


def test_two_workers_share_the_rate(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with office_on(engine, rates=Rates(RATE, 1, 18)) as office, second_worker(office) as there:
        office.opens()
        there.opens()
        arrives(office, 150)
    engine.dispose()


def test_through_every_trouble_nothing_is_lost_and_nothing_out_of_order(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.transport.READ_SECONDS", 0.3)
    monkeypatch.setattr("bot.breaker.FIRST_WAIT", 0.2)
    monkeypatch.setattr("bot.failures.LONGEST_WAIT", 0.5)
    chance = random.Random(11)
    with office_on(engine) as office:
        people = people_of(office, 12)
        texts = [str(number) for number in range(4)]
        for rank in (Class.notice, Class.broadcast):
            announces(office, people, [f"{rank.name} {text}" for text in texts], rank)
        office.opens()
        for _ in range(6):
            for kind in TROUBLES:
                office.neighbourhood.fail("sendMessage", kind, times=chance.randint(1, 3))
            office.neighbourhood.flood(None, retry_after=1, times=2)
            office.replies(chance.choice(people), *(f"jawaban {number}" for number in range(3)))
            office.waits_for(lambda: not office.world.state.switches.failures, "the trouble to be over")
        office.waits_until(*["sent"] * (12 * 4 * 2 + 18))
        for person in people:
            for rank in (Class.notice, Class.broadcast):
                got = [text for text in office.arrived(person) if text.startswith(rank.name)]
                assert list(dict.fromkeys(got)) == [f"{rank.name} {text}" for text in texts]
                assert got == sorted(got), "also what came twice"
