"""Two hosts whose clocks differ by minutes: by the database's clock the living live, the dead are dead, limits hold."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot import clock as jobs
from bot.clearance import claim_within_limits, clear_reply
from community import media
from storage import heartbeats, inbox, limits, outbox, outbox_leases
from storage.database import reading, writing
from storage.database_clock import HouseClock, database_now
from storage.heartbeats import SILENT_AFTER
from storage.limits import ALL, Rates
from storage.media import Media, MediaKind
from storage.outbox import Class
from storage.writer import Writer
from tests.storage.desk import says, story
from tests.storage.letters import BUDI, SITI, texts

SLOW, FAST = "rt03-slow", "rt03-fast"
MINUTES = 300.0
TINY = 0.5
"""Seconds that a look at the database may take on a busy machine."""


class Host:
    """A process on a host whose own clock is `ahead` of the world's; `stands` for as long as it is suspended."""

    def __init__(self, engine: Engine, name: str, ahead: float) -> None:
        self.engine, self.name = engine, name
        self.ahead, self.slept = ahead, 0.0
        self.clock = HouseClock(steady=lambda: time.monotonic() - self.slept, first=lambda: time.time() + ahead)

    def beats(self) -> None:
        """Its heartbeat, as the table of jobs has it."""

        async def tell(writer: Writer) -> None:
            async def nothing(_: list[str]) -> None:
                """No file is forgotten here."""

            table = jobs.jobs(
                writer, owner=self.name, kind="work", clock=self.clock, look=self.clock.look,
                time_zone="Asia/Jakarta", discard=nothing, secret="", backup=None,
            )  # fmt: skip
            await next(job for job in table if job.name == "heartbeat").what()

        story(self.engine, tell)

    def writes(self, chat: int, text: str, *, due_in: float = 0.0, rank: Class = Class.notice) -> None:
        now = self.clock()
        with writing(self.engine) as session:
            parameters = {"chat_id": chat, "text": text}
            outbox.call(
                session, chat=chat, method="sendMessage", parameters=parameters, due_at=now + due_in, now=now, rank=rank
            )

    def claims(self, rates: Rates, most: int = 30) -> tuple[list[outbox.Row], list[float]]:
        with writing(self.engine) as session:
            return claim_within_limits(session, self.name, rates, self.clock(), most)


@pytest.fixture
def slow(engine: Engine) -> Host:
    return beating(Host(engine, SLOW, -MINUTES))


@pytest.fixture
def fast(engine: Engine) -> Host:
    return beating(Host(engine, FAST, MINUTES))


def beating(host: Host) -> Host:
    host.beats()
    return host


def now_of(engine: Engine) -> float:
    with engine.connect() as connection:
        return float(connection.execute(sa.select(database_now())).scalar_one())


def silenced(engine: Engine, name: str) -> None:
    """As if its last beat were too long ago."""
    at = now_of(engine) - SILENT_AFTER - 1
    with writing(engine) as session:
        heartbeats.beat(session, name, "work", at)


# ── the clock ──


def test_both_tell_the_time_of_the_database_and_are_never_ahead_of_it(engine: Engine, slow: Host, fast: Host) -> None:
    for host in (slow, fast):
        assert now_of(engine) - TINY < host.clock() <= now_of(engine) + 0.001  # SQLite counts whole milliseconds


def test_until_it_has_looked_it_tells_its_own(engine: Engine) -> None:
    assert Host(engine, FAST, MINUTES).clock() == pytest.approx(time.time() + MINUTES, abs=TINY)


def test_a_clock_that_is_set_moves_nothing(engine: Engine) -> None:
    """The host's own time jumps by an hour, as on the day somebody sets it."""
    shown = [1_000.0]
    clock = HouseClock(first=lambda: shown[0])
    before = clock()
    shown[0] += 3_600
    assert clock() - before == pytest.approx(0, abs=TINY)


def test_whoever_was_suspended_beats_in_the_present(engine: Engine, slow: Host) -> None:
    slow.slept = 60.0
    assert now_of(engine) - slow.clock() > 59
    slow.beats()
    with reading(engine) as session:
        assert heartbeats.has_beaten(session, SLOW, now_of(engine))
    assert now_of(engine) - slow.clock() < TINY


# ── the living and the dead ──


def takes_nothing(engine: Engine, look: Callable[[], int]) -> None:
    assert look() == 0
    silenced(engine, SLOW)
    assert look() == 1, "but a dead one's it takes"


def test_a_living_process_keeps_its_messages(engine: Engine, slow: Host, fast: Host) -> None:
    slow.writes(SITI, "halo")
    slow.claims(Rates(0, 0, 0))

    def freed() -> int:
        with writing(engine) as session:
            return outbox_leases.free_leases(session, fast.clock())

    takes_nothing(engine, freed)


def test_a_living_process_keeps_its_updates(engine: Engine, slow: Host, fast: Host) -> None:
    with writing(engine) as session:
        inbox.keep(session, [says(1)], slow.clock())
        inbox.claim(session, SLOW, most=1)

    def suspected() -> int:
        with writing(engine) as session:
            return len(inbox.suspects(session, fast.clock()))

    takes_nothing(engine, suspected)


def test_a_living_process_keeps_the_photo_that_it_fetches(engine: Engine, slow: Host, fast: Host) -> None:
    with writing(engine) as session:
        at = datetime.fromtimestamp(slow.clock(), UTC)
        session.add(Media(name="foto", kind=MediaKind.photo, file_id="p", file_unique_id="u", created_at=at))
        session.flush()
        assert len(media.claim(session, SLOW, slow.clock())) == 1

    def taken() -> int:
        with writing(engine) as session:
            return len(media.claim(session, FAST, fast.clock()))

    takes_nothing(engine, taken)


# ── limits ──


def test_each_gets_its_share_of_the_rate_and_together_they_keep_it(engine: Engine, slow: Host, fast: Host) -> None:
    for chat in range(1, 13):
        slow.writes(chat, "pengumuman", rank=Class.broadcast)
    claimed = [host.claims(Rates(40, 0, 0), most=3) for host in (fast, slow, fast)]
    assert [len(rows) for rows, _ in claimed] == [3, 3, 3], "neither is held back by the other's clock"
    times = [at for _, given in claimed for at in given]
    assert all(later - earlier >= 1 / 40 - 1e-3 for earlier, later in pairwise(times))


def test_a_reply_waits_for_nobodys_wrong_clock(engine: Engine, slow: Host, fast: Host) -> None:
    for host in (fast, slow, fast):
        with writing(engine) as session:
            at = max(clear_reply(session, SITI, Rates(), host.clock()))
        assert at - now_of(engine) < TINY


@pytest.mark.parametrize("asked", [SLOW, FAST])
def test_a_pause_lasts_as_long_for_the_other(engine: Engine, slow: Host, fast: Host, asked: str) -> None:
    one, other = (slow, fast) if asked == SLOW else (fast, slow)
    with writing(engine) as session:
        limits.pause(session, ALL, one.clock() + 30)
        held = max(clear_reply(session, SITI, Rates(), other.clock())) - other.clock()
    assert held == pytest.approx(30, abs=TINY)
    other.writes(SITI, "halo")
    assert other.claims(Rates()) == ([], [])


def test_what_the_one_has_sent_counts_for_the_other(engine: Engine, slow: Host, fast: Host) -> None:
    with writing(engine) as session:
        five = [{"chat": SITI, "rank": 2, "state": "sent", "method": "x", "due_at": 0, "created_at": 0}] * 5
        session.connection().execute(outbox.outbox.insert().values(sent_at=fast.clock()), five)
        wait = max(clear_reply(session, SITI, Rates(0, 1, 0), slow.clock())) - slow.clock()
    assert wait == pytest.approx(2, abs=TINY)


def test_what_is_due_for_the_one_is_due_for_the_other(engine: Engine, slow: Host, fast: Host) -> None:
    fast.writes(SITI, "dari cepat")
    slow.writes(BUDI, "nanti", due_in=60)
    assert texts(slow.claims(Rates(0, 0, 0))[0]) == ["dari cepat"]
    assert fast.claims(Rates(0, 0, 0))[0] == []
