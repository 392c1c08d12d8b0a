"""Days and hours as people say them, in three time zones; and nothing that is over."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.widgets import when
from conversations.widgets.hours import hour_in
from locales import OFFERED, words

MONDAY = date(2026, 11, 23)
INDONESIAN = words("id")
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("hari ini", date(2026, 11, 23)),
        ("Besok", date(2026, 11, 24)),
        ("lusa", date(2026, 11, 25)),
        ("sabtu", date(2026, 11, 28)),
        ("Hari Minggu", date(2026, 11, 29)),
        ("senin", date(2026, 11, 30)),
        ("rebo", date(2026, 11, 25)),
        ("jum'at", date(2026, 11, 27)),
        ("saturday", date(2026, 11, 28)),
        ("28/11", date(2026, 11, 28)),
        ("28-11-2026", date(2026, 11, 28)),
        ("28.11.26", date(2026, 11, 28)),
        ("28 Nov", date(2026, 11, 28)),
        ("28 november 2026", date(2026, 11, 28)),
        ("tanggal 28 Nopember", date(2026, 11, 28)),
        ("tgl 1 Desember", date(2026, 12, 1)),
        ("Sabtu, 28 Nov 2026", date(2026, 11, 28)),
        ("1/2", date(2027, 2, 1)),
        ("2026-11-28", date(2026, 11, 28)),
        ("1/1/2020", date(2020, 1, 1)),
        ("31/2", None),
        ("kapan-kapan", None),
        ("99999/1/1", None),
        ("", None),
    ],
)
def test_days_as_they_are_said(said: str, day: date | None) -> None:
    assert when.day_in(said, MONDAY) == day


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("7", time(7)),
        ("07.00", time(7)),
        ("7:30", time(7, 30)),
        ("jam 7 pagi", time(7)),
        ("jam 7 malam", time(19)),
        ("pukul 19.30", time(19, 30)),
        ("pukul 19.30 WIB", time(19, 30)),
        ("setengah 8", time(7, 30)),
        ("setengah 8 malam", time(19, 30)),
        ("jam 1 siang", time(13)),
        ("jam 11 siang", time(11)),
        ("jam 12 siang", time(12)),
        ("12 malam", time(0)),
        ("jam 4 sore", time(16)),
        ("tabuh 7 enjing", time(7)),
        ("8 pm", time(20)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("25", None),
        ("7.75", None),
        ("setengah 13", None),
        ("bakda magrib", time(18, 30)),
        ("ba'da Isya", time(19, 30)),
        ("ba’da isya'", time(19, 30)),
        ("Habis Sholat Dzuhur", time(12, 30)),
        ("sesudah Ashar", time(16)),
        ("setelah Subuh", time(5)),
        ("jam 8 ba'da Isya", time(20)),
        ("19.45 habis Isya", time(19, 45)),
        ("sebelum Isya", None),
        ("setelah Asarnya", None),
        ("", None),
    ],
)
def test_hours_as_they_are_said(said: str, hour: time | None) -> None:
    assert hour_in(said) == hour


@given(st.text(max_size=40))
def test_whatever_is_said_is_a_time_or_nothing(said: str) -> None:
    assert when.day_in(said, MONDAY) is None or isinstance(when.day_in(said, MONDAY), date)
    assert hour_in(said) is None or isinstance(hour_in(said), time)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_date_is_understood_as_it_is_written(day: date, today: date) -> None:
    assert when.day_in(f"{day.day}/{day.month}/{day.year}", today) == day
    assert when.day_in(day.isoformat(), today) == day
    coming = when.day_in(f"{day.day}/{day.month}", today)
    assert coming is None or (coming >= today and (coming.day, coming.month) == (day.day, day.month))


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from(sorted(when.WEEKDAYS)))
def test_a_weekday_is_the_next_one_and_never_today(today: date, said: str) -> None:
    day = when.day_in(said, today)
    assert day is not None
    assert timedelta(0) < day - today <= timedelta(days=7)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Jakarta", "Sabtu, 28 Nov 2026 pukul 08.00 WIB"),
        ("Asia/Makassar", "Sabtu, 28 Nov 2026 pukul 09.00 WITA"),
        ("Asia/Jayapura", "Sabtu, 28 Nov 2026 pukul 10.00 WIT"),
    ],
)
def test_an_instant_is_said_in_the_neighbourhoods_own_time(zone: str, said: str) -> None:
    moment = when.instant(date(2026, 11, 28), time(8), "Asia/Jakarta")
    assert when.spoken(moment, zone, INDONESIAN) == said


def test_what_was_chosen_is_said_back_before_it_counts() -> None:
    question = when.confirm(when.instant(date(2026, 11, 28), time(8), "Asia/Makassar"), "Asia/Makassar", INDONESIAN)
    said = question.said(INDONESIAN)
    assert said == "Sabtu, 28 Nov 2026 pukul 08.00 WITA — benar?"


@pytest.mark.parametrize("zone", when.ZONES)
@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.times())
def test_a_day_and_an_hour_come_back_from_the_instant(zone: str, day: date, hour: time) -> None:
    moment = when.instant(day, hour, zone)
    assert when.spoken_day(day, INDONESIAN) in when.spoken(moment, zone, INDONESIAN)


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        (NOW, "widgets.when.over"),
        (NOW - timedelta(days=1), "widgets.when.over"),
        (NOW + timedelta(minutes=1), None),
        (NOW + timedelta(days=800), "widgets.when.far"),
    ],
)
def test_what_is_over_is_refused(moment: datetime, key: str | None) -> None:
    assert when.why_not(moment, NOW) == key


def test_eight_in_the_morning_is_over_in_jayapura_before_it_is_in_jakarta() -> None:
    now = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
    assert when.why_not(when.instant(date(2026, 11, 28), time(8), "Asia/Jayapura"), now) == "widgets.when.over"
    assert when.why_not(when.instant(date(2026, 11, 28), time(8), "Asia/Jakarta"), now) is None


@pytest.mark.parametrize("days", range(7))
def test_no_day_is_offered_twice(days: int) -> None:
    today = MONDAY + timedelta(days=days)
    offered = [choice.value for row in when.day_rows(today) for choice in row]
    assert len(set(offered)) == len(offered)
    assert offered[0] == today.isoformat()
    assert offered[-1] == when.OTHER
    assert all(when.day_in(value, today) for value in offered[:-1])


@pytest.mark.parametrize("language", OFFERED)
def test_the_calendar_shows_only_days_to_come(language: str) -> None:
    rows = when.calendar_rows(words(language), MONDAY, MONDAY)
    assert all(len(row) == 7 for row in rows[1:])
    assert len(rows) == 4, "weeks that are over are left out"
    days = [choice.value for row in rows[2:] for choice in row if choice.value != when.BLANK]
    assert days == [date(2026, 11, day).isoformat() for day in range(23, 31)]
    assert rows[0][0].value == when.BLANK, "there is no way into the past"
    assert rows[0][2].value == "month:2026-12-01"


def test_the_calendar_turns_over_the_year() -> None:
    rows = when.calendar_rows(INDONESIAN, date(2026, 12, 1), MONDAY)
    assert (rows[0][0].value, rows[0][2].value) == ("month:2026-11-01", "month:2027-01-01")


def test_the_hours_offered_are_understood() -> None:
    assert all(hour_in(choice.value) for row in when.hour_rows() for choice in row)
