"""Messages leave in order, one at a time in each chat, and what is named leaves once."""

import threading
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from storage import albums, limits, marks, outbox, outbox_leases
from storage.database import open_engine, writing
from storage.marks import Ended, Sent
from storage.outbox import Class
from tests.storage.letters import BUDI, GROUP, HERE, NOW, SITI, THERE, claim, later, look, mark, sent, texts, write

# ── order ──


def test_one_chat_gets_its_messages_one_after_the_other(engine: Engine) -> None:
    for text in ("satu", "dua", "tiga"):
        write(engine, text)
    said = []
    while heads := claim(engine):
        said.append(texts(heads))
        assert claim(engine, THERE) == []
        mark(engine, sent(heads[0]))
    assert said == [["satu"], ["dua"], ["tiga"]]


def test_chats_do_not_wait_for_each_other(engine: Engine) -> None:
    write(engine, "untuk Siti")
    write(engine, "untuk Budi", chat=BUDI)
    assert texts(claim(engine)) == ["untuk Siti", "untuk Budi"]


def test_classes_go_by_rank_and_a_reply_overtakes_notices_of_its_chat(engine: Engine) -> None:
    for rank in (Class.broadcast, Class.notice, Class.reminder, Class.reply):
        write(engine, rank.name, rank=rank)
    assert texts(claim(engine, most=2)) == ["reply", "reminder"]
    assert texts(claim(engine)) == ["notice", "broadcast"]


def test_within_a_class_what_was_due_first_leaves_first(engine: Engine) -> None:
    write(engine, "later", due_at=NOW - 1)
    write(engine, "earlier", chat=BUDI, due_at=NOW - 2)
    assert texts(claim(engine)) == ["earlier", "later"]


def test_what_is_due_tomorrow_holds_nothing_back_today(engine: Engine) -> None:
    write(engine, "besok", due_at=NOW + 86_400)
    write(engine, "sekarang")
    (row,) = claim(engine)
    assert texts([row]) == ["sekarang"]
    mark(engine, sent(row))
    with writing(engine) as session:
        assert outbox_leases.next_due(session) == NOW + 86_400
    assert texts(claim(engine, now=NOW + 86_400)) == ["besok"]


def test_a_message_that_was_tried_keeps_its_place_while_it_waits(engine: Engine) -> None:
    write(engine, "foto")
    write(engine, "pertanyaan")
    (row,) = claim(engine)
    mark(engine, later(row, NOW + 4))
    assert claim(engine, now=NOW + 3) == []
    (again,) = claim(engine, now=NOW + 4)
    assert (texts([again]), again.attempt) == (["foto"], 2)
    mark(engine, Ended(again.id, HERE, again.attempt, "given_up", "BadRequest"))
    assert texts(claim(engine, now=NOW + 4)) == ["pertanyaan"]


def test_a_chat_that_has_had_enough_is_skipped(engine: Engine) -> None:
    write(engine, "untuk Siti")
    write(engine, "untuk Budi", chat=BUDI)
    assert texts(claim(engine, skip=[SITI])) == ["untuk Budi"]


def test_a_message_put_off_untried_counts_no_try_and_goes_first_again(engine: Engine) -> None:
    write(engine, "satu")
    write(engine, "dua")
    (row,) = claim(engine)
    with writing(engine) as session:
        marks.put_off(session, row, NOW + 1)
    assert look(engine, "state", "attempt", "owner", "due_at")[0] == ("due", 0, None, NOW + 1)
    assert mark(engine, sent(row)) == 1
    (again,) = claim(engine, now=NOW + 1)
    assert (texts([again]), again.attempt) == (["satu"], 1)


def test_two_workers_never_get_the_same_message(postgresql_url: str) -> None:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    for chat in (SITI, BUDI, GROUP):
        write(one, str(chat), chat=chat)
    with writing(one) as first, writing(two) as second:
        mine = outbox_leases.claim(first, HERE, now=NOW, most=2)
        theirs = outbox_leases.claim(second, THERE, now=NOW, most=2)
    assert (texts(mine), texts(theirs)) == (["7", "8"], ["-1005"])
    one.dispose()
    two.dispose()


# ── once ──


def test_a_named_message_is_written_once_also_after_it_has_left(engine: Engine) -> None:
    first = write(engine, "ringkasan", once="digest:3:2026-47")
    assert first is not None
    assert write(engine, "lagi", once="digest:3:2026-47") is None
    mark(engine, sent(claim(engine)[0]))
    assert write(engine, "lagi", once="digest:3:2026-47") is None
    assert write(engine, "yang lain", once="digest:3:2026-48") is not None


def test_two_processes_that_write_it_at_once_write_it_once(postgresql_url: str) -> None:
    one, two = open_engine(postgresql_url), open_engine(postgresql_url)
    made: list[int | None] = []
    with writing(one) as session:
        how: dict[str, Any] = {"kind": "digest", "chat": GROUP, "subject_id": 3, "due_at": NOW, "now": NOW}
        made.append(outbox.notice(session, **how, once="digest:3"))
        other = threading.Thread(target=lambda: made.append(write(two, "digest", once="digest:3")))
        other.start()
        other.join(0.2)
        assert other.is_alive()
    other.join(5)
    assert [number is None for number in made] == [False, True]
    one.dispose()
    two.dispose()


def test_a_row_is_a_call_or_a_notice(engine: Engine) -> None:
    values = {"chat": 7, "rank": 0, "state": "due", "due_at": NOW, "created_at": NOW}
    for shape in ({}, {"method": "sendMessage", "kind": "digest"}):
        with engine.connect() as connection, pytest.raises(IntegrityError, match="ck_outbox_shape"):
            connection.execute(outbox.outbox.insert().values(values | shape))


# ── the rest of a message's life ──


def test_a_group_that_moved_takes_along_only_what_has_not_left(engine: Engine) -> None:
    for text in ("terkirim", "di jalan", "menunggu"):
        write(engine, text, chat=GROUP)
    write(engine, "untuk Siti")
    (row, _) = claim(engine)
    mark(engine, sent(row))
    claim(engine)
    with writing(engine) as session:
        outbox.move_chat(session, GROUP, -2000)
        assert outbox.message_of(session, row.id) == (GROUP, 500 + row.id)
    assert look(engine, "chat", "state") == [
        (GROUP, "sent"), (-2000, "leased"), (-2000, "due"), (SITI, "leased"),
    ]  # fmt: skip


def test_the_answer_to_an_album_waits_for_its_last_photo_unless_it_has_left(engine: Engine) -> None:
    row_id = write(engine, "3 foto diterima", once="album:7:88", due_at=NOW + 1, dialogue_id=5)
    assert row_id is not None
    with writing(engine) as session:
        assert albums.album_answer(session, "album:7:88") == (row_id, 5)
        assert albums.album_answer(session, "album:7:89") is None
        albums.postpone(session, row_id, NOW + 2)
    assert claim(engine, now=NOW + 1) == []
    (row,) = claim(engine, now=NOW + 2)
    mark(engine, sent(row))
    with writing(engine) as session:
        albums.postpone(session, row_id, NOW + 9)
        assert albums.album_answer(session, "album:7:88") == (row_id, 5)
    assert look(engine, "state", "due_at") == [("sent", NOW + 2)]


def test_when_the_latest_messages_of_a_chat_left(engine: Engine) -> None:
    for at in (3.0, 1.0, 2.0):
        write(engine, "halo")
        (row,) = claim(engine)
        mark(engine, Sent(row.id, HERE, row.attempt, NOW + at, None))
    with writing(engine) as session:
        assert limits.recent(session, SITI, NOW + 1, most=9) == [NOW + 3, NOW + 2]
        assert limits.recent(session, SITI, NOW + 1, most=1) == [NOW + 3]
        assert limits.recent(session, BUDI, NOW, most=9) == []


def test_ended_rows_are_swept_after_thirty_days_and_unsent_ones_never(engine: Engine) -> None:
    for _ in range(2):
        write(engine, "halo", chat=GROUP)
    mark(engine, sent(claim(engine, most=1)[0]))
    with writing(engine) as session:
        outbox.sweep(session, NOW + 30 * 86_400)
    assert look(engine, "state") == [("sent",), ("due",)]
    with writing(engine) as session:
        outbox.sweep(session, NOW + 30 * 86_400 + 1)
    assert look(engine, "state") == [("due",)]


def test_what_was_said_to_a_stranger_is_swept_after_a_day(engine: Engine) -> None:
    write(engine, "halo", chat=SITI)
    mark(engine, sent(claim(engine, most=1)[0]))
    with writing(engine) as session:
        outbox.sweep(session, NOW + 86_400)
    assert look(engine, "chat") == [(SITI,)]
    with writing(engine) as session:
        outbox.sweep(session, NOW + 86_400 + 1)
    assert look(engine, "chat") == []
