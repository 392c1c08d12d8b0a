"""What an event does to the needs that it is for: planned, planned anew, back on the list; and who is told of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_moves, event_previews, events, needs, supports, triage
from community.event_needs import Story
from community.needs import Report
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken
from storage import communities, occurrences, timeline
from storage.database import writing
from storage.events import Event, EventKind, Invited
from storage.needs import Need, NeedState
from storage.outbox import outbox
from storage.rsvps import Answer, Rsvp
from tests.community.meetings import BEGINS, SUNDAY, call, only_time
from tests.community.rt_three import NOW, RtThree, settle

STORY = Story("Minggu, 29 Nov", "Kumpul di pos ronda.")
WEEK = timedelta(days=7)


def told_by_tini(session: Session, rt: RtThree) -> Need:
    """No. 1 and on, which concerns Asep too."""
    need = needs.submit(session, Report(kind="drain"), by=rt.tini, community_id=rt.community, dialogue_id=None, now=NOW)
    supports.support(session, need.id, by=rt.asep, now=NOW)
    return need


def called_for(session: Session, rt: RtThree, need: Need, **more: Any) -> Event:
    how: dict[str, Any] = {one: more.pop(one) for one in ("seen", "story") if one in more}
    return events.call_together(
        session, rt.community, call(needs=[need.id], **more), by=rt.budi, now=NOW, **({"story": STORY} | how)
    )


def stands(need: Need) -> tuple[NeedState, datetime | None]:
    return need.state, need.planned_for


def story_of(session: Session, need: Need) -> list[tuple[str, str | None, str | None]]:
    """What its lines tell of, about what, why; the organisers' alone."""
    lines = [line for line in timeline.of_need(session, need.id) if line.by_office]
    return [(line.state or line.event, line.about, line.reason) for line in lines]


def hearing(session: Session) -> set[int]:
    """Who has news of a need on the way."""
    query = sa.select(outbox.c.person_id).where(outbox.c.kind == "need.moved")
    return set(session.connection().execute(query).scalars())


def nothing_on_the_way(session: Session) -> None:
    session.connection().execute(outbox.delete())


def test_a_work_day_plans_its_needs_and_tells_who_follows_them(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        called_for(session, rt, need)
        assert stands(need) == (NeedState.planned, BEGINS)
        assert story_of(session, need) == [("planned", STORY.about, STORY.reason)]
        assert hearing(session) == {rt.tini, rt.asep}


def test_a_meeting_changes_nothing_of_the_needs_that_it_is_about(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        called_for(session, rt, need, kind=EventKind.meeting)
        assert (need.state, need.planned_for, story_of(session, need)) == (NeedState.received, None, [])


def test_what_is_being_done_stays_so(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        triage.start(session, need.id, by=rt.budi, now=NOW, seen=None)
        called_for(session, rt, need)
        assert stands(need) == (NeedState.in_progress, BEGINS)
        assert story_of(session, need)[-1] == ("explained", None, "Minggu, 29 Nov Kumpul di pos ronda.")


def test_a_second_work_day_is_told_and_the_sooner_one_counts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        later = called_for(session, rt, need, begins_on=SUNDAY + WEEK)
        sooner = called_for(session, rt, need)
        assert need.planned_for == BEGINS
        event_moves.cancel(session, only_time(session, later).id, "Batal", by=rt.budi, now=NOW)
        assert stands(need) == (NeedState.planned, BEGINS)
        event_moves.cancel(session, only_time(session, sooner).id, "Batal", by=rt.budi, now=NOW)
        assert stands(need) == (NeedState.accepted, None)


def test_what_is_closed_or_has_moved_on_is_called_for_by_nobody(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        triage.accept(session, need.id, title=None, by=rt.siti, now=NOW, seen=None)
        with pytest.raises(Overtaken):
            called_for(session, rt, need, seen={need.id: 0})
        need.state = NeedState.withdrawn
        with pytest.raises(NotThere):
            called_for(session, rt, need)
        other = told_by_tini(session, rt)
        other.state = NeedState.resolved
        with pytest.raises(AlreadySo, match=r"events\.need_closed"):
            called_for(session, rt, other)
        assert communities.event_numbered(session, rt.community) == 1, "nothing was written before it was refused"


def test_rain_another_day_and_the_end_are_in_its_story_and_said_once(engine: Engine) -> None:
    """Who is asked to the work day reads of it there; Asep, who has declined, hears it as news of the need."""
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        one = only_time(session, called_for(session, rt, need))
        session.add(Rsvp(occurrence_id=one.id, person_id=rt.asep, answer=Answer.away, since=NOW))
        nothing_on_the_way(session)
        event_moves.postpone(
            session, one.id, "Hujan", by=rt.budi, now=NOW, story=Story(reason="Kerja bakti ditunda: hujan.")
        )
        assert stands(need) == (NeedState.planned, None)
        assert story_of(session, need)[-1] == ("explained", None, "Kerja bakti ditunda: hujan.")
        assert hearing(session) == {rt.asep}
        event_moves.move(session, one.id, BEGINS + WEEK, "Cerah", by=rt.budi, now=NOW, story=Story("Minggu, 6 Des"))
        assert need.planned_for == BEGINS + WEEK
        assert story_of(session, need)[-1] == ("planned", "Minggu, 6 Des", "Cerah")
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        event_moves.cancel(session, one.id, "Sudah digarap pemborong", by=rt.budi, now=NOW)
        assert stands(need) == (NeedState.accepted, None)
        assert story_of(session, need)[-1] == ("accepted", None, "Sudah digarap pemborong")
        assert hearing(session) == {rt.asep}


def test_who_is_not_asked_to_it_hears_of_the_change_by_the_need(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        one = only_time(session, called_for(session, rt, need, invited=Invited.office))
        nothing_on_the_way(session)
        event_moves.move(session, one.id, BEGINS + WEEK, "Bentrok", by=rt.budi, now=NOW)
        assert hearing(session) == {rt.tini, rt.asep}


def test_a_later_time_of_what_comes_again_is_no_news_of_the_need(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        event = called_for(session, rt, need, rule="FREQ=WEEKLY")
        lines = story_of(session, need)
        third = occurrences.of_event(session, event.id)[2]
        event_moves.cancel(session, third.id, "Lebaran", by=rt.budi, now=NOW)
        assert (story_of(session, need), need.planned_for) == (lines, BEGINS)
        event_moves.cancel_all(session, event.id, "Selesai", by=rt.budi, now=NOW)
        assert (need.state, story_of(session, need)[-1]) == (NeedState.accepted, ("accepted", None, "Selesai"))


def test_a_proposal_plans_its_needs_once_an_organiser_says_yes(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        event = events.propose(session, rt.community, call(needs=[need.id]), by=rt.tini, now=NOW)
        assert need.state is NeedState.received
        with pytest.raises(NotAllowed):
            events.confirm(session, event.id, by=rt.tini, now=NOW)
        day = (SUNDAY + WEEK, call().begins_at)
        events.confirm(session, event.id, by=rt.siti, now=NOW, story=STORY, at=day)
        assert (need.state, need.planned_for, event.begins_on) == (NeedState.planned, BEGINS + WEEK, SUNDAY + WEEK)


def test_what_is_over_leaves_its_day(engine: Engine) -> None:
    """Of a work day that is over nothing is taken back, whatever else is cancelled afterwards."""
    with writing(engine) as session:
        rt = settle(session)
        need = told_by_tini(session, rt)
        called_for(session, rt, need)
        other = called_for(session, rt, need, begins_on=SUNDAY + WEEK)
        after = BEGINS + timedelta(hours=5)
        event_moves.close_over(session, after)
        event_moves.cancel(session, only_time(session, other).id, "Batal", by=rt.budi, now=after)
        assert stands(need) == (NeedState.planned, BEGINS)


@pytest.mark.parametrize(
    ("before", "reminded"),
    [
        (timedelta(days=3), [BEGINS - timedelta(hours=11, minutes=30), BEGINS - timedelta(hours=1)]),
        (timedelta(hours=5), [BEGINS - timedelta(hours=5), BEGINS - timedelta(hours=1)]),
        (timedelta(hours=1, minutes=30), [BEGINS - timedelta(hours=1)]),
        (timedelta(minutes=30), []),
    ],
)
def test_an_organiser_sees_beforehand_when_neighbours_are_reminded(before: timedelta, reminded: list[Any]) -> None:
    assert event_previews.reminded_at(BEGINS, "Asia/Jakarta", [], BEGINS - before) == reminded
