"""Giving a turn for another one: both change hands at once, only who was asked says yes, nothing is swapped twice."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import erasure, event_moves, rota_members, turn_swaps
from community.refusals import AlreadySo, NotAllowed, NotThere
from storage import rotas
from storage import turn_swaps as stored
from storage.database import writing
from storage.events import Event
from storage.rotas import RotaTurn
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.traces import an_hour_later
from tests.community.watching import as_now, evening, nights, plan, told, watch


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


# ── what was given away, what was refused ──


def test_who_has_given_a_night_away_does_not_get_it_back_as_others_leave(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    turn_swaps.answer(session, swap.id, yes=True, by=rt.siti, now=NOW)
    rota_members.leave(session, ronda.event.id, by=rt.siti, now=NOW)
    assert ronda.plan(1) == ["Pak Slamet"], "though Asep has as few turns, and stands before him"
    without = [one for one in as_now(session, ronda.event) if one.name != "Pak Slamet"]
    rota_members.put_right(session, ronda.event.id, without, 1, by=rt.budi, now=NOW)
    assert ronda.plan(1) == ["Bu Tini"], "though Asep has fewer"
    counted = [turns for _, turns in rotas.standings(session, ronda.event.id)]
    assert max(counted) - min(counted) <= 1


def test_in_an_exchange_neither_gets_back_what_they_gave(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, ronda.turn(1).id, by=rt.asep, now=NOW)
    turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=NOW)
    rota_members.leave(session, ronda.event.id, by=rt.asep, now=NOW)
    assert ronda.plan(2) == ["Bu Tini", "Pak Slamet"], "though Bu Tini is before him"


def test_what_was_given_away_comes_back_where_nobody_else_can(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        ronda = Watch(session, rt, watch(session, rt, rt.asep, rt.siti, size=1))
        swap = turn_swaps.ask(session, ronda.turn(2).id, None, by=rt.asep, now=NOW)
        turn_swaps.answer(session, swap.id, yes=True, by=rt.siti, now=NOW)
        rota_members.leave(session, ronda.event.id, by=rt.siti, now=NOW)
        assert ronda.plan(4)[2:] == ["Asep", "Asep"]


def test_what_was_given_away_and_fetched_back_is_ones_own_again(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    for by, to in ((rt.asep, rt.siti), (rt.siti, rt.asep)):
        swap = turn_swaps.ask(session, ronda.turn(4).id, None, by=by, now=NOW)
        turn_swaps.answer(session, swap.id, yes=True, by=to, now=NOW)
    night = nights(session, ronda.event)[4].id
    assert stored.given_away(session, [night]) == {night: {rt.siti}}


def test_who_stood_in_and_is_erased_leaves_an_open_night_that_does_not_go_back(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    turn_swaps.answer(session, swap.id, yes=True, by=rt.tini, now=NOW)
    erasure.of_everything(session, by=rt.tini, now=NOW)
    erasure.make_final(session, an_hour_later(), secret=SECRET)
    assert ronda.plan(1) == [""]
    rota_members.fill(session, ronda.event.id, by=rt.budi, now=NOW)
    assert ronda.plan(1) == ["Pak Slamet"]


@pytest.mark.parametrize("wanted", [1, None])
def test_who_has_refused_a_night_is_not_asked_for_it_again(ronda: Watch, wanted: int | None) -> None:
    session, rt = ronda.session, ronda.rt
    mine = ronda.turn(0).id
    swap = turn_swaps.ask(session, mine, ronda.turn(wanted).id if wanted is not None else None, by=rt.asep, now=NOW)
    turn_swaps.answer(session, swap.id, yes=False, by=rt.tini, now=NOW)
    if wanted is None:
        turn_swaps.answer(session, swap.id, yes=False, by=rt.tini, now=NOW)
        turn_swaps.withdraw(session, swap.id, by=rt.asep, now=NOW)
    before = told(session, turn_swaps.ASKED)
    offered = turn_swaps.candidates(session, mine, by=rt.asep, now=NOW)
    assert {duty.name for _, duty in offered} == {"Siti"}
    turn_swaps.ask(session, mine, None, by=rt.asep, now=NOW)
    assert told(session, turn_swaps.ASKED)[len(before) :] == [rt.siti]


def test_once_all_have_refused_a_night_nobody_can_be_asked_for_it(ronda: Watch) -> None:
    session, rt = ronda.session, ronda.rt
    swap = turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    for by in (rt.tini, rt.siti):
        turn_swaps.answer(session, swap.id, yes=False, by=by, now=NOW)
    turn_swaps.withdraw(session, swap.id, by=rt.asep, now=NOW)
    with pytest.raises(NotThere, match=r"swap\.nobody"):
        turn_swaps.ask(session, ronda.turn(0).id, None, by=rt.asep, now=NOW)
    turn_swaps.ask(session, ronda.turn(4).id, None, by=rt.asep, now=NOW)
