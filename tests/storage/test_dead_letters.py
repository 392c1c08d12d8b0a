"""Messages that were given up keep their words for a week, unless nothing can arrive there, and can be sent again."""

import time

import pytest
from sqlalchemy import Engine

from storage import dead_letters, outbox
from storage.database import reading, writing
from storage.marks import Ended
from storage.outbox import Class
from tests.storage.letters import BUDI, GROUP, HERE, NOW, SITI, claim, look, mark, texts, write


def given_up(engine: Engine, error: str, *, keeps: bool = True, chat: int = SITI, **how: float) -> int:
    number = write(engine, f"rahasia {chat}", chat=chat, rank=Class.notice, expires_at=NOW + 60, **how) or 0
    (row,) = claim(engine, now=NOW + 200)
    mark(engine, Ended(row.id, HERE, row.attempt, "given_up", error, keeps=keeps))
    return number


def again(engine: Engine, letter: int | None = None) -> int:
    with writing(engine) as session:
        return dead_letters.again(session, letter)


def test_they_are_listed_without_a_word_of_what_they_say(engine: Engine) -> None:
    number = given_up(engine, "never: refused")
    (line,) = dead_letters.listed(engine)
    assert line.split() == [
        "Letter", str(number), "notice", "sendMessage", "2027-01-15", "08:00", "UTC", "never:", "refused",
    ]  # fmt: skip


def test_what_cannot_arrive_or_has_no_words_left_is_no_dead_letter(engine: Engine) -> None:
    for reason in dead_letters.HOPELESS:
        given_up(engine, reason, keeps=False)
    given_up(engine, "topic", keeps=False)
    assert dead_letters.listed(engine) == ["No message was given up that another try might help."]
    assert again(engine) == 0


def test_one_is_sent_again_with_fresh_tries_and_no_end(engine: Engine) -> None:
    one, other = given_up(engine, "never: refused"), given_up(engine, "later: Down", chat=BUDI)
    assert again(engine, other) == 1
    assert look(engine, "state", "attempt", "expires_at", "error") == [
        ("given_up", 1, NOW + 60, "never: refused"),
        ("due", 0, None, None),
    ]
    assert look(engine, "due_at")[1][0] == pytest.approx(time.time(), abs=60)
    assert again(engine, other) == 0, "once"
    assert again(engine, one + 100) == 0
    (row,) = claim(engine, now=time.time() + 120)
    assert texts([row]) == [f"rahasia {BUDI}"]


def test_all_are_sent_again_but_the_hopeless(engine: Engine) -> None:
    given_up(engine, "never: refused")
    given_up(engine, "never: blocked", chat=BUDI, keeps=True)
    with writing(engine) as session:
        outbox.notice(session, kind="group.news", chat=GROUP, subject_id=1, due_at=NOW, now=NOW)
    (row,) = claim(engine)
    mark(engine, Ended(row.id, HERE, row.attempt, "given_up", "later: KeyError"))
    assert again(engine) == 2
    assert [state for (state,) in look(engine, "state")] == ["due", "given_up", "due"]


def test_after_a_week_the_words_are_gone_and_notices_need_none(engine: Engine) -> None:
    given_up(engine, "never: refused")
    given_up(engine, "never: refused", chat=BUDI, due_at=NOW + 100)
    with writing(engine) as session:
        dead_letters.sweep(session, NOW + dead_letters.KEEP_SECONDS + 50)
    assert [text is None for (text,) in look(engine, "parameters")] == [True, False]
    with reading(engine) as session:
        assert dead_letters.count(session) == 1
