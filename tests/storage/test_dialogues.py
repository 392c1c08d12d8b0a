"""Each person stands at one place in each talk, and only an answer to that place moves it on."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from storage import dialogues
from storage.database import writing
from storage.dialogues import OutOfStep, Standing
from storage.people import Person

NOW = 1_800_000_000.0
DAY = 86_400


@pytest.fixture
def siti(engine: Engine) -> int:
    return settled(engine, 7)


@pytest.fixture
def budi(engine: Engine) -> int:
    return settled(engine, 8)


def settled(engine: Engine, telegram_id: int) -> int:
    with writing(engine) as session:
        person = Person(telegram_id=telegram_id, created_at=datetime(2026, 11, 23, tzinfo=UTC))
        session.add(person)
        session.flush()
        assert person.id is not None
        return person.id


def start(session: Session, person: int, name: str = "report", now: float = NOW) -> Standing:
    return dialogues.start(session, person_id=person, name=name, step="kind", draft="{}", now=now)


def advance(session: Session, standing: Standing, step: str = "where", **how: Any) -> int:
    return dialogues.advance(session, standing, step=step, draft='{"kind": "road"}', now=NOW + 1, **how)


def seen(session: Session, standing: Standing) -> Standing:
    found = dialogues.by_id(session, standing.id)
    assert found is not None
    return found


def current(session: Session, person: int) -> list[str]:
    table = dialogues.dialogue
    names = sa.select(table.c.name).where(table.c.person_id == person, table.c.is_current)
    return list(session.connection().execute(names).scalars())


def test_an_answer_moves_the_dialogue_on_and_is_kept(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        begun = start(session, siti)
        assert (begun.step, begun.version, begun.is_current) == ("kind", 1, True)
        assert advance(session, begun) == 2
    with writing(engine) as session:
        now = dialogues.open_named(session, siti, "report")
        assert now is not None
        assert (now.step, now.draft, now.version) == ("where", '{"kind": "road"}', 2)


def test_an_answer_to_a_former_step_is_refused_and_changes_nothing(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        begun = start(session, siti)
        advance(session, begun)
        with pytest.raises(OutOfStep):
            advance(session, begun, "photo")
        now = seen(session, begun)
        assert (now.step, now.version) == ("where", 2)
        assert advance(session, now, "photo") == 3


def test_one_draft_of_a_name_and_one_current_draft(engine: Engine, siti: int, budi: int) -> None:
    with writing(engine) as session:
        old = start(session, siti)
        start(session, budi)
        new = start(session, siti)
        assert (seen(session, old).state, seen(session, old).version) == ("dropped", 2)
        assert dialogues.open_named(session, siti, "report") == new
        start(session, siti, "offer")
        assert current(session, siti) == ["offer"]
        assert current(session, budi) == ["report"]
        with pytest.raises(OutOfStep):
            advance(session, old)


def test_the_database_itself_refuses_a_second_draft_and_a_second_current_one(engine: Engine, siti: int) -> None:
    rows = [("report", False, "one_draft"), ("offer", True, "current")]
    with writing(engine) as session:
        start(session, siti)
    for name, is_current, index in rows:
        with engine.connect() as connection, pytest.raises(IntegrityError) as refused:
            connection.execute(
                dialogues.dialogue.insert().values(
                    person_id=siti, name=name, step="kind", draft="{}", version=1, state="open",
                    is_current=is_current, changed_at=NOW,
                )
            )  # fmt: skip
        assert index in str(refused.value) or "UNIQUE constraint failed: dialogue.person_id" in str(refused.value)


def test_what_was_set_aside_can_be_gone_on_with(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        report = start(session, siti, now=NOW)
        offer = start(session, siti, "offer", now=NOW + 1)
        start(session, siti, "join", now=NOW + 2)
        assert [standing.name for standing in dialogues.set_aside(session, siti)] == ["offer", "report"]
        dialogues.resume(session, report, now=NOW)
        assert current(session, siti) == ["report"]
        assert [standing.name for standing in dialogues.set_aside(session, siti)] == ["join", "offer"]
        assert advance(session, seen(session, report)) == 2
        dialogues.put_aside(session, siti)
        assert current(session, siti) == []
        assert seen(session, offer).state == "open"


def test_a_finished_dialogue_is_no_longer_current_and_knows_what_it_became(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        begun = start(session, siti)
        advance(session, begun, state="done", subject_id=14)
        ended = seen(session, begun)
        assert (ended.state, ended.is_current, ended.subject_id) == ("done", False, 14)
        assert dialogues.open_named(session, siti, "report") is None
        assert start(session, siti).id != begun.id


def test_a_cancelled_draft_comes_back_where_it_was(engine: Engine, siti: int, budi: int) -> None:
    with writing(engine) as session:
        begun = start(session, siti)
        start(session, budi)
        advance(session, begun, state="dropped")
        start(session, siti, "offer")
        assert dialogues.reopen(session, begun.id, budi) is None
        back = dialogues.reopen(session, begun.id, siti)
        assert back is not None
        assert (back.state, back.is_current, back.step, back.version) == ("open", True, "where", 3)
        assert current(session, siti) == ["report"]
        assert dialogues.reopen(session, begun.id, siti) is None


def test_a_cancelled_draft_does_not_push_out_a_newer_one(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        old = start(session, siti)
        advance(session, old, state="dropped")
        new = start(session, siti)
        assert dialogues.reopen(session, old.id, siti) is None
        assert seen(session, new).is_current
        advance(session, new, state="done")
        assert dialogues.reopen(session, new.id, siti) is None
        assert dialogues.reopen(session, 999, siti) is None


def test_drafts_untouched_for_thirty_days_are_forgotten(engine: Engine, siti: int, budi: int) -> None:
    with writing(engine) as session:
        old = start(session, siti, now=NOW)
        fresh = start(session, budi, now=NOW + 1)
        later = NOW + 30 * DAY
        assert dialogues.expired(session, later) == []
        assert dialogues.expired(session, later + 1) == [old.id]
        dialogues.forget(session, [old.id])
        assert dialogues.by_id(session, old.id) is None
        assert seen(session, fresh) == fresh


def test_the_number_of_a_forgotten_draft_is_never_given_again(engine: Engine, siti: int, budi: int) -> None:
    """Or an old button, which names its draft by it, would act in a draft that it was never shown in."""
    numbers = set()
    for month in range(4):
        now = NOW + month * 40 * DAY
        with writing(engine) as session:
            dialogues.forget(session, dialogues.expired(session, now))
        with writing(engine) as session:
            for person in (siti, budi):
                numbers.add(start(session, person, now=now).id)
    assert len(numbers) == 8


def test_the_newest_draft_is_forgotten_like_any_other(engine: Engine, siti: int) -> None:
    with writing(engine) as session:
        advance(session, start(session, siti))
        old = dialogues.open_named(session, siti, "report")
        assert old is not None
        dialogues.forget(session, [old.id])
        assert dialogues.by_id(session, old.id) is None
        assert current(session, siti) == []
        assert dialogues.reopen(session, old.id, siti) is None
