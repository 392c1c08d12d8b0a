"""What an announcement may not do: speak for another, come without end, outlive its time, reach who has declined."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import audiences, broadcast_steering, broadcast_work, broadcasts
from community.broadcast_content import CAPTION, Audience, Content, File
from community.broadcasts import Message
from community.pushes import Drop, Send, decide_for
from community.refusals import NotAllowed, Overtaken, TooMuch
from storage import broadcasts as stored
from storage.broadcasts import BroadcastState, Repeats, Urgency
from storage.communities import Chat, Community, CommunityKind, Destination, Purpose
from storage.database import writing
from storage.media import MediaKind
from storage.outbox import Class, Row, outbox
from storage.people import Membership, Role
from tests.community.announcing import announced, group, mark_all, people_told, rows, works
from tests.community.rt_three import NOW, RtThree, settle

WEEK = timedelta(days=7)
PHOTO = File(kind=MediaKind.photo, file_id="AgAC")


def rw_above(session: Session, rt: RtThree) -> Community:
    """RW 05, which Joko organises, with RT 03 in it; Siti belongs to both."""
    rw = Community(
        kind=CommunityKind.rw, code="rw5k", name="RW 05", quiet_hours=[], chair_confirmed_at=NOW, created_at=NOW
    )
    session.add(rw)
    session.flush()
    session.get_one(Community, rt.community).parent_id = rw.id
    session.add(Membership(person_id=rt.joko, community_id=rw.id, role=Role.chair, joined_at=NOW))
    session.add(Membership(person_id=rt.siti, community_id=rw.id, joined_at=NOW))
    session.flush()
    return rw


def declines(session: Session, person_id: int, community_id: int) -> None:
    mine = Membership.person_id == person_id, Membership.community_id == community_id
    session.exec(select(Membership).where(*mine)).one().hears_broadcasts = False
    session.flush()


# ── in whose name ──


@pytest.mark.parametrize("act", ["correct", "retry", "send_now", "go_on"])
def test_what_is_said_in_the_chairs_name_only_the_chair_says(engine: Engine, act: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, urgency=Urgency.urgent)
        words = ("Semua bohong",) if act == "correct" else ()
        with pytest.raises(NotAllowed, match="only_chair"):
            getattr(broadcast_steering, act)(session, found.id, *words, by=rt.siti, now=NOW)
        broadcast_steering.stop(session, found.id, by=rt.siti, now=NOW)


def test_who_holds_the_office_no_more_says_nothing_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, by=rt.siti, starts_at=NOW + WEEK)
        session.exec(select(Membership).where(Membership.person_id == rt.siti)).one().role = Role.resident
        session.flush()
        broadcast_work.start_due(session, NOW + WEEK)
        assert (found.state, rows(session)) == (BroadcastState.stopped, [])
        assert [person for person, _, _ in rows(session, kind="broadcast.card")] == [rt.budi], "the office is shown it"


# ── when, how often ──


def test_a_preview_that_lay_too_long_is_looked_at_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for late in ({"starts_at": NOW - timedelta(minutes=1)}, {"repeats_until": NOW.date() - WEEK}):
            with pytest.raises(Overtaken, match="time_over"):
                announced(session, rt, repeats=Repeats.weekly, **late)


def test_urgent_is_once_and_cannot_be_stored_up(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotAllowed, match="once"):
            announced(session, rt, urgency=Urgency.urgent, repeats=Repeats.weekly)
        for _ in range(2):
            announced(session, rt, urgency=Urgency.urgent, starts_at=NOW + WEEK)
        with pytest.raises(TooMuch):
            announced(session, rt, urgency=Urgency.urgent, starts_at=NOW + WEEK)
        announced(session, rt, urgency=Urgency.urgent)


def test_urgent_goes_before_what_is_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        announced(session, rt)
        urgent = announced(session, rt, urgency=Urgency.urgent)
        ranks = session.connection().execute(outbox.select().where(outbox.c.subject_id == urgent.id))
        assert {row.rank for row in ranks} == {Class.reminder}


def test_sent_now_it_comes_again_on_its_own_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, starts_at=NOW + timedelta(days=3), repeats=Repeats.weekly)
        broadcast_steering.send_now(session, found.id, by=rt.budi, now=NOW)
        (following,) = stored.to_come(session, found)
        assert following.starts_at == NOW + timedelta(days=3) + WEEK


@pytest.mark.parametrize("act", ["stop", "recall"])
def test_what_is_stopped_or_taken_back_comes_no_more(engine: Engine, act: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first = announced(session, rt, repeats=Repeats.weekly)
        getattr(broadcast_steering, act)(session, first.id, by=rt.siti, now=NOW)
        assert broadcast_work.start_due(session, NOW + 4 * WEEK) == 0


def test_a_correction_is_for_the_next_time_too(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        first = announced(session, rt, repeats=Repeats.weekly)
        broadcast_steering.correct(session, first.id, "Jam 8", by=rt.budi, now=NOW)
        (following,) = stored.to_come(session, first)
        assert following.content["html"] == "Jam 8"


def test_what_was_paused_for_days_has_all_its_time_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        broadcast_steering.pause(session, found.id, by=rt.budi, now=NOW)
        later = NOW + timedelta(days=2)
        broadcast_steering.go_on(session, found.id, by=rt.budi, now=later)
        ends = session.connection().execute(outbox.select().where(outbox.c.kind == "broadcast"))
        assert all(row.expires_at > later.timestamp() for row in ends)


# ── whom it reaches ──


def test_who_declines_at_home_hears_nothing_from_above_either(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = rw_above(session, rt)
        said = Message(Content(html="Rapat"), audiences.to_all(session, rw.id))
        seen = broadcasts.reach(session, rw.id, said.audience, by=rt.joko).mark
        found = broadcasts.announce(session, rw.id, said, by=rt.joko, seen=seen, now=NOW)

        def verdict(person: int) -> object:
            row = Row(1, 5_000_000_000, Class.broadcast, None, "broadcast", None, found.id, person, 1, NOW.timestamp())
            return decide_for(session, row, NOW)

        assert verdict(rt.siti) == verdict(rt.tini) == Send()
        declines(session, rt.siti, rt.community)
        declines(session, rt.tini, rt.community)
        assert verdict(rt.siti) == verdict(rt.tini) == Drop("no announcements wanted"), "before the next one leaves"
        assert broadcasts.reach(session, rw.id, said.audience, by=rt.joko).people.silent == 2


def test_nobody_is_meant_by_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        assert broadcasts.reach(session, rt.community, Audience(), by=rt.budi).is_empty


def test_a_group_hears_it_once_in_the_topic_for_announcements(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        everything = group(session, rt)
        topic = Destination(
            community_id=rt.community, chat_id=everything.chat_id, thread_id=5, purpose=Purpose.announcements
        )
        session.add(topic)
        session.flush()
        (place,) = audiences.places(session, rt.community)
        assert place.destination.thread_id == 5
        topic.lost_at = NOW
        session.flush()
        (place,) = audiences.places(session, rt.community)
        assert place.destination.thread_id is None
        session.get_one(Chat, everything.chat_id).left_at = NOW
        session.flush()
        assert audiences.places(session, rt.community) == []


# ── words and files ──


def test_words_stay_where_they_are_under_the_file_or_apart(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        below = announced(session, rt, content=Content(html="Foto", files=[PHOTO]))
        apart = announced(session, rt, content=Content(html="a" * (CAPTION + 1), files=[PHOTO]))
        broadcast_steering.correct(session, apart.id, "Singkat", by=rt.budi, now=NOW)
        with pytest.raises(TooMuch):
            broadcast_steering.correct(session, below.id, "a" * (CAPTION + 1), by=rt.budi, now=NOW)
        assert Content.model_validate(below.content).bears_words
        assert not Content.model_validate(apart.content).bears_words, "a message of its own stays one"


def test_what_waits_for_a_digest_is_taken_back_as_well(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt)
        mark_all(session, found, state="digest")
        broadcast_work.look_after(session, NOW)
        broadcast_steering.recall(session, found.id, by=rt.budi, now=NOW)
        works(session)
        assert people_told(session, "moot") == [rt.tini, rt.asep, rt.siti]


def test_a_death_that_was_taken_back_at_night_is_not_told_in_the_morning(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        session.get_one(Community, rt.community).quiet_hours = [["18:00", "05:00"]]
        session.flush()
        night = datetime(2026, 11, 23, 16, 0, tzinfo=NOW.tzinfo)
        found = announced(session, rt, urgency=Urgency.mourning, now=night)
        broadcast_steering.recall(session, found.id, by=rt.siti, now=night)
        assert broadcast_work.start_due(session, night + WEEK) == 0


def test_each_month_on_its_first_sunday(engine: Engine) -> None:
    first_sunday = datetime(2026, 12, 6, 1, tzinfo=UTC)
    with writing(engine) as session:
        rt = settle(session)
        found = announced(session, rt, starts_at=first_sunday, repeats=Repeats.monthly, day_of_month=-7)
        for sunday in (datetime(2027, 1, 3, 1, tzinfo=UTC), datetime(2027, 2, 7, 1, tzinfo=UTC)):
            broadcast_work.start_due(session, found.starts_at)
            (found,) = stored.to_come(session, found)
            assert (found.starts_at, found.day_of_month) == (sunday, -7)
