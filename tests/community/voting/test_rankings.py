"""Borda and Schulze as pref_voting counts them, with equal ranks and options left out; and what must hold."""

import random
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting import borda, schulze
from community.voting.ballots import Flaw, Ranking, Spoilt
from community.voting.results import Result, TieRule
from tests.community.voting.oracles import schulze_winners, symmetric_borda
from tests.community.voting.polls import RANKINGS, Poll

OPTIONS = (1, 2, 3, 4)


def rankings(*said: str) -> list[Ranking]:
    """The best first; what stands between two spaces is equal: "1 23"."""
    return [Ranking(tuple(frozenset(map(int, rank)) for rank in one.split())) for one in said]


def raised(ballot: Ranking, option: int) -> Ranking:
    """The option alone at the top, the others as they were."""
    return Ranking((frozenset((option,)), *(rank - {option} for rank in ballot.ranks)))


# ── Borda ──


@settings(max_examples=1000, deadline=None)
@given(RANKINGS)
def test_points_are_those_of_pref_voting(poll: Poll[Ranking]) -> None:
    """Its score counts those below less those above: ours is half of it, above the middle of the scale."""
    result = borda.count(poll.options, poll.ballots)
    middle = len(poll.ballots) * (len(poll.options) - 1)
    theirs = symmetric_borda(poll.options, poll.ballots) if poll.ballots else dict.fromkeys(poll.options, 0)
    assert {place.option: 2 * place.tally - middle for place in result.places} == theirs


def test_a_point_for_every_option_below() -> None:
    result = borda.count(OPTIONS, rankings("1 2 3 4", "2 1 3 4"))
    assert [(place.option, place.rank, place.tally) for place in result.places] == [
        (1, 1, 5), (2, 1, 5), (3, 3, 2), (4, 4, 0),
    ]  # fmt: skip
    assert [(tie.options, tie.broken_by) for tie in result.ties] == [((1, 2), (TieRule.lower_number,))]


def test_equals_and_what_is_left_out_share_their_points() -> None:
    result = borda.count(OPTIONS, rankings("12"))
    assert {place.option: float(place.tally) for place in result.places} == {1: 2.5, 2: 2.5, 3: 0.5, 4: 0.5}
    assert borda.count(OPTIONS, rankings("")).leaders == OPTIONS


def test_more_first_places_part_equals() -> None:
    result = borda.count((1, 2, 3), rankings("1 2 3", "3 2 1"))
    assert result.order == (1, 3, 2)
    assert result.ties[0].broken_by == (TieRule.lower_number, TieRule.more_first_places)


# ── Schulze ──


@settings(max_examples=1000, deadline=None)
@given(RANKINGS)
def test_winners_are_those_of_pref_voting(poll: Poll[Ranking]) -> None:
    leaders = schulze.count(poll.options, poll.ballots).leaders
    assert sorted(leaders) == (schulze_winners(poll.options, poll.ballots) if poll.ballots else sorted(poll.options))


@settings(max_examples=200, deadline=None)
@given(RANKINGS)
def test_whoever_wins_every_meeting_wins(poll: Poll[Ranking]) -> None:
    winner = schulze.condorcet_winner(schulze.pairwise(poll.options, poll.ballots))
    if winner is not None:
        assert schulze.count(poll.options, poll.ballots).leaders == (winner,)


@settings(max_examples=200, deadline=None)
@given(RANKINGS)
def test_the_order_never_contradicts_a_beating(poll: Poll[Ranking]) -> None:
    paths = schulze.strongest_paths(schulze.pairwise(poll.options, poll.ballots))
    ranks = {place.option: place.rank for place in schulze.count(poll.options, poll.ballots).places}
    assert all(ranks[one] < ranks[other] for one, other in paths if paths[one, other] > paths[other, one])


def test_the_example_of_the_paper() -> None:
    """Schulze 2011, example 1: 21 ballots on a, b, c, d; no option wins every meeting, and d is the only winner."""
    said = ["1 3 4 2"] * 8 + ["2 1 4 3"] * 2 + ["3 4 2 1"] * 4 + ["4 2 1 3"] * 4 + ["4 3 2 1"] * 3
    matrix = schulze.pairwise(OPTIONS, rankings(*said))
    assert [matrix[1, other] for other in (2, 3, 4)] == [8, 14, 10]
    assert schulze.condorcet_winner(matrix) is None
    assert schulze.count(OPTIONS, rankings(*said)).leaders == (4,)
    assert schulze.count(OPTIONS, rankings(*said)).order == (4, 1, 3, 2)


def test_a_circle_of_equals_is_shown_as_a_tie() -> None:
    result = schulze.count((1, 2, 3), rankings("1 2 3", "2 3 1", "3 1 2"))
    assert [place.rank for place in result.places] == [1, 1, 1]
    assert result.ties[0].broken_by == (TieRule.lower_number, TieRule.lower_number)


def test_ranks_count_all_before() -> None:
    result = schulze.count(OPTIONS, rankings("12 3 4"))
    assert [(place.option, place.rank, place.tally) for place in result.places] == [
        (1, 1, 2), (2, 1, 2), (3, 3, 1), (4, 4, 0),
    ]  # fmt: skip


# ── both ──

Method = Callable[[Collection[int], Iterable[Ranking]], Result]
METHODS: st.SearchStrategy[Method] = st.sampled_from([borda.count, schulze.count])


@settings(max_examples=200, deadline=None)
@given(RANKINGS, METHODS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_options_changes_nothing(
    poll: Poll[Ranking], method: Method, chance: random.Random
) -> None:
    ballots, options = [*poll.ballots], [*poll.options]
    chance.shuffle(ballots)
    chance.shuffle(options)
    assert method(options, ballots) == method(poll.options, poll.ballots)


@settings(max_examples=200, deadline=None)
@given(RANKINGS, METHODS, st.integers(0, 8))
def test_raising_a_winner_keeps_it_a_winner(poll: Poll[Ranking], method: Method, which: int) -> None:
    if not poll.ballots:
        return
    winner = method(poll.options, poll.ballots).leaders[0]
    at = which % len(poll.ballots)
    better = replace(poll, ballots=[*poll.ballots[:at], raised(poll.ballots[at], winner), *poll.ballots[at + 1 :]])
    assert winner in method(better.options, better.ballots).leaders


@pytest.mark.parametrize(
    ("said", "flaw"), [("1 1", Flaw.named_twice), ("12 2", Flaw.named_twice), ("1 9", Flaw.unknown_option)]
)
def test_what_cannot_be_counted_is_refused(said: str, flaw: Flaw) -> None:
    for method in (borda.count, schulze.count):
        with pytest.raises(Spoilt) as caught:
            method(OPTIONS, rankings(said))
        assert caught.value.flaw is flaw
