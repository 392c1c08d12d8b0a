"""Equal shares: everyone gets the same part of the budget, and those who want a project pay for it together.

- What costs nothing is chosen if anybody wants it. What nobody wants is never chosen. What costs more than the whole
  budget is set aside. A ballot that wants nothing has a share too;
  in the neighbours' polls there is none, for an empty ballot there is no vote (`community.counting`).
- The rule itself, with exact figures, is `purchases.buy`. Equals: the most voters, then the lower cost, then the lower
  spoken number.
- Add1: as long as something that is wanted would still fit into the budget, everyone's share is raised by one `step`
  and all is bought anew; the last outcome that the budget pays for stands. A step is a hundredth of the share as it
  then is, in whole rupiah and at least one, unless a fixed one was declared.
- Greedy: what is left then goes, one after the other, to whatever has the most votes per rupiah and still fits.

Sources: Peters, Pierczyński and Skowron, "Proportional participatory budgeting with additive utilities", NeurIPS 2021;
for approval ballots, both utilities and the completions Faliszewski and others, "Participatory budgeting: data, tools,
and analysis", IJCAI 2023, and the program of https://equalshares.net (equalshares-compute-tool on
GitHub), where Add1 adds a fixed sum, and what is left goes by votes alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from community.voting.ballots import Approval, Flaw, Spoilt
from community.voting.purchases import Backed, buy
from community.voting.purses import Purses
from community.voting.results import Breaker, TieRule, tie
from community.voting.shared_budget import Completion, Money, Project, Purchase, Shares, Utility


def count(
    projects: Collection[Project],
    ballots: Iterable[Approval],
    *,
    budget: Money,
    utility: Utility = Utility.cost,
    completion: Completion = Completion.add1_greedy,
    step: Money | None = None,
) -> Shares:
    """What is chosen and who pays what for it; `accounts.explain` says why, and why not the others.

    Polls leave `utility`, `completion` and `step` as they are (`shared_budget`).
    """
    given = list(ballots)
    market = _market(projects, given, budget, utility)
    share = Fraction(budget) / max(len(given), 1)
    spending = _Spending(market, share)
    if completion in {Completion.add1, Completion.add1_greedy}:
        spending = _add1(spending, step)
    fills = completion in {Completion.greedy, Completion.add1_greedy}
    filled, tied = _filled(spending) if fills else ([], [])
    costs = {one.number: Fraction(one.cost) for one in projects}
    cheaper = {number: -cost for number, cost in costs.items()}
    breakers: list[Breaker] = [(TieRule.more_supporters, market.votes), (TieRule.lower_cost, cheaper)]
    groups = [one.tied for one in spending.purchases if len(one.tied) > 1] + tied
    return Shares(
        budget=budget,
        share=spending.share,
        raised=spending.share - share,
        free=tuple(number for number, votes in market.votes.items() if votes and not costs[number]),
        purchases=tuple(spending.purchases),
        filled=tuple(filled),
        left=spending.left - sum(costs[number] for number in filled),
        votes=market.votes,
        ties=tuple(tie(group, breakers) for group in groups),
    )


@dataclass(frozen=True, slots=True)
class _Market:
    """Voters in groups of the same ballot, who wants what, and what can be bought at all, both by the tie rule."""

    budget: Money
    sizes: list[int]
    votes: dict[int, int]
    backed: list[Backed]


def _market(projects: Collection[Project], ballots: Sequence[Approval], budget: Money, utility: Utility) -> _Market:
    groups = Counter(ballot.options for ballot in ballots)
    sizes = list(groups.values())
    supporters: dict[int, list[int]] = {one.number: [] for one in projects}
    if len(supporters) != len(projects):
        raise ValueError("two projects have one number")
    try:
        for group, wanted in enumerate(groups):
            for number in wanted:
                supporters[number].append(group)
    except KeyError:
        raise Spoilt(Flaw.unknown_option) from None
    backed = [
        Backed(one.number, cost := Fraction(one.cost), cost if utility is Utility.cost else Fraction(1), votes, behind)
        for one in projects
        for behind in (supporters[one.number],)
        for votes in (sum(map(sizes.__getitem__, behind)),)
    ]
    backed.sort(key=lambda one: one.tie_key)
    votes = {one.number: one.votes for one in backed}
    return _Market(budget, sizes, votes, [one for one in backed if one.votes and 0 < one.cost <= budget])


class _Spending:
    """What is bought with so large a share, and what is left of the budget; below nought if it was too large."""

    def __init__(self, market: _Market, share: Fraction) -> None:
        self.market, self.share = market, share
        unit = lcm(*(one.cost.denominator for one in market.backed))
        # buying leaves out supporters that have nothing left
        backed = [Backed(one.number, one.cost, one.gain, one.votes, [*one.supporters]) for one in market.backed]
        self.purchases: list[Purchase] = buy(backed, Purses(market.sizes, share, len(backed), unit))
        bought = {one.number for one in self.purchases}
        self.left = market.budget - sum((one.cost for one in backed if one.number in bought), Fraction(0))
        self.unbought = [one for one in market.backed if one.number not in bought]


def _add1(spending: _Spending, step: Money | None) -> _Spending:
    if step is not None and step <= 0:
        raise ValueError("a step adds something")
    while any(one.cost <= spending.left for one in spending.unbought):
        larger = _Spending(spending.market, spending.share + (step or max(spending.share // 100, 1)))
        if larger.left < 0:
            break
        spending = larger
    return spending


def _filled(spending: _Spending) -> tuple[list[int], list[list[int]]]:
    """What still fits, by most votes per rupiah; and the groups of equals among which that had to choose."""
    left, filled = spending.left, []
    rates: dict[Fraction, list[int]] = {}
    for one in sorted(spending.unbought, key=lambda one: -one.votes / one.cost):  # stable: equals by the tie rule
        rates.setdefault(one.votes / one.cost, []).append(one.number)
        if one.cost <= left:
            filled.append(one.number)
            left -= one.cost
    return filled, [group for group in rates.values() if len(group) > 1 and not set(group).isdisjoint(filled)]
