"""Notices to many people at once: each by its name, in its own time, and none twice."""

from sqlalchemy import Engine, event

from storage import many_notices, outbox
from storage.database import writing
from storage.many_notices import Notice
from storage.outbox import Class
from tests.storage.letters import BUDI, NOW, SITI, claim, look, mark, sent


def to(chat: int, *, once: str | None = None, rank: Class = Class.notice, due_at: float = NOW) -> Notice:
    return Notice("poll.result", chat, 3, due_at, once=once, rank=rank, expires_at=NOW + 60)


def writes(engine: Engine, *notices: Notice) -> None:
    with writing(engine) as session:
        many_notices.write(session, notices, now=NOW)


def test_they_are_as_if_each_were_written_alone(engine: Engine) -> None:
    writes(engine, to(SITI, once="a"), to(BUDI, once="b", rank=Class.reminder, due_at=NOW + 9))
    with writing(engine) as session:
        for chat, once, rank, due_at in ((SITI, "c", Class.notice, NOW), (BUDI, "d", Class.reminder, NOW + 9)):
            outbox.notice(
                session, kind="poll.result", chat=chat, subject_id=3, due_at=due_at, now=NOW, rank=rank, once=once,
                expires_at=NOW + 60,
            )  # fmt: skip
    columns = [column.name for column in outbox.outbox.c if column.name not in {"id", "once"}]
    siti, budi, siti_alone, budi_alone = look(engine, *columns)
    assert (siti, budi) == (siti_alone, budi_alone)
    assert look(engine, "once") == [("a",), ("b",), ("c",), ("d",)]


def test_a_name_that_exists_is_left_alone(engine: Engine) -> None:
    writes(engine, to(SITI, once="poll.result:3:1"))
    mark(engine, sent(claim(engine)[0]))
    writes(engine, to(SITI, once="poll.result:3:1"), to(BUDI, once="poll.result:3:2"), to(BUDI, once="poll.result:3:2"))
    assert look(engine, "chat", "state") == [(SITI, "sent"), (BUDI, "due")]


def test_what_has_no_name_is_written_however_often(engine: Engine) -> None:
    writes(engine, to(SITI), to(SITI))
    assert look(engine, "chat") == [(SITI,), (SITI,)]


def test_five_thousand_are_one_call_and_nobody_is_none(engine: Engine) -> None:
    said: list[tuple[str, bool]] = []
    with writing(engine) as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *call: said.append((call[2][:6], call[5])))
        many_notices.write(session, iter(()), now=NOW)
        assert said == []
        many_notices.write(session, (to(chat, once=f"poll.result:3:{chat}") for chat in range(5_000)), now=NOW)
        assert said == [("INSERT", True)]
    assert [chat for (chat,) in look(engine, "chat")] == list(range(5_000)), "they leave in this order"
