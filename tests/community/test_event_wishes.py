"""Who wants to be reminded of events, and when: their own to say, of all events or of one."""

import pytest
from sqlalchemy import Engine

from community import event_wishes, my_data
from community.refusals import NotAllowed, NotThere
from storage import reminders
from storage.database import writing
from storage.events import Invited
from storage.reminders import Wave
from storage.rotas import RotaMember
from storage.rsvps import Answer
from tests.community.meetings import called, only_time
from tests.community.reminded_of import answers
from tests.community.rt_three import NOW, settle


def test_each_wave_is_turned_by_itself(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        assert event_wishes.waves_of(session, rt.tini) == (Wave.eve, Wave.soon)
        event_wishes.turn(session, rt.tini, Wave.early)
        event_wishes.turn(session, rt.tini, Wave.soon)
        assert event_wishes.waves_of(session, rt.tini) == (Wave.early, Wave.eve)
        assert my_data.wishes_of(session, rt.tini)["event_reminders"] == ["early", "eve"]
        event_wishes.choose(session, rt.tini, None)
        assert event_wishes.waves_of(session, rt.tini) == (Wave.eve, Wave.soon)
        assert my_data.wishes_of(session, rt.tini)["event_reminders"] is None


def test_of_one_event_no_more_and_again(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = called(session, rt)
        for _ in range(2):
            assert event_wishes.hush(session, event.id, by=rt.tini, now=NOW) is event
        assert my_data.wishes_of(session, rt.tini)["events_not_reminded_of"] == [event.number]
        for _ in range(2):
            event_wishes.unhush(session, event.id, by=rt.tini)
        assert reminders.hush(session, event.id, rt.tini) is None


def test_only_who_is_asked_has_wishes_about_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        everyone, office = called(session, rt), called(session, rt, invited=Invited.office)
        for who, event in ((rt.joko, everyone), (rt.tini, office)):
            with pytest.raises(NotAllowed):
                event_wishes.hush(session, event.id, by=who, now=NOW)
            with pytest.raises(NotAllowed):
                event_wishes.unhush(session, event.id, by=who)
        with pytest.raises(NotThere):
            event_wishes.hush(session, 999, by=rt.tini, now=NOW)
        answers(session, only_time(session, everyone), rt.joko, Answer.coming)
        event_wishes.hush(session, everyone.id, by=rt.joko, now=NOW)
        session.add(RotaMember(event_id=office.id, person_id=rt.tini, name="Bu Tini", place=1))
        session.flush()
        event_wishes.hush(session, office.id, by=rt.tini, now=NOW)
