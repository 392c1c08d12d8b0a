"""What a neighbour hands in, as values: one ballot each, and every ballot weighs one.

An option is known by its spoken number (No. 14), which is never given twice in a poll.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """Why a ballot cannot be counted; the key of its words."""

    unknown_option = "unknown_option"
    named_twice = "named_twice"
    too_many = "too_many"
    too_many_dots = "too_many_dots"
    too_many_on_one = "too_many_on_one"
    less_than_a_dot = "less_than_a_dot"


class Spoilt(ValueError):
    """A ballot that breaks the poll's rules. It is refused when it is given, so that counting never drops one."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class Choice:
    """One option."""

    option: int


@dataclass(frozen=True, slots=True)
class Approval:
    """The options that one would be content with. None at all is an answer too."""

    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best first; what stands in one set is equally good. What is not named is below all that is, and equal."""

    ranks: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Options and the dots stuck on them; each option at most once, and at least one dot."""

    dots: tuple[tuple[int, int], ...]


def check_known(named: Collection[int], options: Collection[int]) -> None:
    """Refuse what names an option twice, or one that is not in the poll."""
    if len(set(named)) != len(named):
        raise Spoilt(Flaw.named_twice)
    if not set(named) <= set(options):
        raise Spoilt(Flaw.unknown_option)
