"""A group became a supergroup: what has not left goes with it, but nothing that is about its old messages."""

import pytest
from sqlalchemy import Engine

from storage import marks, outbox
from storage.database import writing
from storage.outbox import Class
from tests.storage.letters import GROUP, HERE, NOW, SITI, claim, look, mark, sent, texts, write

NEW = -1_002_000


def calls(engine: Engine, method: str, *, chat: int = GROUP, due_at: float = NOW, **parameters: object) -> None:
    with writing(engine) as session:
        body = {"chat_id": chat, **parameters}
        outbox.call(
            session, chat=chat, method=method, parameters=body, due_at=due_at, now=NOW, rank=Class.notice
        )  # fmt: skip


def move(engine: Engine, old: int = GROUP, new: int = NEW) -> None:
    with writing(engine) as session:
        outbox.move_chat(session, old, new)


def test_what_waits_goes_along_in_its_order(engine: Engine) -> None:
    for text in ("satu", "dua"):
        write(engine, text, chat=GROUP)
    write(engine, "tiga", chat=NEW)
    move(engine)
    said = []
    while rows := claim(engine):
        assert {row.chat for row in rows} == {NEW}
        said += texts(rows)
        mark(engine, sent(rows[0]))
    assert said == ["satu", "dua", "tiga"]


def test_what_is_meant_for_later_goes_along_too(engine: Engine) -> None:
    write(engine, "besok", chat=GROUP, due_at=NOW + 86_400)
    with writing(engine) as session:
        outbox.notice(session, kind="digest", chat=GROUP, subject_id=3, due_at=NOW + 86_400, now=NOW)
    move(engine)
    assert look(engine, "chat", "state") == [(NEW, "due"), (NEW, "due")]


@pytest.mark.parametrize(
    "method", ["editMessageText", "editMessageCaption", "editMessageReplyMarkup", "deleteMessage", "deleteMessages"]
)
def test_what_is_about_an_old_message_has_lost_its_object_and_is_recorded_so(engine: Engine, method: str) -> None:
    """The same number means another message in the new chat."""
    calls(engine, method, message_id=5, text="rahasia")
    calls(engine, method, message_id=5, due_at=NOW + 60)
    calls(engine, method, chat=SITI, message_id=5)
    move(engine)
    assert look(engine, "chat", "state", "error")[:2] == [(GROUP, "moot", "the chat has moved")] * 2
    assert look(engine, "parameters")[:2] == [(None,)] * 2
    (other,) = claim(engine)
    assert (other.chat, other.method) == (SITI, method)


def test_a_group_that_is_told_of_its_move_twice_keeps_what_is_about_its_new_messages(engine: Engine) -> None:
    """An old message may be met after the move: Telegram then names the very chat that we have already."""
    calls(engine, "deleteMessage", chat=NEW, message_id=5)
    move(engine, NEW, NEW)
    assert look(engine, "chat", "state") == [(NEW, "due")]


def test_what_has_ended_stays_where_it_ended(engine: Engine) -> None:
    for text in ("terkirim", "gagal"):
        write(engine, text, chat=GROUP)
    (row,) = claim(engine)
    mark(engine, sent(row))
    (row,) = claim(engine)
    mark(engine, marks.Ended(row.id, HERE, row.attempt, "given_up", "Forbidden"))
    move(engine)
    assert look(engine, "chat", "state") == [(GROUP, "sent"), (GROUP, "given_up")]


def test_what_arrived_in_the_old_chat_while_it_moved_is_remembered_there(engine: Engine) -> None:
    """Else an edit or a tidying up would hit whatever has that number in the new chat."""
    write(engine, "di jalan", chat=GROUP)
    (row,) = claim(engine)
    move(engine)
    mark(engine, marks.Sent(row.id, HERE, row.attempt, NOW + 1, 500, chat=GROUP))
    with writing(engine) as session:
        assert outbox.message_of(session, row.id) == (GROUP, 500)


def test_a_mark_that_knows_no_chat_leaves_it_as_it_is(engine: Engine) -> None:
    write(engine, "halo", chat=GROUP)
    (row,) = claim(engine)
    assert mark(engine, marks.Sent(row.id, HERE, row.attempt, NOW + 1, None)) == 0
    assert look(engine, "chat", "state") == [(GROUP, "sent")]
