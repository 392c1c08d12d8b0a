"""One of a few: buttons in the rows they fit in."""

from collections.abc import Iterable

from conversations import screens
from conversations.dialogue import Choice, Rows
from locales import Words


def rows(words: Words, choices: Iterable[Choice]) -> Rows:
    """Two beside each other where both are short, else one a row."""
    return screens.pairs(choices, words)
