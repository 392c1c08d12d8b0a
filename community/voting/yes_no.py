"""Yes or no: enough must take part, and enough of those who say yes or no must say yes.

Whoever abstains takes part and decides nothing. With a simple majority yes must have more than no: equal is not
carried. With two thirds yes must have at least twice what no has. If nobody says yes it is not carried.

Source: Robert's Rules of Order Newly Revised, section 44: a majority, and two thirds, of the votes cast, abstentions
excluded, a quorum being present.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Vote(StrEnum):
    yes = "yes"
    no = "no"
    abstain = "abstain"


class Majority(StrEnum):
    """How much of yes and no together yes must have."""

    simple = "simple"
    two_thirds = "two_thirds"


class Outcome(StrEnum):
    """The key of its words; too few of those asked took part where the quorum is missing."""

    carried = "carried"
    not_carried = "not_carried"
    no_quorum = "no_quorum"


@dataclass(frozen=True, slots=True)
class Decision:
    """The figures, and what follows; `quorum` is the part of the `eligible` that must at least have taken part."""

    yes: int
    no: int
    abstain: int
    eligible: int
    quorum: Fraction
    majority: Majority

    @property
    def turnout(self) -> Fraction:
        """The part of the eligible that took part; nought where nobody is."""
        return Fraction(self.yes + self.no + self.abstain, self.eligible) if self.eligible else Fraction(0)

    @property
    def outcome(self) -> Outcome:
        if self.turnout < self.quorum:
            return Outcome.no_quorum
        return Outcome.carried if has_majority(self.yes, self.no, self.majority) else Outcome.not_carried

    @property
    def is_tied(self) -> bool:
        """As many yes as no: not carried, and worth saying."""
        return self.yes == self.no


def has_majority(yes: int, no: int, majority: Majority) -> bool:
    """Whether so many yes carry it against so many no."""
    return yes > no if majority is Majority.simple else yes > 0 and yes >= 2 * no


def count(
    votes: Iterable[Vote], *, eligible: int, quorum: Fraction = Fraction(0), majority: Majority = Majority.simple
) -> Decision:
    """`eligible` is how many were asked, never less than the votes."""
    tally = Counter(votes)
    if tally.total() > eligible:
        raise ValueError("more votes than people who may vote")
    return Decision(tally[Vote.yes], tally[Vote.no], tally[Vote.abstain], eligible, quorum, majority)
