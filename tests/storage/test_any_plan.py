"""Whichever plan PostgreSQL chooses by what it believes of the tables, a claim takes no more than was asked for."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from storage import inbox, outbox_leases
from storage.database import open_engine, writing
from tests.storage.desk import says
from tests.storage.letters import NOW, texts, write

PEOPLE = range(1, 7)
EVERY_WAY = ((), ("hashjoin", "mergejoin"), ("hashjoin", "mergejoin", "hashagg", "sort", "material"))
"""What the planner must do without; without the last, it runs a subquery once for every row."""


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    opened = open_engine(postgresql_url)
    yield opened
    opened.dispose()


def _without(session: Session, ways: tuple[str, ...]) -> None:
    for way in ways:
        session.connection().execute(sa.text(f"SET LOCAL enable_{way} = off"))


@pytest.mark.parametrize("ways", EVERY_WAY)
def test_so_many_messages_and_no_more(engine: Engine, ways: tuple[str, ...]) -> None:
    for chat in PEOPLE:
        write(engine, str(chat), chat=chat, due_at=NOW - 10 + chat)
    with writing(engine) as session:
        _without(session, ways)
        claimed = [texts(outbox_leases.claim(session, "here", now=NOW, most=2)) for _ in range(4)]
    assert claimed == [["1", "2"], ["3", "4"], ["5", "6"], []]


@pytest.mark.parametrize("ways", EVERY_WAY)
def test_so_many_updates_and_no_more(engine: Engine, ways: tuple[str, ...]) -> None:
    with writing(engine) as session:
        _without(session, ways)
        inbox.keep(session, [says(number, person=number) for number in PEOPLE], 0.0)
        claimed = [[one.id for one in inbox.claim(session, "here", most=2)] for _ in range(4)]
    assert claimed == [[1, 2], [3, 4], [5, 6], []]
