"""The list of methods: each is there under its code word, and says which parameters it takes."""

import inspect
from fractions import Fraction

import pytest

from community.voting.ballots import Approval, Choice, Points, Ranking
from community.voting.methods import METHODS
from community.voting.shared_budget import Project
from community.voting.yes_no import Majority, Outcome, Vote


def test_every_method_is_known_by_its_code_word() -> None:
    assert [*METHODS] == [
        "choose_one", "approval", "borda", "schulze", "points", "yes_no", "consensus", "equal_shares",
    ]  # fmt: skip


@pytest.mark.parametrize("code", [code for code in METHODS if code != "consensus"])
def test_limits_are_of_parameters_that_there_are(code: str) -> None:
    """And each usual value is allowed."""
    method = METHODS[code]
    assert method.limits.keys() <= inspect.signature(method.count).parameters.keys()
    assert method.allows(**{name: limit.usual for name, limit in method.limits.items()})


@pytest.mark.parametrize(
    ("code", "parameters", "is_allowed"),
    [
        ("points", {"dots": 5, "most_on_one": 3}, True),
        ("points", {"dots": 0}, False),
        ("points", {"dots": "5"}, False),
        ("approval", {"most": None}, True),
        ("approval", {"least": 1}, False),
        ("yes_no", {"quorum": Fraction(2, 3), "majority": Majority.two_thirds}, True),
        ("yes_no", {"quorum": Fraction(3, 2)}, False),
        ("consensus", {"majority": None}, True),
        ("equal_shares", {"utility": "votes"}, False),
    ],
)
def test_parameters_beyond_the_limits_are_told(code: str, parameters: dict[str, object], *, is_allowed: bool) -> None:
    assert METHODS[code].allows(**parameters) is is_allowed


def test_each_counts_by_the_list() -> None:
    options = (1, 2)
    assert METHODS["choose_one"].count(options, [Choice(2)]).leaders == (2,)
    assert METHODS["approval"].count(options, [Approval(frozenset((2,)))], most=1).leaders == (2,)
    for code in ("borda", "schulze"):
        assert METHODS[code].count(options, [Ranking((frozenset((2,)),))]).leaders == (2,)
    assert METHODS["points"].count(options, [Points(((2, 1),))], dots=5, most_on_one=3).leaders == (2,)
    assert METHODS["yes_no"].count([Vote.yes], eligible=1).outcome is Outcome.carried
    shares = METHODS["equal_shares"].count([Project(1, 5)], [Approval(frozenset((1,)))], budget=5)
    assert shares.result.order == (1,)
