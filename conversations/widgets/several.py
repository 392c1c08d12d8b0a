"""Several of a few: each tap puts a ✓ or takes it away, one more button says that it is enough."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from conversations import screens
from conversations.dialogue import Choice, Rows
from locales import Words

T = TypeVar("T")

ENOUGH = "enough"
TICK = "✓ "


def rows(words: Words, choices: Iterable[Choice], chosen: Collection[str], *, enough: str = "widgets.enough") -> Rows:
    """The choices with those in `chosen` ticked, and below them the button whose words are at `enough`."""
    shown = [ticked(words, choice, is_so=choice.value in chosen) for choice in choices]
    return [*screens.pairs(shown, words), [Choice(ENOUGH, enough)]]


def toggled(chosen: Collection[T], value: T) -> list[T]:
    """`value` in or out, in the order of choosing."""
    return [one for one in chosen if one != value] if value in chosen else [*chosen, value]


def ticked(words: Words, choice: Choice, *, is_so: bool) -> Choice:
    """✓ before its label, if it is so."""
    return replace(choice, key=None, label=TICK + screens.label_of(words, choice)) if is_so else choice
