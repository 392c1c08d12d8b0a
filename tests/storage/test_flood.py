"""A lane that overflows: its person is told once, however much comes and however it comes."""

import pytest
from sqlalchemy import Engine

from storage import inbox
from storage.database import writing
from storage.inbox import FLOOD_AFTER, Ticket
from tests.storage.desk import says
from tests.storage.letters import HERE, NOW

FULL = range(1, FLOOD_AFTER + 1)


def keep(engine: Engine, *numbers: int, person: int = 7) -> None:
    with writing(engine) as session:
        inbox.keep(session, [says(number, person) for number in numbers], NOW)


def told(engine: Engine) -> list[int]:
    """The updates whose stage says that it was too much."""
    return [number for number, overflow, _ in rows(engine) if overflow]


def rows(engine: Engine) -> list[tuple[int, bool, str]]:
    columns = (inbox.inbox.c.update_id, inbox.inbox.c.overflow, inbox.inbox.c.state)
    with engine.connect() as connection:
        found = connection.execute(inbox.inbox.select().with_only_columns(*columns).order_by(inbox.inbox.c.id))
        return [(row[0], row[1], row[2]) for row in found]


def works(engine: Engine) -> Ticket:
    """The head of the lane is done, or set aside if it is the one that is told of."""
    with writing(engine) as session:
        (ticket,) = inbox.claim(session, HERE, most=1)
        if ticket.overflow:
            assert inbox.park(session, ticket, state="flood", now=NOW)
        else:
            assert inbox.finish(session, ticket, NOW)
        return ticket


@pytest.mark.parametrize("together", [True, False])
def test_only_the_first_too_many_is_told_of(engine: Engine, *, together: bool) -> None:
    keep(engine, *FULL)
    more = range(101, 201)
    for numbers in [more] if together else [[number] for number in more]:
        keep(engine, *numbers)
    assert told(engine) == [101]
    assert [state for number, _, state in rows(engine) if number > 101] == ["flood"] * 99


def test_nobody_is_told_again_while_that_update_waits_for_its_turn(engine: Engine) -> None:
    """The lane is worked on and filled up again at once: that is one flood still."""
    keep(engine, *FULL, 101)
    for number in range(FLOOD_AFTER):
        assert not works(engine).overflow
        keep(engine, 1_000 + number, 2_000 + number)
    assert told(engine) == [101]
    assert works(engine).overflow


def test_another_flood_is_told_of_again(engine: Engine) -> None:
    keep(engine, *FULL, 101)
    for _ in range(FLOOD_AFTER + 1):
        works(engine)
    keep(engine, *range(201, 202 + FLOOD_AFTER))
    assert told(engine) == [101, 201 + FLOOD_AFTER]


def test_one_persons_flood_is_nobody_elses(engine: Engine) -> None:
    keep(engine, *FULL, 101, 102)
    keep(engine, 301, person=8)
    assert (301, False, "open") in rows(engine)


def test_a_repetition_does_not_flood(engine: Engine) -> None:
    for _ in range(3):
        keep(engine, *FULL)
    assert told(engine) == []
    assert len(rows(engine)) == FLOOD_AFTER
