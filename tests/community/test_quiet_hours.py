"""Quiet hours: by the clock of the place, over midnight, one into another, on Fridays; and never for ever."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community import quiet_hours
from community.quiet_hours import LONGEST, Quiet, is_quiet, next_allowed, read, written
from storage.communities import QUIET_HOURS

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
THURSDAY, FRIDAY, SATURDAY = 26, 27, 28


def at(day: int, clock: str, zone: str = WIB) -> datetime:
    """An instant in November 2026, as the inbox knows it."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "clock", "until_day", "until"),
    [
        (THURSDAY, "20:59", THURSDAY, "20:59"),
        (THURSDAY, "21:00", FRIDAY, "05:00"),
        (THURSDAY, "23:59", FRIDAY, "05:00"),
        (FRIDAY, "00:00", FRIDAY, "05:00"),
        (FRIDAY, "04:59", FRIDAY, "05:00"),
        (FRIDAY, "05:00", FRIDAY, "05:00"),
        (THURSDAY, "17:44", THURSDAY, "17:44"),
        (THURSDAY, "17:45", THURSDAY, "18:45"),
        (THURSDAY, "18:45", THURSDAY, "18:45"),
        (THURSDAY, "12:00", THURSDAY, "12:00"),
        (FRIDAY, "11:29", FRIDAY, "11:29"),
        (FRIDAY, "11:30", FRIDAY, "13:00"),
        (SATURDAY, "12:00", SATURDAY, "12:00"),
    ],
)
def test_what_a_neighbourhood_begins_with(day: int, clock: str, until_day: int, until: str) -> None:
    assert next_allowed(at(day, clock), QUIET_HOURS, WIB) == at(until_day, until)


@pytest.mark.parametrize(("zone", "quiet"), [(WIB, False), (WITA, True), (WIT, True)])
def test_each_place_goes_by_its_own_clock(zone: str, *, quiet: bool) -> None:
    moment = at(THURSDAY, "20:30")
    assert is_quiet(moment, QUIET_HOURS, zone) is quiet
    if quiet:
        assert next_allowed(moment, QUIET_HOURS, zone) == at(FRIDAY, "05:00", zone)


@pytest.mark.parametrize(
    ("windows", "clock", "until"),
    [
        ([["17:00", "18:00"], ["18:00", "19:00"]], "17:30", "19:00"),
        ([["17:00", "18:30"], ["18:00", "19:00"]], "17:30", "19:00"),
        ([["18:00", "19:00"], ["17:00", "18:30"]], "17:30", "19:00"),
        ([["17:00", "20:00"], ["18:00", "19:00"]], "18:30", "20:00"),
        ([["21:00", "05:00"], ["05:00", "06:00"]], "23:00", "06:00"),
        ([["12:00", "12:00"]], "12:00", "12:00"),
        ([["22:00", "05:00", "4"]], "23:00", "05:00"),
        ([["22:00", "05:00", "5"]], "23:00", "23:00"),
        ([], "03:00", "03:00"),
    ],
)
def test_windows_that_meet_are_one(windows: list[list[str]], clock: str, until: str) -> None:
    day = FRIDAY if until < clock else THURSDAY
    assert next_allowed(at(THURSDAY, clock), windows, WIB) == at(day, until)


@pytest.mark.parametrize("days", range(7))
def test_a_friday_night_is_that_which_begins_on_friday(days: int) -> None:
    moment = at(THURSDAY, "02:00") + timedelta(days=days)
    is_night_of_friday = moment.astimezone(ZoneInfo(WIB)).isoweekday() == 6
    assert is_quiet(moment, [["22:00", "05:00", "5"]], WIB) is is_night_of_friday


EVERY_HOUR = [[f"{hour:02}:00", f"{(hour + 1) % 24:02}:00"] for hour in range(24)]


@pytest.mark.parametrize("windows", [EVERY_HOUR, [["05:00", "21:00"], ["21:00", "05:00"]], EVERY_HOUR[::-1]])
@pytest.mark.parametrize("clock", ["00:00", "05:00", "13:37"])
def test_where_every_hour_is_quiet_none_is(windows: list[list[str]], clock: str) -> None:
    assert next_allowed(at(THURSDAY, clock), windows, WIB) == at(THURSDAY, clock)


def test_all_but_a_minute_of_the_day() -> None:
    assert next_allowed(at(THURSDAY, "00:00"), [["00:00", "23:59"]], WIB) == at(THURSDAY, "23:59")


clocks = st.times().map(lambda one: one.strftime("%H:%M"))
weekdays = st.integers(1, 7).map(str)
windows_of_any_kind = st.lists(
    st.one_of(st.tuples(clocks, clocks), st.tuples(clocks, clocks, weekdays)).map(list), max_size=8
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds it


@settings(max_examples=150, deadline=None)
@given(moment=moments, windows=windows_of_any_kind, zone=st.sampled_from((WIB, WITA, WIT)))
def test_it_is_later_never_long_and_not_quiet_then(moment: datetime, windows: list[list[str]], zone: str) -> None:
    allowed = next_allowed(moment, windows, zone)
    assert moment <= allowed <= moment + LONGEST
    assert allowed.tzinfo is UTC
    if allowed != moment:
        assert next_allowed(allowed, windows, zone) == allowed, "looked at again when it leaves, it leaves"
        assert is_quiet(allowed - timedelta(seconds=1), windows, zone) or allowed - moment < timedelta(seconds=1)


# ── as people choose them ──

nights = st.tuples(st.sampled_from(quiet_hours.NIGHT_BEGINS), st.sampled_from(quiet_hours.NIGHT_ENDS))


@settings(max_examples=60)
@given(night=st.none() | nights, maghrib=st.booleans(), friday=st.booleans())
def test_what_is_chosen_is_what_is_read_again(*, night: tuple[str, str] | None, maghrib: bool, friday: bool) -> None:
    chosen = Quiet(night, maghrib, friday)
    assert read(written(chosen)) == chosen


def test_the_first_ones_are_read_as_what_they_are() -> None:
    assert read(QUIET_HOURS) == Quiet(("21:00", "05:00"), maghrib=True, friday=True)
    assert written(read(QUIET_HOURS)) == [list(one) for one in QUIET_HOURS]


def test_a_window_of_another_kind_stays() -> None:
    windows = [["20:50", "05:00"], ["17:45", "18:30"], ["13:00", "14:00"], ["08:00", "10:00", "7"]]
    quiet = read(windows)
    assert quiet == Quiet(("20:50", "05:00"), True, False, (("13:00", "14:00"), ("08:00", "10:00", "7")))
    assert [list(one) for one in quiet.others] == written(quiet)[2:]


@pytest.mark.parametrize("begins", quiet_hours.NIGHT_BEGINS)
@pytest.mark.parametrize("ends", quiet_hours.NIGHT_ENDS)
def test_every_night_that_is_offered_passes_midnight(begins: str, ends: str) -> None:
    assert time.fromisoformat(begins) > time.fromisoformat(ends)
