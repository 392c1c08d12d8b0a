"""Asking a neighbour to bring it instead: only who was asked says yes, and either side may leave it at that."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from community import errands, event_moves, invitees, promises, rsvps, swaps
from community.errands import Errand
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal
from storage import rsvps as stored
from storage.database import writing
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Promise, Swap
from tests.community.answering import AWAY, COMING, HOES, MAYBE, SACKS, SECOND, answer_of, brings, brought, says
from tests.community.meetings import BEGINS, called, only_time
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_rsvps import told


def named(session: Session, one: Occurrence, person_id: int) -> None:
    says(session, one, COMING, person_id)
    event, occurrence = rsvps.reach(session, one.id, now=NOW)
    rsvps.show_name(session, occurrence, invitees.guest(session, event, person_id), now=NOW)


def with_a_hoe(session: Session) -> tuple[RtThree, Occurrence, int]:
    """Bu Tini brings a hoe; Asep and Siti come by name, Pak Budi without one."""
    rt = settle(session)
    one = only_time(session, called(session, rt, items=[HOES, SACKS]))
    for person in (rt.asep, rt.siti):
        named(session, one, person)
    says(session, one, COMING, rt.budi)
    brings(session, one, "Cangkul", rt.tini)
    return rt, one, session.exec(select(Promise.id)).one()


def asks(session: Session, promise: int, whom: int, by: int) -> Swap:
    return swaps.ask(session, promise, whom, by=by, now=NOW)


def test_whom_one_asks_comes_and_likes_to_be_named(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, promise = with_a_hoe(session)
        assert [one.id for one in swaps.candidates(session, promise, by=rt.tini, now=NOW)] == [rt.asep, rt.siti]
        for whom in (rt.budi, rt.tini, rt.joko, 0):
            with pytest.raises(NotAllowed, match=r"swaps\.not_coming"):
                asks(session, promise, whom, rt.tini)
        for who in (rt.asep, rt.joko):
            with pytest.raises(NotThere, match=r"promises\.gone"):
                asks(session, promise, rt.siti, who)
        assert session.exec(select(Swap)).all() == []


def test_who_cannot_be_written_to_is_not_offered(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, promise = with_a_hoe(session)
        session.get_one(Person, rt.asep).reachable = False
        assert [one.id for one in swaps.candidates(session, promise, by=rt.tini, now=NOW)] == [rt.siti]


def test_one_neighbour_at_a_time_and_the_same_again_is_one_question(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, promise = with_a_hoe(session)
        first = asks(session, promise, rt.asep, rt.tini)
        assert asks(session, promise, rt.asep, rt.tini).id == first.id
        with pytest.raises(AlreadySo, match=r"swaps\.asked_already"):
            asks(session, promise, rt.siti, rt.tini)
        assert told(session, swaps.ASKED) == [rt.asep]
        swaps.withdraw(session, first.id, by=rt.tini, now=NOW)
        assert asks(session, promise, rt.siti, rt.tini).asked_id == rt.siti


def test_only_who_was_asked_answers_and_yes_makes_it_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one, promise = with_a_hoe(session)
        brings(session, one, "Cangkul", rt.asep)
        swap = asks(session, promise, rt.asep, rt.tini)
        for who in (rt.tini, rt.siti, rt.joko):
            with pytest.raises(NotAllowed, match=r"swaps\.not_you"):
                swaps.answer(session, swap.id, yes=True, by=who, now=NOW)
        swaps.answer(session, swap.id, yes=True, by=rt.asep, now=NOW)
        assert brought(session, one, rt.asep) == [("Cangkul", 2, False)], "with what he brings already"
        assert brought(session, one, rt.tini) == []
        assert told(session, swaps.ANSWERED) == [rt.tini]
        for yes in (True, False):
            with pytest.raises(AlreadySo, match=r"swaps\.answered_already"):
                swaps.answer(session, swap.id, yes=yes, by=rt.asep, now=NOW)
        with pytest.raises(AlreadySo):
            swaps.withdraw(session, swap.id, by=rt.tini, now=NOW)


def test_who_takes_it_over_waits_for_it_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one, promise = with_a_hoe(session)
        brings(session, one, "Cangkul", rt.siti)
        assert brings(session, one, "Cangkul", rt.asep).waits
        swap = asks(session, promise, rt.asep, rt.tini)
        swaps.answer(session, swap.id, yes=True, by=rt.asep, now=NOW)
        assert brought(session, one, rt.asep) == [("Cangkul", 1, False)]


def test_no_leaves_it_where_it_is(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one, promise = with_a_hoe(session)
        swap = asks(session, promise, rt.asep, rt.tini)
        swaps.answer(session, swap.id, yes=False, by=rt.asep, now=NOW)
        assert brought(session, one, rt.tini) == [("Cangkul", 1, False)]
        assert asks(session, promise, rt.siti, rt.tini).asked_id == rt.siti, "another may be asked"


GONE: list[tuple[str, Callable[[Session, RtThree, Occurrence, int], object], type[Refusal], str]] = [
    ("withdrawn", lambda s, rt, _, swap: swaps.withdraw(s, swap, by=rt.tini, now=NOW), NotThere, "swaps.gone"),
    ("away", lambda s, rt, one, _: says(s, one, AWAY, rt.tini), NotThere, "swaps.gone"),
    ("less", lambda s, rt, one, _: brings(s, one, "Cangkul", rt.tini, -1), NotThere, "swaps.gone"),
    ("comes no more", lambda s, rt, one, _: says(s, one, MAYBE, rt.asep), NotAllowed, "swaps.come_first"),
    (
        "cancelled", lambda s, rt, one, _: event_moves.cancel(s, one.id, "Hujan", by=rt.budi, now=NOW), AlreadySo,
        "rsvps.cancelled",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("what", "happens", "refused", "key"), GONE, ids=[one[0] for one in GONE])
def test_a_late_yes_is_told_kindly_what_has_become_of_it(
    engine: Engine, what: str, happens: Callable[..., object], refused: type[Refusal], key: str
) -> None:
    with writing(engine) as session:
        rt, one, promise = with_a_hoe(session)
        swap = asks(session, promise, rt.asep, rt.tini).id
        happens(session, rt, one, swap)
        with pytest.raises(refused, match=key.replace(".", r"\.")):
            swaps.answer(session, swap, yes=True, by=rt.asep, now=NOW + SECOND)
        assert brought(session, one, rt.asep) == [], what


def test_a_yes_and_a_withdrawal_at_once_leave_it_with_one_of_them(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one, promise = with_a_hoe(session)
        swap = asks(session, promise, rt.asep, rt.tini).id
        occurrence_id = one.id
    start = Barrier(2)

    def acts(by: int) -> str:
        start.wait()
        try:
            with writing(engine) as session:
                if by == rt.asep:
                    swaps.answer(session, swap, yes=True, by=by, now=NOW)
                else:
                    swaps.withdraw(session, swap, by=by, now=NOW)
        except Refusal as refusal:
            return refusal.key
        return "done"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(acts, (rt.asep, rt.tini)))
    with writing(engine) as session:
        theirs = {by: promises.mine(session, occurrence_id, by) for by in (rt.asep, rt.tini)}
        assert bool(theirs[rt.asep]) is (outcomes[0] == "done")
        assert bool(theirs[rt.tini]) is (outcomes[1] == "done")
        assert min(outcomes) == "done"
        assert max(outcomes) in ("swaps.gone", "swaps.answered_already")


# ── sending something along ──


def test_who_cannot_come_is_asked_once_and_sends_along_what_they_like(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt))

        def sends(by: int, what: Errand) -> None:
            event, occurrence = rsvps.reach(session, one.id, now=NOW)
            errands.send_along(session, occurrence, what, invitees.guest(session, event, by))

        assert not errands.is_to_be_asked(session, says(session, one, COMING, rt.tini).rsvp)
        with pytest.raises(NotAllowed, match=r"errands\.not_away"):
            sends(rt.tini, Errand.food)
        with pytest.raises(NotAllowed, match=r"errands\.not_away"):
            sends(rt.siti, Errand.food)
        for person, what in ((rt.tini, Errand.food), (rt.asep, Errand.prayer)):
            assert errands.is_to_be_asked(session, says(session, one, AWAY, person).rsvp)
            assert not errands.is_to_be_asked(session, answer_of(session, one, person))
            sends(person, Errand.tool)
            sends(person, what)
        assert errands.counts(session, one.id) == {Errand.food: 1, Errand.tool: 0, Errand.prayer: 1}
        assert [(what, person.id) for what, person in errands.senders(session, one.id)] == [(Errand.food, rt.tini)]
        says(session, one, COMING, rt.tini)
        assert errands.counts(session, one.id)[Errand.food] == 0, "who comes brings it along"
        assert not errands.is_to_be_asked(session, says(session, one, AWAY, rt.tini).rsvp)
        assert errands.counts(session, one.id)[Errand.food] == 0
        with pytest.raises(AlreadySo):
            rsvps.reach(session, one.id, now=BEGINS.replace(year=2027))


def test_who_leaves_takes_answers_and_promises_along(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, wanted=1, items=[HOES]))
        brings(session, one, "Cangkul", rt.tini, 2)
        brings(session, one, "Cangkul", rt.asep, now=NOW + SECOND)
        rsvps.take_back(session, rt.tini, now=NOW)
        assert stored.tally(session, one.id) == stored.Tally(coming=1)
        assert brought(session, one, rt.asep) == [("Cangkul", 1, False)]
        assert told(session, rsvps.HAS_ROOM) == told(session, promises.IS_WANTED) == [rt.asep]
