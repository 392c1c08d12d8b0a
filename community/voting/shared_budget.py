"""A shared budget as it is voted on and as it comes out: projects, and which of them are chosen at which price.

Money is exact, in whole rupiah or fractions of one; nothing here is ever rounded. What a project gives is counted by
its cost, and money that is left completed by add1_greedy, in every poll. The other ways are there for the comparison
with pabutools (`tests/community/voting`, `bench/equal_shares.py`), which takes each part of the rule by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from community.voting.results import Tie

Money = int | Fraction


@dataclass(frozen=True, slots=True)
class Project:
    """An option that costs something, or nothing."""

    number: int
    cost: Money

    def __post_init__(self) -> None:
        if self.cost < 0:
            raise ValueError("a project costs nothing or something")


class Utility(StrEnum):
    """What a supporter gains by a project: as much as it costs, or one, whatever it costs."""

    cost = "cost"
    cardinality = "cardinality"


class Completion(StrEnum):
    """What becomes of money that is left: larger shares (add1), the most votes per rupiah (greedy), or both."""

    none = "none"
    add1 = "add1"
    greedy = "greedy"
    add1_greedy = "add1_greedy"


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project that its supporters bought: each paid `price`, but for those who had less.

    `tied` are the projects that were just as good a bargain at that moment, this one first, in the order of the tie
    rule.
    """

    number: int
    price: Fraction
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What comes out. `share` is what each voter had in the end, `raised` how much of it completion had added."""

    budget: Money
    share: Fraction
    raised: Fraction
    free: tuple[int, ...]
    """Chosen because they cost nothing and somebody wants them."""
    purchases: tuple[Purchase, ...]
    filled: tuple[int, ...]
    """Chosen with what was left, by votes per rupiah."""
    left: Fraction
    """Of the budget, after all that."""
    votes: Mapping[int, int]
    """How many want each project: the most wanted first, equals by the tie rule."""
    ties: tuple[Tie, ...]

    @property
    def chosen(self) -> tuple[int, ...]:
        """In the order in which they were chosen."""
        return *self.free, *(one.number for one in self.purchases), *self.filled
