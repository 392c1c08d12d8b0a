"""Votes and states of polls say the whole anew each time: a crowd of them floods nothing, and the latest counts."""

from typing import Any

import pytest
from sqlalchemy import Engine

from storage import inbox, latest
from storage.database import writing
from storage.inbox import FLOOD_AFTER, Ticket
from storage.lanes import tells_all
from tests.storage.letters import HERE, NOW

MANY = 3 * FLOOD_AFTER


def state(number: int) -> dict[str, Any]:
    return {"update_id": number, "poll": {"id": "42"}}


def answer(number: int, person: int = 7) -> dict[str, Any]:
    return {"update_id": number, "poll_answer": {"poll_id": "42", "user": {"id": person}, "option_ids": [0]}}


def says(number: int) -> dict[str, Any]:
    private = {"id": 7, "type": "private"}
    return {"update_id": number, "message": {"message_id": number, "chat": private, "from": {"id": 7}, "text": "ya"}}


def keep(engine: Engine, *updates: dict[str, Any]) -> None:
    with writing(engine) as session:
        inbox.keep(session, updates, NOW)


def rows(engine: Engine) -> list[tuple[int, str, bool]]:
    found = inbox.inbox.select().order_by(inbox.inbox.c.id)
    with engine.connect() as connection:
        return [(row.update_id, row.state, row.overflow) for row in connection.execute(found)]


def head(engine: Engine) -> Ticket:
    with writing(engine) as session:
        (ticket,) = inbox.claim(session, HERE, most=1)
        return ticket


def works(engine: Engine, ticket: Ticket, *, after: float = 1.0) -> bool:
    """As the stage does, so many seconds later; True if the update was looked at."""
    with writing(engine) as session:
        return not latest.pass_over(session, ticket, NOW + after) and inbox.finish(session, ticket, NOW + after)


@pytest.mark.parametrize("kind", [state, answer])
def test_of_a_crowd_in_one_lane_only_the_latest_is_looked_at(engine: Engine, kind: Any) -> None:
    keep(engine, *(kind(number) for number in range(MANY)))
    assert {(state, overflow) for _, state, overflow in rows(engine)} == {("open", False)}
    assert not works(engine, head(engine))
    assert [number for number, state, _ in rows(engine) if state == "open"] == [MANY - 1]
    assert works(engine, head(engine))
    assert {state for _, state, _ in rows(engine)} == {"done"}


def test_what_comes_while_one_is_looked_at_is_looked_at_next(engine: Engine) -> None:
    keep(engine, answer(1))
    first = head(engine)
    keep(engine, answer(2), answer(3))
    assert not works(engine, first)
    assert works(engine, head(engine))
    keep(engine, answer(4))
    assert works(engine, head(engine))


def test_who_is_served_at_once_is_not_asked_whether_more_is_coming(engine: Engine) -> None:
    keep(engine, answer(1), answer(2))
    assert works(engine, head(engine), after=0.1)
    assert works(engine, head(engine), after=0.1)


def test_the_votes_of_others_are_not_passed_over(engine: Engine) -> None:
    keep(engine, answer(1, 7), answer(2, 8), answer(3, 9))
    with writing(engine) as session:
        tickets = inbox.claim(session, HERE, most=10)
    assert len(tickets) == 3, "they are worked on side by side"
    assert all(works(engine, one) for one in tickets)


def test_nothing_that_somebody_says_is_passed_over(engine: Engine) -> None:
    keep(engine, says(1), says(2))
    assert works(engine, head(engine))
    assert works(engine, head(engine))


def test_which_lanes_say_all() -> None:
    assert [tells_all(lane) for lane in ("v:42:7", "poll:42", "p:7", "g:-1:7", "c:-1", "other")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
