"""Events as other calendars read them: every time that was called, and no other, in the neighbourhood's own hours."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from community import calendar_files, recurrence
from community.calendar_files import Shown
from storage.events import Event, EventKind, EventState
from storage.occurrences import Occurrence, OccurrenceState
from tests.community.by_the_calendar import Plan
from tests.community.other_calendars import entries, offsets, read, starts

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
CHANGED = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOURS = {zone: timedelta(hours=hours) for hours, zone in enumerate(ZONES, start=7)}


def event(rule: str | None = None, *, day: date = date(2026, 11, 29), **more: Any) -> Event:
    usual: dict[str, Any] = {
        "id": 4, "community_id": 1, "number": 4, "code": "abcd2345", "kind": EventKind.work_day, "begins_on": day,
        "begins_at": "07:00", "minutes": 180, "rule": rule, "place": "Pos ronda", "state": EventState.called,
        "sequence": 2, "changed_at": CHANGED, "created_at": CHANGED,
    }  # fmt: skip
    return Event(**(usual | more))


def times(called: Event, zone: str, *, until: date) -> list[Occurrence]:
    """As `event_times` writes them."""
    clock = time.fromisoformat(called.begins_at)
    found = []
    for number, day in enumerate(
        recurrence.days(called.rule, called.begins_on, clock, after=called.begins_on, until=until)
    ):
        begins_at = recurrence.instant(day, clock, zone)
        found.append(
            Occurrence(
                id=number, event_id=4, community_id=1, original_on=day, begins_at=begins_at,
                ends_at=begins_at + timedelta(minutes=called.minutes), state=OccurrenceState.planned, code=f"c{number}",
            )
        )  # fmt: skip
    return found


def file(called: Event, these: Sequence[Occurrence], zone: str = ZONES[0], without: Collection[date] = ()) -> bytes:
    shown = Shown(called, these, zone, "Kerja bakti RT 03", "Ditunda: kerja bakti RT 03", "Alat: cangkul",
                  without=without)  # fmt: skip
    return calendar_files.written("RT 03", zone, [shown])


def cancel(one: Occurrence) -> None:
    one.state = OccurrenceState.cancelled


# ── whatever its rule ──


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Weekly, every few weeks, monthly by its date or by a weekday; with an end or without."""
    until = draw(st.none() | st.dates(date(2026, 11, 1), date(2029, 6, 1)))
    interval = draw(st.integers(1, 3))
    match draw(st.sampled_from(("daily", "weekly", "dated", "on"))):
        case "daily":
            return Plan("daily", interval, until=until)
        case "weekly":
            chosen = draw(st.lists(st.integers(0, 6), max_size=2, unique=True))
            return Plan("weekly", interval, tuple(sorted(chosen)), until=until)
        case "dated":
            return Plan("monthly", interval, day=draw(st.sampled_from((1, 15, 28, 29, 30, 31, -1))), until=until)
        case _:
            nth = draw(st.sampled_from((1, 2, 3, 4, -1)))
            return Plan("monthly", interval, (draw(st.integers(0, 6)),), nth=nth, until=until)


first_days = st.dates(date(2026, 11, 1), date(2028, 3, 1)) | st.just(date(2028, 2, 29))
clocks = st.sampled_from(("00:00", "05:30", "07:00", "19:30", "23:59"))
acts = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(("cancel", "move", "longer", "away"))), max_size=4)


@settings(deadline=None, max_examples=60)
@given(plan=plans(), first=first_days, clock=clocks, zone=st.sampled_from(ZONES), done=acts, by=st.integers(-80, 400))
@example(Plan("monthly", day=29), date(2028, 2, 29), "07:00", "Asia/Jayapura", [], 0)
@example(Plan("weekly", until=date(2026, 11, 1)), date(2026, 11, 29), "07:00", "Asia/Jakarta", [(0, "cancel")], 0)
@example(Plan("monthly", 1, (6,), nth=1), date(2026, 11, 29), "23:59", "Asia/Makassar", [(1, "move")], -30)
def test_a_second_reader_finds_just_the_times_that_were_called(
    plan: Plan, first: date, clock: str, zone: str, done: list[tuple[int, str]], by: int
) -> None:
    called = event(plan.rule, day=first, begins_at=clock)
    far = date(2029, 12, 31)
    these = times(called, zone, until=first + timedelta(days=63))
    hour = time.fromisoformat(clock)
    called_on = recurrence.days(plan.rule, first, hour, after=first, until=far)
    wanted = {day: recurrence.instant(day, hour, zone) for day in called_on}
    lengths = dict.fromkeys(wanted, timedelta(minutes=180))
    without: set[date] = set()
    for number, act in done:
        if number >= len(these) or these[number].original_on not in wanted:
            continue
        one = these[number]
        if act in ("cancel", "away"):
            cancel(one) if act == "cancel" else without.add(one.original_on)
            del wanted[one.original_on]
        elif act == "move":
            one.begins_at, one.ends_at = (moment + timedelta(hours=by) for moment in (one.begins_at, one.ends_at))
            wanted[one.original_on] = one.begins_at
        else:
            one.ends_at = one.begins_at + timedelta(hours=5)
            lengths[one.original_on] = timedelta(hours=5)
    content = file(called, these, zone, without)
    entries(content)
    end = recurrence.instant(far, time(23, 59), zone) - timedelta(days=30)
    found = [one for one in read(content, zone, until=end) if one.status != "CANCELLED"]
    assert [one.begins_at.astimezone(UTC) for one in found] == sorted(at for at in wanted.values() if at < end)
    assert sorted(one.ends_at - one.begins_at for one in found) == sorted(
        lengths[day] for day, at in wanted.items() if at < end
    )
    assert offsets(content) == {zone: {HOURS[zone]}}


# ── what it says ──


def test_a_call_is_said_with_its_place_its_hours_and_no_name() -> None:
    called = event(latitude=-7.5, longitude=110.8)
    content = file(called, times(called, ZONES[0], until=date(2026, 12, 31)))
    (one,) = entries(content)
    assert (one["UID"], one["SEQUENCE"], one["STATUS"]) == ("abcd2345@rembuk", 2, "CONFIRMED")
    assert (one["SUMMARY"], one["LOCATION"], one["DESCRIPTION"]) == ("Kerja bakti RT 03", "Pos ronda", "Alat: cangkul")
    assert one.decoded("DTSTAMP") == CHANGED
    assert b"DTSTART;TZID=Asia/Jakarta:20261129T070000" in content
    assert b"DTEND;TZID=Asia/Jakarta:20261129T100000" in content
    lines = content.decode().splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    for line in (
        "VERSION:2.0",
        "PRODID:-//Rembuk//Rembuk warga//ID",
        "X-WR-CALNAME:RT 03",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ):
        assert line in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_the_same_events_are_the_same_bytes() -> None:
    called = event("FREQ=WEEKLY")
    these = times(called, ZONES[1], until=date(2026, 12, 31))
    assert file(called, these, ZONES[1]) == file(called, list(these), ZONES[1])


def test_whatever_a_title_holds_it_stays_one_title() -> None:
    called = event(title="x")
    evil = 'Rapat\r\nEND:VEVENT\x00; 50%, "kas\\" 🧹' + "é" * 90
    shown = Shown(called, times(called, ZONES[0], until=date(2026, 12, 31)), ZONES[0], evil, evil, evil)
    (one,) = entries(calendar_files.written(evil, ZONES[0], [shown]))
    assert str(one["SUMMARY"]) == evil.replace("\r\n", "\n").replace("\x00", " ")


def test_what_is_put_off_is_not_sure_and_what_is_cancelled_is_cancelled() -> None:
    called = event()
    (only,) = these = times(called, ZONES[0], until=date(2026, 12, 31))
    only.state = OccurrenceState.postponed
    (one,) = entries(file(called, these))
    assert (one["STATUS"], one["SUMMARY"]) == ("TENTATIVE", "Ditunda: kerja bakti RT 03")
    only.state, called.state = OccurrenceState.cancelled, EventState.cancelled
    (one,) = entries(file(called, these))
    assert one["STATUS"] == "CANCELLED"


def test_one_time_that_is_elsewhere_is_said_beside_the_rule() -> None:
    called = event("FREQ=WEEKLY")
    these = times(called, ZONES[0], until=date(2026, 12, 31))
    these[1].place = "Balai warga"
    these[2].state = OccurrenceState.postponed
    cancel(these[3])
    master, elsewhere, put_off = entries(file(called, these))
    assert master["LOCATION"] == "Pos ronda"
    assert master["RRULE"].to_ical() == b"FREQ=WEEKLY"
    assert [one.dt for one in master["EXDATE"].dts] == [these[3].begins_at]
    assert elsewhere["LOCATION"] == "Balai warga"
    assert elsewhere.decoded("RECURRENCE-ID") == these[1].begins_at
    assert (put_off["STATUS"], put_off["UID"]) == ("TENTATIVE", master["UID"])


def test_a_series_called_off_keeps_what_was_and_one_that_never_was_is_cancelled() -> None:
    called = event("FREQ=WEEKLY")
    these = times(called, ZONES[0], until=date(2026, 12, 31))
    called.state = EventState.cancelled
    for one in these:
        cancel(one)
    (master,) = entries(file(called, these))
    assert master["STATUS"] == "CANCELLED"
    these[0].state = these[2].state = OccurrenceState.over
    content = file(called, these)
    assert [one["STATUS"] for one in entries(content)] == ["CONFIRMED"]
    assert starts(content, ZONES[0], until=datetime(2028, 1, 1, tzinfo=UTC)) == [
        these[0].begins_at,
        these[2].begins_at,
    ]


def test_what_was_moved_to_before_the_end_of_its_series_still_takes_place() -> None:
    """The series ends on a day between the day that the rule gave to it and the day to which it was moved."""
    called = event("FREQ=WEEKLY;UNTIL=20261215T235959")
    these = times(event("FREQ=WEEKLY"), ZONES[0], until=date(2026, 12, 20))
    these[-1].begins_at -= timedelta(days=8)
    these[-1].ends_at -= timedelta(days=8)
    found = starts(file(called, these), ZONES[0], until=datetime(2028, 1, 1, tzinfo=UTC))
    assert found == sorted(one.begins_at for one in these)


@pytest.mark.parametrize("rule", [None, "FREQ=DAILY"])
def test_days_that_the_reader_does_not_want_are_left_out(rule: str | None) -> None:
    called = event(rule)
    these = times(called, ZONES[0], until=date(2026, 12, 1))
    found = starts(
        file(called, these, without={these[0].original_on}), ZONES[0], until=datetime(2026, 12, 2, tzinfo=UTC)
    )
    assert found == [one.begins_at for one in these[1:]]


def test_a_calendar_without_events_is_one() -> None:
    content = calendar_files.written("RT 03", ZONES[2], [])
    assert entries(content) == []
    assert read(content, ZONES[2], until=CHANGED) == []
