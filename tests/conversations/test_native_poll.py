"""Telegram's own poll as it leaves: looked at again, within the limits of sendPoll, and stopped where it stands."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import chats, poll_cards, poll_closing, polls
from conversations import native_poll
from conversations.calls import Call
from conversations.talk import House
from locales import words
from storage.database import writing
from storage.polls import Method, Poll
from tests.community.native_polls import asked, leaves, natives
from tests.community.post import waiting
from tests.community.rt_three import NOW, settle

END = NOW + timedelta(days=3)


def posted(session: Session, poll: Poll, *, at: float = NOW.timestamp()) -> dict[str, Any] | None:
    """What sendPoll is given when it leaves then."""
    (row,) = waiting(session, poll_cards.NATIVE)
    house = House(
        dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
        bot_username="rembuk_bot", owner="test", clock=lambda: at,
    )  # fmt: skip
    calls = native_poll.posted(session, row, words("id"), house)
    return calls[0].parameters if calls else None


def stopped(session: Session) -> list[Call] | None:
    (row,) = waiting(session, poll_cards.STOPPED)
    house = House(
        dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
        bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
    )  # fmt: skip
    return native_poll.stopped(session, row, words("id"), house)


def test_it_fits_what_telegram_takes(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        options = [polls.Item(f"{number} {'x' * 98}"[:100]) for number in range(12)]
        long = {"question": "?" * polls.LONGEST_QUESTION, "items": options, "method": Method.approval, "most": 3}
        poll = asked(session, rt, **long)
        said = posted(session, poll)
        assert said is not None
        assert len(said["question"]) <= 300
        assert (len(said["options"]), max(len(one["text"]) for one in said["options"])) == (12, 100)
        assert len(said["description"]) <= 1024
        assert (said["is_anonymous"], said["allows_multiple_answers"]) == (False, True)
        assert said["close_date"] == END.timestamp()


@pytest.mark.parametrize(("before_end", "leaves"), [(6, True), (5, True), (4, False), (0, False), (-60, False)])
def test_it_leaves_as_long_as_somebody_could_vote(engine: Engine, before_end: int, leaves: bool) -> None:  # noqa: FBT001 - a row of a table
    with writing(engine) as session:
        poll = asked(session, settle(session))
        assert (posted(session, poll, at=END.timestamp() - before_end) is not None) is leaves


def test_one_that_stays_open_for_longer_than_telegram_allows_has_no_end_there(engine: Engine) -> None:
    with writing(engine) as session:
        poll = asked(session, settle(session))
        poll.closes_at = NOW + timedelta(seconds=2_628_001)
        said = posted(session, poll)
        assert said is not None
        assert "close_date" not in said


def test_one_that_was_called_off_before_it_left_is_not_asked(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asked(session, rt)
        poll_closing.call_off(session, poll.id, "Salah tanggal", by=rt.budi, now=NOW)
        assert posted(session, poll) is None


def test_it_is_stopped_where_it_stands(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asked(session, rt)
        leaves(session)
        poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.budi, now=NOW)
        calls = stopped(session)
        assert [(call.method, call.parameters) for call in calls or ()] == [
            ("stopPoll", {"chat_id": -1001, "message_id": 17})
        ]


def test_it_is_not_stopped_in_a_group_that_has_become_another(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = asked(session, rt)
        leaves(session)
        poll_closing.close_early(session, poll.id, "Sudah jelas", by=rt.budi, now=NOW)
        chats.moved(session, old=-1001, new=-1002, now=NOW)
        assert stopped(session) is None
        assert natives(session, poll)[0].ended_at == NOW
