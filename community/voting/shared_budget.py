"""A shared budget as it is voted on and as it comes out: projects, and which of them are chosen at which price.

Money is exact, in whole rupiah or fractions of one; nothing here is ever rounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from community.voting.results import Place, Result, Tie

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

    `gave_all` of them had something, and gave it all; `had_nothing` is how many had nothing left by then.
    `tied` are the projects that were just as good a bargain at that moment, this one first, in the order of the tie
    rule.
    """

    number: int
    price: Fraction
    gave_all: int
    had_nothing: int
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What comes out. `share` is what each voter had in the end, `raised` how much of it completion had added."""

    budget: Money
    voters: int
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

    @property
    def result(self) -> Result:
        """As of any other method: the chosen by step, the others behind them and equal; tallies are supporters."""
        chosen = self.chosen
        behind = [number for number in self.votes if number not in chosen]
        places = [Place(number, step, self.votes[number]) for step, number in enumerate(chosen, 1)]
        places += [Place(number, len(chosen) + 1, self.votes[number]) for number in behind]
        return Result(tuple(places), self.ties, self.voters)
