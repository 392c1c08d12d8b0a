"""Every method of voting by its code word: what its ballots are, how it counts, and what may be set about it.

Whoever opens a poll chooses a method and, within these limits, its parameters; they are fixed before the first vote.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from community.voting import approval, borda, choose_one, consensus, equal_shares, points, schulze, yes_no
from community.voting.ballots import Approval, Choice, Points, Ranking
from community.voting.consensus import Answer
from community.voting.shared_budget import Completion, Utility
from community.voting.yes_no import Majority, Vote


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number from `least` to `most`; `usual` unless somebody says otherwise, None meaning no limit."""

    least: int
    most: int
    usual: int | None

    def allows(self, value: object) -> bool:
        return value == self.usual or (isinstance(value, int) and self.least <= value <= self.most)


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these, `usual` unless somebody says otherwise."""

    values: tuple[object, ...]
    usual: object

    def allows(self, value: object) -> bool:
        return value in self.values


@dataclass(frozen=True, slots=True)
class Method:
    """`count` takes what its own file says; `limits` are parameters it takes by name (consensus: its `Fallback`)."""

    code: str
    ballot: type
    count: Callable[..., Any]
    limits: Mapping[str, Range | OneOf] = field(default_factory=dict)

    def allows(self, **parameters: object) -> bool:
        """Whether they are parameters of this method, and within their limits."""
        return all(name in self.limits and self.limits[name].allows(value) for name, value in parameters.items())


_QUORUM = OneOf(tuple(Fraction(part) for part in ("0", "1/3", "1/2", "2/3", "3/4", "1")), Fraction(0))
_MAJORITY = OneOf(tuple(Majority), Majority.simple)

METHODS: Mapping[str, Method] = {
    method.code: method
    for method in (
        Method("choose_one", Choice, choose_one.count),
        Method("approval", Approval, approval.count, {"most": Range(1, 50, None)}),
        Method("borda", Ranking, borda.count),
        Method("schulze", Ranking, schulze.count),
        Method("points", Points, points.count, {"dots": Range(1, 100, 5), "most_on_one": Range(1, 100, 3)}),
        Method("yes_no", Vote, yes_no.count, {"quorum": _QUORUM, "majority": _MAJORITY}),
        Method("consensus", Answer, consensus.standing, {"majority": OneOf((None, *Majority), None)}),
        Method(
            "equal_shares", Approval, equal_shares.count,
            {
                "utility": OneOf(tuple(Utility), Utility.cost),
                "completion": OneOf(tuple(Completion), Completion.add1_greedy),
            },
        ),
    )
}  # fmt: skip
