"""One run of the Method of Equal Shares: whatever is the best bargain for its supporters is bought, until none can be.

A project's supporters share its cost evenly; who has less left gives all of it. The bargain is the most that one of
them gives for one unit of what they gain. It only ever gets worse, as purses only get emptier: so an old figure is
a lower bound, and only projects whose bound is not above the best fresh figure are looked at again.

Source: Peters, Pierczyński and Skowron, "Proportional participatory budgeting with additive utilities", NeurIPS 2021.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf

from community.voting.purses import Purses
from community.voting.shared_budget import Purchase


@dataclass(slots=True)
class Backed:
    """A project with the groups of those who support it; `gain` is what each of them gains."""

    number: int
    cost: Fraction
    gain: Fraction
    votes: int
    supporters: list[int]

    @property
    def tie_key(self) -> tuple[int, Fraction, int]:
        """Declared beforehand: the most voters, then the lower cost, then the lower spoken number."""
        return -self.votes, self.cost, self.number


def buy(projects: Sequence[Backed], purses: Purses) -> list[Purchase]:
    """What is bought, in its order. Every project has supporters and costs something."""
    bargains = _Bargains(projects, purses)
    bought: list[Purchase] = []
    while best := bargains.best():
        prices = {at: bargains.price(at) for at in best}
        rates = {at: price / projects[at].gain for at, price in prices.items() if price is not None}
        if len(rates) < len(prices):  # nearly enough was not enough: without it another may be the best
            bargains.put_back(rates)
            continue
        lowest = min(rates.values())
        tied = sorted((at for at in rates if rates[at] == lowest), key=lambda at: projects[at].tie_key)
        chosen, price = projects[tied[0]], lowest * projects[tied[0]].gain
        purses.pay(chosen.supporters, price)
        bought.append(Purchase(chosen.number, price, tuple(projects[at].number for at in tied)))
        bargains.put_back(at for at in rates if at != tied[0])
    return bought


class _Bargains:
    """Between what bounds each bargain lies: lower ones in a heap, which may be old; fresh ones on asking."""

    def __init__(self, projects: Sequence[Backed], purses: Purses) -> None:
        self._projects, self._purses = projects, purses
        self._costs = [float(one.cost) for one in projects]
        self._gains = [float(one.gain) for one in projects]
        self._doubts = [purses.doubt(one.votes, cost) for one, cost in zip(projects, self._costs, strict=True)]
        # nobody ever gives less than an even part
        self._fresh = {at: cost / one.votes for at, (one, cost) in enumerate(zip(projects, self._costs, strict=True))}
        self._bounds = [(self._low(at), at) for at in self._fresh]
        heapify(self._bounds)

    def best(self) -> list[int]:
        """Take out all that may be the best; none if nothing can be bought any more."""
        self._fresh = {}
        lows: dict[int, float] = {}
        lowest = inf
        while self._bounds and self._bounds[0][0] <= lowest:
            _, at = heappop(self._bounds)
            price = self._purses.near_price(self._projects[at].supporters, self._costs[at], self._doubts[at])
            if price < inf:
                self._fresh[at] = price
                lows[at] = self._low(at)
                lowest = min(lowest, price / self._gains[at] * (1 + self._doubts[at]))
        best = [at for at, low in lows.items() if low <= lowest]
        self.put_back(lows.keys() - best)
        return best

    def price(self, at: int) -> Fraction | None:
        """The exact one of a project that was just taken out."""
        near, doubt, project = self._fresh[at], self._doubts[at], self._projects[at]
        return self._purses.price(project.supporters, project.cost, near * (1 - doubt), near * (1 + doubt))

    def put_back(self, those: Iterable[int]) -> None:
        """They were looked at, and are not bought now."""
        for at in those:
            heappush(self._bounds, (self._low(at), at))

    def _low(self, at: int) -> float:
        return self._fresh[at] / self._gains[at] * (1 - self._doubts[at])
