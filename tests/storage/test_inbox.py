"""An update is kept once, handled in its lane's order, done exactly once, and parked rather than lost."""

from typing import Any

import orjson
import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from storage import inbox, replay, standing
from storage.database import open_engine, writing
from storage.heartbeats import SILENT_AFTER, beat
from storage.inbox import Ticket

NOW = 1_800_000_000.0
DAY = 86_400
SITI, BUDI, ASEP = 7, 8, 9
HERE, THERE = "rt03-1", "rt03-2"


def says(update_id: int, person: int = SITI, text: str = "selokan mampet") -> dict[str, Any]:
    chat = {"id": person, "type": "private"}
    return {"update_id": update_id, "message": {"chat": chat, "from": {"id": person}, "text": text}}


def keep(engine: Engine, *updates: dict[str, Any]) -> None:
    with writing(engine) as session:
        inbox.keep(session, updates, NOW)


def claim(engine: Engine, worker: str = HERE, *, most: int = 16) -> list[Ticket]:
    with writing(engine) as session:
        return inbox.claim(session, worker, most=most)


def finish(engine: Engine, ticket: Ticket) -> bool:
    with writing(engine) as session:
        return inbox.finish(session, ticket, NOW)


def park(engine: Engine, ticket: Ticket, at: float = NOW, **how: Any) -> bool:
    with writing(engine) as session:
        return inbox.park(session, ticket, state="parked", now=at, **how)


def rows(engine: Engine, *columns: str) -> list[tuple[Any, ...]]:
    query = sa.select(*(inbox.inbox.c[name] for name in columns)).order_by(inbox.inbox.c.id)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def update_ids(tickets: list[Ticket]) -> list[int]:
    return [orjson.loads(ticket.payload)["update_id"] for ticket in tickets]


def test_keeping_twice_is_keeping_once(engine: Engine) -> None:
    keep(engine, says(1), says(2, BUDI))
    keep(engine, says(2, BUDI), says(1, text="lain"), says(3, ASEP))
    kept = claim(engine)
    assert update_ids(kept) == [1, 2, 3]
    assert orjson.loads(kept[0].payload) == says(1)
    assert [ticket.lane for ticket in kept] == ["p:7", "p:8", "p:9"]


def test_a_repetition_after_it_was_done_changes_nothing(engine: Engine) -> None:
    keep(engine, says(1))
    finish(engine, claim(engine)[0])
    keep(engine, says(1))
    assert claim(engine) == []
    assert rows(engine, "state", "payload") == [("done", None)]


def test_only_the_head_of_a_lane_is_claimed_until_it_is_done(engine: Engine) -> None:
    keep(engine, says(1), says(2), says(3, BUDI))
    first = claim(engine)
    assert update_ids(first) == [1, 3]
    assert claim(engine) == []
    finish(engine, first[0])
    assert update_ids(claim(engine)) == [2]


def test_no_more_than_asked_the_oldest_first(engine: Engine) -> None:
    keep(engine, says(1), says(2, BUDI), says(3, ASEP))
    assert update_ids(claim(engine, most=1)) == [1]
    assert update_ids(claim(engine)) == [2, 3]


def test_two_workers_never_get_the_same_lane(postgresql_url: str) -> None:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    keep(one, says(1), says(2), says(3, BUDI), says(4, ASEP))
    with writing(one) as first, writing(two) as second:
        mine = inbox.claim(first, HERE, most=2)
        theirs = inbox.claim(second, THERE, most=2)
        assert (update_ids(mine), update_ids(theirs)) == ([1, 3], [4])
    one.dispose()
    two.dispose()


@pytest.mark.parametrize("together", [True, False])
def test_a_lane_overflows_exactly_once(engine: Engine, *, together: bool) -> None:
    flood = [says(number) for number in range(1, inbox.FLOOD_AFTER + 6)]
    for updates in [flood] if together else [[update] for update in flood]:
        keep(engine, *updates)
    keep(engine, says(900, BUDI))
    states = rows(engine, "update_id", "state", "overflow")
    assert [number for number, state, _ in states if state == "open"] == [*range(1, inbox.FLOOD_AFTER + 2), 900]
    assert [number for number, state, overflow in states if state == "open" and overflow] == [inbox.FLOOD_AFTER + 1]
    assert [number for number, state, _ in states if state == "flood"] == [52, 53, 54, 55]


def test_a_flooded_lane_takes_updates_again_once_it_has_room(engine: Engine) -> None:
    keep(engine, *(says(number) for number in range(1, inbox.FLOOD_AFTER + 2)))
    for _ in range(2):
        finish(engine, claim(engine)[0])
    keep(engine, says(700))
    assert rows(engine, "update_id", "state", "overflow")[-1] == (700, "open", False)


def test_what_flooded_is_emptied_and_forgotten_like_what_was_parked(engine: Engine) -> None:
    keep(engine, *(says(number) for number in range(1, inbox.FLOOD_AFTER + 3)))
    with writing(engine) as session:
        inbox.sweep(session, NOW + 7 * DAY)
        assert len(replay.parked(session)) == 1
        inbox.sweep(session, NOW + 7 * DAY + 1)
        assert replay.parked(session) == []
    assert "flood" not in {state for (state,) in rows(engine, "state")}


def test_done_happens_once_and_leaves_no_words(engine: Engine) -> None:
    keep(engine, says(1))
    ticket = claim(engine)[0]
    assert finish(engine, ticket)
    assert not finish(engine, ticket)
    assert not park(engine, ticket)
    assert rows(engine, "state", "payload", "finished_at") == [("done", None, NOW)]


def test_a_stage_that_fails_takes_its_mark_back(engine: Engine) -> None:
    keep(engine, says(1))
    ticket = claim(engine)[0]
    with writing(engine) as session:
        savepoint = session.connection().begin_nested()
        assert inbox.finish(session, ticket, NOW)
        savepoint.rollback()
        inbox.count_failure(session, ticket, "x" * 300)
    assert rows(engine, "state", "attempts", "error") == [("open", 1, "x" * 200)]
    again = claim(engine)[0]
    assert again.attempts == 1
    assert finish(engine, again)


def test_what_was_in_progress_in_a_dead_process_is_suspect_and_counted_before_it_is_tried(engine: Engine) -> None:
    keep(engine, says(1), says(2, BUDI))
    with writing(engine) as session:
        beat(session, HERE, "work", NOW)
    claim(engine, most=1)
    with writing(engine) as session:
        assert inbox.suspects(session, NOW + SILENT_AFTER - 1) == []
        late = NOW + SILENT_AFTER
        beat(session, THERE, "work", late)
        (suspect,) = inbox.suspects(session, late)
        assert (suspect.lane, suspect.attempts) == ("p:7", 0)
        assert inbox.adopt(session, suspect, THERE, late)
        assert inbox.suspects(session, late) == []
    assert rows(engine, "attempts", "worker") == [(1, THERE), (0, None)]


def test_only_one_adopts_a_suspect(engine: Engine) -> None:
    keep(engine, says(1))
    claim(engine, "dead")
    with writing(engine) as session:
        for worker in (HERE, THERE):
            beat(session, worker, "work", NOW)
        (suspect,) = inbox.suspects(session, NOW)
    with writing(engine) as session:
        assert inbox.adopt(session, suspect, HERE, NOW)
    with writing(engine) as session:
        assert not inbox.adopt(session, suspect, THERE, NOW)
    assert rows(engine, "attempts", "worker") == [(1, HERE)]


def test_a_process_that_came_back_keeps_what_it_holds(engine: Engine) -> None:
    keep(engine, says(1))
    claim(engine)
    with writing(engine) as session:
        (suspect,) = inbox.suspects(session, NOW)
        beat(session, HERE, "work", NOW)
        assert not inbox.adopt(session, suspect, THERE, NOW)


def test_giving_back_untouched(engine: Engine) -> None:
    keep(engine, says(1))
    ticket = claim(engine)[0]
    with writing(engine) as session:
        inbox.release(session, ticket)
    assert claim(engine, THERE) == [ticket]


def test_parking_lets_the_lane_go_on_and_keeps_the_update_for_a_person(engine: Engine) -> None:
    keep(engine, says(1), says(2))
    ticket = claim(engine)[0]
    assert park(engine, ticket, error="KeyError: 'jenis'", code="K7Q2", dialogue=(5, 3))
    assert update_ids(claim(engine)) == [2]
    with writing(engine) as session:
        (row,) = replay.parked(session)
        assert tuple(row) == (ticket.id, "parked", "K7Q2", "KeyError: 'jenis'", 0, 5, 3, NOW)
        assert standing.of_inbox(session) == {"open": 1, "oldest": NOW, "parked": 1}


def test_a_parked_update_is_handled_again_with_fresh_tries(engine: Engine) -> None:
    keep(engine, says(1))
    ticket = claim(engine)[0]
    with writing(engine) as session:
        inbox.count_failure(session, ticket, "once")
    park(engine, claim(engine)[0])
    with writing(engine) as session:
        replay.reopen(session, ticket.id)
    again = claim(engine)[0]
    assert (again.id, again.attempts, again.overflow) == (ticket.id, 0, False)
    assert orjson.loads(again.payload) == says(1)


def test_a_parked_payload_lives_seven_days_and_its_id_goes_with_the_next_sweep(engine: Engine) -> None:
    keep(engine, says(1), says(2, BUDI))
    park(engine, claim(engine, most=1)[0])
    with writing(engine) as session:
        inbox.sweep(session, NOW + 7 * DAY)
    assert rows(engine, "update_id", "state") == [(1, "parked"), (2, "open")]
    with writing(engine) as session:
        inbox.sweep(session, NOW + 7 * DAY + 1)
        replay.reopen(session, 1)
    assert rows(engine, "update_id", "state") == [(2, "open")]


def test_a_done_update_is_remembered_for_three_days_against_repetitions(engine: Engine) -> None:
    keep(engine, says(1))
    finish(engine, claim(engine)[0])
    with writing(engine) as session:
        inbox.sweep(session, NOW + 3 * DAY)
    assert rows(engine, "update_id") == [(1,)]
    with writing(engine) as session:
        inbox.sweep(session, NOW + 3 * DAY + 1)
    assert rows(engine, "update_id") == []


def test_one_process_holds_a_lane_to_the_end_of_its_transaction(postgresql_url: str) -> None:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    with writing(two) as second:
        with writing(one) as first:
            assert inbox.hold_lane(first, "p:7")
            assert inbox.hold_lane(first, "p:7")
            assert not inbox.hold_lane(second, "p:7")
            assert inbox.hold_lane(second, "p:8")
        assert inbox.hold_lane(second, "p:7")
    one.dispose()
    two.dispose()


def test_the_only_writer_of_sqlite_needs_no_lock(sqlite_url: str) -> None:
    with writing(open_engine(sqlite_url)) as session:
        assert inbox.hold_lane(session, "p:7")


def test_keeping_wakes_the_workers_of_other_processes_after_the_commit(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as ear:
        ear.execute("LISTEN rembuk_inbox")
        with writing(engine) as session:
            inbox.keep(session, [says(1)], NOW)
            assert list(ear.notifies(timeout=0)) == []
        assert [heard.channel for heard in ear.notifies(timeout=5, stop_after=1)] == ["rembuk_inbox"]
    engine.dispose()


def test_garbage_that_telegram_would_never_send_is_kept_too(engine: Engine) -> None:
    odd = {"update_id": 1, "message": {"chat": {"id": "\0" + "z" * 90, "type": "group"}, "text": "\0"}}
    keep(engine, odd, {"update_id": 2}, {"update_id": 2**52, "poll": {"id": {"deep": [1.5, None]}}})
    assert update_ids(claim(engine)) == [1, 2, 2**52]
    with writing(engine) as session:
        inbox.keep(session, [], NOW)
