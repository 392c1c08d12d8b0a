"""Who has voted and what was voted stand together nowhere: in no table, no list, no log line, no view."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select
from structlog.testing import capture_logs

from community import (
    my_data,
    objections,
    poll_cards,
    poll_closing,
    poll_export,
    poll_reminders,
    poll_values,
    recognition,
    secrecy,
    votes_for_neighbours,
)
from storage import audit
from storage.ballots import Ballot, PollVoter
from storage.columns import metadata
from storage.database import open_engine, writing
from storage.objections import Objection
from storage.people import Membership, Person
from storage.polls import Counts, Method, Poll, PollKind
from tests.community.polling import (
    DAY,
    ENDS,
    OVER,
    SECRET,
    asks,
    ballots_in,
    ends,
    lives_in,
    neighbours,
    option,
    rt_that_is_known,
    taps,
)
from tests.community.rt_three import NOW, RtThree

FAR = 770_000
"""So far from every other number are the ids of options, that one is known wherever it stands."""
WORDS = ("Zamrud", "Mirah", "Nilam", "Intan", "Akik", "Kecubung")
OPEN_TO_ALL = {"poll_option"}
"""What was asked is no secret, nor who has added to it in Telegram's own poll."""


def set_apart(session: Session) -> None:
    session.flush()
    session.connection().execute(sa.text(f"UPDATE poll_option SET id = id + {FAR}"))  # noqa: S608 - a number of ours
    session.expire_all()


def everything_happens(session: Session) -> tuple[RtThree, list[Poll]]:
    """Votes by each way in polls of several rules, one of them for houses; an objection; someone is recognised."""
    rt = rt_that_is_known(session)
    (newcomer,) = neighbours(session, rt, 1, recognised=False)
    made = [
        asks(session, rt, texts=WORDS),
        asks(session, rt, Method.approval, texts=WORDS, most=3),
        asks(session, rt, texts=WORDS, counts=Counts.house),
        asks(session, rt, Method.consensus),
    ]
    set_apart(session)
    lives_in(session, rt, rt.tini, "12")
    for poll in made:
        for place, who in enumerate((rt.tini, rt.asep, rt.siti, newcomer), 1):
            taps(session, poll, who, place % 3 + 1)
        if poll.counts is Counts.house:
            continue
        votes_for_neighbours.cast(
            session, poll.id, "Mbah Karto", [option(session, poll, 2)], by=rt.asep, secret=SECRET, now=NOW
        )
    found = objections.raise_it(session, made[3].id, "terlalu mahal", by=rt.tini, secret=SECRET, now=NOW)
    objections.answer(session, found.id, "dicicil", by=rt.budi, now=NOW)
    recognition.recognise(session, rt.community, [newcomer], by=rt.budi, secret=SECRET, now=NOW)
    poll_reminders.remind_due(session, ENDS - DAY)
    for poll in made:
        poll_cards.changed(session, poll, now=NOW)
    session.flush()
    return rt, made


def signs_of_choices(session: Session, polls: list[Poll]) -> set[str]:
    receipts = {one.receipt for poll in polls for one in ballots_in(session, poll)}
    marks = {one.mark for poll in polls for one in ballots_in(session, poll)}
    options = {str(number) for number in range(FAR, FAR + 99)}
    return receipts | marks | options | set(WORDS)


def people_in(row: dict[str, Any], table: sa.Table, session: Session) -> bool:
    """True if this row tells of somebody: by a number that points to a person, by a name, by an account."""
    points = {
        column.name for column in table.columns for key in column.foreign_keys if key.column.table.name == "person"
    }
    if any(row[name] is not None for name in points):
        return True
    told = json.dumps(row, default=str)
    return any(one.name in told or str(one.telegram_id) in told for one in session.exec(select(Person)))


@pytest.mark.parametrize("closed", [False, True])
def test_no_row_of_no_table_has_both(engine: Engine, *, closed: bool) -> None:
    with writing(engine) as session:
        _, made = everything_happens(session)
        if closed:
            ends(session, made[0])
            poll_cards.tell_voters(session, OVER)
        signs = signs_of_choices(session, made)
        both = set()
        for table in metadata.sorted_tables:
            for row in session.connection().execute(sa.select(table)).mappings():
                told = json.dumps(dict(row), default=str)
                if any(sign in told for sign in signs) and people_in(dict(row), table, session):
                    both.add(table.name)
        assert both - OPEN_TO_ALL == set()
        assert any(sign in str(one.choices) for one in session.exec(select(Ballot)) for sign in signs), (
            "or it proves nothing"
        )


def test_a_ballot_has_no_time_no_number_and_points_to_nobody() -> None:
    ballot, voter = metadata.tables["ballot"], metadata.tables["poll_voter"]
    assert set(ballot.columns.keys()) == {"mark", "poll_id", "receipt", "choices", "counted", "by_neighbour"}
    assert set(voter.columns.keys()) == {"poll_id", "person_id", "whom", "has_vote"}
    assert {key.column.table.name for key in ballot.foreign_keys} == {"poll"}
    assert not [one for table in (ballot, voter) for one in table.columns if isinstance(one.type, sa.DateTime)]


def test_on_sqlite_nothing_tells_the_order_in_which_they_came(sqlite_url: str, engines: dict[str, Engine]) -> None:
    engine = engines.setdefault(sqlite_url, open_engine(sqlite_url))
    with writing(engine) as session:
        everything_happens(session)
    for table in ("ballot", "poll_voter"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="no such column"):
            connection.execute(sa.text(f"SELECT rowid FROM {table}"))  # noqa: S608 - two names of ours


def test_on_postgresql_a_closed_poll_lies_in_no_order_either(postgresql_url: str, engines: dict[str, Engine]) -> None:
    """Where a row lies tells when it was written: after closing that is by the new marks, which are random."""
    engine = engines.setdefault(postgresql_url, open_engine(postgresql_url))
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        who = neighbours(session, rt, 12)
        poll_id = asks(session, rt).id
    for one in who:
        with writing(engine) as session:
            poll = session.get(Poll, poll_id)
            assert poll is not None
            taps(session, poll, one, 1)
    with writing(engine) as session:
        poll_closing.close_due(session, OVER)
    with engine.connect() as connection:
        lies = list(connection.execute(sa.text("SELECT mark FROM ballot ORDER BY ctid")).scalars())
        written = set(connection.execute(sa.text("SELECT xmin FROM ballot")).scalars())
    assert lies == sorted(lies)
    assert len(written) == 1
    engine.dispose()


# ── lists, views, logs ──


def test_nothing_that_is_shown_or_logged_has_both(engine: Engine) -> None:
    with capture_logs() as lines, writing(engine) as session:
        rt, made = everything_happens(session)
        signs = signs_of_choices(session, made)
        names = [one.name for one in session.exec(select(Person))] + ["Karto"]
        accounts = [str(one.telegram_id) for one in session.exec(select(Person))]
        result = ends(session, made[0])
        listed = poll_export.written(
            poll_values.asked(session, made[0]), poll_values.sheets(session, made[0]),
            poll_values.piles(session, made[0]),
        )  # fmt: skip
        for told in (listed, json.dumps(result)):
            assert not [one for one in (*names, *accounts, "person") if one in told]
        for who in (rt.tini, rt.asep, rt.budi):
            mine = json.dumps(my_data.collect(session, who), default=str)
            assert not [sign for sign in signs - set(WORDS) if sign in mine]
        for line in audit.of_community(session, rt.community, limit=99):
            told = json.dumps([line.before, line.after])
            assert not [sign for sign in signs if sign in told]
            assert line.actor_id in (rt.budi, None), "nothing is noted of those who vote"
    assert lines == []


# ── after closing ──


def test_no_secret_makes_a_mark_again(engine: Engine) -> None:
    with writing(engine) as session:
        _, made = everything_happens(session)
        members = list(session.exec(select(Membership)))

        def marks(poll: Poll) -> set[str]:
            units = {secrecy.unit(poll, one.person_id, one) for one in members}
            units |= {secrecy.unit(poll, one.person_id, None) for one in members}
            units |= {secrecy.neighbour_unit(one.person_id, "Mbah Karto") for one in members}
            return {secrecy.mark(SECRET, poll, unit) for unit in units}

        for poll in made:
            assert {one.mark for one in ballots_in(session, poll)} <= marks(poll), "or it proves nothing"
        for _ in made:
            poll_closing.close_due(session, OVER)
        for poll in made:
            left = {one.mark for one in ballots_in(session, poll)}
            assert len(left) == poll.result["votes"] + poll.result["apart"]
            assert left.isdisjoint(marks(poll))
            assert {one.mark for one in session.exec(select(Objection))}.isdisjoint(marks(poll))


@given(st.text(max_size=20), st.text(max_size=20), st.integers(1, 99), st.integers(1, 99))
def test_marks_differ_by_poll_voter_and_secret(one: str, other: str, person: int, another: int) -> None:
    poll, next_poll = (
        Poll(
            code=code,
            community_id=1,
            number=1,
            kind=PollKind.own,
            method=Method.choose_one,
            opened_at=NOW,
            closes_at=ENDS,
        )
        for code in ("aaaa", "bbbb")
    )
    mine = secrecy.mark("s" + one, poll, secrecy.unit(poll, person, None))
    assert mine != secrecy.mark("s" + one, next_poll, secrecy.unit(next_poll, person, None))
    assert (mine == secrecy.mark("s" + other, poll, secrecy.unit(poll, another, None))) is (
        one == other and person == another
    )
    assert mine != secrecy.mark("s" + one, poll, secrecy.neighbour_unit(person, other))
    assert secrecy.check("s" + one, poll) not in mine


# ── at once ──


def test_first_votes_from_group_and_private_at_once_are_one_ballot(engine: Engine) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        for who in (rt.tini, rt.asep):
            lives_in(session, rt, who, "12")
        polls = [asks(session, rt).id, asks(session, rt, counts=Counts.house).id]
    together = Barrier(4)

    def act(turn: tuple[int, int]) -> str:
        person, place = turn
        receipts = []
        for poll_id in polls:
            together.wait(timeout=20)
            with writing(engine) as session:
                poll = session.get(Poll, poll_id)
                assert poll is not None
                receipts.append(taps(session, poll, person, place).receipt)
        return receipts[1]

    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(act, [(rt.tini, 1), (rt.tini, 2), (rt.asep, 3), (rt.asep, 4)]))
    assert len(set(receipts)) == 1, "one house"
    with writing(engine) as session:
        by_person, by_house = (list(session.exec(select(Ballot).where(Ballot.poll_id == one))) for one in polls)
        assert (len(by_person), len(by_house)) == (2, 1)
        assert all(len(one.choices) == 1 for one in (*by_person, *by_house))
        assert len(list(session.exec(select(PollVoter)))) == 4
