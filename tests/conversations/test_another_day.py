"""The near days, the calendar behind them, and what is read as a day."""

from datetime import date

import pytest

from conversations.answers import Said, Tapped
from conversations.dialogue import Again
from conversations.widgets import another_day
from conversations.widgets.another_day import Leafed
from locales import words

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        (Tapped("2026-11-29"), date(2026, 11, 29)),
        (Said("besok"), date(2026, 11, 24)),
        (Said("6 Desember"), date(2026, 12, 6)),
        (Said("22/11/2026"), Again("widgets.when.over")),
        (Said("entahlah"), None),
        (Tapped("other"), Leafed("2026-11-23")),
        (Tapped("blank"), Leafed("2026-11-23")),
        (Tapped("month:2026-12-01"), Leafed("2026-12-01")),
        (Said("month:2026-12-01"), None),
        (Said("other"), None),
    ],
)
def test_what_is_read(answer: Tapped | Said, read: object) -> None:
    assert another_day.heard(answer, MONDAY) == read


def test_a_month_lies_open_once_it_is_leafed_to() -> None:
    near = another_day.rows(words("id"), "", MONDAY)
    assert [choice.value for choice in near[0]] == ["2026-11-23", "2026-11-24"]
    december = another_day.rows(words("id"), "2026-12-01", MONDAY)
    assert "2026-12-31" in [choice.value for row in december for choice in row]
