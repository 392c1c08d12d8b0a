"""Every kept update takes effect exactly once, in its lane's order, lanes side by side."""

import asyncio
import time
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from api.webhook import Webhook
from conversations.talk import Talk
from storage import inbox
from tests.api.doorstep import SECRET, knock
from tests.bot import shift as work
from tests.bot.shift import Shift, message, on_shift, story, tap
from tests.conversations import small_talk
from tests.conversations.parlour import Guest, Parlour, said


def test_an_update_takes_effect_once_however_often_it_comes(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    update = message(siti.id, "Selokan")

    async def tell(shift: Shift) -> None:
        await asyncio.gather(*(shift.writer.keep([update, update]) for _ in range(10)))
        await shift.keeps(update)
        await shift.keeps(update)
        assert shift.said == ["Bagaimana?"]

    story(parlour, telegram, tell)
    assert siti.step() == "how"
    assert siti.standing().version == 2  # type: ignore[union-attr]  # it stands there


def test_the_same_through_many_webhooks_at_once(parlour: Parlour, telegram: str) -> None:
    siti = parlour.guest()
    body = orjson.dumps(message(siti.id, "Selokan"))

    async def tell(shift: Shift) -> None:
        door = Webhook(shift.writer, SECRET)
        answers = await asyncio.gather(*(knock(door, body) for _ in range(20)))
        assert {answer.status for answer in answers} == {200}
        await shift.quiet()
        assert (await knock(door, body)).status == 200
        await shift.quiet()
        assert shift.said == ["Bagaimana?"]

    story(parlour, telegram, tell)


def test_quick_answers_of_one_person_keep_their_order(parlour: Parlour, telegram: str) -> None:
    guests = [parlour.guest(number, f"Warga {number}") for number in range(10, 15)]

    async def tell(shift: Shift) -> None:
        words = ("/usul", "Selokan", "Cepat", "Di rumah")
        await shift.keeps(*(message(guest.id, text) for text in words for guest in guests))

    story(parlour, telegram, tell)
    assert [guest.step() for guest in guests] == ["review"] * 5
    assert all(guest.draft() | {"what": "Selokan", "how": "fast", "where": "home"} == guest.draft() for guest in guests)


# ── too many ──


def test_a_flood_is_said_once_and_set_aside(parlour: Parlour, telegram: str) -> None:
    siti, budi = parlour.guest(7, "Siti"), parlour.guest(8, "Budi")

    async def tell(shift: Shift) -> None:
        flood = [message(siti.id, f"kabar {number}") for number in range(inbox.FLOOD_AFTER + 9)]
        await shift.keeps(*flood, message(budi.id, "/usul"))
        assert shift.said.count(said("stage.flood", most=inbox.FLOOD_AFTER)) == 1
        assert shift.states().count("flood") == 9
        assert "Apa?" in shift.said, "Budi has his answer"
        await shift.keeps(message(siti.id, "kabar terakhir"))
        assert shift.states().count("flood") == 9, "and the lane takes updates again"

    story(parlour, telegram, tell)


# ── taps ──


def asked_how(parlour: Parlour) -> tuple[Guest, str]:
    """Siti before [Cepat] [Pelan], and how such a button's data begins."""
    siti = parlour.guest()
    siti.says("Selokan")
    standing = siti.standing()
    assert standing is not None
    return siti, f"d.{standing.id}.{standing.version}."


def test_a_tap_is_answered_with_its_words_once_the_stage_has_committed(parlour: Parlour, telegram: str) -> None:
    siti, prefix = asked_how(parlour)

    async def tell(shift: Shift) -> None:
        await shift.keeps(tap(siti.id, prefix + "fast", "one"), tap(siti.id, prefix + "fast", "two"))
        await shift.waits_for(lambda: len(shift.taps) == 2, "both answers")
        assert shift.taps == [("one", ""), ("two", said("stage.stale"))]

    story(parlour, telegram, tell)
    assert siti.step() == "where"


def test_a_tap_is_answered_without_words_where_the_stage_is_slow(
    parlour: Parlour, telegram: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.EMPTY_ANSWER_AFTER", 0.1)
    monkeypatch.setattr(small_talk, "SLOW_SECONDS", 1.0)
    siti, prefix = asked_how(parlour)

    async def tell(shift: Shift) -> None:
        await shift.writer.keep([tap(siti.id, prefix + "slow", "one")])
        began = time.monotonic()
        await shift.waits_for(lambda: shift.taps, "the empty answer")
        assert time.monotonic() - began < 0.8
        assert shift.states() == ["done", "open"], "the stage is still at work"
        await shift.quiet()
        assert shift.taps == [("one", "")], "and it is not answered twice"

    story(parlour, telegram, tell)
    assert siti.step() == "where"


def test_a_tap_whose_stage_fails_is_answered_too(parlour: Parlour, telegram: str) -> None:
    """Else the phone shows a wheel that turns for a minute."""
    siti, prefix = asked_how(parlour)
    with parlour.engine.begin() as connection:
        connection.execute(sa.text("UPDATE dialogue SET draft = 'no json'"))

    async def tell(shift: Shift) -> None:
        await shift.keeps(tap(siti.id, prefix + "fast", "one"))
        await shift.waits_for(lambda: shift.taps, "an answer")
        assert shift.taps == [("one", "")]

    story(parlour, telegram, tell)


# ── kinds of updates ──


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"message_of_tomorrow": {"chat": 5}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}, "text": "halo"}},
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "supergroup"}, "text": "ngobrol"}
         | {"from": {"id": 7, "is_bot": False, "first_name": "Siti"}}},
    ],
)  # fmt: skip
def test_what_is_nobodys_business_is_done_in_silence(parlour: Parlour, telegram: str, content: dict[str, Any]) -> None:
    async def tell(shift: Shift) -> None:
        await shift.keeps({"update_id": 5, **content})
        assert shift.states() == ["done"]
        assert shift.said == []

    story(parlour, telegram, tell)


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"chat": "x", "from": [1], "text": 5}},
        {"message": {"message_id": 1, "date": "gestern", "chat": {"id": 7, "type": "private"}}},
        {"callback_query": {"id": "1"}},
        {"message": {"text": "\ud83d"}},
    ],
)
def test_what_cannot_be_read_is_set_aside_and_the_next_goes_on(
    parlour: Parlour, telegram: str, content: dict[str, Any]
) -> None:
    siti = parlour.guest()

    async def tell(shift: Shift) -> None:
        await shift.keeps({"update_id": 5, **content}, message(siti.id, "/usul"))
        assert shift.states() == ["parked", "done"]
        assert shift.said == ["Apa?"]

    story(parlour, telegram, tell)


# ── the end of a shift ──


def test_what_was_claimed_but_not_begun_is_given_back(parlour: Parlour, telegram: str) -> None:
    guests = [parlour.guest(number, f"Warga {number}") for number in range(10, 60)]

    async def tell() -> Shift:
        async with on_shift(parlour, telegram) as shift:
            await shift.writer.keep([message(guest.id, "/usul") for guest in guests])
            await shift.waits_for(lambda: shift.said, "the first")
        return shift

    ended = asyncio.run(tell())
    rows = ended.rows("state", "worker", "attempts")
    assert {(worker, attempts) for state, worker, attempts in rows if state == "open"} <= {(None, 0)}
    assert len(ended.said) == ended.states().count("done")


def test_a_command_of_a_stranger_is_greeted(parlour: Parlour, telegram: str) -> None:
    async def tell(shift: Shift) -> None:
        await shift.keeps(message(99, "halo"))
        assert shift.said == [said("stage.letters")]

    story(parlour, telegram, tell)


def test_what_a_refusal_says_is_said(parlour: Parlour, telegram: str) -> None:
    from community.refusals import NotAllowed  # noqa: PLC0415 - only here something is refused

    def refuse(_: Talk[Any]) -> None:
        raise NotAllowed("join.not_yours")

    siti = parlour.guest()

    async def tell(shift: Shift) -> None:
        await shift.keeps(message(siti.id, "/nakal"))
        assert shift.states() == ["done"]
        assert shift.said == [said("join.not_yours")]

    story(parlour, telegram, tell, nakal=refuse)


def test_the_updates_of_these_tests_are_telegrams() -> None:
    assert work.is_readable(message(7, "halo"))
    assert work.is_readable(tap(7, "d.1.1.x"))
