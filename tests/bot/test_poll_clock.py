"""Every fifteen seconds, and when the process starts: polls that are over are closed, all their voters told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select
from structlog.testing import capture_logs

from bot import clock
from community import native_votes, poll_cards, poll_closing
from community.counting import Asked
from storage import polls as stored
from storage.ballots import PollVoter
from storage.database import writing
from storage.outbox import outbox
from storage.people import Membership, Person
from storage.polls import Poll, PollState, Way
from storage.writer import Writer
from tests.community.native_polls import FIRST, SECRET, asked, chosen, leaves, telegram_id, tells, votes
from tests.community.rt_three import NOW, RtThree, settle
from tests.storage.desk import story

END = NOW + timedelta(days=3)
CROWD = poll_cards.TELL_AT_ONCE + 20


def ticks(engine: Engine, *moments: datetime) -> None:
    """The job of one process, which began at the first of these moments, at each of them."""

    async def tell(writer: Writer) -> None:
        left = [moment.timestamp() for moment in moments]
        jobs = clock.jobs(
            writer, owner="rt03-1", kind="work", clock=lambda: left[0], time_zone="Asia/Jakarta", discard=_nothing,
            backup=None, secret=SECRET,
        )  # fmt: skip
        (job,) = (one for one in jobs if one.name == "polls")
        assert job.at_start
        while left:
            await job.what()
            left.pop(0)

    story(engine, tell)


async def _nothing(_paths: list[str]) -> None:
    """No file is looked at."""


def recognised(session: Session) -> RtThree:
    here = settle(session)
    for member in session.exec(select(Membership)):
        member.recognised_at = NOW
        session.add(member)
    session.flush()
    return here


def look(engine: Engine, find: Callable[[Session], Any]) -> Any:
    with writing(engine) as session:
        return find(session)


def told(session: Session) -> int:
    query = sa.select(sa.func.count()).where(outbox.c.kind == poll_cards.RESULT)
    return int(session.connection().execute(query).scalar_one())


def state(session: Session, number: int) -> PollState:
    found = stored.by_id(session, number)
    assert found is not None
    return found.state


def test_what_fell_due_while_nobody_was_there_is_closed_and_everyone_is_told(engine: Engine) -> None:
    """More polls than one transaction closes, and more voters than one tells."""
    with writing(engine) as session:
        here = recognised(session)
        numbers = [asked(session, here, way=Way.ballot).id for _ in range(7)]
        people = [Person(telegram_id=6_000_000_000 + n, name="Warga", created_at=NOW) for n in range(CROWD)]
        session.add_all(people)
        session.flush()
        session.add_all(PollVoter(poll_id=numbers[0], person_id=one.id) for one in people)
    ticks(engine, END + timedelta(days=20))
    assert [look(engine, partial(state, number=number)) for number in numbers] == [PollState.closed] * 7
    assert look(engine, told) == CROWD
    ticks(engine, END + timedelta(days=20, seconds=15))
    assert look(engine, told) == CROWD


def test_one_that_cannot_be_counted_holds_up_no_other_and_is_tried_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(engine) as session:
        here = recognised(session)
        numbers = [asked(session, here, way=Way.ballot).id for _ in range(7)]
    broken, counts = {numbers[0], numbers[2]}, poll_closing.result_of

    def result_of(session: Session, poll: Poll, about: Asked) -> dict[str, Any]:
        if poll.id in broken:
            raise KeyError(poll.id)
        return counts(session, poll, about)

    monkeypatch.setattr(poll_closing, "result_of", result_of)
    with capture_logs() as lines:
        ticks(engine, END + timedelta(minutes=1))
    told_of = [one["poll"] for one in lines if one["event"] == "poll.cannot_close"]
    assert sorted(told_of) == sorted(broken), "once each"
    assert {one for one in numbers if look(engine, partial(state, number=one)) is PollState.open} == broken
    broken.clear()
    ticks(engine, END + timedelta(minutes=2))
    assert [look(engine, partial(state, number=one)) for one in numbers] == [PollState.closed] * 7


def test_a_step_that_fails_holds_up_no_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> int:
        raise ValueError

    with writing(engine) as session:
        number = asked(session, recognised(session), way=Way.ballot).id
    monkeypatch.setattr(native_votes, "write_strays", fails)
    with capture_logs() as lines:
        ticks(engine, END + timedelta(minutes=1))
    assert [one["step"] for one in lines if one["event"] == "clock.failed"] == [1]
    assert look(engine, partial(state, number=number)) is PollState.closed


def test_a_native_poll_is_closed_once_telegram_has_said_so(engine: Engine) -> None:
    with writing(engine) as session:
        poll = asked(session, recognised(session))
        leaves(session)
        number, question = poll.id, poll.question
    ticks(engine, END, END + timedelta(seconds=15))
    assert look(engine, partial(state, number=number)) is PollState.open
    look(engine, lambda session: tells(session, question, closed=True, now=END + timedelta(seconds=16)))
    ticks(engine, END, END + timedelta(seconds=30))
    assert look(engine, partial(state, number=number)) is PollState.closed


def test_coming_back_it_listens_for_a_minute_before_it_counts(engine: Engine) -> None:
    with writing(engine) as session:
        number = asked(session, recognised(session)).id
        leaves(session)
    back = END + timedelta(hours=8)
    ticks(engine, back, back + timedelta(seconds=45))
    assert look(engine, partial(state, number=number)) is PollState.open
    ticks(engine, back, back + timedelta(seconds=60))
    assert look(engine, partial(state, number=number)) is PollState.closed


def test_votes_that_were_kept_are_written_before_the_count(engine: Engine) -> None:
    with writing(engine) as session:
        here = recognised(session)
        poll = asked(session, here)
        votes(session, telegram_id(session, here.tini), "1")
        leaves(session, FIRST)
        number = poll.id
    ticks(engine, NOW, END + timedelta(seconds=60))

    def result(session: Session) -> tuple[list[list[str]], int]:
        poll = stored.by_id(session, number)
        assert poll is not None
        return chosen(session, poll), int(poll.result["votes"])

    assert look(engine, result) == ([["Minggu"]], 1)
