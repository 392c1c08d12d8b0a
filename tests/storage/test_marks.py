"""A message is leased by the database's clock to whoever sends it; one whose fate is unknown is counted."""

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from storage import outbox, outbox_leases, standing
from storage.database import writing
from storage.database_clock import database_now
from storage.heartbeats import SILENT_AFTER, beat
from storage.marks import Ended, Later
from storage.outbox import LEASE_SECONDS, Class
from tests.storage.letters import BUDI, HERE, NOW, SITI, THERE, claim, later, look, mark, sent, texts, write


def clock_of(connection: Connection) -> float:
    return float(connection.execute(sa.select(database_now())).scalar_one())


def expire(engine: Engine) -> None:
    """Let all leases end, by the database's own clock."""
    with engine.begin() as connection:
        ended = clock_of(connection) - 0.5
        connection.execute(outbox.outbox.update().values(leased_until=ended))


# ── leases ──


def test_a_lease_lasts_by_the_clock_of_the_database(engine: Engine) -> None:
    write(engine, "halo")
    claim(engine)
    with engine.connect() as connection:
        (lease,) = connection.execute(sa.select(outbox.outbox.c.leased_until)).one()
        assert lease - clock_of(connection) == pytest.approx(LEASE_SECONDS, abs=5)
    far = NOW + 10**8
    with writing(engine) as session:
        beat(session, HERE, "work", far)
        assert outbox_leases.free_leases(session, far) == 0
    assert look(engine, "state", "unknown") == [("leased", 0)]


def test_a_lease_that_has_run_out_is_free_and_counted(engine: Engine) -> None:
    write(engine, "halo")
    (row,) = claim(engine)
    expire(engine)
    with writing(engine) as session:
        beat(session, HERE, "work", NOW)
        assert outbox_leases.free_leases(session, NOW) == 1
        assert standing.of_outbox(session)["oldest"] == NOW
        assert standing.of_ended(session) == {"unknown": 1, "given_up": 0, "letters": 0}
    (again,) = claim(engine, THERE)
    assert (again.id, again.attempt) == (row.id, 2)


def test_the_leases_of_a_silent_process_are_free_at_once(engine: Engine) -> None:
    write(engine, "halo")
    with writing(engine) as session:
        beat(session, HERE, "work", NOW)
    claim(engine)
    with writing(engine) as session:
        assert outbox_leases.free_leases(session, NOW + SILENT_AFTER - 1) == 0
        assert outbox_leases.free_leases(session, NOW + SILENT_AFTER) == 1
    assert look(engine, "state", "owner", "leased_until") == [("due", None, None)]


def test_a_reply_is_born_leased_to_whoever_commits_it(engine: Engine) -> None:
    with writing(engine) as session:
        parameters = {"chat_id": SITI, "text": "Terima kasih"}
        row = outbox.reply(
            session, chat=SITI, method="sendMessage", parameters=parameters, person_id=None, owner=HERE, now=NOW
        )
    write(engine, "lagi")
    assert claim(engine, THERE) == []
    assert mark(engine, sent(row)) == 0
    assert texts(claim(engine, THERE)) == ["lagi"]


def test_a_new_reply_queues_behind_one_that_is_in_other_hands_or_in_none(engine: Engine) -> None:
    def waiting(chat: int, owner: str, now: float = NOW) -> bool:
        with writing(engine) as session:
            return outbox.replies_waiting(session, chat, of_others_than=owner, now=now)

    write(engine, "pengumuman", rank=Class.notice)
    write(engine, "besok", due_at=NOW + 1)
    assert not waiting(SITI, HERE), "what is meant for later holds nothing back"
    assert waiting(SITI, HERE, now=NOW + 1)
    write(engine, "jawaban")
    assert waiting(SITI, HERE)
    assert not waiting(BUDI, HERE)
    rows = {orjson.loads(row.parameters or "")["text"]: row for row in claim(engine)}
    assert waiting(SITI, THERE)
    assert not waiting(SITI, HERE)
    mark(engine, later(rows["jawaban"], NOW + 9))
    assert waiting(SITI, HERE)


def test_a_new_reply_queues_behind_an_album_that_waits_for_its_last_photo(engine: Engine) -> None:
    write(engine, "album", once="album:7:1", due_at=NOW + 1)
    with writing(engine) as session:
        assert outbox.replies_waiting(session, SITI, of_others_than=HERE, now=NOW)
        assert not outbox.replies_waiting(session, BUDI, of_others_than=HERE, now=NOW)


# ── marks ──


def test_what_has_left_keeps_no_text(engine: Engine) -> None:
    write(engine, "rahasia")
    (row,) = claim(engine)
    assert mark(engine, sent(row)) == 0
    assert look(engine, "state", "parameters", "owner", "sent_at") == [("sent", None, None, NOW + 1)]
    with writing(engine) as session:
        assert outbox.message_of(session, row.id) == (SITI, 500 + row.id)
        assert outbox_leases.next_due(session) is None


def test_marks_of_all_kinds_in_one_go(engine: Engine) -> None:
    for chat in range(1, 5):
        write(engine, "halo", chat=chat)
    one, two, three, four = claim(engine)
    given_up = Ended(three.id, HERE, 1, "given_up", "Forbidden")
    maybe = Later(two.id, HERE, 1, NOW + 30, "ReadTimeout", unknown=1)
    assert mark(engine, given_up, sent(one), maybe, Ended(four.id, HERE, 1, "moot", "over")) == 0
    assert look(engine, "state", "due_at", "unknown", "error") == [
        ("sent", NOW, 0, None),
        ("due", NOW + 30, 1, "ReadTimeout"),
        ("given_up", NOW, 0, "Forbidden"),
        ("moot", NOW, 0, "over"),
    ]
    with writing(engine) as session:
        assert outbox.message_of(session, two.id) is None
        waiting = standing.of_outbox(session)
        assert (waiting["unsent"], waiting["oldest"]) == (1, NOW + 30)
        assert waiting["queues"][Class.reply] == (1, NOW + 30)
        assert standing.of_ended(session) == {"unknown": 1, "given_up": 1, "letters": 0}


def test_a_mark_whose_lease_is_gone_changes_nothing_and_is_counted(engine: Engine) -> None:
    for chat in (SITI, BUDI):
        write(engine, "halo", chat=chat)
    stale, good = claim(engine)
    expire(engine)
    with writing(engine) as session:
        outbox_leases.free_leases(session, NOW)
    retaken, _ = claim(engine, HERE)
    assert mark(engine, sent(stale), sent(good, THERE)) == 2
    assert look(engine, "state") == [("leased",), ("leased",)]
    assert mark(engine, sent(retaken), sent(retaken)) == 1


def test_no_marks_are_no_work(engine: Engine) -> None:
    assert mark(engine) == 0
