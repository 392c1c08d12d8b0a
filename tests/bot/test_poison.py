"""An update at which our own stage fails: three tries, one apology with a code, and the lane goes on."""

import asyncio
import re
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from conversations.talk import Talk
from storage import heartbeats, inbox, replay
from storage.database import time_limit, writing
from tests.bot.shift import Shift, message, on_shift, story
from tests.conversations import small_talk
from tests.conversations.parlour import NOW, Parlour, said

CODE = re.compile("^" + re.escape(said("stage.sorry", code="XX")).replace("XX", "([0-9A-F]{4})") + "$")
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def sorry(shift: Shift) -> list[str]:
    """The codes of all apologies."""
    return [found[1] for text in shift.said if (found := CODE.match(text))]


def test_three_tries_one_apology_and_the_lane_goes_on(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    tried: list[str] = []

    def fails(talk: Talk[Any]) -> None:
        tried.append(talk.person.name)
        talk.say("stage.edited")
        raise ValueError("rahasia")

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "/gagal"), message(siti.id, "/usul"))
        assert len(tried) >= 3
        (code,) = sorry(shift)
        assert shift.said == [said("stage.sorry", code=code), "Apa?"], "nothing else was said"
        assert shift.rows("state", "attempts", "code")[0] == ("parked", 3, code)
        ((error, payload),) = shift.rows("error", "payload")[:1]
        assert error.startswith("ValueError at test_poison.py:")
        assert "/gagal" in payload, "kept for seven days, to be replayed"

    story(parlour, telegram, tell, gagal=fails)


def test_the_dialogue_stays_where_it_was(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    siti.says("/usul")
    before = siti.standing()
    assert before is not None

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "meledak"))
        assert len(sorry(shift)) == 1
        assert shift.rows("dialogue_id", "dialogue_version")[-1] == (before.id, before.version)
        assert siti.standing() == before
        await shift.keeps(message(siti.id, "Selokan"))

    story(parlour, telegram, tell)
    assert siti.step() == "how"


def test_a_stage_that_never_ends_is_cut_off_and_counted(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.writer.time_limit", partial(time_limit, seconds=0.1))

    def endless(talk: Talk[Any]) -> None:
        connection = talk.session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 100")
        connection.exec_driver_sql(ENDLESS)

    siti = parlour.guest()

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "/selamanya"), message(siti.id, "/usul"))
        assert shift.rows("state", "attempts") == [("parked", 3), ("done", 0)]
        assert len(sorry(shift)) == 1

    story(parlour, telegram, tell, selamanya=endless)


def test_a_stage_that_fails_once_is_done_all_the_same(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    tried: list[int] = []

    def hiccups(talk: Talk[Any]) -> None:
        tried.append(1)
        if len(tried) < 2:
            raise KeyError("rahasia")
        talk.say("stage.edited")

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "/cegukan"))
        assert shift.said == [said("stage.edited")]
        assert shift.states() == ["done"]

    story(parlour, telegram, tell, cegukan=hiccups)


def test_a_group_is_not_told_of_our_mistakes(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    update = message(siti.id, "/gagal")
    update["message"]["chat"] = {"id": -1005, "type": "supergroup", "title": "RT 03"}

    def fails(_: Talk[Any]) -> None:
        raise ValueError

    async def tell(shift: Shift) -> None:
        await shift.keeps(update)
        assert shift.states() == ["parked"]
        assert shift.said == []

    story(parlour, telegram, tell, gagal=fails)


# ── replay ──


def test_a_replay_works_where_the_dialogue_still_stands(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    siti = parlour.guest()
    siti.says("/usul")

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "meledak"))
        ((number,),) = shift.rows("id")[-1:]
        assert f"No. {number}" in replay.listed(parlour.engine)[0]
        assert "meledak" not in replay.listed(parlour.engine)[0]
        monkeypatch.setattr(small_talk, "BOMBS", set())
        assert replay.again(parlour.engine, number, force=False)
        shift.worker.wake()
        await shift.quiet()
        assert shift.said[-1] == "Bagaimana?"
        assert replay.listed(parlour.engine) == ["Nothing is parked."]
        assert not replay.again(parlour.engine, number, force=True), "once is enough"

    story(parlour, telegram, tell)
    assert siti.draft()["what"] == "meledak"


@pytest.mark.parametrize("force", [True, False])
@pytest.mark.parametrize("began_with_a_draft", [True, False])
def test_a_replay_that_comes_too_late_does_nothing_unless_it_is_forced(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch, *, force: bool, began_with_a_draft: bool
) -> None:
    """Also where there was no draft: what was meant to begin one must not answer another's question."""
    siti = parlour.guest()
    if began_with_a_draft:
        siti.says("/usul")

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "meledak"))
        ((number, code),) = shift.rows("id", "code")[-1:]
        await shift.keeps(message(siti.id, "/usul") if not began_with_a_draft else message(siti.id, "Selokan"))
        before, spoken = siti.standing(), len(shift.said)
        monkeypatch.setattr(small_talk, "BOMBS", set())
        assert replay.again(parlour.engine, number, force=force)
        shift.worker.wake()
        await shift.quiet()
        if force:
            assert len(shift.said) > spoken
            return
        assert siti.standing() == before
        assert len(shift.said) == spoken, "nobody is told a second time"
        (line,) = replay.listed(parlour.engine)
        assert code in line, "the code that the person was told is still found"

    story(parlour, telegram, tell)


# ── what kills a process ──


def signed(parlour: Parlour, person: int, text: str, attempts: int) -> None:
    """An update that was in progress in a process that is gone."""
    with writing(parlour.engine) as session:
        inbox.keep(session, [message(person, text)], NOW)
        session.connection().execute(
            sa.update(inbox.inbox).values(worker="rt03-dead", attempts=attempts).where(inbox.inbox.c.state == "open")
        )


@pytest.mark.parametrize("attempts", [0, 2])
def test_what_was_in_progress_is_tried_again_and_the_try_counts_before_it_is_made(
    parlour: Parlour, telegram: str, attempts: int
) -> None:
    siti = parlour.guest()
    signed(parlour, siti.id, "/lihat", attempts)
    seen: list[Any] = []

    def looks(talk: Talk[Any]) -> None:
        with parlour.engine.connect().execution_options(reading=True) as other:
            seen.extend(other.execute(sa.select(inbox.inbox.c.attempts)).scalars())
        talk.say("stage.edited")

    async def tell(shift: Shift) -> None:
        await shift.waits_for(lambda: shift.said, "the try")
        assert set(seen) == {attempts + 1}
        assert shift.said == [said("stage.edited")]

    story(parlour, telegram, tell, lihat=looks)


def test_what_has_killed_three_processes_is_set_aside(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    signed(parlour, siti.id, "/lihat", inbox.TRIES)

    def kills(_: Talk[Any]) -> None:
        raise AssertionError("it must not be tried again")

    async def tell(shift: Shift) -> None:
        await shift.quiet()
        assert shift.rows("state", "attempts", "error") == [("parked", 3, "process died")]
        assert len(sorry(shift)) == 1

    story(parlour, telegram, tell, lihat=kills)


def test_a_suspect_that_fails_counts_each_try_once(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    signed(parlour, siti.id, "/gagal", 1)
    tried: list[int] = []

    def fails(_: Talk[Any]) -> None:
        tried.append(1)
        raise ValueError

    async def tell(shift: Shift) -> None:
        await shift.quiet()
        assert len(tried) >= 2
        assert shift.rows("state", "attempts") == [("parked", 3)]

    story(parlour, telegram, tell, gagal=fails)


def test_nothing_of_a_living_process_is_taken_from_it(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    signed(parlour, siti.id, "/usul", 0)
    with writing(parlour.engine) as session:
        heartbeats.beat(session, "rt03-dead", "work", NOW)

    async def tell(shift: Shift) -> None:
        await asyncio.sleep(0.1)
        assert shift.rows("state", "worker") == [("open", "rt03-dead")]
        parlour.now = NOW + heartbeats.SILENT_AFTER + 6
        shift.worker.wake()
        await shift.waits_for(lambda: shift.said, "the try")
        assert shift.said == ["Apa?"]

    story(parlour, telegram, tell)


def test_nothing_runs_beside_a_suspect(parlour: Parlour, telegram: str) -> None:
    siti, budi = parlour.guest(7, "Siti"), parlour.guest(8, "Budi")
    signed(parlour, siti.id, "/usul", 0)
    with writing(parlour.engine) as session:
        inbox.keep(session, [message(budi.id, "/usul")], NOW)

    async def tell() -> list[int | None]:
        async with on_shift(parlour, telegram) as shift:
            await shift.waits_for(lambda: len(shift.outcomes) == 2, "both")
            return [outcome.person_id for outcome in shift.outcomes]

    assert asyncio.run(tell()) == [1, 2]
