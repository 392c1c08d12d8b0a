"""Silence is told after the waiting days, once, and again after four times as many; organisers once a day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from community import needs, silence, supports, telling, triage
from storage import communities
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.people import Membership, Role, by_id
from tests.community.post import recipients, waiting
from tests.community.rt_three import NOW, settle
from tests.community.test_needs import tell

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "due"), [(6, 0), (7, 0), (7.3, 1), (8, 1)]
)  # told at 19.00 in Jakarta: seven days are over in the first minute of the eighth
def test_seven_whole_days_and_a_day_is_counted_from_its_first_minute(engine: Engine, days: float, due: int) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tell(session, rt)
        assert silence.speak_of(session, NOW + days * DAY) == due


def test_it_is_told_once_and_after_four_times_as_long_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        told = [day for day in range(1, 70) if silence.speak_of(session, NOW + day * DAY)]
        assert told == [8, 37, 66]
        triage.explain(session, need.id, words="sabar ya", by=rt.budi, now=NOW + 70 * DAY, seen=0)
        assert [day for day in range(70, 90) if silence.speak_of(session, NOW + day * DAY)] == [78]


def test_all_who_wait_are_told_but_who_stopped_it_or_cannot_be_reached(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for _ in range(2):
            need = tell(session, rt)
            supports.support(session, need.id, by=rt.asep, now=NOW)
            supports.support(session, need.id, by=rt.siti, now=NOW)
            supports.follow(session, need.id, wants=False, by=rt.asep, now=NOW)
        person = by_id(session, rt.siti)
        assert person is not None
        person.reachable = False
        assert silence.speak_of(session, NOW + 8 * DAY) == 2
        assert recipients(session, "need.silent") == [rt.tini], "one message for both"
        assert recipients(session, "desk.silent") == [rt.budi]


def test_it_is_never_said_in_quiet_hours(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        tell(session, rt)
        place = communities.by_id(session, rt.community)
        assert place is not None
        place.quiet_hours = [["20:50", "05:00"]]
        silence.speak_of(session, datetime(2026, 12, 5, 17, 30, tzinfo=UTC))  # half past midnight in Jakarta
        due = {row.due_at for kind in ("need.silent", "desk.silent") for row in waiting(session, kind)}
        assert due == {datetime(2026, 12, 5, 22, 0, tzinfo=UTC).timestamp()}
        assert telling.leaves_at(session, rt.community, NOW) == NOW


def test_an_organiser_of_two_places_is_reminded_once_of_all_that_waits(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        other = Community(
            kind=CommunityKind.rt, code="9xyz", name="RT 04", quiet_hours=[], chair_confirmed_at=NOW, created_at=NOW
        )
        session.add(other)
        session.flush()
        members = ((rt.budi, Role.organiser), (rt.joko, Role.resident))
        session.add_all(
            Membership(person_id=person, community_id=other.id, role=role, joined_at=NOW) for person, role in members
        )
        session.flush()
        tell(session, rt)
        lamp = needs.Report(kind="lamp", detail="dead")
        needs.submit(session, lamp, by=rt.joko, community_id=other.id, dialogue_id=None, now=NOW)
        assert silence.speak_of(session, NOW + 8 * DAY) == 2
        assert recipients(session, "desk.silent") == sorted([rt.budi, rt.siti])
        assert silence.waiting(session, rt.budi, NOW + 8 * DAY) == 2
        assert silence.waiting(session, rt.siti, NOW + 8 * DAY) == 1
        assert silence.waiting(session, rt.joko, NOW + 8 * DAY) == 0
