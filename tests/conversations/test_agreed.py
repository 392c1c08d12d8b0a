"""What was agreed on, read from a line: what, who, until when; who is meant where two are called alike."""

from datetime import UTC, date, datetime

import pytest

from conversations.widgets import agreed
from conversations.widgets.agreed import Agreed

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ZONE = "Asia/Jakarta"
SATURDAY = date(2026, 11, 28)
PEOPLE = {1: "Pak Asep", 2: "Bu Tini", 3: "Pak Joko", 4: "Mas Joko"}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("beli engsel - Asep - Sabtu", Agreed("beli engsel", "Asep", SATURDAY)),
        ("- beli engsel – Asep – 5 Des", Agreed("beli engsel", "Asep", date(2026, 12, 5))),
        ("beli engsel; Asep; paling lambat 5/12/2026", Agreed("beli engsel", "Asep", date(2026, 12, 5))),
        ("beli engsel | Bu Tini", Agreed("beli engsel", "Bu Tini")),
        ("gotong-royong selokan", Agreed("gotong-royong selokan")),
        ("beli engsel - Asep - kapan-kapan", None),
        ("beli engsel - Asep - 1 Nov 2026", None),
        ("beli engsel, Asep, Sabtu", Agreed("beli engsel", "Asep", SATURDAY)),
        ("beli engsel, paku, Bu Tini, paling lambat 5 Des", Agreed("beli engsel, paku", "Bu Tini", date(2026, 12, 5))),
        ("beli engsel, mas joko", Agreed("beli engsel", "mas joko")),
        ("beli engsel, paku, Sabtu", Agreed("beli engsel, paku", "", SATURDAY)),
        ("beli engsel, paku", Agreed("beli engsel, paku")),
        ("beli engsel, Asep, kalau sempat besok", Agreed("beli engsel, Asep, kalau sempat besok")),
        ("beli engsel, Asep, 1 Nov 2026", Agreed("beli engsel, Asep, 1 Nov 2026")),
        ("Sabtu, 5 Des", Agreed("Sabtu", "", date(2026, 12, 5))),
        ("", None),
    ],
)
def test_a_line_is_read_as_it_was_meant(line: str, read: Agreed | None) -> None:
    assert agreed.read(line, NOW, ZONE, PEOPLE) == read


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Asep", 1),
        ("asep", 1),
        ("Tini", 2),
        ("bu tini", 2),
        ("Joko", None),
        ("Pak Joko", 3),
        ("Siapa", None),
        ("", None),
    ],
)
def test_who_is_meant_is_one_neighbour_or_nobody(name: str, who: int | None) -> None:
    assert agreed.meant(name, PEOPLE) == who
