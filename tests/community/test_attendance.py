"""Who was there: when the code counts, for whom, that its digits are never mistaken, what organisers put right."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from community import attendance, erasure, event_moves
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal, TooMuch
from storage import attendances, limits
from storage.database import writing
from storage.events import Invited
from storage.occurrences import Occurrence
from storage.people import Person
from tests.community.answering import AWAY, COMING, says
from tests.community.meetings import BEGINS, called, only_time
from tests.community.rt_three import RtThree, settle

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ENDS = BEGINS + 3 * HOUR


def met(session: Session, **more: Any) -> tuple[RtThree, Occurrence]:
    rt = settle(session)
    return rt, only_time(session, called(session, rt, **more))


def names(session: Session, one: Occurrence) -> list[tuple[str, bool]]:
    return [(line.name, line.is_there) for line in attendance.listed(session, one.id)]


def in_order(*digits: str) -> Iterator[str]:
    return iter("".join(digits))


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (BEGINS - 2 * HOUR - MINUTE, "attend.code.early"),
        (BEGINS - 2 * HOUR, None),
        (BEGINS, None),
        (ENDS + 3 * HOUR - MINUTE, None),
        (ENDS + 3 * HOUR, "attend.code.late"),
    ],
)
def test_the_code_counts_from_some_hours_before_to_some_hours_after(
    engine: Engine, at: datetime, why: str | None
) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        if why is None:
            assert attendance.check_in(session, one.code, by=rt.tini, now=at).is_new
            assert not attendance.check_in(session, one.code, by=rt.tini, now=at).is_new
            assert attendances.count(session, one.id) == 1
            return
        with pytest.raises(NotAllowed) as refused:
            attendance.check_in(session, one.code, by=rt.tini, now=at)
        assert refused.value.key == why
        assert attendances.count(session, one.id) == 0


def test_where_organisers_meet_no_resident_is_noted(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, invited=Invited.office)
        digits = attendance.give_code(session, one.id, by=rt.budi, now=BEGINS).spoken_code or ""
        with pytest.raises(NotAllowed):
            attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
        with pytest.raises(NotThere):
            attendance.check_in_spoken(session, digits, by=rt.tini, now=BEGINS)
        with pytest.raises(NotThere):
            attendance.tick(session, one.id, rt.tini, by=rt.budi, now=BEGINS)
        assert attendance.check_in_spoken(session, digits, by=rt.siti, now=BEGINS).is_new


def test_digits_are_given_once_and_never_to_two_that_could_be_mistaken(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        same, far = (only_time(session, called(session, rt, begins_on=BEGINS.date() + timedelta(days=more)))
                     for more in (1, 20))  # fmt: skip
        drawn = in_order("4821", "4821", "0007", "4821")
        for time_, wanted in ((one, "4821"), (one, "4821"), (same, "0007"), (far, "4821")):
            choose = lambda _: next(drawn)  # noqa: E731 - one digit after the other
            given = attendance.give_code(session, time_.id, by=rt.budi, now=BEGINS, choose=choose)
            assert given.spoken_code == wanted
        there = attendance.check_in_spoken(session, "4821", by=rt.tini, now=BEGINS)
        assert there.occurrence.id == one.id, "the one that is open, not the later one"
        with pytest.raises(NotThere):
            attendance.check_in_spoken(session, "9999", by=rt.tini, now=BEGINS)
        with pytest.raises(NotAllowed):
            attendance.give_code(session, one.id, by=rt.tini, now=BEGINS)
        with pytest.raises(NotAllowed):
            attendance.give_code(session, one.id, by=rt.budi, now=ENDS + 3 * HOUR)


def test_digits_are_not_guessed_at(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        digits = attendance.give_code(session, one.id, by=rt.budi, now=BEGINS).spoken_code or ""
        wrong = "0000" if digits != "0000" else "1111"

        def tries(said: str, by: int, now: datetime) -> str:
            try:
                attendance.check_in_spoken(session, said, by=by, now=now)
            except Refusal as why:
                return why.key
            return "there"

        assert [tries(wrong, rt.tini, BEGINS) for _ in range(6)] == ["attend.code.wrong"] * 5 + [
            "attend.code.too_often"
        ]
        assert tries(digits, rt.tini, BEGINS + MINUTE) == "attend.code.too_often", "not even the right ones"
        assert tries(digits, rt.asep, BEGINS) == "there", "each for themselves"
        limits.forget_old(session, (BEGINS + MINUTE).timestamp())
        later = BEGINS + 2 * MINUTE
        assert [tries(wrong, rt.tini, later) for _ in range(2)] == ["attend.code.wrong", "attend.code.too_often"]
        assert attendance.check_in(session, one.code, by=rt.tini, now=later).is_new, "the picture is no guess"
        limits.forget_old(session, (BEGINS + HOUR).timestamp())
        assert session.connection().execute(limits.limit.select()).all() == []


def test_who_is_away_is_not_on_the_list_unless_they_come_after_all(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        says(session, one, COMING, rt.tini)
        says(session, one, AWAY, rt.asep)
        tini = session.get_one(Person, rt.tini).name
        assert names(session, one) == [(tini, False)]
        attendance.check_in(session, one.code, by=rt.asep, now=BEGINS)
        assert len(names(session, one)) == 2
        assert attendance.tick(session, one.id, rt.tini, by=rt.siti, now=BEGINS)
        assert not attendance.tick(session, one.id, rt.tini, by=rt.budi, now=BEGINS), "two who tick it tick it once"
        for is_new in (True, False):
            assert attendance.untick(session, one.id, rt.asep, by=rt.siti, now=BEGINS) is is_new
        assert names(session, one) == [(tini, True)]


def test_who_never_answered_is_found_by_a_part_of_the_name_and_ticked_as_themselves(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        called_so = session.get_one(Person, rt.tini)
        called_so.name = "Bu Tini"
        session.flush()
        for said in ("tini", " BU  tini ", "Bu T"):
            assert attendance.find(session, one.id, said, by=rt.siti, now=BEGINS) == [(rt.tini, "Bu Tini")]
        for nobody in ("", "  ", "Mbah Karto"):
            assert attendance.find(session, one.id, nobody, by=rt.siti, now=BEGINS) == []
        assert [attendance.tick(session, one.id, rt.tini, by=rt.siti, now=BEGINS) for _ in range(2)] == [
            True,
            False,
        ]
        assert names(session, one) == [("Bu Tini", True)]
        with pytest.raises(NotThere):
            attendance.tick(session, one.id, rt.joko, by=rt.siti, now=BEGINS)
        with pytest.raises(NotAllowed):
            attendance.find(session, one.id, "siti", by=rt.tini, now=BEGINS)
        erasure.of_everything(session, by=rt.tini, now=BEGINS)
        assert names(session, one) == []
        assert attendances.count(session, one.id) == 1
        assert attendance.find(session, one.id, "tini", by=rt.siti, now=BEGINS) == [], (
            "who is leaving is not looked for"
        )


def test_where_organisers_meet_only_they_are_found(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session, invited=Invited.office)
        found = {
            number for name in "aiu" for number, _ in attendance.find(session, one.id, name, by=rt.siti, now=BEGINS)
        }
        assert found == {rt.budi, rt.siti}


def test_names_without_telegram_are_added_once_and_taken_off(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        first = [" Mbah  Karto", "mbah karto", "", "Bu Sri"]
        new = attendance.add_names(session, one.id, first, by=rt.siti, now=BEGINS)
        assert new == ["mbah karto", "Bu Sri"]
        assert attendance.add_names(session, one.id, ["BU SRI"], by=rt.siti, now=BEGINS) == []
        sri = attendances.without_telegram(session, one.id)[1]
        assert attendance.strike(session, one.id, sri.id, by=rt.siti, now=BEGINS) == "Bu Sri"
        for unfit, why in (([], NotThere), (["  "], NotThere), (["a" * 65], TooMuch), (["a"] * 99, None)):
            if why is None:
                attendance.add_names(session, one.id, unfit, by=rt.siti, now=BEGINS)
                continue
            with pytest.raises(why):
                attendance.add_names(session, one.id, unfit, by=rt.siti, now=BEGINS)
        with pytest.raises(TooMuch):
            attendance.add_names(session, one.id, [f"Warga {number}" for number in range(101)], by=rt.siti, now=BEGINS)
        attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
        by_code = attendances.of_person(session, one.id, rt.tini)
        assert by_code is not None
        with pytest.raises(NotThere):
            attendance.strike(session, one.id, by_code.id, by=rt.siti, now=BEGINS)


@pytest.mark.parametrize("now", [BEGINS - 2 * HOUR - MINUTE, ENDS + timedelta(days=7)])
def test_the_list_is_put_right_from_just_before_until_a_week_after(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        with pytest.raises(NotAllowed):
            attendance.add_names(session, one.id, ["Bu Sri"], by=rt.budi, now=now)


def test_what_was_put_off_or_cancelled_has_no_list(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        event_moves.postpone(session, one.id, "hujan", by=rt.budi, now=BEGINS - HOUR)
        with pytest.raises(AlreadySo):
            attendance.check_in(session, one.code, by=rt.tini, now=BEGINS)
        with pytest.raises(AlreadySo):
            event_moves.begin(session, one.id, by=rt.budi, now=BEGINS)
        event_moves.cancel(session, one.id, "hujan", by=rt.budi, now=BEGINS)
        with pytest.raises(AlreadySo):
            attendance.tick(session, one.id, rt.tini, by=rt.budi, now=BEGINS)


def test_it_begins_once_on_its_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt, one = met(session)
        with pytest.raises(NotAllowed):
            event_moves.begin(session, one.id, by=rt.tini, now=BEGINS)
        with pytest.raises(NotAllowed):
            event_moves.begin(session, one.id, by=rt.budi, now=BEGINS - 3 * HOUR)
        event_moves.begin(session, one.id, by=rt.budi, now=BEGINS - HOUR)
        with pytest.raises(AlreadySo):
            event_moves.begin(session, one.id, by=rt.siti, now=BEGINS)
