"""The loops outlive what goes wrong in one round, and what a worker lost sight of is worked on all the same."""

from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from storage import inbox
from storage.database import open_engine, writing
from storage.inbox import Ticket
from tests.bot.office import Office
from tests.bot.shift import Shift, message, story, tap
from tests.conversations.parlour import OWNER, Parlour, said

LOOK = 6.0
"""Seconds after which a worker looks again for what was lost."""


@contextmanager
def away(engine: Engine, table: str) -> Iterator[None]:
    """Inside, this table is not there: every statement about it fails at once, as a mistake of ours does."""
    rename(engine, table, f"{table}_away")
    try:
        yield
    finally:
        rename(engine, f"{table}_away", table)


def rename(engine: Engine, table: str, name: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def counted(holder: object, name: str) -> list[bool]:
    """From here on, each call of the method adds whether it failed."""
    real: Callable[[], Coroutine[Any, Any, Any]] = getattr(holder, name)
    calls: list[bool] = []

    async def call() -> Any:
        try:
            result = await real()
        except Exception:
            calls.append(True)
            raise
        calls.append(False)
        return result

    setattr(holder, name, call)
    return calls


# ── rounds that fail ──


def test_a_courier_whose_round_failed_goes_on(office: Office) -> None:
    siti = office.person("Siti")
    office.writes(siti.id, "halo")
    rounds = counted(office.courier, "_round")
    with away(office.engine, "outbox"):
        office.opens()
        office.waits_for(lambda: rounds.count(True) >= 2, "two rounds that fail")
    office.waits_until("sent")
    assert office.arrived(siti.id) == ["halo"]
    assert len(rounds) < 20, "it rests between them"


def test_a_worker_whose_claim_failed_goes_on(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()

    async def tell(shift: Shift) -> None:
        claims = counted(shift.worker, "_fill")
        with away(parlour.engine, "inbox"):
            shift.worker.wake()
            await shift.waits_for(lambda: claims.count(True) >= 2, "two claims that fail")
        await shift.keeps(message(siti.id, "/usul"))
        assert shift.said == ["Apa?"]
        assert len(claims) < 20, "it rests between them"

    story(parlour, telegram, tell)


# ── claims that were lost ──


def claimed_and_lost(parlour: Parlour, *updates: dict[str, Any]) -> list[Ticket]:
    """Kept and claimed in the living worker's name, but the worker never heard of it: its line broke at the commit."""
    with writing(parlour.engine) as session:
        inbox.keep(session, updates, parlour.now)
    with writing(parlour.engine) as session:
        return inbox.claim(session, OWNER, most=9)


def test_what_was_claimed_and_lost_from_sight_is_worked_on(parlour: Parlour, telegram: str) -> None:
    siti, budi = parlour.guest(7, "Siti"), parlour.guest(8, "Budi")

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(budi.id, "halo"))
        lost = claimed_and_lost(parlour, message(siti.id, "/usul"), message(siti.id, "Selokan"))
        assert [ticket.lane for ticket in lost] == ["p:7"]
        parlour.now += LOOK
        shift.worker.wake()
        await shift.quiet()
        assert shift.states() == ["done"] * 3
        assert [attempts for (attempts,) in shift.rows("attempts")] == [0] * 3, "it was nobody's failure"

    story(parlour, telegram, tell)
    assert siti.step() == "how", "and what she said next was not lost behind it"


def test_what_a_living_worker_lost_is_not_another_ones(engine: Engine) -> None:
    """Only its owner knows what it has in hand."""
    parlour = Parlour(engine)
    (ticket,) = claimed_and_lost(parlour, message(7, "/usul"))
    with writing(engine) as session:
        inbox.disown(session, "rt03-2", [])
        assert inbox.claim(session, "rt03-2", most=9) == []
        inbox.disown(session, OWNER, [ticket.id])
        assert inbox.claim(session, OWNER, most=9) == [], "it is in hand"
        inbox.disown(session, OWNER, [])
        assert inbox.claim(session, "rt03-2", most=9) == [ticket]


def test_what_has_ended_is_not_opened_again(engine: Engine) -> None:
    parlour = Parlour(engine)
    (ticket,) = claimed_and_lost(parlour, message(7, "/usul"))
    with writing(engine) as session:
        inbox.finish(session, ticket, parlour.now)
        inbox.disown(session, OWNER, [])
        assert inbox.claim(session, OWNER, most=9) == []


def test_what_a_worker_has_in_hand_stays_in_it(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what it has claimed and not begun: it would be claimed twice."""
    monkeypatch.setattr("bot.worker.LANES", 1)
    siti, budi = parlour.guest(7, "Siti"), parlour.guest(8, "Budi")

    async def tell(shift: Shift) -> None:
        shift.may_answer.clear()
        with writing(parlour.engine) as session:
            inbox.keep(session, [tap(siti.id, "x"), message(budi.id, "/usul")], parlour.now)
        looks = counted(shift.worker, "_try_suspects")
        shift.worker.wake()
        await shift.waits_for(lambda: shift.states() == ["done", "open"], "Siti's tap, its answer under way")
        parlour.now += LOOK
        seen = len(looks)
        shift.worker.wake()
        await shift.waits_for(lambda: len(looks) > seen, "a look for what was lost")
        assert shift.rows("worker", "state")[1] == (OWNER, "open"), "Budi's turn comes when there is a lane"
        shift.may_answer.set()
        await shift.quiet()
        assert shift.said == ["Apa?"]

    story(parlour, telegram, tell)


def test_a_stage_whose_failure_cannot_be_noted_is_tried_again(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is lost, the update is not: it still bears our name, and is not in our hands."""
    siti = parlour.guest()
    asked: list[int] = []

    def fails_at_first(talk: Any) -> None:
        if not asked:
            raise ValueError("rahasia")
        talk.say("stage.edited")

    async def tell(shift: Shift) -> None:
        def cannot(*_: Any, **__: Any) -> None:
            asked.append(1)
            raise ArithmeticError

        with monkeypatch.context() as broken:
            broken.setattr(inbox, "count_failure", cannot)
            await shift.writer.keep([message(siti.id, "/cegukan")])
            await shift.waits_for(lambda: asked, "the note that fails")
        assert shift.rows("state", "worker") == [("open", OWNER)]
        parlour.now += LOOK
        shift.worker.wake()
        await shift.quiet()
        assert shift.states() == ["done"]

    story(parlour, telegram, tell, cegukan=fails_at_first)


# ── a flood by two doors ──


def test_two_doors_that_keep_a_flood_at_once_have_her_told_once(postgresql_url: str, telegram: str) -> None:
    """Telegram knocks with forty hands, and neither door sees what the other has not committed yet."""
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    parlour = Parlour(one)
    siti = parlour.guest()
    with writing(one) as session:
        inbox.keep(session, [message(siti.id, f"kabar {number}") for number in range(inbox.FLOOD_AFTER)], parlour.now)
    with writing(one) as first, writing(two) as second:
        for door in (first, second):
            inbox.keep(door, [message(siti.id, "satu lagi")], parlour.now)

    async def tell(shift: Shift) -> None:
        assert shift.rows("overflow").count((True,)) == 2, "it did happen"
        await shift.quiet()
        assert shift.said.count(said("stage.flood", most=inbox.FLOOD_AFTER)) == 1
        parlour.now += 60
        more = [message(siti.id, f"kabar {number}") for number in range(inbox.FLOOD_AFTER + 1)]
        with writing(one) as session:
            inbox.keep(session, more, parlour.now)
        shift.worker.wake()
        await shift.quiet()
        assert shift.said.count(said("stage.flood", most=inbox.FLOOD_AFTER)) == 2, "another flood is another thing"

    story(parlour, telegram, tell)
    for engine in (one, two):
        engine.dispose()
