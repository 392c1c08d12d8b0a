"""Names as people write a rota, with nights and without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.widgets.rota_text import names_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Budi\nAgus\nPak Slamet", [("Budi", None), ("Agus", None), ("Pak Slamet", None)]),
        ("1. Budi\n2) Agus\n- Eko", [("Budi", None), ("Agus", None), ("Eko", None)]),
        ("Budi, Agus dan Eko", [("Budi", None), ("Agus", None), ("Eko", None)]),
        ("Budi\nbudi", [("Budi", None)]),
        ("Senin: Budi, Agus\nSelasa: Budi", [("Budi", 0), ("Agus", 0), ("Budi", 1)]),
        ("Malam Jumat : Pak Slamet\nmalem Kemis = Eko", [("Pak Slamet", 4), ("Eko", 3)]),
        ("Jum'at: Budi\nJum’at - Agus\nAhad: Eko", [("Budi", 4), ("Agus", 4), ("Eko", 6)]),
        ("*Senin* : Budi", [("Budi", 0)]),
        ("Senin:\nBudi\nAgus\nSelasa:\n- Budi", [("Budi", 0), ("Agus", 0), ("Budi", 1)]),
        ("Senin:\nBudi\n\nEko", [("Budi", 0), ("Eko", None)]),
        ("Senin: Budi, Agus; Rabu: Slamet", [("Budi", 0), ("Agus", 0), ("Slamet", 2)]),
        ("Senin: Budi; Agus\nEko; Gito;", [("Budi", 0), ("Agus", 0), ("Eko", None), ("Gito", None)]),
        ("Senin:\nBudi; Agus", [("Budi", 0), ("Agus", 0)]),
        ("Minggu", [("Minggu", None)]),
        ("Senin:\n123\n…", []),
    ],
)
def test_read_as_they_are_meant(text: str, found: list[tuple[str, int | None]]) -> None:
    assert names_in(text) == found


@given(st.text(max_size=300))
def test_whatever_is_written_nothing_breaks_and_nobody_stands_there_twice(text: str) -> None:
    found = names_in(text)
    assert len({(name.casefold(), day) for name, day in found}) == len(found)
    assert all(name.strip() and day in (None, *range(7)) for name, day in found)
