"""Photos of an event by the rules: by whom, of what takes place, as many as fit."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from community import attendance, event_moves, event_photos
from community.refusals import AlreadySo, NotAllowed, Refusal
from storage.database import writing
from tests.community.meetings import BEGINS, called, only_time
from tests.community.rt_three import settle

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("becomes", "why"), [("cancel", "snaps.cancelled"), ("postpone", "attend.postponed")])
def test_what_is_put_off_is_not_said_to_be_cancelled(engine: Engine, becomes: str, why: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        getattr(event_moves, becomes)(session, one.id, "hujan", by=rt.budi, now=BEGINS - HOUR)
        with pytest.raises(AlreadySo) as refused:
            event_photos.reach(session, one.id, by=rt.budi, now=BEGINS)
        assert refused.value.key == why


def test_they_are_sent_by_organisers_and_by_who_was_there_from_just_before_for_a_week(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
        for by in (rt.tini, rt.siti):
            assert event_photos.reach(session, one.id, by=by, now=BEGINS)[1].id == one.id
        for by, now in (
            (rt.asep, BEGINS),
            (rt.joko, BEGINS),
            (rt.tini, BEGINS - 3 * HOUR),
            (rt.siti, BEGINS + 200 * HOUR),
        ):
            with pytest.raises(Refusal):
                event_photos.reach(session, one.id, by=by, now=now)
        with pytest.raises(NotAllowed):
            event_photos.reach(session, one.id, by=rt.asep, now=BEGINS)
