"""Whose turn it is: in order, fairly, whoever comes and goes, whatever is cancelled or moved."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from community import erasure, event_moves, event_times, rota_members, rota_order
from community.refusals import NotAllowed, NotThere, Overtaken, TooMuch
from community.rota_members import Wish
from community.rota_order import InLine
from storage import rotas
from storage.database import writing
from storage.events import Invited
from storage.rotas import RotaMember, RotaTurn
from tests.community.polling import SECRET
from tests.community.rt_three import NOW, settle
from tests.community.traces import an_hour_later
from tests.community.watching import as_now, nights, on, plan, told, watch

SEVEN = ("Agus", "Budi", "Cahyo", "Dedi", "Eko", "Fajar", "Gito")


def line(many: int) -> list[InLine]:
    return [InLine(number, str(number), None, 0) for number in range(many)]


# ── the order, without a database ──


@given(members=st.integers(1, 30), size=st.integers(1, 10), times=st.integers(1, 300))
def test_over_any_run_nobody_has_more_than_one_turn_more_than_another(members: int, size: int, times: int) -> None:
    them = line(members)
    for night in range(times):
        chosen = rota_order.next_of(them, size, night % 7)
        assert len({one.who for one in chosen}) == len(chosen) == min(size, members)
        for one in chosen:
            one.turns += 1
        assert max(one.turns for one in them) - min(one.turns for one in them) <= 1


@given(
    size=st.integers(1, 4),
    skipped=st.lists(st.booleans(), min_size=1, max_size=60),
    members=st.integers(4, 12),
)
def test_whoever_loses_turns_to_cancelled_nights_is_next_until_all_are_level(
    size: int, skipped: list[bool], members: int
) -> None:
    """Each loses at most one turn more than they are given, so as many nights again make it good."""
    them = line(members)
    for is_skipped in [*skipped, *[False] * (len(skipped) * members)]:
        for one in rota_order.next_of(them, size, 0):
            one.turns += 0 if is_skipped else 1
    assert max(one.turns for one in them) - min(one.turns for one in them) <= 1


@given(st.lists(st.sampled_from(("night", "night", "night", "comes", "goes")), max_size=200), st.integers(1, 3))
def test_whoever_comes_and_goes_those_who_are_there_stay_level(happens: list[str], size: int) -> None:
    """Who comes counts as having as many as the one with the fewest, as `rota_members` has it."""
    them = line(3)
    for number, what in enumerate(happens, start=100):
        if what == "comes":
            them.append(InLine(number, str(number), None, min(one.turns for one in them)))
        elif what == "goes" and len(them) > 1:
            them.pop(number % len(them))
        else:
            for one in rota_order.next_of(them, size, 0):
                one.turns += 1
        assert max(one.turns for one in them) - min(one.turns for one in them) <= 1


def test_fixed_nights_are_theirs_and_the_others_fill_up() -> None:
    them = [InLine(1, "budi", 0, 9), InLine(2, "agus", 0, 9), InLine(3, "eko", None, 0), InLine(4, "budi", None, 0)]
    assert [one.member_id for one in rota_order.next_of(them, 3, 0)] == [1, 2, 3], "nobody twice a night"
    assert [one.member_id for one in rota_order.next_of(them, 1, 0)] == [1, 2], "all whose night it is"
    assert [one.member_id for one in rota_order.next_of(them, 1, 1)] == [3]
    assert [one.member_id for one in rota_order.next_of(them, 2, 1, {"eko"})] == [4]


def test_who_has_swapped_a_night_away_is_the_last_to_get_it() -> None:
    them = [InLine(1, "asep", None, 0), InLine(2, "siti", None, 5)]
    assert [one.member_id for one in rota_order.next_of(them, 1, 0, away={"asep"})] == [2]
    assert [one.member_id for one in rota_order.next_of(them, 2, 0, away={"asep"})] == [2, 1]
    fixed = [InLine(1, "asep", 0, 0), InLine(2, "siti", None, 5)]
    assert [one.member_id for one in rota_order.next_of(fixed, 1, 0, away={"asep"})] == [2]
    assert rota_order.next_of(fixed, 1, 0, {"siti"}, {"asep"}) == [], "they are as many as are wanted"


@given(st.integers())
def test_a_shuffled_rota_has_everybody_in_it_once(seed: int) -> None:
    names = [Wish(name) for name in SEVEN]
    shuffled = rota_members.shuffled(names, Random(seed))
    assert sorted(one.name for one in shuffled) == sorted(SEVEN)
    assert shuffled == rota_members.shuffled(names, Random(seed))


# ── given to times ──


def test_seven_take_turns_in_their_order(engine: Engine) -> None:
    with writing(engine) as session:
        event = watch(session, settle(session), *SEVEN)
        assert plan(session, event, 4) == ["Agus Budi", "Cahyo Dedi", "Eko Fajar", "Agus Gito"]
        assert (event.rota_size, event.invited) == (2, Invited.rota)


def test_the_clock_goes_on_where_it_stopped_and_asks_once(engine: Engine) -> None:
    with writing(engine) as session:
        event = watch(session, settle(session), *SEVEN)
        before = len(nights(session, event))
        event_times.write_ahead(session, event, NOW + timedelta(days=7))
        assert len(nights(session, event)) == before + 7
        counted = Counter(name for one in nights(session, event) for name in on(session, one))
        assert max(counted.values()) - min(counted.values()) <= 1
        asked: list[str] = []
        connection = session.connection()

        def note(_c: object, _x: object, statement: str, *_: object) -> None:
            asked.append(statement)

        sa.event.listen(connection, "before_cursor_execute", note)
        event_times.write_ahead(session, event, NOW + timedelta(days=14))
        sa.event.remove(connection, "before_cursor_execute", note)
        assert sum("count(" in one and "rota_turn" in one for one in asked) == 1


def test_a_cancelled_night_is_skipped_and_whose_it_was_comes_first_when_more_are_written(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, "Agus", "Budi", "Cahyo", size=1)
        before = nights(session, event)
        assert [on(session, one) for one in before[-3:]] == [["Agus"], ["Budi"], ["Cahyo"]]
        event_moves.cancel(session, before[1].id, "hajatan", by=rt.budi, now=NOW)
        assert [on(session, one) for one in before] == [on(session, one) for one in nights(session, event)]
        event_times.write_ahead(session, event, NOW + timedelta(days=3))
        assert [on(session, one) for one in nights(session, event)[-3:]] == [["Budi"], ["Agus"], ["Budi"]]


def test_a_moved_night_keeps_its_people(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, *SEVEN)
        second = nights(session, event)[1]
        event_moves.move(session, second.id, second.begins_at + timedelta(hours=1), "rapat", by=rt.budi, now=NOW)
        event_moves.postpone(session, second.id, "hujan", by=rt.budi, now=NOW)
        assert on(session, second) == ["Cahyo", "Dedi"]


# ── who comes and goes ──


def test_who_comes_begins_beside_the_fewest_and_the_next_two_weeks_stay(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, "Agus", "Budi", "Cahyo", size=1)
        before = plan(session, event, 63)
        wishes = [*as_now(session, event), Wish("Asep", rt.asep)]
        rota_members.put_right(session, event.id, wishes, 1, by=rt.budi, now=NOW)
        after = plan(session, event, 63)
        assert after[:13] == before[:13]
        assert "Asep" not in after[:13]
        counted = Counter(after[14:])
        assert max(counted.values()) - min(counted.values()) <= 1
        assert counted["Asep"] >= 12
        assert told(session, rota_members.ADDED) == [rt.asep]


def test_who_leaves_is_followed_by_the_next_but_not_within_a_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, "Agus", rt.asep, rt.tini, size=1, begins_on=NOW.date())
        first = nights(session, event)[:4]
        assert [on(session, one) for one in first] == [["Agus"], ["Asep"], ["Bu Tini"], ["Agus"]]
        noon = NOW + timedelta(days=1)
        rota_members.leave(session, event.id, by=rt.asep, now=noon)
        assert on(session, first[1]) == [], "tonight's is for the organisers to fill"
        assert set(plan(session, event, 63)[2:]) == {"Agus", "Bu Tini"}
        assert set(told(session, rota_members.LEFT)) == {rt.budi, rt.siti}
        assert told(session, rota_members.GIVEN) == [rt.tini]
        with pytest.raises(NotThere, match=r"rotas\.not_on_it"):
            rota_members.leave(session, event.id, by=rt.asep, now=noon)
        assert rota_members.fill(session, event.id, by=rt.siti, now=noon) == 1
        assert on(session, first[1]) != []


def test_another_number_at_a_time(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, *SEVEN)
        rota_members.put_right(session, event.id, as_now(session, event), 3, by=rt.siti, now=NOW)
        assert {len(one.split()) for one in plan(session, event, 63)[2:]} == {3}
        rota_members.put_right(session, event.id, [], 3, by=rt.siti, now=NOW)
        assert event.rota_size is None
        assert event.invited is Invited.everyone
        assert session.exec(select(RotaTurn)).all() == []


def test_fixed_nights(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        fixed = [Wish("Budi", None, 1), Wish("Agus", None, 1), Wish("Slamet", None, 2), Wish("Budi", None, 2)]
        event = watch(session, rt, *fixed, size=1)
        assert plan(session, event, 8) == ["Budi Agus", "Slamet Budi", "", "", "", "", "", "Budi Agus"]
        rota_members.put_right(
            session, event.id, [*as_now(session, event), Wish("Eko", None, 3)], 1, by=rt.budi, now=NOW
        )  # fmt: skip
        assert plan(session, event, 3) == ["Budi Agus", "Slamet Budi", "Eko"]


def test_each_once_a_night_and_names_are_tidied(engine: Engine) -> None:
    with writing(engine) as session:
        event = watch(session, settle(session), " Pak  Slamet ", "pak slamet", "", "Agus", size=2)
        assert [one.name for one in rotas.members_of(session, event.id)] == ["Pak Slamet", "Agus"]


# ── refused ──


def test_who_has_seen_another_order_another_number_or_another_night_changes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, "Agus", "Budi", "Cahyo", size=1)
        mine = as_now(session, event)
        tuesdays = Wish(mine[0].name, None, 1, mine[0].member_id)
        changes = [(mine[::-1], 1), (mine, 2), ([tuesdays, *mine[1:]], 1)]
        for wishes, size in changes:
            seen = rota_members.as_it_stands(event, rotas.members_of(session, event.id))
            rota_members.put_right(session, event.id, wishes, size, by=rt.siti, now=NOW, seen=seen)
            with pytest.raises(Overtaken, match=r"rotas\.changed_already"):
                rota_members.put_right(session, event.id, mine, 1, by=rt.budi, now=NOW, seen=seen)
        seen = rota_members.as_it_stands(event, rotas.members_of(session, event.id))
        rota_members.put_right(session, event.id, mine, 1, by=rt.budi, now=NOW, seen=seen)


def test_only_organisers_and_only_who_lives_here_and_only_what_was_seen(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, *SEVEN)
        for by in (rt.tini, rt.joko):
            with pytest.raises(NotAllowed):
                rota_members.put_right(session, event.id, [], 1, by=by, now=NOW)
            with pytest.raises(NotAllowed):
                rota_members.fill(session, event.id, by=by, now=NOW)
        with pytest.raises(NotAllowed, match=r"rotas\.not_here"):
            rota_members.put_right(session, event.id, [Wish("Joko", rt.joko)], 1, by=rt.budi, now=NOW)
        with pytest.raises(Overtaken, match=r"rotas\.changed_already"):
            rota_members.put_right(session, event.id, [], 1, by=rt.budi, now=NOW, seen=["1"])
        for size in (0, 21):
            with pytest.raises(TooMuch, match=r"rotas\.size_again"):
                rota_members.put_right(session, event.id, as_now(session, event), size, by=rt.budi, now=NOW)
        with pytest.raises(TooMuch, match=r"rotas\.too_many"):
            rota_members.put_right(session, event.id, [Wish(f"w{n}") for n in range(101)], 1, by=rt.budi, now=NOW)
        with pytest.raises(TooMuch, match=r"needs\.too_long"):
            rota_members.put_right(session, event.id, [Wish("w" * 65)], 1, by=rt.budi, now=NOW)


# ── who has everything deleted ──


def test_turns_of_who_is_erased_are_nobodys_and_the_organisers_read_that_a_place_is_open(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        event = watch(session, rt, rt.asep, rt.tini, size=1)
        erasure.of_everything(session, by=rt.tini, now=NOW)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert _people(session) == [rt.asep]
        assert plan(session, event, 4) == ["Asep", "", "Asep", ""]
        assert set(told(session, rota_members.OPEN)) == {rt.budi, rt.siti}


def _people(session: Session) -> list[int | None]:
    return list(session.exec(select(RotaMember.person_id).order_by(col(RotaMember.id))))
