"""The year of a neighbourhood: what is brought along, what is put right here, and when people are busy."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import calendar_year, planning_dates
from community.calendar_year import MOST, Mark
from community.planning_dates import Process
from community.refusals import NotAllowed, NotThere, TooMuch
from conversations.widgets import spans
from locales import OFFERED, words
from storage.calendars import MarkKind
from storage.communities import Community, CommunityKind
from storage.database import writing
from tests.community.rt_three import NOW, RtThree, settle
from tests.community.rw_five import above

HARVEST = Mark(MarkKind.season, "harvest", "", date(2000, 3, 1), date(2000, 4, 30), True)
FASTING = Mark(MarkKind.season, "fasting", "", date(2027, 2, 8), date(2027, 3, 9), False)


def here(session: Session, rt: RtThree) -> Community:
    return session.get_one(Community, rt.community)


def keys(session: Session, rt: RtThree, first: date, last: date) -> list[str]:
    return [one.key or one.title for one in calendar_year.within(session, here(session, rt), first, last)]


def test_every_date_that_is_brought_along_has_a_name_and_days_that_there_are() -> None:
    every = [one for process in Process for one in planning_dates.DATES[process]]
    assert every
    for one in every:
        for day in (one.begins, one.ends):
            assert date(2026, *day)
    for key in {one.key for one in every} | set(planning_dates.SEASONS):
        for language in OFFERED:
            assert words(language).label(f"calendar.mark.{key}")


def test_a_month_shows_what_touches_it_in_that_year(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        assert keys(session, rt, date(2027, 9, 1), date(2027, 9, 30)) == ["plan_drafted", "village_council", "plan_set"]
        found = calendar_year.within(session, here(session, rt), date(2027, 6, 1), date(2027, 6, 30))
        assert [(one.begins_on, one.ends_on) for one in found] == [(date(2027, 6, 1), date(2027, 6, 30))]


def test_a_ward_has_other_dates_than_a_village(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        here(session, rt).area = "Kel. Sukamaju, Kec. Cilodong"
        assert keys(session, rt, date(2027, 1, 3), date(2027, 1, 10)) == ["before_rw_talk", "rw_talk"]
        over = calendar_year.within(session, here(session, rt), date(2027, 12, 31), date(2027, 12, 31))
        assert [(one.begins_on, one.ends_on) for one in over] == [(date(2027, 12, 15), date(2028, 1, 7))]
        here(session, rt).area = ""
        ward = Community(kind=CommunityKind.kelurahan, code="kel1abcd", name="Sukamaju", created_at=NOW)
        session.add(ward)
        session.flush()
        here(session, rt).parent_id = ward.id
        assert calendar_year.process_of(session, here(session, rt)) is Process.kelurahan


def test_what_is_brought_along_is_shifted_renamed_taken_away_and_brought_back(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        moved = calendar_year.shift(session, rt.community, "village_talk", 1, by=rt.siti, now=NOW)
        assert (moved.begins_on, moved.ends_on) == (date(2000, 7, 1), date(2000, 7, 31))
        assert keys(session, rt, date(2027, 6, 1), date(2027, 6, 30)) == []
        named = replace(moved, title="Musdes Sukamaju")
        named = calendar_year.put_right(session, rt.community, moved.ref, named, by=rt.budi, now=NOW)
        assert (named.ref, named.title) == (moved.ref, "Musdes Sukamaju")
        calendar_year.remove(session, rt.community, moved.ref, by=rt.siti, now=NOW)
        assert "village_talk" not in keys(session, rt, date(2027, 1, 1), date(2027, 12, 31))
        (gone,) = calendar_year.removed(session, here(session, rt))
        with pytest.raises(NotThere):
            calendar_year.one(session, here(session, rt), moved.ref)
        calendar_year.restore(session, rt.community, gone.ref, by=rt.siti, now=NOW)
        assert keys(session, rt, date(2027, 6, 1), date(2027, 6, 30)) == ["village_talk"]
        assert calendar_year.removed(session, here(session, rt)) == []


def test_a_year_of_shifts_comes_back_to_where_it_was(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        mark = calendar_year.one(session, here(session, rt), "budget")
        before = mark.begins_on, mark.ends_on
        for _ in range(12):
            mark = calendar_year.shift(session, rt.community, mark.ref, 1, by=rt.siti, now=NOW)
        assert (mark.begins_on, mark.ends_on) == before
        for _ in range(12):
            mark = calendar_year.shift(session, rt.community, mark.ref, -1, by=rt.siti, now=NOW)
        assert (mark.begins_on, mark.ends_on) == before


def test_seasons_are_busy_each_year_or_only_in_theirs(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for mark in (HARVEST, FASTING):
            calendar_year.add(session, rt.community, mark, by=rt.siti, now=NOW)
        for day, wanted in (
            (date(2027, 2, 28), ["fasting"]),
            (date(2027, 3, 1), ["fasting", "harvest"]),
            (date(2028, 3, 1), ["harvest"]),
            (date(2028, 4, 30), ["harvest"]),
            (date(2028, 5, 1), []),
        ):
            assert [one.key for one in calendar_year.busy(session, here(session, rt), day)] == wanted, day
        harvest = next(one for one in calendar_year.marks(session, here(session, rt)) if one.key == "harvest")
        calendar_year.remove(session, rt.community, harvest.ref, by=rt.siti, now=NOW)
        assert calendar_year.busy(session, here(session, rt), date(2028, 3, 1)) == []
        assert calendar_year.removed(session, here(session, rt)) == []


@pytest.mark.parametrize("who", ["tini", "joko"])
def test_only_organisers_put_the_year_right(engine: Engine, who: str) -> None:
    with writing(engine) as session:
        rt = settle(session)
        by, place = getattr(rt, who), rt.community
        for act in (
            lambda: calendar_year.add(session, place, HARVEST, by=by, now=NOW),
            lambda: calendar_year.put_right(session, place, "budget", HARVEST, by=by, now=NOW),
            lambda: calendar_year.shift(session, place, "budget", 1, by=by, now=NOW),
            lambda: calendar_year.remove(session, place, "budget", by=by, now=NOW),
            lambda: calendar_year.restore(session, place, "1", by=by, now=NOW),
        ):
            with pytest.raises(NotAllowed, match=r"calendar\.only_office"):
                act()


@pytest.mark.parametrize(
    ("mark", "refused"),
    [
        (replace(HARVEST, key=None, title=" "), NotThere),
        (replace(HARVEST, title="x" * 61), TooMuch),
        (replace(HARVEST, ends_on=date(2000, 2, 1)), NotThere),
        (replace(FASTING, ends_on=date(2028, 3, 9)), NotThere),
    ],
)
def test_what_is_no_stretch_of_a_year_is_refused(engine: Engine, mark: Mark, refused: type[Exception]) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(refused):
            calendar_year.add(session, rt.community, mark, by=rt.siti, now=NOW)


def test_there_is_an_end_to_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        for _ in range(MOST):
            calendar_year.add(session, rt.community, HARVEST, by=rt.siti, now=NOW)
        with pytest.raises(TooMuch):
            calendar_year.add(session, rt.community, HARVEST, by=rt.siti, now=NOW)


# ── set by what it lies in ──


def test_what_the_rw_and_the_village_have_set_holds_here_and_says_whose_it_is(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        village = Community(kind=CommunityKind.desa, code="desaabcd", name="Sukamaju", created_at=NOW)
        session.add(village)
        session.flush()
        session.get_one(Community, rw.community).parent_id = village.id
        calendar_year.add(session, rw.community, HARVEST, by=rw.sri, now=NOW)
        calendar_year.add(session, rt.community, replace(HARVEST, ends_on=date(2000, 3, 15)), by=rt.siti, now=NOW)
        calendar_year._written(session, village.id, None, FASTING, by=rw.sri, now=NOW)  # noqa: SLF001 - nobody else may
        day = date(2027, 3, 5)
        assert [(one.key, one.whose) for one in calendar_year.busy(session, here(session, rt), day)] == [
            ("harvest", ""), ("harvest", "RW 05")
        ], "nobody has confirmed who speaks for the village"  # fmt: skip
        village.chair_confirmed_at = NOW
        found = calendar_year.busy(session, here(session, rt), day)
        assert [(one.key, one.whose) for one in found] == [
            ("fasting", "Sukamaju"), ("harvest", ""), ("harvest", "RW 05")
        ]  # fmt: skip
        assert [bool(one.ref) for one in found] == [False, True, False]
        around = session.get_one(Community, rw.community)
        assert [one.whose for one in calendar_year.busy(session, around, day)] == ["Sukamaju", ""], "never from below"


def test_of_a_planning_date_the_nearest_word_counts(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        calendar_year.shift(session, rw.community, "village_talk", 1, by=rw.sri, now=NOW)
        theirs = calendar_year.one(session, here(session, rt), "village_talk")
        assert (theirs.begins_on, theirs.whose, theirs.ref) == (date(2000, 7, 1), "RW 05", "village_talk")
        ours = calendar_year.shift(session, rt.community, theirs.ref, 1, by=rt.siti, now=NOW)
        assert (ours.begins_on, ours.whose) == (date(2000, 8, 1), "")
        assert calendar_year.one(session, here(session, rt), "village_talk") == ours, "an old button still means it"
        around = session.get_one(Community, rw.community)
        assert calendar_year.one(session, around, "village_talk").begins_on == date(2000, 7, 1)
        calendar_year.restore(session, rt.community, ours.ref, by=rt.siti, now=NOW)
        assert calendar_year.one(session, here(session, rt), "village_talk") == theirs


def test_what_was_taken_away_above_can_be_brought_back_here(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        calendar_year.remove(session, rw.community, "budget", by=rw.sri, now=NOW)
        (gone,) = calendar_year.removed(session, here(session, rt))
        assert (gone.key, gone.whose, gone.ref) == ("budget", "RW 05", "budget")
        assert keys(session, rt, date(2027, 11, 1), date(2027, 11, 30)) == []
        calendar_year.restore(session, rt.community, gone.ref, by=rt.siti, now=NOW)
        assert keys(session, rt, date(2027, 11, 1), date(2027, 11, 30)) == ["budget"]
        ours = calendar_year.one(session, here(session, rt), "budget")
        calendar_year.remove(session, rt.community, ours.ref, by=rt.siti, now=NOW)
        (gone,) = calendar_year.removed(session, here(session, rt))
        calendar_year.restore(session, rt.community, gone.ref, by=rt.siti, now=NOW)
        assert keys(session, rt, date(2027, 11, 1), date(2027, 11, 30)) == ["budget"]
        around = session.get_one(Community, rw.community)
        assert [one.key for one in calendar_year.removed(session, around)] == ["budget"]


def test_what_was_set_above_is_put_right_there_alone(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        rw = above(session, rt)
        own = Mark(MarkKind.planning, None, "Rembuk tahunan", date(2000, 5, 1), date(2000, 5, 2), yearly=True)
        theirs = [calendar_year.add(session, rw.community, one, by=rw.sri, now=NOW) for one in (HARVEST, own)]
        for ref in ("", "harvest", *(one.ref for one in theirs)):
            with pytest.raises(NotThere):
                calendar_year.shift(session, rt.community, ref, 1, by=rt.siti, now=NOW)
            for act in (calendar_year.remove, calendar_year.restore):
                with pytest.raises(NotThere):
                    act(session, rt.community, ref, by=rt.siti, now=NOW)
        assert keys(session, rt, date(2027, 5, 1), date(2027, 5, 1)) == ["Rembuk tahunan", "hamlet_talk"]


def test_a_stretch_to_the_end_of_february_ends_with_it(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        assert keys(session, rt, date(2028, 2, 29), date(2028, 2, 29)) == ["district_council"]
        assert keys(session, rt, date(2027, 3, 1), date(2027, 3, 1)) == []
        moved = calendar_year.shift(session, rt.community, "district_council", 1, by=rt.siti, now=NOW)
        assert (moved.begins_on, moved.ends_on) == (date(2000, 3, 1), date(2000, 3, 31))


def test_what_another_neighbourhood_has_set_is_not_ours(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        beside = Community(kind=CommunityKind.rt, code="rt04abcd", name="RT 04", created_at=NOW)
        session.add(beside)
        session.flush()
        theirs = calendar_year._written(session, beside.id, None, HARVEST, by=rt.siti, now=NOW)  # noqa: SLF001 - nobody of ours may
        for act in ("remove", "restore"):
            with pytest.raises(NotThere):
                getattr(calendar_year, act)(session, rt.community, str(theirs.id), by=rt.siti, now=NOW)


# ── in words ──


@pytest.mark.parametrize(
    ("said", "begins_on", "ends_on", "yearly"),
    [
        ("Maret–April", date(2000, 3, 1), date(2000, 4, 30), True),
        ("maret-april", date(2000, 3, 1), date(2000, 4, 30), True),
        ("18 Feb – 19 Mar 2027", date(2027, 2, 18), date(2027, 3, 19), False),
        ("1 s.d. 15 Juni", date(2000, 6, 1), date(2000, 6, 15), True),
        ("1-15 juni", date(2000, 6, 1), date(2000, 6, 15), True),
        ("1/3 sampai 30/4/2027", date(2027, 3, 1), date(2027, 4, 30), False),
        ("Juli", date(2000, 7, 1), date(2000, 7, 31), True),
        ("15 Des - 7 Jan", date(2000, 12, 15), date(2001, 1, 7), True),
        ("15 Des - 7 Jan 2027", date(2026, 12, 15), date(2027, 1, 7), False),
        ("Februari 2027", date(2027, 2, 1), date(2027, 2, 28), False),
        ("17 Agustus", date(2000, 8, 17), date(2000, 8, 17), True),
    ],
)
def test_a_stretch_is_read_from_words(said: str, begins_on: date, ends_on: date, *, yearly: bool) -> None:
    assert spans.span_in(said) == spans.Span(begins_on, ends_on, yearly)


@pytest.mark.parametrize(
    "said", ["", "nanti", "31 Februari", "a – b – c", "April 2027 - Maret 2027", "20 – 10 Mei", "0 Mei", "1 Mei 9999 9"]
)
def test_what_is_no_stretch_is_not_read_as_one(said: str) -> None:
    assert spans.span_in(said) is None


@given(st.text(max_size=40))
def test_whatever_is_said_nothing_breaks(said: str) -> None:
    spans.span_in(said)


@given(st.integers(1, 12), st.integers(1, 12))
def test_any_two_months_are_a_stretch(first: int, last: int) -> None:
    span = spans.of_months(first, last)
    assert (span.begins_on.month, span.ends_on.month) == (first, last)
    assert timedelta(0) < span.ends_on - span.begins_on < timedelta(days=366)
