"""Condorcet–Schulze: every option meets every other; whoever wins all its meetings wins, else the strongest path does.

Rule for incomplete ballots and equal ranks: what is not named is below all that is named; between equals, and between
two that are not named, a ballot is for neither. A meeting is won with more ballots, and its strength is the number of
ballots for the winner ("winning votes"). A path is as strong as its weakest link; one option beats another if its
strongest path there is stronger than the one back.

The order: first all that nobody beats, then all that nobody of the rest beats, and so on; a tally is how many others
an option beats. Equals: whoever beats more others, then the lower spoken number.

Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method", Social Choice and Welfare 36 (2011), longer in "The Schulze method of voting",
arXiv 1804.02973. Of the strengths that are in use this is the one that Debian's constitution has, appendix A.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import permutations

from community.voting.ballots import Ranking
from community.voting.borda import check
from community.voting.results import Result, TieRule, ranked

Matrix = Mapping[tuple[int, int], int]
"""For each ordered pair of options a figure: of the first against the second."""


def pairwise(options: Collection[int], ballots: Iterable[Ranking]) -> Matrix:
    """How many ballots put the first of two options above the second: what neighbours can be shown."""
    above: Counter[tuple[int, int]] = Counter()
    for ballot in ballots:
        check(ballot, options)
        below = set(options)
        for rank in ballot.ranks:
            below -= rank
            above.update((one, other) for one in rank for other in below)
    return {pair: above[pair] for pair in permutations(options, 2)}


def condorcet_winner(matrix: Matrix) -> int | None:
    """The option that wins every meeting, if there is one."""
    return next(
        (
            one
            for one in _options(matrix)
            if all(matrix[pair] > matrix[pair[::-1]] for pair in matrix if pair[0] == one)
        ),
        None,
    )


def strongest_paths(matrix: Matrix) -> Matrix:
    """The strength of the strongest path between any two; nought where none leads."""
    options = _options(matrix)
    paths = {pair: (won if won > matrix[pair[::-1]] else 0) for pair, won in matrix.items()}
    for via, start, end in permutations(options, 3):
        paths[start, end] = max(paths[start, end], min(paths[start, via], paths[via, end]))
    return paths


def count(options: Collection[int], ballots: Iterable[Ranking]) -> Result:
    """See above; `pairwise` and `strongest_paths` are the reasons."""
    given = list(ballots)
    paths = strongest_paths(pairwise(options, given))
    beaten = {one: frozenset(other for other in options if _beats(paths, one, other)) for one in options}
    tallies = {one: len(others) for one, others in beaten.items()}
    return ranked(tallies, len(given), [(TieRule.beats_more, tallies)], worth=_levels(beaten))


def _beats(paths: Matrix, one: int, other: int) -> bool:
    return one != other and paths[one, other] > paths[other, one]


def _levels(beaten: Mapping[int, frozenset[int]]) -> dict[int, int]:
    """Nought for all that nobody beats, one less for all that only those beat, and so on."""
    levels: dict[int, int] = {}
    left = set(beaten)
    level = 0
    while left:
        # beating is transitive (Schulze 2011, section 4.1), so somebody of the rest is always unbeaten
        top = left.difference(*(beaten[one] for one in left))
        levels.update(dict.fromkeys(top, level))
        left -= top
        level -= 1
    return levels


def _options(matrix: Matrix) -> list[int]:
    return sorted({one for one, _ in matrix})
