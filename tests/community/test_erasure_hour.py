"""Within the hour nothing is lost and all can be taken back; one need alone may go, or be somebody else's by then."""

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from community import erasure, supports, triage
from community.refusals import NotAllowed, NotThere
from storage import media as files
from storage import needs as stored
from storage import people
from storage.database import writing
from storage.erasures import ErasureOf
from storage.outbox import outbox as outbox_table
from tests.community.polling import SECRET
from tests.community.rt_three import NOW
from tests.community.test_erasure import get, goes, kinds, lives, signs
from tests.community.traces import ASKED, an_hour_later, rows_about

# ── the hour, and the way back ──


def test_nothing_is_final_before_the_hour_is_over(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        erasure.of_everything(session, by=rt.tini, now=ASKED)
        assert erasure.make_final(session, an_hour_later() - 1, secret=SECRET) == []
        assert get(session, traces.alone).text is not None


def test_taken_back_all_is_as_it_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        before = rows_about(session, *signs(traces))
        asked = erasure.of_everything(session, by=rt.tini, now=ASKED)
        with pytest.raises(NotThere):
            supports.open_to(session, traces.shared, by=rt.asep)
        assert erasure.take_back(session, asked.id, by=rt.tini, now=ASKED) is ErasureOf.person
        assert erasure.make_final(session, an_hour_later(), secret=SECRET) == []
        assert rows_about(session, *signs(traces)) == before
        assert supports.open_to(session, traces.shared, by=rt.asep).hidden_at is None


def test_only_she_takes_it_back_and_only_while_it_is_not_final(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        asked = erasure.of_need(session, traces.shared, by=rt.tini, now=ASKED)
        number = asked.id
        with pytest.raises(NotThere):
            erasure.take_back(session, number, by=rt.asep, now=ASKED)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        with pytest.raises(NotThere):
            erasure.take_back(session, number, by=rt.tini, now=ASKED)


def test_what_was_hidden_for_another_reason_stays_hidden(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        earlier = NOW.replace(hour=3)
        get(session, traces.shared).hidden_at = earlier
        asked = erasure.of_need(session, traces.shared, by=rt.tini, now=ASKED)
        erasure.take_back(session, asked.id, by=rt.tini, now=ASKED)
        assert get(session, traces.shared).hidden_at == earlier


def test_what_happened_in_the_hour_is_told_when_it_is_seen_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        erasure.of_need(session, traces.shared, by=rt.tini, now=ASKED)
        triage.accept(session, traces.shared, title="Selokan mampet", by=rt.budi, now=ASKED, seen=None)
        session.connection().execute(sa.delete(outbox_table))  # they left, and were moot
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert kinds(session, rt.asep) == ["need.moved"]


# ── one need ──


def test_one_need_goes_and_the_person_stays(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        for need_id in (traces.alone, traces.shared):
            erasure.of_need(session, need_id, by=rt.tini, now=ASKED)
            assert erasure.of_need(session, need_id, by=rt.tini, now=ASKED).subject_id == need_id, "twice is once"
        paths = erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert len(paths) == 3, "two photos, and the voice that had come with the first"
        assert stored.by_id(session, traces.alone) is None
        assert get(session, traces.shared).text is None
        assert get(session, traces.merged).text is not None
        assert people.by_id(session, rt.tini) is not None
        assert files.of_need(session, traces.merged)


def test_nobody_else_asks_for_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        for other in (rt.asep, rt.budi, rt.joko):
            with pytest.raises(NotAllowed):
                erasure.of_need(session, traces.alone, by=other, now=ASKED)


def test_a_need_that_was_taken_over_is_its_new_reporters(engine: Engine) -> None:
    with writing(engine) as session:
        rt, traces = lives(session)
        erasure.of_need(session, traces.shared, by=rt.tini, now=ASKED)
        taken = get(session, traces.shared)
        taken.reporter_id, taken.spoken_by_id = rt.asep, rt.tini
        session.flush()
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert get(session, traces.shared).text is not None
        goes(session, rt)
        assert get(session, traces.shared).spoken_by_id is None
        assert get(session, traces.shared).text is not None
