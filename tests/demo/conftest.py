"""Pictures of the neighbourhood to play with, drawn once."""

from collections.abc import Iterator
from functools import cache

import pytest

from playground import drawings, seed_needs


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Each picture once for all of these, not for each: drawing is what takes the time."""
    once = pytest.MonkeyPatch()
    once.setattr(seed_needs, "draw", cache(drawings.draw))
    yield
    once.undo()
