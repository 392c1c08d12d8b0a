"""What comes out of a count: options in their order, the equal ones, and by which rule equals were put in order.

The order of equals is never drawn: every rule is named before anybody votes. A dialogue that would rather let
neighbours decide between equals finds them in `ties`, and all that are equally first in `leaders`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

Tally = int | Fraction


class TieRule(StrEnum):
    """By what one of two equals comes first; the key of its words. The last is always at hand and always decides."""

    more_supporters = "more_supporters"
    more_first_places = "more_first_places"
    beats_more = "beats_more"
    lower_cost = "lower_cost"
    lower_number = "lower_number"


@dataclass(frozen=True, slots=True)
class Place:
    """An option, what it was given, and its rank, which equals share: 1, 2, 2, 4."""

    option: int
    rank: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal options as they were put in order; `broken_by` says for each pair of neighbours which rule did it."""

    options: tuple[int, ...]
    broken_by: tuple[TieRule, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The options, the best first."""

    places: tuple[Place, ...]
    ties: tuple[Tie, ...]
    ballots: int

    @property
    def order(self) -> tuple[int, ...]:
        return tuple(place.option for place in self.places)

    @property
    def leaders(self) -> tuple[int, ...]:
        """All that are equally first, before any tie is broken."""
        return tuple(place.option for place in self.places if place.rank == 1)


Breaker = tuple[TieRule, Mapping[int, Tally]]
"""A rule and the figures it goes by; more is better."""


def ranked(
    tallies: Mapping[int, Tally],
    ballots: int,
    breakers: Sequence[Breaker] = (),
    worth: Mapping[int, Tally] | None = None,
) -> Result:
    """Most first; equals by the breakers, one after the other, and in the end by the lower spoken number.

    `worth` is what the order goes by, where that is not the tally itself.
    """
    by = tallies if worth is None else worth
    order = sorted(by, key=lambda one: (-by[one], *(-figures[one] for _, figures in breakers), one))
    groups: list[list[int]] = []
    for option in order:
        if groups and by[groups[-1][0]] == by[option]:
            groups[-1].append(option)
        else:
            groups.append([option])
    places: list[Place] = []
    for group in groups:
        rank = len(places) + 1
        places += [Place(option, rank, tallies[option]) for option in group]
    return Result(tuple(places), tuple(tie(group, breakers) for group in groups if len(group) > 1), ballots)


def tie(group: Sequence[int], breakers: Sequence[Breaker]) -> Tie:
    """Equals that are in order already, with the rule that parts each from the next."""
    return Tie(tuple(group), tuple(_parting(*pair, breakers) for pair in pairwise(group)))


def _parting(one: int, other: int, breakers: Sequence[Breaker]) -> TieRule:
    return next((rule for rule, figures in breakers if figures[one] != figures[other]), TieRule.lower_number)
