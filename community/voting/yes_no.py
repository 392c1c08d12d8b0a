"""Yes or no: enough of those who say yes or no must say yes. Whoever abstains takes part and decides nothing.

With a simple majority yes must have more than no: equal is not carried. With two thirds yes must have at least twice
what no has. If nobody says yes it is not carried. Whether enough have taken part at all is looked at first, in
`community.counting`.

Source: Robert's Rules of Order Newly Revised, section 44: a majority, and two thirds, of the votes cast, abstentions
excluded, a quorum being present.
"""

from enum import StrEnum


class Majority(StrEnum):
    """How much of yes and no together yes must have."""

    simple = "simple"
    two_thirds = "two_thirds"


class Outcome(StrEnum):
    """The key of its words."""

    carried = "carried"
    not_carried = "not_carried"


def has_majority(yes: int, no: int, majority: Majority) -> bool:
    """Whether so many yes carry it against so many no."""
    return yes > no if majority is Majority.simple else yes > 0 and yes >= 2 * no


def outcome(yes: int, no: int, majority: Majority) -> Outcome:
    return Outcome.carried if has_majority(yes, no, majority) else Outcome.not_carried
