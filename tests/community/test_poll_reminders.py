"""Reminders: at most two, a day before and shortly before; and never to who has voted."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import poll_reminders, polls
from storage.database import writing
from storage.outbox import outbox
from storage.polls import Poll
from tests.community.polling import DAY, ENDS, asks, ends, neighbours, rt_that_is_known, taps
from tests.community.rt_three import NOW

HOUR = timedelta(hours=1)


def reminded(session: Session) -> list[int]:
    query = sa.select(outbox.c.person_id).where(outbox.c.kind == "poll.remind").order_by(outbox.c.id)
    return list(session.connection().execute(query).scalars())


def passes(session: Session, *hours_before: float, until: Poll) -> None:
    """The clock looks at so many hours before the end, several times."""
    for hours in hours_before:
        for _ in range(3):
            poll_reminders.remind_due(session, until.closes_at - timedelta(hours=hours))
            session.flush()


def test_a_day_before_and_once_more_shortly_before(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        taps(session, poll, rt.tini, 1)
        passes(session, 25, until=poll)
        assert reminded(session) == []
        passes(session, 24, 12, until=poll)
        assert sorted(reminded(session)) == [rt.asep, rt.budi, rt.siti]
        taps(session, poll, rt.asep, 1)
        passes(session, 3, 2, 1, until=poll)
        assert sorted(reminded(session)) == sorted([rt.asep, rt.budi, rt.siti, rt.budi, rt.siti])
        assert poll.reminded == 2


def test_after_an_extension_there_is_no_third(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        passes(session, 24, 3, until=poll)
        polls.extend(session, poll.id, ENDS + 3 * DAY, by=rt.budi, now=NOW)
        passes(session, 24, 3, until=poll)
        assert max(reminded(session).count(who) for who in (rt.tini, rt.asep, rt.budi, rt.siti)) == 2


def test_after_an_extension_in_between_the_second_comes_before_the_new_end(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        passes(session, 24, until=poll)
        polls.extend(session, poll.id, ENDS + 3 * DAY, by=rt.budi, now=ENDS - 20 * HOUR)
        passes(session, 80, 75, 24, 4, until=poll)
        assert reminded(session).count(rt.tini) == 1, "neither before the old end, nor a first one anew"
        taps(session, poll, rt.asep, 1)
        passes(session, 3, 1, until=poll)
        assert (reminded(session).count(rt.tini), reminded(session).count(rt.asep)) == (2, 1)


def test_one_that_was_let_go_is_one_of_the_two_also_with_more_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, closes_at=NOW + 7 * HOUR)
        passes(session, 6, until=poll)
        polls.extend(session, poll.id, NOW + 5 * DAY, by=rt.budi, now=NOW + 2 * HOUR)
        passes(session, 24, 3, until=poll)
        assert reminded(session).count(rt.tini) == 1


@pytest.mark.parametrize(("open_for", "times"), [(49 * HOUR, 2), (47 * HOUR, 1), (7 * HOUR, 1), (5 * HOUR, 0)])
def test_what_is_open_for_a_short_time_has_fewer(engine: Engine, open_for: timedelta, times: int) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, closes_at=NOW + open_for)
        hours = open_for / HOUR
        passes(session, *(hours - step / 2 for step in range(int(hours * 2))), until=poll)
        assert reminded(session).count(rt.tini) == times


def test_one_that_was_missed_is_not_made_up_for(engine: Engine) -> None:
    """The house was down from the day before until shortly before."""
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        passes(session, 2, 1, until=poll)
        assert reminded(session).count(rt.tini) == 1


def test_many_are_reminded_in_pieces_and_none_twice(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll_reminders, "AT_ONCE", 3)
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        more = neighbours(session, rt, 6)
        poll = asks(session, rt)
        at = poll.closes_at - DAY
        for _ in range(8):
            poll_reminders.remind_due(session, at)
            session.flush()
        assert sorted(reminded(session)) == sorted([rt.tini, rt.asep, rt.budi, rt.siti, *more])
        assert poll.remind_up_to is None


def test_nobody_is_reminded_of_what_is_over(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt)
        ends(session, poll)
        passes(session, 24, 3, until=poll)
        assert reminded(session) == []
