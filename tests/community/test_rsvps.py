"""Who comes: a tap is an answer until it is over, twice is once, and never more have room than are wanted."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import event_moves, invitees, rsvps
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import rsvps as stored
from storage.database import writing
from storage.events import Invited
from storage.outbox import outbox
from storage.people import Membership
from storage.rsvps import Tally
from tests.community.answering import AWAY, COMING, MAYBE, SECOND, answer_of, limited, says, tally
from tests.community.meetings import BEGINS, called, in_group, only_time
from tests.community.rt_three import NOW, settle

ENDS = BEGINS + timedelta(hours=3)


def told(session: Session, kind: str) -> list[int]:
    """Who is told so, in the order of being told."""
    query = sa.select(outbox.c.person_id).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return list(session.connection().execute(query).scalars())


def redrawn(session: Session) -> int:
    return len(session.connection().execute(sa.select(outbox.c.id).where(outbox.c.kind == "event.redrawn")).all())


# ── one's answer ──


def test_an_answer_is_changed_as_often_as_one_likes_and_the_same_again_changes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, destinations=[in_group(session, rt)]))
        assert says(session, one, COMING, rt.tini).changed
        assert redrawn(session) == 1
        assert not says(session, one, COMING, rt.tini, NOW + SECOND).changed
        assert answer_of(session, one, rt.tini).since == NOW
        for answer in (MAYBE, AWAY, COMING, AWAY):
            heard = says(session, one, answer, rt.tini, NOW + 2 * SECOND)
            assert (heard.changed, heard.rsvp.answer) == (True, answer)
        assert tally(session, one) == Tally(away=1)
        assert answer_of(session, one, rt.tini).since == NOW + 2 * SECOND
        assert redrawn(session) == 1, "all within a few seconds is one drawing"


def test_also_at_the_last_moment_and_not_a_moment_later(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        assert says(session, one, COMING, rt.asep, ENDS - SECOND).changed
        with pytest.raises(AlreadySo, match=r"rsvps\.over"):
            says(session, one, AWAY, rt.asep, ENDS)
        event_moves.close_over(session, ENDS)
        with pytest.raises(AlreadySo, match=r"rsvps\.over"):
            says(session, one, AWAY, rt.asep, BEGINS)
        assert tally(session, one) == Tally(coming=1)


def test_what_is_put_off_takes_no_answers_until_it_has_a_time_and_what_is_cancelled_none_at_all(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        says(session, one, COMING, rt.tini)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"rsvps\.postponed"):
            says(session, one, AWAY, rt.tini)
        with pytest.raises(AlreadySo, match=r"rsvps\.postponed"):
            says(session, one, AWAY, rt.tini, ENDS)
        event_moves.move(session, one.id, BEGINS + timedelta(days=1), "Cerah", by=rt.budi, now=NOW)
        assert says(session, one, MAYBE, rt.tini).changed
        event_moves.cancel(session, one.id, "Banjir", by=rt.budi, now=NOW)
        with pytest.raises(AlreadySo, match=r"rsvps\.cancelled"):
            says(session, one, COMING, rt.tini)
        assert tally(session, one) == Tally(maybe=1)


@pytest.mark.parametrize(
    ("invited", "who", "key"),
    [
        (Invited.everyone, "joko", "events.not_a_member"),
        (Invited.office, "tini", "rsvps.only_office"),
        (Invited.office, "joko", "rsvps.only_office"),
        (Invited.followers, "joko", "events.not_a_member"),
        (Invited.rota, "joko", "events.not_a_member"),
    ],
)
def test_who_is_not_invited_is_told_so(engine: Engine, invited: Invited, who: str, key: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, invited=invited))
        with pytest.raises(NotAllowed, match=key.replace(".", r"\.")):
            says(session, one, COMING, getattr(rt, who))
        assert tally(session, one) == Tally()


@pytest.mark.parametrize(
    ("invited", "who"),
    [(Invited.office, "siti"), (Invited.office, "budi"), (Invited.followers, "tini"), (Invited.rota, "asep")],
)
def test_neighbours_may_come_although_others_are_asked_first(engine: Engine, invited: Invited, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, invited=invited))
        assert says(session, one, COMING, getattr(rt, who)).changed


def test_who_moves_away_answers_no_more_and_what_they_said_stands(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))
        says(session, one, COMING, rt.asep)
        session.delete(session.exec(select(Membership).where(Membership.person_id == rt.asep)).one())
        session.flush()
        with pytest.raises(NotAllowed):
            says(session, one, AWAY, rt.asep)
        assert tally(session, one) == Tally(coming=1)


def test_what_is_not_there_is_not_answered(engine: Engine) -> None:
    with writing(engine) as session:
        settle(session)
        for unknown in (0, 10**9):
            with pytest.raises(NotThere):
                rsvps.reach(session, unknown, now=NOW)


# ── one's name ──


def test_a_name_is_shown_by_choice_alone_and_only_of_who_comes(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))

        def shows(by: int) -> bool:
            event, occurrence = rsvps.reach(session, one.id, now=NOW)
            return rsvps.show_name(session, occurrence, invitees.guest(session, event, by), now=NOW)

        for person in (rt.tini, rt.asep):
            says(session, one, COMING, person)
        assert stored.named(session, one.id, most=9) == []
        assert shows(rt.asep)
        assert stored.named(session, one.id, most=9) == ["Asep"]
        assert not shows(rt.asep)
        assert shows(rt.asep)
        for answer in (MAYBE, AWAY):
            says(session, one, answer, rt.asep)
            assert stored.named(session, one.id, most=9) == []
            with pytest.raises(NotAllowed, match=r"rsvps\.not_coming"):
                shows(rt.asep)
        with pytest.raises(NotAllowed, match=r"rsvps\.not_coming"):
            shows(rt.siti)
        says(session, one, COMING, rt.asep)
        assert stored.named(session, one.id, most=9) == [], "who comes again chooses again"


# ── where room is short ──


def test_who_comes_too_late_waits_and_moves_up_in_the_order_of_answering(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = limited(session, 1)
        assert not says(session, one, COMING, rt.tini).rsvp.waits
        assert says(session, one, COMING, rt.asep, NOW + SECOND).rsvp.waits
        third = says(session, one, COMING, rt.siti, NOW + 2 * SECOND).rsvp
        assert (third.waits, stored.place_in_line(session, third)) == (True, 2)
        assert tally(session, one) == Tally(coming=1, waiting=2)
        says(session, one, AWAY, rt.tini, NOW + 3 * SECOND)
        assert [answer_of(session, one, person).waits for person in (rt.asep, rt.siti)] == [False, True]
        assert told(session, rsvps.HAS_ROOM) == [rt.asep]
        says(session, one, COMING, rt.tini, NOW + 4 * SECOND)
        assert stored.place_in_line(session, answer_of(session, one, rt.tini)) == 2
        says(session, one, MAYBE, rt.asep, NOW + 5 * SECOND)
        assert told(session, rsvps.HAS_ROOM) == [rt.asep, rt.siti]
        assert tally(session, one) == Tally(coming=1, waiting=1, maybe=1)


def test_who_waits_and_goes_leaves_no_room_behind(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = limited(session, 1)
        for person in (rt.tini, rt.asep, rt.siti):
            says(session, one, COMING, person)
        says(session, one, AWAY, rt.asep)
        assert told(session, rsvps.HAS_ROOM) == []
        assert tally(session, one) == Tally(coming=1, waiting=1, away=1)


def test_with_more_wanted_more_move_up_and_without_a_limit_all(engine: Engine) -> None:
    with writing(engine) as session:
        rt, event, one = limited(session, 1)
        for number, person in enumerate((rt.tini, rt.asep, rt.siti, rt.budi)):
            says(session, one, COMING, person, NOW + number * SECOND)
        event.wanted = 2
        session.flush()
        assert rsvps.make_room(session, event, one, now=NOW) == 1
        assert told(session, rsvps.HAS_ROOM) == [rt.asep]
        event.wanted = 1
        session.flush()
        assert rsvps.make_room(session, event, one, now=NOW) == 0, "nobody who has room loses it"
        assert tally(session, one) == Tally(coming=2, waiting=2)
        event.wanted = None
        session.flush()
        assert rsvps.make_room(session, event, one, now=NOW) == 2
        assert tally(session, one) == Tally(coming=4)


def test_who_leaves_gives_room_also_at_what_is_put_off(engine: Engine) -> None:
    with writing(engine) as session:
        rt, event, one = limited(session, 1)
        says(session, one, COMING, rt.tini)
        says(session, one, COMING, rt.asep, NOW + SECOND)
        event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        rsvps.take_back(session, rt.tini, now=one.ends_at + timedelta(days=3))
        assert tally(session, one) == Tally(coming=1)
        assert not answer_of(session, one, rt.asep).waits
        assert event.wanted == 1


def test_nobody_overtakes_who_waits(engine: Engine) -> None:
    """More are wanted, and nobody has moved up yet."""
    with writing(engine) as session:
        rt, event, one = limited(session, 1)
        for person in (rt.tini, rt.asep):
            says(session, one, COMING, person)
        event.wanted = 2
        session.flush()
        assert says(session, one, COMING, rt.siti, NOW + SECOND).rsvp.waits
