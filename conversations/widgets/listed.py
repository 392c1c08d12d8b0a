"""A list that is typed or pasted, one a line."""

import re

from conversations.widgets import pasted

_NUMBERED = re.compile(r"^\s*(?:[-•]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s+")
"""1. or a) or a dash in front of a line."""


def lines(text: str) -> list[str]:
    """Each once, without the number or the dash in front of it."""
    found = [" ".join(_NUMBERED.sub("", line).split()) for line in pasted.cleaned(text).split("\n")]
    first: dict[str, str] = {}
    for one in filter(None, found):
        first.setdefault(one.casefold(), one)
    return list(first.values())
