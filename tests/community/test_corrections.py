"""What is said to be missing in minutes, and minutes that wait: who answers, what stops them, what a week allows."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import attendance, confirmations, erasure, minutes
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import minutes as stored
from storage import people
from storage.database import writing
from storage.events import EventKind
from storage.minutes import Minutes, MinutesState
from storage.outbox import outbox
from tests.community.meetings import BEGINS, called, only_time
from tests.community.rt_three import RtThree, settle

DAY = timedelta(days=1)
AFTER = BEGINS + timedelta(hours=3)


def told(session: Session, kind: str) -> list[int | None]:
    return [row.person_id for row in session.connection().execute(outbox.select().where(outbox.c.kind == kind))]


def three_were_there(session: Session) -> tuple[RtThree, Minutes]:
    rt = settle(session)
    one = only_time(session, called(session, rt, kind=EventKind.meeting))
    for person in (rt.tini, rt.asep, rt.budi):
        attendance.check_in(session, one.code, by=person, now=BEGINS)
    return rt, minutes.write(session, one.id, minutes.Record(decisions=["Portal ditutup"]), by=rt.siti, now=AFTER)


def test_a_correction_stops_them_until_an_organiser_has_answered_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt, found = three_were_there(session)
        confirmations.object_to(session, found.id, 1, "Engselnya dua", by=rt.tini, now=AFTER)
        for person in (rt.asep, rt.budi):
            assert confirmations.confirm(session, found.id, 1, by=person, now=AFTER).state is MinutesState.waiting
        for by, why, refused in (
            (rt.tini, "Sudah ada", NotAllowed), (rt.siti, " ", NotThere), (rt.siti, "a" * 501, TooMuch),
        ):  # fmt: skip
            with pytest.raises(refused):
                confirmations.keep(session, found.id, 1, why, by=by, now=AFTER)
        with pytest.raises(Overtaken):
            confirmations.keep(session, found.id, 2, "Sudah ada", by=rt.siti, now=AFTER)
        confirmations.keep(session, found.id, 1, " Sudah  ada ", by=rt.siti, now=AFTER)
        assert (found.state, found.is_confirmed) == (MinutesState.published, True)
        assert told(session, confirmations.KEPT) == [rt.tini]
        assert stored.confirmation(session, found.id, rt.tini).answer == "Sudah ada"  # type: ignore[union-attr]  # said above


def test_an_answer_alone_publishes_nothing_and_a_new_correction_waits_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt, found = three_were_there(session)
        with pytest.raises(AlreadySo):
            confirmations.keep(session, found.id, 1, "Sudah ada", by=rt.siti, now=AFTER)
        for _ in range(2):
            confirmations.object_to(session, found.id, 1, "Engselnya dua", by=rt.tini, now=AFTER)
            confirmations.confirm(session, found.id, 1, by=rt.asep, now=AFTER)
            confirmations.keep(session, found.id, 1, "Sudah ada", by=rt.siti, now=AFTER)
            assert found.state is MinutesState.waiting
        assert confirmations.confirm(session, found.id, 1, by=rt.tini, now=AFTER).state is MinutesState.published


def test_after_a_week_of_silence_organisers_may_publish_them_unconfirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt, found = three_were_there(session)
        confirmations.object_to(session, found.id, 1, "Engselnya dua", by=rt.tini, now=AFTER + DAY)
        week = AFTER + DAY + minutes.QUIET
        for now, many in ((AFTER + minutes.QUIET, 0), (week, 1), (week, 0)):
            assert confirmations.tell_waiting(session, now) == many
        assert told(session, confirmations.WAITS) == [rt.siti]
        with pytest.raises(NotAllowed):  # what is said to be missing is not answered
            confirmations.publish_as_is(session, found.id, 1, by=rt.siti, now=week)
        confirmations.keep(session, found.id, 1, "Sudah ada", by=rt.siti, now=week)
        for by, now in ((rt.siti, week + DAY), (rt.tini, week + minutes.QUIET)):
            with pytest.raises(NotAllowed):
                confirmations.publish_as_is(session, found.id, 1, by=by, now=now)
        late = week + minutes.QUIET
        confirmations.publish_as_is(session, found.id, 1, by=rt.budi, now=late)
        assert (found.state, found.is_confirmed) == (MinutesState.published, False)
        assert told(session, confirmations.PUBLISHED) == [rt.siti], "another organiser has done it"
        assert confirmations.tell_waiting(session, late + minutes.QUIET) == 0
        with pytest.raises(AlreadySo):
            confirmations.publish_as_is(session, found.id, 1, by=rt.siti, now=late)


def test_who_wrote_them_and_organises_no_more_is_not_the_one_who_hears(engine: Engine) -> None:
    with writing(engine) as session:
        rt, found = three_were_there(session)
        session.delete(people.membership_of(session, rt.siti, rt.community))
        session.flush()
        confirmations.object_to(session, found.id, 1, "Engselnya dua", by=rt.tini, now=AFTER)
        assert told(session, confirmations.CORRECTED) == [rt.budi]


def test_who_is_having_everything_deleted_stops_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt, found = three_were_there(session)
        confirmations.object_to(session, found.id, 1, "Engselnya dua", by=rt.tini, now=AFTER)
        erasure.of_everything(session, by=rt.tini, now=AFTER)
        assert confirmations.missing(session, found) == []
        for person in (rt.asep, rt.budi):
            confirmations.confirm(session, found.id, 1, by=person, now=AFTER)
        assert found.state is MinutesState.published
