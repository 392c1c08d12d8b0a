"""Who brings what: never more than is wanted, who offers more waits, and what is given back goes to the next."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import bringing, invitees, promises, rsvps
from community.events import ItemWanted
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import events, occurrences
from storage.database import writing
from storage.events import Event, ItemKind
from storage.occurrences import Occurrence
from storage.rsvps import Tally
from tests.community.answering import (
    AWAY,
    COMING,
    HOES,
    MAYBE,
    SACKS,
    SECOND,
    answer_of,
    brings,
    brought,
    item_id,
    says,
    tally,
    totals,
)
from tests.community.meetings import BEGINS, called, in_group, only_time
from tests.community.polling import neighbours
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.test_rsvps import ENDS, redrawn, told

SWEEPING = ItemWanted(ItemKind.task, "Sapu sisi timur", 1)


def work_day(session: Session, **more: Any) -> tuple[RtThree, Event, Occurrence]:
    rt = settle(session)
    event = called(session, rt, items=[HOES, SACKS, SWEEPING], **more)
    return rt, event, only_time(session, event)


def test_one_more_and_one_less_by_taps(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        assert brings(session, one, "Karung", rt.tini).many == 1
        assert brings(session, one, "Karung", rt.tini).many == 2
        brings(session, one, "Cangkul", rt.tini)
        assert brought(session, one, rt.tini) == [("Cangkul", 1, False), ("Karung", 2, False)]
        assert totals(session, one) == {"Cangkul": (1, 0), "Karung": (2, 0), "Sapu sisi timur": (0, 0)}
        assert brings(session, one, "Karung", rt.tini, -1).many == 1
        assert brings(session, one, "Karung", rt.tini, -1).many == 0
        assert brings(session, one, "Karung", rt.tini, -1).many == 0, "less than nothing is nothing"
        assert brought(session, one, rt.tini) == [("Cangkul", 1, False)]


def test_who_promises_comes_and_who_cannot_come_promises_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session, wanted=1)
        first = brings(session, one, "Cangkul", rt.tini)
        assert (first.comes_too, first.waits_for_room) == (True, False)
        second = brings(session, one, "Cangkul", rt.asep)
        assert (second.comes_too, second.waits_for_room, second.waits) == (True, True, False)
        assert not brings(session, one, "Karung", rt.tini).comes_too
        says(session, one, MAYBE, rt.siti)
        assert not brings(session, one, "Karung", rt.siti).comes_too
        assert answer_of(session, one, rt.siti).answer is MAYBE
        says(session, one, AWAY, rt.budi)
        with pytest.raises(NotAllowed, match=r"promises\.away"):
            brings(session, one, "Karung", rt.budi)
        says(session, one, COMING, rt.budi)
        assert brings(session, one, "Karung", rt.budi).many == 1


def test_where_it_is_enough_one_waits_and_moves_up_when_another_brings_less(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        brings(session, one, "Cangkul", rt.tini, 2)
        assert brings(session, one, "Cangkul", rt.asep, now=NOW + SECOND).waits
        assert brings(session, one, "Cangkul", rt.siti, 2, now=NOW + 2 * SECOND).waits
        with pytest.raises(TooMuch, match=r"promises\.enough"):
            brings(session, one, "Cangkul", rt.tini)
        with pytest.raises(TooMuch, match=r"promises\.enough"):
            brings(session, one, "Cangkul", rt.siti)
        assert totals(session, one)["Cangkul"] == (2, 2)
        brings(session, one, "Cangkul", rt.tini, -1)
        assert brought(session, one, rt.asep) == [("Cangkul", 1, False)]
        assert told(session, promises.IS_WANTED) == [rt.asep]
        brings(session, one, "Cangkul", rt.tini, -1)
        assert brought(session, one, rt.siti) == [("Cangkul", 1, False)], "of two that were offered one is wanted"
        assert told(session, promises.IS_WANTED) == [rt.asep, rt.siti]
        assert totals(session, one)["Cangkul"] == (2, 0)


def test_who_waits_goes_without_moving_anybody_up(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        for person in (rt.tini, rt.asep, rt.siti):
            brings(session, one, "Sapu sisi timur", person)
        brings(session, one, "Sapu sisi timur", rt.asep, -1)
        assert told(session, promises.IS_WANTED) == []
        assert totals(session, one)["Sapu sisi timur"] == (1, 1)


def test_whoever_cannot_come_brings_nothing_and_the_next_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session, destinations=[])
        brings(session, one, "Cangkul", rt.tini, 2)
        brings(session, one, "Karung", rt.tini)
        brings(session, one, "Cangkul", rt.asep)
        heard = says(session, one, AWAY, rt.tini)
        assert [item.name for item in heard.freed] == ["Cangkul", "Karung"]
        assert brought(session, one, rt.tini) == []
        assert brought(session, one, rt.asep) == [("Cangkul", 1, False)]
        assert told(session, promises.IS_WANTED) == [rt.asep]
        assert says(session, one, COMING, rt.tini).freed == ()
        assert tally(session, one) == Tally(coming=2)


def test_who_is_not_sure_keeps_what_was_promised(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        brings(session, one, "Cangkul", rt.tini)
        assert says(session, one, MAYBE, rt.tini).freed == ()
        assert brought(session, one, rt.tini) == [("Cangkul", 1, False)]


def test_with_more_asked_for_who_waits_moves_up_and_with_less_nobody_loses_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt, event, one = work_day(session)
        brings(session, one, "Cangkul", rt.tini, 2)
        brings(session, one, "Cangkul", rt.asep)
        hoes = events.item_by_id(session, item_id(session, one, "Cangkul"))
        assert hoes is not None
        hoes.wanted = 3
        session.flush()
        assert promises.make_room(session, event, one, now=NOW) == 1
        hoes.wanted = 1
        session.flush()
        assert promises.make_room(session, event, one, now=NOW) == 0
        assert totals(session, one)["Cangkul"] == (3, 0)
        assert brings(session, one, "Cangkul", rt.tini, -1).many == 1, "less than before, however little is wanted"


def test_what_is_asked_for_no_more_or_elsewhere_is_not_promised(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        other = only_time(session, called(session, rt))
        hoes = events.item_by_id(session, item_id(session, one, "Cangkul"))
        assert hoes is not None
        hoes.removed_at = NOW
        session.flush()
        for occurrence, number in ((one, hoes.id), (other, item_id(session, one, "Karung")), (one, 10**6)):
            found, here = rsvps.reach(session, occurrence.id, now=NOW)
            who = invitees.guest(session, found, rt.tini)
            with pytest.raises(NotThere, match=r"promises\.item_gone"):
                bringing.bring(session, found, here, number, 1, who, now=NOW)
        assert totals(session, one) == {"Karung": (0, 0), "Sapu sisi timur": (0, 0)}


def test_what_is_over_is_not_promised_and_a_promise_draws_the_card_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        one = only_time(session, called(session, rt, items=[HOES], destinations=[in_group(session, rt)]))
        brings(session, one, "Cangkul", rt.tini, now=BEGINS)
        assert redrawn(session) == 1
        with pytest.raises(AlreadySo, match=r"rsvps\.over"):
            brings(session, one, "Cangkul", rt.tini, now=ENDS)


def test_of_many_at_once_never_more_is_promised_than_is_wanted(engine: Engine) -> None:
    with writing(engine) as session:
        rt, _, one = work_day(session)
        crowd = neighbours(session, rt, 6)
        brings(session, one, "Cangkul", rt.tini, 2)
        occurrence_id = one.id
    start = Barrier(7)

    def acts(person: int) -> None:
        start.wait()
        with writing(engine) as session:
            found = occurrences.by_id(session, occurrence_id)
            assert found is not None
            if person == rt.tini:
                says(session, found, AWAY, person)
            else:
                brings(session, found, "Cangkul", person)

    with ThreadPoolExecutor(7) as threads:
        list(threads.map(acts, [rt.tini, *crowd]))
    with writing(engine) as session:
        found = occurrences.by_id(session, occurrence_id)
        assert found is not None
        assert totals(session, found)["Cangkul"] == (2, 4)
