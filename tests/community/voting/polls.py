"""Polls by chance, small enough to be many, and made so that equals, blanks and extremes come often.

Each comes from a seed: that spreads wider than hypothesis does by itself, and is quick. A failing poll is small anyway.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from hypothesis import strategies as st

from community.voting.ballots import Approval, Choice, Points, Ranking
from community.voting.shared_budget import Money, Project

Ballot = TypeVar("Ballot")
NUMBERS = (7, 3, 11, 2, 9)
"""Of options: not in their order, and with gaps."""
MOST = len(NUMBERS)
SEEDS = st.integers(0, 2**48)


@dataclass(frozen=True)
class Poll(Generic[Ballot]):
    options: tuple[int, ...]
    ballots: list[Ballot]


@dataclass(frozen=True)
class SharedBudget:
    projects: list[Project]
    ballots: list[Approval]
    budget: Money


def _digits(number: int, base: int, many: int) -> list[int]:
    return [number // base**place % base for place in range(many)]


def _ranking(options: tuple[int, ...], number: int) -> Ranking:
    """A digit for each option: its rank, the last not named."""
    digits = dict(zip(options, _digits(number, 4, len(options)), strict=True))
    ranks = (frozenset(one for one in options if digits[one] == rank) for rank in range(3))
    return Ranking(tuple(ranks))


def _approval(options: tuple[int, ...], number: int) -> Approval:
    return Approval(frozenset(one for one, yes in zip(options, _digits(number, 2, MOST), strict=False) if yes))


def _points(options: tuple[int, ...], number: int) -> Points:
    """Up to three dots on each, and six in all."""
    left, dots = 6, []
    for option, digit in zip(options, _digits(number, 4, len(options)), strict=True):
        many = min(digit, left)
        left -= many
        if many:
            dots.append((option, many))
    return Points(tuple(dots))


def _drawn(read: Callable[[tuple[int, ...], int], Ballot]) -> st.SearchStrategy[Poll[Ballot]]:
    def poll(seed: int) -> Poll[Ballot]:
        chance = random.Random(seed)
        options = NUMBERS[: chance.randint(1, MOST)]
        return Poll(options, [read(options, chance.randrange(4**MOST)) for _ in range(chance.randint(0, 7))])

    return SEEDS.map(poll)


RANKINGS = _drawn(_ranking)
APPROVALS = _drawn(_approval)
CHOICES = _drawn(lambda options, number: Choice(options[number % len(options)]))
POINTS = _drawn(_points)


def _shared_budget(seed: int) -> SharedBudget:
    """Costs of nought to six units and, so that some are nearly equal, a little more; about as much as that in all."""
    chance = random.Random(seed)
    options = NUMBERS[: chance.choice((1, 3, 4, MOST, MOST, MOST))]
    much, little = chance.choice(((1, 0), (1, 0), (1000, 1), (10**15, 1), (Fraction(1, 3), Fraction(1, 7))))
    units = {one: chance.randint(0, 6) for one in options}
    projects = [
        Project(one, many * much + (chance.randint(0, 1) * little if many else 0)) for one, many in units.items()
    ]
    ballots = [_approval(options, chance.randrange(2**MOST)) for _ in range(chance.randint(0, 9))]
    return SharedBudget(projects, ballots, sum(units.values()) * chance.choice((0, 4, 6, 7, 8, 9, 10, 12)) // 8 * much)


SHARED_BUDGETS = SEEDS.map(_shared_budget)
"""Also with nobody voting, nothing in the budget, and thirds of a rupiah."""
