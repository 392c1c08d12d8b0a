"""Announcements as rules on both databases: whom they reach, that they are what was looked at, when they leave."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import audiences, broadcast_steering, broadcast_work, broadcasts
from community.broadcast_content import Audience, Content, Who
from community.broadcasts import Message
from community.refusals import NotAllowed, NotThere, Overtaken, Refusal, TooMuch
from storage import broadcasts as stored
from storage import preferences
from storage.broadcasts import BroadcastState, Repeats, Urgency
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.people import Membership, Person, Role
from tests.community.announcing import HTML, announced, group, message, people_told, rows
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_needs import tell

# ── whom it reaches ──


def test_it_reaches_residents_and_the_group_but_not_who_speaks(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        group(session, rt)
        announced(session, rt)
        assert people_told(session) == [rt.tini, rt.asep, rt.siti]
        assert [chat for person, chat, _ in rows(session) if person is None] == [-1001]


def test_who_is_gone_declines_or_wants_silence_is_counted_and_not_told(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Person, rt.tini).reachable = False
        session.exec(select(Membership).where(Membership.person_id == rt.asep)).one().hears_broadcasts = False
        session.add(preferences.Preference(person_id=rt.siti, stopped_at=NOW))
        session.flush()
        audience = audiences.to_all(session, rt.community)
        found = broadcasts.reach(session, rt.community, audience, by=rt.budi)
        assert (found.people.hear, found.people.silent, found.people.gone) == (0, 2, 1)
        with pytest.raises(NotThere):
            announced(session, rt)


@pytest.mark.parametrize("keeps", [True, False])
def test_what_is_urgent_reaches_also_who_wants_no_announcements(engine: Engine, *, keeps: bool) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.exec(select(Membership).where(Membership.person_id == rt.asep)).one().hears_broadcasts = False
        session.add(preferences.Preference(person_id=rt.siti, stopped_at=NOW, keeps_urgent=keeps))
        session.flush()
        hear = [rt.tini, rt.asep, *([rt.siti] if keeps else [])]
        audience = audiences.to_all(session, rt.community)
        found = broadcasts.reach(session, rt.community, audience, by=rt.budi, urgency=Urgency.urgent)
        assert (found.people.hear, found.people.silent) == (len(hear), 3 - len(hear))
        announced(session, rt, urgency=Urgency.urgent)
        assert people_told(session) == hear
        assert broadcasts.reach(session, rt.community, audience, by=rt.budi).people.hear == 1


def test_an_rw_reaches_the_residents_of_its_rts_once_each(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = Community(
            kind=CommunityKind.rw, code="rw5k", name="RW 05", quiet_hours=[], chair_confirmed_at=NOW, created_at=NOW
        )
        session.add(rw)
        session.flush()
        session.get_one(Community, rt.community).parent_id = rw.id
        for person in (rt.joko, rt.siti):
            session.add(Membership(person_id=person, community_id=rw.id, role=Role.chair, joined_at=NOW))
        session.flush()
        said = Message(Content(html=HTML), audiences.to_all(session, rw.id))
        seen = broadcasts.reach(session, rw.id, said.audience, by=rt.joko).mark
        broadcasts.announce(session, rw.id, said, by=rt.joko, seen=seen, now=NOW)
        assert people_told(session) == [rt.tini, rt.asep, rt.budi, rt.siti]


def test_followers_and_organisers_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        here = [rt.community]
        followers = Audience(who=Who.followers, communities=here, need_id=need.id)
        assert broadcasts.reach(session, rt.community, followers, by=rt.budi).people.hear == 1
        office = Audience(who=Who.office, communities=here)
        assert broadcasts.reach(session, rt.community, office, by=rt.budi).people.hear == 1


def test_nobody_speaks_to_a_neighbourhood_that_is_not_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        other = Community(kind=CommunityKind.rt, code="rt4k", name="RT 04", chair_confirmed_at=NOW, created_at=NOW)
        session.add(other)
        session.flush()
        need = tell(session, rt)
        for by, audience in (
            (rt.tini, audiences.to_all(session, rt.community)),
            (rt.joko, audiences.to_all(session, rt.community)),
            (rt.budi, Audience(communities=[rt.community, other.id])),
            (rt.budi, Audience(who=Who.followers, communities=[rt.community], need_id=need.id + 99)),
        ):
            with pytest.raises(NotAllowed):
                broadcasts.reach(session, rt.community, audience, by=by)


def test_nothing_is_announced_before_the_chair_has_confirmed(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).chair_confirmed_at = None
        session.flush()
        with pytest.raises(NotAllowed, match="not_confirmed"):
            announced(session, rt)


# ── bound to the preview ──


def test_who_gets_it_must_be_who_stood_in_the_preview(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        said = message(session, rt)
        seen = broadcasts.reach(session, rt.community, said.audience, by=rt.budi).mark
        session.get_one(Person, rt.asep).reachable = False
        session.get_one(Person, rt.joko)
        session.add(Membership(person_id=rt.joko, community_id=rt.community, joined_at=NOW))  # as many, but others
        session.flush()
        with pytest.raises(Overtaken):
            broadcasts.announce(session, rt.community, said, by=rt.budi, seen=seen, now=NOW)
        assert rows(session) == []


@pytest.mark.parametrize(
    ("content", "refusal"), [(Content(), NotThere), (Content(html="a" * 3_501), TooMuch)], ids=["empty", "long"]
)
def test_what_cannot_be_sent_is_refused(engine: Engine, content: Content, refusal: type[Refusal]) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(refusal):
            announced(session, rt, content=content)


def test_urgent_is_the_chairs_and_twice_a_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed):
            announced(session, rt, by=rt.siti, urgency=Urgency.urgent)
        for _ in range(broadcasts.URGENT_A_DAY):
            announced(session, rt, urgency=Urgency.urgent)
        with pytest.raises(TooMuch):
            announced(session, rt, urgency=Urgency.urgent)
        announced(session, rt, urgency=Urgency.urgent, now=NOW + timedelta(days=1, minutes=1))


# ── when ──


NIGHT = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
"""23.00 in Jakarta."""


def with_quiet_hours(session: Session) -> RtThree:
    rt = settle(session)
    session.get_one(Community, rt.community).quiet_hours = [["21:00", "05:00"]]
    session.flush()
    return rt


def test_at_night_it_waits_for_six_and_then_leaves_by_itself(engine: Engine) -> None:
    with writing(engine) as session:
        rt = with_quiet_hours(session)
        found = announced(session, rt, now=NIGHT)
        six = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)
        assert (found.state, found.starts_at, rows(session)) == (BroadcastState.scheduled, six, [])
        assert not broadcast_work.start_due(session, six - timedelta(seconds=1))
        assert broadcast_work.start_due(session, six)
        assert people_told(session) == [rt.tini, rt.asep, rt.siti]


def test_a_death_is_told_at_once_and_again_in_the_morning(engine: Engine) -> None:
    with writing(engine) as session:
        rt = with_quiet_hours(session)
        found = announced(session, rt, now=NIGHT, urgency=Urgency.mourning)
        assert found.state is BroadcastState.running
        assert len(people_told(session)) == 3
        broadcast_work.start_due(session, datetime(2026, 11, 25, 22, 30, tzinfo=UTC))
        assert len(people_told(session)) == 6


def test_every_week_until_its_day_and_missed_times_are_not_made_up(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        until = (NOW + timedelta(days=30)).date()
        first = announced(session, rt, repeats=Repeats.weekly, repeats_until=until)
        (second,) = stored.due(session, NOW + timedelta(days=7), most=9)
        assert second.starts_at == NOW + timedelta(days=7)
        assert second.series_id == first.id
        broadcast_work.start_due(session, NOW + timedelta(days=22))  # down for two weeks
        (third,) = stored.due(session, NOW + timedelta(days=29), most=9)
        assert third.starts_at == NOW + timedelta(days=28)
        broadcast_work.start_due(session, NOW + timedelta(days=29))
        assert stored.due(session, NOW + timedelta(days=99), most=9) == []


def test_one_that_is_stopped_comes_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        announced(session, rt, repeats=Repeats.monthly)
        (following,) = stored.due(session, NOW + timedelta(days=40), most=9)
        broadcast_steering.stop(session, following.id, by=rt.siti, now=NOW)
        assert not broadcast_work.start_due(session, NOW + timedelta(days=40))
