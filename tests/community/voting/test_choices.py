"""Choose one, approval, points, yes or no: beside definitions that are written another way, and by tables."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting import approval, choose_one, points, yes_no
from community.voting.ballots import Approval, Choice, Flaw, Points, Spoilt
from community.voting.results import Result, TieRule
from community.voting.yes_no import Majority, Outcome
from tests.community.voting.polls import APPROVALS, CHOICES, POINTS, Poll

OPTIONS = (1, 2, 3, 14)


def is_in_order(result: Result, tallies: dict[int, int]) -> bool:
    """The definition, place by place: a rank is one more than how many have more."""
    return all(
        place.tally == tallies[place.option]
        and place.rank == 1 + sum(other > tallies[place.option] for other in tallies.values())
        for place in result.places
    ) and sorted(result.order) == sorted(tallies)


def parts_equals(result: Result) -> bool:
    """Every two that share a rank, and no others, stand in one tie."""
    shared = {place.option for place in result.places if [one.rank for one in result.places].count(place.rank) > 1}
    return shared == {option for tie in result.ties for option in tie.options}


# ── beside the definitions ──


@settings(max_examples=1000, deadline=None)
@given(CHOICES)
def test_choosing_one(poll: Poll[Choice]) -> None:
    result = choose_one.count(poll.options, poll.ballots)
    assert is_in_order(result, {one: sum(b.option == one for b in poll.ballots) for one in poll.options})
    assert parts_equals(result)


@settings(max_examples=1000, deadline=None)
@given(APPROVALS)
def test_approving(poll: Poll[Approval]) -> None:
    result = approval.count(poll.options, poll.ballots)
    assert is_in_order(result, {one: sum(one in b.options for b in poll.ballots) for one in poll.options})
    assert parts_equals(result)
    assert result.ballots == len(poll.ballots)


@settings(max_examples=1000, deadline=None)
@given(POINTS)
def test_sticking_dots(poll: Poll[Points]) -> None:
    result = points.count(poll.options, poll.ballots, dots=6, most_on_one=3)
    assert is_in_order(result, {one: sum(dict(b.dots).get(one, 0) for b in poll.ballots) for one in poll.options})
    assert parts_equals(result)
    people = {one: sum(one in dict(b.dots) for b in poll.ballots) for one in poll.options}
    for tie in result.ties:
        assert list(tie.options) == sorted(tie.options, key=lambda one: (-people[one], one))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from(Majority))
def test_yes_and_no(yes: int, no: int, majority: Majority) -> None:
    """What part of those who decide is for it."""
    part = Fraction(yes, yes + no) if yes + no else Fraction(0)
    enough = part > Fraction(1, 2) if majority is Majority.simple else part >= Fraction(2, 3)
    assert yes_no.outcome(yes, no, majority) is Outcome("carried" if enough else "not_carried")


@settings(max_examples=200, deadline=None)
@given(APPROVALS, st.integers(0, 8), st.integers(0, 4))
def test_another_vote_never_harms(poll: Poll[Approval], at: int, which: int) -> None:
    """Monotony: whoever gets one vote more does not fall behind anybody."""
    option = poll.options[which % len(poll.options)]
    ballots = [*poll.ballots, Approval(frozenset())]
    at %= len(ballots)
    ballots[at] = Approval(ballots[at].options | {option})
    before, after = (approval.count(poll.options, some).order for some in (poll.ballots, ballots))
    assert after.index(option) <= before.index(option)


# ── by tables ──


def test_equals_go_by_the_lower_number_and_more_people_first() -> None:
    ballots = [Points(((1, 3),)), Points(((2, 2),)), Points(((2, 1), (14, 3)))]
    result = points.count(OPTIONS, ballots, dots=5, most_on_one=3)
    assert result.order == (2, 1, 14, 3)
    assert result.leaders == (2, 1, 14)
    assert result.ties[0].broken_by == (TieRule.more_supporters, TieRule.lower_number)


@pytest.mark.parametrize(
    ("dots", "flaw"),
    [
        (((1, 4),), Flaw.too_many_on_one),
        (((1, 3), (2, 3)), Flaw.too_many_dots),
        (((1, 0),), Flaw.less_than_a_dot),
        (((1, -1),), Flaw.less_than_a_dot),
        (((1, 1), (1, 1)), Flaw.named_twice),
        (((4, 1),), Flaw.unknown_option),
    ],
)
def test_dots_that_break_the_rules(dots: tuple[tuple[int, int], ...], flaw: Flaw) -> None:
    with pytest.raises(Spoilt) as caught:
        points.check(Points(dots), OPTIONS, 5, 3)
    assert caught.value.flaw is flaw


def test_choices_that_break_the_rules() -> None:
    with pytest.raises(Spoilt, match="too_many"):
        approval.count(OPTIONS, [Approval(frozenset((1, 2, 3)))], most=2)
    with pytest.raises(Spoilt, match="unknown_option"):
        approval.count(OPTIONS, [Approval(frozenset((4,)))])
    with pytest.raises(Spoilt, match="unknown_option"):
        choose_one.count(OPTIONS, [Choice(4)])
    assert approval.count(OPTIONS, [Approval(frozenset((1, 14)))], most=2).leaders == (1, 14)


@pytest.mark.parametrize(
    ("yes", "no", "majority", "outcome"),
    [
        (2, 1, "simple", "carried"),
        (1, 1, "simple", "not_carried"),
        (1, 0, "simple", "carried"),
        (0, 0, "simple", "not_carried"),
        (2, 1, "two_thirds", "carried"),
        (3, 2, "two_thirds", "not_carried"),
        (0, 0, "two_thirds", "not_carried"),
    ],
)
def test_when_it_is_carried(yes: int, no: int, majority: str, outcome: str) -> None:
    assert yes_no.outcome(yes, no, Majority(majority)) is Outcome(outcome)
