"""What no reminder says: what is wanted no more, and what was asked a moment ago."""

from datetime import timedelta

from sqlalchemy import Engine

from community import event_moves, rules_here
from community.quiet_hours import Part
from storage import reminded, reminders
from storage.database import writing
from storage.events import EventItem, ItemKind
from storage.reminders import Wave
from storage.rsvps import Answer, Promise
from tests.community.meetings import BEGINS, called, in_group, only_time
from tests.community.reminded_of import EVE, HOUR, SOON, answers, lines, ticks, written
from tests.community.rt_three import NOW, settle


def test_called_late_in_the_evening_the_group_reads_the_card_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        called(session, rt, now=EVE + HOUR, destinations=[in_group(session, rt)])
        ticks(session, EVE + HOUR)
        assert rt.tini in written(session, Wave.eve)
        assert lines(session) == []


def test_what_is_wanted_no_more_is_not_said_to_be_brought(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        item = EventItem(event_id=one.event_id, kind=ItemKind.tool, name="Karung", removed_at=NOW)
        session.add(item)
        session.flush()
        answers(session, one, rt.tini, Answer.coming)
        session.add(Promise(occurrence_id=one.id, item_id=item.id, person_id=rt.tini, since=NOW))
        ticks(session, EVE)
        assert rt.tini not in written(session, Wave.eve)
        assert reminded.promised(session, one.id, rt.tini) == []


def test_a_move_that_asks_everyone_is_not_followed_by_the_same_question(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        answers(session, one, rt.tini, Answer.coming)
        ticks(session, EVE)
        asked = written(session, Wave.eve)
        event_moves.move(session, one.id, BEGINS + HOUR, "Hujan", by=rt.budi, now=EVE + HOUR)
        ticks(session, EVE + HOUR, SOON + HOUR)
        assert written(session, Wave.eve) == asked
        assert written(session, Wave.soon) == {rt.tini: SOON + HOUR}


def test_what_was_settled_comes_before_the_quiet_hours_that_are_chosen_later(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        rules_here.change_quiet_hours(session, rt.community, Part.begins, "19:00", by=rt.budi, now=NOW)
        ticks(session, EVE - 5 * HOUR, EVE)
        before_seven = EVE - timedelta(minutes=31)
        assert written(session, Wave.eve) == dict.fromkeys((rt.tini, rt.asep, rt.budi, rt.siti), before_seven)
        rules_here.change_quiet_hours(session, rt.community, Part.begins, "21:00", by=rt.budi, now=EVE)
        assert [found.due_at for found in reminders.of_occurrence(session, one.id) if found.wave is Wave.eve] == [
            before_seven
        ], "it is written"
