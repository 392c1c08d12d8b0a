"""Why this project and why not that, in exact money: an account of every project."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import lcm

from community.voting.ballots import Approval
from community.voting.shared_budget import Money, Project, Shares


class Why(StrEnum):
    """Why a project is chosen, or why not; the key of its words."""

    free = "free"
    bought = "bought"
    filled = "filled"
    no_supporters = "no_supporters"
    over_budget = "over_budget"
    supporters_short = "supporters_short"


@dataclass(frozen=True, slots=True)
class Account:
    """One project's.

    `step` counts from 1 over all that are chosen. `had` is what its supporters together had left of their shares,
    before they bought it, or at the end if they did not; `short` is what they lacked then. `budget_short` is what the
    rest of the whole budget lacked at the end. `price` is the most that one of them paid, if they bought
    it.
    """

    number: int
    cost: Money
    supporters: int
    why: Why
    step: int | None
    price: Fraction | None
    had: Fraction
    short: Fraction
    budget_short: Fraction


def explain(shares: Shares, projects: Collection[Project], ballots: Iterable[Approval]) -> dict[int, Account]:
    """Of every project: the chosen in the order of their steps, then the others, the most supporters first."""
    known = {one.number: one for one in projects}
    had = _had(shares, ballots)
    prices = {one.number: one for one in shares.purchases}
    chosen = shares.chosen
    accounts = {}
    for number in [*chosen, *(one for one in shares.votes if one not in chosen)]:
        cost, bought, is_chosen = known[number].cost, prices.get(number), number in chosen
        accounts[number] = Account(
            number=number,
            cost=cost,
            supporters=shares.votes[number],
            why=_why(shares, known[number]),
            step=chosen.index(number) + 1 if is_chosen else None,
            price=bought.price if bought else None,
            had=had[number],
            short=max(cost - had[number], Fraction(0)),
            budget_short=Fraction(0) if is_chosen else max(cost - shares.left, Fraction(0)),
        )
    return accounts


def _had(shares: Shares, ballots: Iterable[Approval]) -> dict[int, Fraction]:
    """What the supporters of each project had together: before its purchase, or at the end."""
    unit = lcm(shares.share.denominator, *(one.price.denominator for one in shares.purchases))
    prices = {one.number: int(one.price * unit) for one in shares.purchases}
    had = dict.fromkeys(shares.votes, 0)
    for options, many in Counter(ballot.options for ballot in ballots).items():
        left = int(shares.share * unit)
        for number, price in prices.items():
            if number in options:
                had[number] += left * many
                left -= min(price, left)
        for number in options - prices.keys():
            had[number] += left * many
    return {number: Fraction(money, unit) for number, money in had.items()}


def _why(shares: Shares, project: Project) -> Why:
    if project.number in shares.free:
        return Why.free
    if project.number in shares.filled:
        return Why.filled
    if any(one.number == project.number for one in shares.purchases):
        return Why.bought
    if not shares.votes[project.number]:
        return Why.no_supporters
    return Why.over_budget if project.cost > shares.budget else Why.supporters_short
