"""Many answer at the same moment, from the group and in private, while an organiser moves it: nobody overtakes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import select

from community import event_moves, events, rsvps
from storage import occurrences
from storage import rsvps as stored
from storage.database import writing
from storage.rsvps import Rsvp
from tests.community.answering import AWAY, COMING, SECOND, limited, says
from tests.community.meetings import BEGINS, called, only_time
from tests.community.polling import neighbours
from tests.community.rt_three import NOW, settle


def test_of_many_at_once_never_more_have_room_than_are_wanted(engine: Engine) -> None:
    """Twelve want to come, three change their minds at the same moment: at the end five have room."""
    with writing(engine) as session:
        rt, _, one = limited(session, 5)
        crowd = neighbours(session, rt, 12)
        for person in crowd[:3]:
            says(session, one, COMING, person)
        occurrence_id = one.id
    start = Barrier(12)

    def answers(number: int) -> None:
        start.wait()
        with writing(engine) as session:
            found = occurrences.by_id(session, occurrence_id)
            assert found is not None
            says(session, found, AWAY if number < 3 else COMING, crowd[number], NOW + number * SECOND)

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(answers, range(12)))
    with writing(engine) as session:
        now = stored.tally(session, occurrence_id)
        assert (now.coming, now.waiting, now.away) == (5, 4, 3)


def test_an_organiser_moves_it_and_wants_more_while_many_answer(engine: Engine) -> None:
    """Nobody waits in a circle, and who waited for room has it at the end."""
    with writing(engine) as session:
        rt, event, one = limited(session, 2)
        crowd = neighbours(session, rt, 6)
        event_id, occurrence_id = event.id, one.id
    start = Barrier(7)

    def acts(number: int) -> None:
        start.wait()
        with writing(engine) as session:
            if number == 6:
                moved = event_moves.move(
                    session, occurrence_id, BEGINS + timedelta(hours=1), "Panas", by=rt.budi, now=NOW
                )
                held = events.holds(session, event_id, by=rt.budi)
                held.wanted = 5
                session.add(held)
                session.flush()
                rsvps.make_room(session, held, moved, now=NOW)
            else:
                found = occurrences.by_id(session, occurrence_id)
                assert found is not None
                says(session, found, COMING, crowd[number], NOW + number * SECOND)

    with ThreadPoolExecutor(7) as threads:
        list(threads.map(acts, range(7)))
    with writing(engine) as session:
        now = stored.tally(session, occurrence_id)
        assert (now.coming, now.waiting) == (5, 1)


def test_one_person_at_once_in_the_group_and_in_private_is_one_answer(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        occurrence_id = only_time(session, called(session, rt)).id
    start = Barrier(2)

    def answers(now: datetime) -> bool:
        start.wait()
        with writing(engine) as session:
            found = occurrences.by_id(session, occurrence_id)
            assert found is not None
            return says(session, found, COMING, rt.tini, now).changed

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(answers, (NOW, NOW + SECOND))) == [False, True]
    with writing(engine) as session:
        assert len(session.exec(select(Rsvp)).all()) == 1
