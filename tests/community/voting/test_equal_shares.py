"""Equal shares as pabutools counts them, on polls by chance with ties and with what costs nothing; what must hold."""

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting.accounts import Why, explain
from community.voting.ballots import Approval, Spoilt
from community.voting.equal_shares import count
from community.voting.results import TieRule
from community.voting.shared_budget import Completion, Project, Shares, Utility
from tests.community.voting.oracles import Election
from tests.community.voting.polls import SHARED_BUDGETS, SharedBudget

UTILITIES = st.sampled_from(Utility)


def counted(
    poll: SharedBudget,
    utility: Utility = Utility.cost,
    completion: Completion = Completion.none,
    step: int | Fraction | None = None,
) -> Shares:
    return count(poll.projects, poll.ballots, budget=poll.budget, utility=utility, completion=completion, step=step)


def approvals(*said: str) -> list[Approval]:
    """Each word is a ballot, each digit of it an option."""
    return [Approval(frozenset(map(int, word))) for word in said]


# ── beside pabutools ──


@settings(max_examples=1000, deadline=None)
@given(SHARED_BUDGETS, UTILITIES)
def test_the_rule_chooses_what_pabutools_chooses(poll: SharedBudget, utility: Utility) -> None:
    oracle = Election(poll.projects, poll.ballots, poll.budget)
    ours = counted(poll, utility)
    theirs = oracle.equal_shares(utility)
    assert [one.number for one in ours.purchases] == [number for number in theirs if number not in ours.free]
    assert set(ours.chosen) == set(theirs)


@settings(max_examples=1000, deadline=None)
@given(SHARED_BUDGETS, UTILITIES, st.integers(1, 40))
def test_larger_shares_choose_what_pabutools_chooses(poll: SharedBudget, utility: Utility, part: int) -> None:
    step = max(Fraction(poll.budget, 1) * part / 100, Fraction(1, 9))
    oracle = Election(poll.projects, poll.ballots, poll.budget)
    ours = counted(poll, utility, Completion.add1, step)
    assert set(ours.chosen) == set(oracle.equal_shares(utility, step))


@settings(max_examples=1000, deadline=None)
@given(SHARED_BUDGETS, UTILITIES, st.booleans())
def test_the_rest_is_filled_as_pabutools_fills_it(poll: SharedBudget, utility: Utility, raises: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    step = max(Fraction(poll.budget, 1) / 10, Fraction(1, 9)) if raises else None
    oracle = Election(poll.projects, poll.ballots, poll.budget)
    ours = counted(poll, utility, Completion.add1_greedy if raises else Completion.greedy, step)
    assert set(ours.chosen) == set(oracle.then_greedy(utility, step))


@pytest.mark.parametrize("seed", range(6))
def test_a_hundred_and_fifty_voters_get_what_pabutools_gives_them(seed: int) -> None:
    """Long enough for purses to differ in many ways, and costs few enough for ties."""
    chance = random.Random(seed)
    projects = [Project(number, chance.choice((0, 5, 10, 20, 25)) * 1000) for number in range(1, 31)]
    ballots = [Approval(frozenset(chance.choices(range(1, 31), k=chance.randint(0, 9)))) for _ in range(150)]
    for utility in Utility:
        theirs = Election(projects, ballots, 150_000).equal_shares(utility)
        ours = count(projects, ballots, budget=150_000, utility=utility, completion=Completion.none)
        assert [one.number for one in ours.purchases] == [number for number in theirs if number not in ours.free]


# ── what must hold ──


def paid_by(ballot: Approval, shares: Shares) -> dict[int, Fraction]:
    """With a pencil: what one voter pays for each purchase, in their order: the price, or all that is left."""
    left, paid = shares.share, {}
    for one in shares.purchases:
        if one.number in ballot.options and left:
            paid[one.number] = min(one.price, left)
            left -= paid[one.number]
    return paid


@settings(max_examples=1000, deadline=None)
@given(SHARED_BUDGETS, UTILITIES, st.sampled_from(Completion))
def test_every_rupiah_is_accounted_for(poll: SharedBudget, utility: Utility, completion: Completion) -> None:
    shares = counted(poll, utility, completion, max(Fraction(poll.budget, 1) / 10, Fraction(1, 9)))
    costs = {one.number: one.cost for one in poll.projects}
    payments = [paid_by(ballot, shares) for ballot in poll.ballots]
    paid: Counter[int] = Counter()
    for one in payments:
        paid.update(one)
        assert sum(one.values()) <= shares.share
    assert paid == {one.number: costs[one.number] for one in shares.purchases}
    assert sum(costs[number] for number in shares.chosen) == poll.budget - shares.left
    assert shares.left >= 0
    for purchase in shares.purchases:
        assert max(one.get(purchase.number, 0) for one in payments) == purchase.price


@settings(max_examples=200, deadline=None)
@given(SHARED_BUDGETS, UTILITIES, st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_projects_changes_nothing(
    poll: SharedBudget, utility: Utility, chance: random.Random
) -> None:
    mixed = SharedBudget([*poll.projects], [*poll.ballots], poll.budget)
    chance.shuffle(mixed.projects)
    chance.shuffle(mixed.ballots)
    assert counted(mixed, utility, Completion.greedy) == counted(poll, utility, Completion.greedy)


@settings(max_examples=200, deadline=None)
@given(SHARED_BUDGETS, UTILITIES)
def test_an_account_says_why_not(poll: SharedBudget, utility: Utility) -> None:
    shares = counted(poll, utility)
    accounts = explain(shares, poll.projects, poll.ballots)
    assert tuple(accounts)[: len(shares.chosen)] == shares.chosen
    assert accounts.keys() == {one.number for one in poll.projects}
    for account in accounts.values():
        assert account.supporters == sum(account.number in ballot.options for ballot in poll.ballots)
        assert (account.step is not None) == (account.number in shares.chosen)
        if account.why is Why.supporters_short:
            assert account.short > 0
            assert account.had + account.short == account.cost
        if account.why is Why.bought:
            assert account.had >= account.cost
            assert account.short == 0


# ── by hand ──

LANE = [Project(1, 600), Project(2, 300), Project(3, 100)]


def test_a_minority_gets_its_part() -> None:
    """Six of ten would take all by the most votes; with equal shares the other four buy theirs."""
    projects = [Project(1, 300), Project(2, 300), Project(3, 400)]
    ballots = approvals(*["12"] * 6, *["3"] * 4)
    shares = count(projects, ballots, budget=1000, completion=Completion.none)
    assert shares.chosen == (1, 2, 3)
    assert shares.share == 100
    assert [one.price for one in shares.purchases] == [50, 50, 100]


def test_whoever_has_less_gives_all_and_the_others_share_the_rest() -> None:
    projects = [Project(1, 120), Project(2, 130), Project(3, 90)]
    ballots = approvals("12", "13", "2")
    shares = count(projects, ballots, budget=300, utility=Utility.cardinality, completion=Completion.none)
    assert [[one.number, one.price] for one in shares.purchases] == [[1, 60], [2, 90]]
    assert [paid_by(ballot, shares) for ballot in ballots] == [{1: 60, 2: 40}, {1: 60}, {2: 90}]
    accounts = explain(shares, projects, ballots)
    assert [accounts[2].why, accounts[2].step, accounts[2].had, accounts[2].short] == [Why.bought, 2, 140, 0]
    assert [accounts[3].why, accounts[3].step, accounts[3].had, accounts[3].short] == [
        Why.supporters_short,
        None,
        40,
        50,
    ]
    assert accounts[3].budget_short == 40


@pytest.mark.parametrize(
    ("projects", "said", "order", "rules"),
    [
        ([Project(1, 100), Project(2, 100)], ["12", "12"], (1, 2), (TieRule.lower_number,)),
        ([Project(2, 100), Project(1, 100)], ["12", "12"], (1, 2), (TieRule.lower_number,)),
        ([Project(1, 100), Project(2, 50)], ["12", "12"], (2, 1), (TieRule.lower_cost,)),
    ],
)
def test_equals_are_told_apart_by_the_rule(
    projects: list[Project], said: list[str], order: tuple[int, ...], rules: tuple[TieRule, ...]
) -> None:
    shares = count(projects, approvals(*said), budget=200, completion=Completion.none)
    assert shares.chosen == order
    assert [(tie.options, tie.broken_by) for tie in shares.ties] == [(order, rules)]


def test_of_equals_the_one_with_more_voters_comes_first() -> None:
    """Equal bargains by number of things: two pay 50 each for one, three pay 50 each for the other."""
    shares = count(
        [Project(1, 100), Project(2, 150)], approvals("1", "1", "2", "2", "2"), budget=500,
        utility=Utility.cardinality, completion=Completion.none,
    )  # fmt: skip
    assert shares.chosen == (2, 1)
    assert shares.ties[0].broken_by == (TieRule.more_supporters,)


def test_what_costs_nothing_and_what_costs_too_much() -> None:
    projects = [Project(1, 0), Project(2, 0), Project(3, 500), Project(4, 90)]
    shares = count(projects, approvals("13", "34"), budget=100)
    assert (shares.free, shares.chosen) == ((1,), (1, 4))
    accounts = explain(shares, projects, approvals("13", "34"))
    assert {number: account.why for number, account in accounts.items()} == {
        1: Why.free, 4: Why.bought, 3: Why.over_budget, 2: Why.no_supporters,
    }  # fmt: skip


def test_larger_shares_come_before_the_greedy_fill() -> None:
    projects = [Project(1, 60), Project(2, 40)]
    ballots = approvals("1", "2")
    assert count(projects, ballots, budget=100, completion=Completion.none).chosen == (2,)
    raised = count(projects, ballots, budget=100, completion=Completion.add1)
    assert [raised.chosen, raised.share, raised.raised, raised.filled] == [(2, 1), 60, 10, ()]
    filled = count(projects, ballots, budget=100, completion=Completion.greedy)
    assert [filled.chosen, filled.filled, filled.left] == [(2, 1), (1,), 0]


def test_costs_that_differ_by_one_in_a_million_million_are_not_equal() -> None:
    dear = 10**15
    ballots = approvals("12", "12", "12")
    shares = count([Project(1, dear + 1), Project(2, dear)], ballots, budget=3 * dear, utility=Utility.cardinality)
    assert (shares.chosen, shares.ties) == ((2, 1), ())


def test_nobody_votes() -> None:
    assert count(LANE, [], budget=1000).chosen == ()
    assert count([], approvals(""), budget=1000).chosen == ()


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(Spoilt):
        count(LANE, approvals("9"), budget=100)
    with pytest.raises(ValueError, match="one number"):
        count([Project(1, 5), Project(1, 6)], [], budget=100)
    with pytest.raises(ValueError, match="adds something"):
        count(LANE, approvals("1"), budget=100, step=0)
    with pytest.raises(ValueError, match="nothing or something"):
        Project(1, -1)


def test_names_do_not_matter() -> None:
    """Whoever is called differently gets the same: every renumbering that keeps the order of numbers."""
    ballots = approvals("12", "13", "3")
    first = count(LANE, ballots, budget=600)
    for a, b, c in permutations((4, 5, 6)):
        if a < b < c:
            other = dict(zip((1, 2, 3), (a, b, c), strict=True))
            renamed = [replace(one, number=other[one.number]) for one in LANE]
            said = [Approval(frozenset(other[one] for one in ballot.options)) for ballot in ballots]
            assert count(renamed, said, budget=600).chosen == tuple(other[one] for one in first.chosen)
