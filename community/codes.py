"""Codes that stay inside links: random, short enough for a poster, without letters that eyes or ears confuse."""

import secrets
from collections.abc import Callable

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0, 1, i, l, o: read from a poster in poor light or told over a fence they are taken for one another."""
LENGTH = 8
"""31 to the 8th: with a million codes given, one guess in 850,000 hits. A code opens nothing by itself."""

Draw = Callable[[str], str]
"""One character out of an alphabet."""


def draw(length: int = LENGTH, choose: Draw = secrets.choice) -> str:
    """A new code. Whoever stores it relies on the table's unique key: two alike are a matter of once in a lifetime."""
    return "".join(choose(ALPHABET) for _ in range(length))
