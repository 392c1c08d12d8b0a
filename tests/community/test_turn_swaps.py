"""Giving a turn for another one: both change hands at once, only who was asked says yes, nothing is swapped twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_moves, rota_members, turn_swaps
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import rotas
from storage.database import writing
from storage.events import Event
from storage.rotas import RotaTurn
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.watching import evening, nights, plan, told, watch


@dataclass(frozen=True)
class Watch:
    """Asep, Bu Tini, Siti and Pak Slamet, who has no phone, each alone for a night."""

    session: Session
    rt: RtThree
    event: Event

    def turn(self, night: int) -> RotaTurn:
        (found,) = rotas.turns_of(self.session, nights(self.session, self.event)[night].id)
        return found

    def plan(self, many: int = 4) -> list[str]:
        return plan(self.session, self.event, many)


@pytest.fixture
def ronda(engine: Engine) -> Iterator[Watch]:
    with writing(engine) as session:
        rt = settle(session)
        yield Watch(session, rt, watch(session, rt, rt.asep, rt.tini, rt.siti, "Pak Slamet", size=1))


def test_a_turn_for_a_turn(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    mine, hers = ronda.turn(0), ronda.turn(1)
    offered = turn_swaps.candidates(session, mine.id, by=rt.asep, now=NOW)
    assert "Pak Slamet" not in {duty.name for _, duty in offered}, "nobody could ask him"
    assert "Asep" not in {duty.name for _, duty in offered}
    swap = turn_swaps.ask(session, mine.id, hers.id, by=rt.asep, now=NOW)
    assert turn_swaps.ask(session, mine.id, hers.id, by=rt.asep, now=NOW).id == swap.id
    assert told(session, turn_swaps.ASKED) == [rt.tini]
    assert ronda.plan(2) == ["Asep", "Bu Tini"], "not before she says yes"
    turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=NOW)
    assert ronda.plan(2) == ["Bu Tini", "Asep"]
    assert told(session, turn_swaps.ANSWERED) == [rt.asep]
    assert (mine.swapped_from_id, hers.swapped_from_id) == (hers.member_id, mine.member_id)
    assert [turns for _, turns in rotas.standings(session, ronda.event.id)] == [16, 16, 16, 15], "counts as before"


def test_back_again_leaves_nothing_swapped(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    first = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(1).id, by=rt.asep, now=NOW)
    turn_swaps.answer(session, first.id, yes=True, by=rt.tini, now=NOW)
    again = turn_swaps.ask(session, ronda.turn(1).id, ronda.turn(0).id, by=rt.asep, now=NOW)
    turn_swaps.answer(session, again.id, yes=True, by=rt.tini, now=NOW)
    assert ronda.plan(2) == ["Asep", "Bu Tini"]
    assert ronda.turn(0).swapped_from_id is ronda.turn(1).swapped_from_id is None


def test_the_first_of_all_who_says_yes(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    assert set(told(session, turn_swaps.ASKED)) == {rt.tini, rt.siti}
    turn_swaps.answer(session, swap.id, yes=False, by=rt.tini, now=NOW)
    assert swap.agreed is None
    turn_swaps.answer(session, swap.id, yes=True, by=rt.siti, now=NOW)
    assert ronda.plan(3) == ["Siti", "Bu Tini", "Siti"]
    with pytest.raises(AlreadySo, match=r"answered_already"):
        turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=NOW)


def test_declined_or_withdrawn_all_stays(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(1).id, by=rt.asep, now=NOW)
    turn_swaps.answer(session, swap.id, yes=False, by=rt.tini, now=NOW)
    assert ronda.plan(2) == ["Asep", "Bu Tini"]
    other = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(2).id, by=rt.asep, now=NOW)
    with pytest.raises(AlreadySo, match=r"asked_already"):
        turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    with pytest.raises(NotAllowed):
        turn_swaps.withdraw(session, other.id, by=rt.siti, now=NOW)
    turn_swaps.withdraw(session, other.id, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"swap\.gone"):
        turn_swaps.answer(session, other.id, yes=True, by=rt.siti, now=NOW)


def test_only_whose_turn_it_is_asks_and_only_who_is_asked_answers(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    for by in (rt.tini, rt.budi, rt.joko):
        with pytest.raises(NotAllowed, match=r"not_your_turn"):
            turn_swaps.ask(session, ronda.turn(0).id, None, by=by, now=NOW)
    with pytest.raises(NotAllowed, match=r"swap\.cannot"):
        turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(3).id, by=rt.asep, now=NOW)
    with pytest.raises(NotAllowed, match=r"swap\.cannot"):
        turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(4).id, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"turn_gone"):
        turn_swaps.ask(session, 9_999, None, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"swap\.gone"):
        turn_swaps.answer(session, 9_999, yes=True, by=rt.asep, now=NOW)
    one = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(1).id, by=rt.asep, now=NOW)
    anyone = turn_swaps.ask(session, ronda.turn(2).id, None, by=rt.siti, now=NOW)
    for swap, by in ((one, rt.siti), (one, rt.asep), (anyone, rt.siti), (anyone, rt.budi)):
        with pytest.raises(NotAllowed, match=r"swap\.not_you"):
            turn_swaps.answer(session, swap.id, yes=True, by=by, now=NOW)


def test_it_lapses_as_its_time_begins_or_is_cancelled(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(1).id, by=rt.asep, now=NOW)
    with pytest.raises(AlreadySo, match=r"swap\.over"):
        turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=evening(2))
    with pytest.raises(AlreadySo, match=r"swap\.over"):
        turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=evening(2))
    event_moves.cancel(session, nights(session, ronda.event)[1].id, "hajatan", by=rt.budi, now=NOW)
    with pytest.raises(AlreadySo, match=r"swap\.over"):
        turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=NOW)


def test_nobody_gets_two_turns_of_one_night(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, rt.asep, rt.tini, rt.siti, size=2)
        first, second = nights(session, event)[:2]
        assert plan(session, event, 3) == ["Asep Bu Tini", "Asep Siti", "Bu Tini Siti"]
        duties = rotas.on_duty(session, [first.id, second.id])
        mine, hers = duties[first.id][0].turn, duties[second.id][1].turn
        with pytest.raises(NotAllowed, match=r"swap\.cannot"):
            turn_swaps.ask(session, mine.id, hers.id, by=rt.asep, now=NOW)
        anyone = turn_swaps.ask(session, mine.id, None, by=rt.asep, now=NOW)
        assert told(session, turn_swaps.ASKED) == [rt.siti]
        with pytest.raises(AlreadySo, match=r"same_night"):
            turn_swaps.answer(session, anyone.id, yes=True, by=rt.tini, now=NOW)


def test_who_leaves_takes_their_questions_along(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    asked = turn_swaps.ask(session, ronda.turn(4).id, ronda.turn(5).id, by=rt.asep, now=NOW).id
    rota_members.leave(session, ronda.event.id, by=rt.tini, now=NOW)
    with pytest.raises(NotThere, match=r"swap\.gone"):
        turn_swaps.answer(session, asked, yes=True, by=rt.tini, now=NOW)
    assert turn_swaps.waits(session, ronda.turn(4).id) is None
