"""What somebody finds in the calendar: the next of each event, their own, a month; nothing that is others' alone."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from community import agenda, event_moves, events, rsvps
from community.invitees import Guest
from storage import agenda as stored
from storage import occurrences
from storage.agenda import Found
from storage.communities import Community, CommunityKind
from storage.database import writing
from storage.events import Invited
from storage.people import Membership, Role
from storage.rsvps import Answer
from tests.community.meetings import SUNDAY, ZONE, call, called, only_time
from tests.community.rt_three import NOW, RtThree, settle


def coming(session: Session, person_id: int, *, mine: bool = False) -> Found:
    return stored.coming(session, agenda.around(session, person_id, mine=mine), NOW, most=99)


def titles(session: Session, person_id: int, *, mine: bool = False) -> list[str]:
    around = agenda.around(session, person_id, mine=mine)
    found = coming(session, person_id, mine=mine)
    assert stored.how_many(session, around, NOW) == len(found)
    return [event.title for event, _ in found]


def days(session: Session, rt: RtThree, first: date) -> list[date]:
    found = agenda.month(session, agenda.around(session, rt.tini), first, ZONE, NOW)
    return [one.begins_at.astimezone(ZoneInfo(ZONE)).date() for one in found]


def test_of_what_comes_again_the_next_time_alone_is_listed_and_what_is_off_is_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        weekly = called(session, rt, title="mingguan", rule="FREQ=WEEKLY")
        called(session, rt, title="nanti", begins_on=SUNDAY + timedelta(days=1))
        off = called(session, rt, title="batal")
        event_moves.cancel(session, only_time(session, off).id, "Hujan", by=rt.budi, now=NOW)
        events.propose(session, rt.community, call(title="usulan"), by=rt.tini, now=NOW)
        assert titles(session, rt.tini) == ["mingguan", "nanti"]
        first, second, *_ = occurrences.of_event(session, weekly.id)
        event_moves.cancel(session, first.id, "Hujan", by=rt.budi, now=NOW)
        assert titles(session, rt.tini) == ["nanti", "mingguan"]
        assert coming(session, rt.tini)[1][1].id == second.id


def test_where_organisers_meet_is_theirs_to_see_and_another_neighbourhoods_is_not(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, title="rahasia", invited=Invited.office)
        called(session, rt, title="terbuka")
        assert titles(session, rt.tini) == ["terbuka"]
        assert titles(session, rt.siti) == ["rahasia", "terbuka"]
        assert titles(session, rt.joko) == []


def test_what_the_rw_calls_its_rts_to_is_seen_in_them_but_not_what_its_organisers_meet_for(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = Community(kind=CommunityKind.rw, code="rw05abcd", name="RW 05", chair_confirmed_at=NOW, created_at=NOW)
        session.add(rw)
        session.flush()
        session.get_one(Community, rt.community).parent_id = rw.id
        session.add(Membership(person_id=rt.joko, community_id=rw.id, role=Role.chair, joined_at=NOW))
        session.flush()
        for title, invited in (("bersama", Invited.everyone), ("rapat RW", Invited.office)):
            events.call_together(session, rw.id, call(title=title, invited=invited), by=rt.joko, now=NOW)
        assert titles(session, rt.siti) == ["bersama"]
        assert titles(session, rt.joko) == ["bersama", "rapat RW"]


def test_ones_own_are_those_to_which_one_comes_or_may(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for title, answer in (("ikut", Answer.coming), ("mungkin", Answer.maybe), ("tidak", Answer.away)):
            event = called(session, rt, title=title)
            guest = Guest(rt.tini, organises=False)
            rsvps.answer(session, event, only_time(session, event), answer, guest, now=NOW)
        called(session, rt, title="belum")
        assert titles(session, rt.tini, mine=True) == ["ikut", "mungkin"]
        assert titles(session, rt.asep, mine=True) == []


def test_a_month_goes_on_by_the_rule_where_nothing_is_written_yet(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, rule="FREQ=MONTHLY;BYDAY=1SU", begins_on=date(2026, 12, 6))
        for month in range(1, 13):
            first = date(2027, month, 1)
            (day,) = days(session, rt, first)
            assert (day.weekday(), day.month) == (6, month)
            assert day.day <= 7
        assert days(session, rt, date(2026, 11, 1)) == []


def test_what_was_moved_into_another_month_stands_there_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt, rule="FREQ=MONTHLY;BYMONTHDAY=30", begins_on=date(2026, 11, 30))
        (first, *_) = occurrences.of_event(session, event.id)
        event_moves.move(session, first.id, first.begins_at + timedelta(days=3), "Bentrok", by=rt.budi, now=NOW)
        assert days(session, rt, date(2026, 11, 1)) == []
        assert days(session, rt, date(2026, 12, 1)) == [date(2026, 12, 3), date(2026, 12, 30)]
        assert days(session, rt, date(2027, 2, 1)) == []
