"""When an announcement leaves, comes again, and is too late: by the neighbourhood's own clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.announcement_times import expires_at, first_of_month, first_time, leaves_at, next_time, told_again_at
from community.quiet_hours import next_allowed
from storage.broadcasts import Repeats, Urgency
from storage.communities import Community, CommunityKind

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")


def place(zone: str = "Asia/Jakarta") -> Community:
    """With the quiet hours that a neighbourhood begins with."""
    return Community(
        kind=CommunityKind.rt, code="x", name="RT 03", time_zone=zone, created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def at(clock: str, day: str = "2026-11-25", zone: str = "Asia/Jakarta") -> datetime:
    """A Wednesday unless another day is named."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at("09:00"), at("09:00")),
        (at("20:49"), at("20:49")),
        (at("20:50"), at("06:00", "2026-11-26")),
        (at("23:10"), at("06:00", "2026-11-26")),
        (at("04:59"), at("06:00")),
        (at("05:00"), at("05:00")),
        (at("17:34"), at("17:34")),
        (at("17:50"), at("18:45")),
        (at("11:45", "2026-11-27"), at("13:00", "2026-11-27")),
        (at("11:45"), at("11:45")),
    ],
)
@pytest.mark.parametrize("zone", ZONES)
def test_it_leaves_when_it_does_not_disturb(zone: str, now: datetime, leaves: datetime) -> None:
    here = ZoneInfo(zone)
    assert leaves_at(now.replace(tzinfo=here), place(zone), Urgency.normal) == leaves.replace(tzinfo=here)


def test_what_is_urgent_or_mourns_leaves_at_any_hour() -> None:
    night = at("23:10")
    assert leaves_at(night, place(), Urgency.urgent) == night
    assert leaves_at(night, place(), Urgency.mourning) == night


@pytest.mark.parametrize(
    ("now", "again"),
    [
        (at("23:10"), at("05:30", "2026-11-26")),
        (at("02:00"), at("05:30")),
        (at("18:00"), at("05:30", "2026-11-26")),
        (at("10:00"), None),
    ],
)
def test_a_death_told_in_quiet_hours_is_told_again_in_the_morning(now: datetime, again: datetime | None) -> None:
    assert told_again_at(now, place()) == again


@pytest.mark.parametrize(
    ("first", "repeats", "day", "then"),
    [
        (at("07:00"), Repeats.weekly, 25, at("07:00", "2026-12-02")),
        (at("07:00"), Repeats.monthly, 25, at("07:00", "2026-12-25")),
        (at("07:00", "2026-01-31"), Repeats.monthly, 31, at("07:00", "2026-02-28")),
        (at("07:00", "2028-01-31"), Repeats.monthly, 31, at("07:00", "2028-02-29")),
        (at("07:00", "2026-02-28"), Repeats.monthly, 31, at("07:00", "2026-03-31")),
        (at("07:00", "2026-12-15"), Repeats.monthly, 15, at("07:00", "2027-01-15")),
    ],
)
def test_it_comes_again_at_the_same_clock(first: datetime, repeats: Repeats, day: int, then: datetime) -> None:
    assert next_time(first, repeats, "Asia/Jakarta", day=day) == then


@given(st.integers(0, 4 * 365 * 24 * 60), st.sampled_from(ZONES))
def test_it_never_leaves_in_quiet_hours_and_never_waits_a_day(minutes: int, zone: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes)
    leaves = leaves_at(now, place(zone), Urgency.normal)
    assert now <= leaves < now + timedelta(hours=12)
    assert next_allowed(leaves, place(zone).quiet_hours, zone) == leaves


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.sampled_from(Repeats))
def test_times_go_forward_and_keep_to_the_day(day: date, repeats: Repeats) -> None:
    moment = datetime(day.year, day.month, day.day, 7, tzinfo=ZoneInfo("Asia/Makassar"))
    for _ in range(13):
        following = next_time(moment, repeats, "Asia/Makassar", day=day.day)
        assert moment < following <= moment + timedelta(days=31)
        assert following.time() == moment.time()
        moment = following
    if repeats is Repeats.monthly:
        assert moment.day in (day.day, 28, 29, 30)


def test_urgent_news_is_old_sooner() -> None:
    now = at("09:00")
    assert expires_at(now, Urgency.urgent) < expires_at(now, Urgency.normal)


@pytest.mark.parametrize(
    ("repeats", "day", "now", "first"),
    [
        (Repeats.weekly, 6, at("09:00"), at("06:00", "2026-11-29")),
        (Repeats.weekly, 2, at("05:59"), at("06:00")),
        (Repeats.weekly, 2, at("06:00"), at("06:00", "2026-12-02")),
        (Repeats.monthly, 5, at("09:00"), at("06:00", "2026-12-05")),
        (Repeats.monthly, 30, at("09:00"), at("06:00", "2026-11-30")),
        (Repeats.monthly, 31, at("09:00"), at("06:00", "2026-11-30")),
        (Repeats.monthly, -7, at("09:00"), at("06:00", "2026-12-06")),
        (Repeats.monthly, -7, at("05:00", "2026-12-06"), at("06:00", "2026-12-06")),
        (Repeats.monthly, -7, at("07:00", "2026-12-06"), at("06:00", "2027-01-03")),
        (Repeats.monthly, -1, at("09:00"), at("06:00", "2026-12-07")),
    ],
)
def test_the_first_of_its_times(repeats: Repeats, day: int, now: datetime, first: datetime) -> None:
    assert first_time(now, repeats, "Asia/Jakarta", day=day, clock=time(6)) == first


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 6), st.sampled_from(ZONES))
def test_the_first_of_a_weekday_comes_once_in_every_month(day: date, weekday: int, zone: str) -> None:
    now = datetime.combine(day, time(9), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moment = first_time(now, Repeats.monthly, zone, day=first_of_month(weekday), clock=time(6))
    months = []
    for _ in range(14):
        local = moment.astimezone(ZoneInfo(zone))
        assert (local.weekday(), local.hour) == (weekday, 6)
        assert local.day <= 7
        months.append(local.year * 12 + local.month)
        moment = next_time(moment, Repeats.monthly, zone, day=first_of_month(weekday))
    assert months == list(range(months[0], months[0] + 14))
    assert now < first_time(now, Repeats.monthly, zone, day=first_of_month(weekday), clock=time(6))
