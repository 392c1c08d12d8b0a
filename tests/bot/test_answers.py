"""What each answer makes of a message: out, perhaps out, to be tried again, or given up; and what a database makes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.failures import OUR_ATTEMPTS
from storage import marks, outbox, outbox_leases, standing
from storage.database import open_engine, reading, writing
from storage.marks import Ended, Later
from storage.outbox import Class, Row
from storage.people import Person
from tests.bot.gate import gated_office
from tests.bot.office import Office

NGINX = b"<html><center>nginx</center></html>"


def said(words: str, **parameters: Any) -> dict[str, Any]:
    return {"description": words, "parameters": parameters}


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    """For what no database has a part in."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("status", "body"),
    [(502, NGINX), (504, b""), (502, said("Bad Gateway")), (504, said("Gateway Timeout"))],
)
def test_a_gateway_that_lost_the_answer_leaves_it_open_whether_the_message_is_out(
    sqlite: Engine, status: int, body: Any
) -> None:
    """It is sent again, for a message lost is worse than one that comes twice; and it is counted."""
    with gated_office(sqlite) as (office, gate):
        siti = office.person("Siti")
        gate.answers(status, body, arrives=True)
        office.opens()
        office.writes(siti.id, "halo")
        office.waits_until("sent")
        assert office.arrived(siti.id) == ["halo", "halo"]
        assert office.rows("unknown", "attempt") == [(1, 2)]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, said("Internal Server Error")),
        (503, said("Service Unavailable")),
        (503, NGINX),
        (429, said("Too Many Requests: retry after 1", retry_after=1)),
        (403, NGINX),
        (400, b""),
    ],
)
def test_what_telegram_did_not_do_is_tried_again_and_is_not_counted(sqlite: Engine, status: int, body: Any) -> None:
    """Also a page that is not Telegram's: whatever its number says, it is not Telegram who refuses."""
    with gated_office(sqlite) as (office, gate):
        siti = office.person("Siti")
        gate.answers(status, body)
        office.opens()
        office.writes(siti.id, "halo")
        office.waits_until("sent")
        assert office.arrived(siti.id) == ["halo"]
        assert office.rows("unknown", "attempt") == [(0, 2)]


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "Bad Request: message text is empty"), (403, "Forbidden: bot was blocked by the user")],
)
def test_what_telegram_refuses_is_given_up_at_once(sqlite: Engine, status: int, words: str) -> None:
    with gated_office(sqlite) as (office, gate):
        siti = office.person("Siti")
        gate.answers(status, said(words))
        office.opens()
        office.writes(siti.id, "halo")
        office.waits_until("given_up")
        assert office.arrived(siti.id) == []
        assert office.rows("unknown", "attempt") == [(0, 1)]


def test_only_a_time_to_wait_makes_a_pause(sqlite: Engine) -> None:
    with gated_office(sqlite) as (office, gate):
        siti = office.person("Siti")
        gate.answers(429, said("Too Many Requests"))
        office.opens()
        office.writes(siti.id, "halo")
        office.waits_until("sent")
        assert not office.post.was_paused(office.clock())


# ── a group that moves ──

HERE, THERE = -1001, -1002


def claimed(office: Office) -> Row:
    with writing(office.engine) as session:
        (row,) = outbox_leases.claim(session, office.owner, now=office.clock(), most=1)
    return row


def sends(office: Office, row: Row, luck: float) -> marks.Mark:
    clear = office.courier._clear  # noqa: SLF001 - what the courier hands it
    mark: marks.Mark = office.do(office.post.send(row, None, owner=office.owner, luck=luck, clear=clear))
    return mark


@pytest.mark.parametrize("luck", [0.0, 0.99])
def test_a_group_that_moves_for_ever_is_asked_ever_more_rarely_and_given_up(sqlite: Engine, luck: float) -> None:
    """Telegram sends us to and fro, or to where we are: that must not become a loop without a pause."""
    with gated_office(sqlite) as (office, gate):
        gate.answers(400, said("Bad Request: upgraded", migrate_to_chat_id=THERE), times=OUR_ATTEMPTS)
        office.writes(HERE, "halo")
        row, waits = claimed(office), []
        for attempt in range(1, OUR_ATTEMPTS):
            before = office.clock()
            mark = sends(office, replace(row, attempt=attempt), luck)
            assert isinstance(mark, Later)
            assert mark.unknown == 0
            waits.append(mark.due_at - before)
        assert waits[0] < 1, "the first time it only has a new number"
        assert all(later > 1.5 * earlier for earlier, later in pairwise(waits[1:]))
        assert waits[-1] > 300
        last = sends(office, replace(row, attempt=OUR_ATTEMPTS), luck)
        assert isinstance(last, Ended)
        assert last.state == "given_up", "it was wanted, and it is lost: that is counted"


def test_between_two_moves_there_is_a_pause(engine: Engine) -> None:
    with gated_office(engine) as (office, gate):
        for new in (THERE, HERE, THERE):
            gate.answers(400, said("Bad Request: upgraded", migrate_to_chat_id=new))
        gate.answers(400, said("Bad Request: message text is empty"))
        office.writes(HERE, "halo")
        began = office.clock()
        office.opens()
        office.waits_until("given_up")
        assert [message["chat_id"] for message in gate.refused] == [HERE, THERE, HERE, THERE]
        assert office.clock() - began > 0.5 + 1.5, "half a second less than other failures wait"


def test_tidying_up_in_the_old_chat_harms_nothing_in_the_new_one(office: Office) -> None:
    budi = office.person("Budi")
    group = office.group("RT 03", budi)
    office.writes(group.id, "baris")
    office.opens()
    office.waits_until("sent")
    ((line, chat, message_id),) = office.rows("id", "chat", "message_id")
    assert (chat, bool(message_id)) == (group.id, True)
    new = group.migrate()
    office.writes(new, "di sini")
    office.waits_until("sent", "sent")
    body = {"chat_id": new, "message_id": office.rows("message_id")[1][0]}
    with writing(office.engine) as session:
        now = office.clock()
        outbox.notice(session, kind="group.tidy", chat=new, subject_id=line, due_at=now, now=now, rank=Class.reminder)
        outbox.call(
            session, chat=new, method="deleteMessage", parameters=body, due_at=now + 600, now=now, rank=Class.notice
        )
    office.waits_until("sent", "sent", "moot", "due")
    with writing(office.engine) as session:
        session.connection().execute(outbox.outbox.update().values(due_at=office.clock()))
    office.waits_until("sent", "sent", "moot", "sent")


# ── a database that fails while a message is on its way ──


def a_notice(office: Office, siti: int) -> None:
    """For someone known, of something that is gone: to see that, the tables are looked at."""
    with writing(office.engine) as session:
        person = Person(telegram_id=siti, name="Siti", created_at=office.house.now())
        session.add(person)
        session.flush()
        number = person.id
    office.notifies("media.lost", siti, 404, person_id=number)


def rename(engine: Engine, table: str, name: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {name}")


def test_a_database_that_fails_while_a_message_is_rendered_costs_no_message(office: Office) -> None:
    siti = office.person("Siti")
    a_notice(office, siti.id)
    rename(office.engine, "person", "person_away")
    office.opens()
    office.waits_for(lambda: office.rows("state", "attempt") == [("due", 2)], "two tries")
    ((error, unknown, owner),) = office.rows("error", "unknown", "owner")
    assert str(error).startswith("later: ")
    assert (unknown, owner) == (0, None)
    rename(office.engine, "person_away", "person")
    office.waits_until("moot")
    assert office.rows("error") == [("no longer wanted",)], "it was looked at, with all tables there"


def test_a_message_that_never_can_be_rendered_holds_its_chat_up_for_some_tries_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.post.OUR_ATTEMPTS", 2)
    siti = office.person("Siti")
    a_notice(office, siti.id)
    office.writes(siti.id, "berikutnya")
    rename(office.engine, "person", "person_away")
    office.opens()
    office.waits_until("given_up", "sent")
    assert office.rows("attempt")[0] == (2,)
    with reading(office.engine) as session:
        assert standing.of_ended(session)["given_up"] == 1
    rename(office.engine, "person_away", "person")


def test_a_database_that_is_only_busy_uses_up_no_patience(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.post.OUR_ATTEMPTS", 1)
    monkeypatch.setattr("storage.database._LOCK_SECONDS", 0.2)
    engine = open_engine(postgresql_url)
    with gated_office(engine) as (office, _):
        siti = office.person("Siti")
        a_notice(office, siti.id)
        with engine.connect() as other, other.begin():
            other.exec_driver_sql("LOCK TABLE person IN ACCESS EXCLUSIVE MODE")
            office.opens()
            office.waits_for(lambda: office.rows("state", "attempt") == [("due", 1)], "the first try")
        office.waits_until("moot")
    engine.dispose()


def test_what_a_refusal_leads_to_may_fail_too(office: Office) -> None:
    """She has left, and that cannot be noted: the message comes again until it can."""
    siti = office.person("Siti")
    a_notice(office, siti.id)
    with writing(office.engine) as session:
        session.connection().execute(outbox.outbox.delete())
    siti.blocks_bot()
    rename(office.engine, "person", "person_away")
    office.writes(siti.id, "halo")
    office.opens()
    office.waits_for(lambda: office.rows("state", "attempt", "error") == [("due", 1, "ours")], "the first try")
    rename(office.engine, "person_away", "person")
    office.waits_until("given_up")
    with office.engine.connect() as connection:
        assert not connection.exec_driver_sql("SELECT reachable FROM person").scalar_one()
