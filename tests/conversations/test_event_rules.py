"""How often an event comes again: what is offered for a day, the rule that it becomes, how it is said and heard."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import recurrence
from conversations import event_rules, screens
from conversations.event_rules import Heard, Often
from locales import Words, words

SUNDAY, FIRST_SUNDAY = date(2026, 11, 29), date(2026, 12, 6)
INDONESIAN, ENGLISH = words("id"), words("en")


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (SUNDAY, "weekly fortnightly date last daily"),
        (FIRST_SUNDAY, "weekly fortnightly date nth daily"),
        (date(2026, 11, 30), "weekly fortnightly last_day last daily"),
        (date(2026, 2, 22), "weekly fortnightly date nth last daily"),
    ],
)
def test_what_fits_a_first_day(day: date, offered: str) -> None:
    assert event_rules.offered(day) == [Often(one) for one in offered.split()]


@pytest.mark.parametrize(
    ("often", "day", "indonesian", "english"),
    [
        (Often.weekly, SUNDAY, "tiap Minggu", "every Sunday"),
        (Often.fortnightly, SUNDAY, "dua pekan sekali, Minggu", "every two weeks, Sunday"),
        (Often.date, date(2026, 12, 10), "tiap bulan tanggal 10", "monthly, on day 10"),
        (Often.last_day, date(2026, 11, 30), "tiap akhir bulan", "monthly, on the last day"),
        (Often.nth, FIRST_SUNDAY, "tiap Minggu pertama", "monthly, first Sunday"),
        (Often.last, SUNDAY, "tiap Minggu terakhir", "monthly, last Sunday"),
        (Often.daily, SUNDAY, "tiap hari", "every day"),
    ],
)
def test_it_is_said_as_it_is(often: Often, day: date, indonesian: str, english: str) -> None:
    rule = event_rules.rule(often, day, None)
    recurrence.refuse_unfit(rule)
    assert (event_rules.said(INDONESIAN, rule, day), event_rules.said(ENGLISH, rule, day)) == (indonesian, english)
    ending = event_rules.rule(often, day, date(2027, 6, 6))
    assert event_rules.said(INDONESIAN, ending, day) == f"{indonesian}, sampai Minggu, 6 Jun 2027"


@pytest.mark.parametrize("words_", [INDONESIAN, ENGLISH])
def test_every_choice_fits_on_its_button(words_: Words) -> None:
    for ahead in range(40):
        day = SUNDAY + timedelta(days=ahead)
        said = [event_rules.said(words_, event_rules.rule(one, day, None), day) for one in event_rules.offered(day)]
        assert all(len(one) <= screens.LABEL for one in said), said


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_whatever_is_offered_comes_on_the_first_day_itself(day: date) -> None:
    """As it would of an event that had begun four weeks before."""
    for often in event_rules.offered(day):
        rule = event_rules.rule(often, day, None)
        found = recurrence.days(rule, day - timedelta(days=28), time(7), after=day, until=day)
        assert list(found) == [day], often


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("tiap minggu", Heard(Often.weekly, SUNDAY)),
        ("seminggu sekali", Heard(Often.weekly, SUNDAY)),
        ("setiap hari Sabtu", Heard(Often.weekly, date(2026, 12, 5))),
        ("2 minggu sekali", Heard(Often.fortnightly, SUNDAY)),
        ("dua pekan sekali", Heard(Often.fortnightly, SUNDAY)),
        ("Minggu pertama", Heard(Often.nth, FIRST_SUNDAY)),
        ("tiap Jum'at terakhir", Heard(Often.last, date(2026, 12, 25))),
        ("first Sunday", Heard(Often.nth, FIRST_SUNDAY)),
        ("tiap bulan tanggal 10", Heard(Often.date, date(2026, 12, 10))),
        ("setiap tgl 31", Heard(Often.date, date(2026, 12, 31))),
        ("sebulan sekali", Heard(Often.date, SUNDAY)),
        ("setiap malam", Heard(Often.daily, SUNDAY)),
        ("tiap hari", Heard(Often.daily, SUNDAY)),
        ("tiap tanggal 45", None),
        ("kapan-kapan", None),
    ],
)
def test_how_often_in_words(text: str, heard: Heard | None) -> None:
    assert event_rules.heard(text, SUNDAY) == heard
