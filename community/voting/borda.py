"""Borda: put the options in order; each gets a point for every option below it.

What is equally good shares its points evenly: half a point for each equal. What is not named is below all that is
named, and equal. So every ballot gives the same sum of points.
Up to scale and shift this is the symmetric Borda score, which counts those below less those above.

Sources: Borda, "Mémoire sur les élections au scrutin" (1781); for incomplete and equal ranks Cullinan, Hsiao and
Polett, "A Borda count for partially ordered ballots", Social Choice and Welfare 42 (2014).
Equals: more first places, then the lower spoken number.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction

from community.voting.ballots import Ranking, check_known
from community.voting.results import Result, TieRule, ranked


def check(ballot: Ranking, options: Collection[int]) -> None:
    """Refuse an option that is not in the poll or named twice."""
    check_known([option for rank in ballot.ranks for option in rank], options)


def count(options: Collection[int], ballots: Iterable[Ranking]) -> Result:
    """Points of all ballots; a tally may end in a half."""
    halves: Counter[int] = Counter()
    first: Counter[int] = Counter()
    given = list(ballots)
    for ballot in given:
        check(ballot, options)
        halves.update(_halves(ballot, options))
        first.update(_first(ballot))
    tallies = {option: Fraction(halves[option], 2) for option in options}
    firsts = {option: first[option] for option in options}
    return ranked(tallies, len(given), [(TieRule.more_first_places, firsts)])


def _halves(ballot: Ranking, options: Collection[int]) -> dict[int, int]:
    """Points in halves: two for each option below, one for each equal."""
    points = {}
    below = len(options)
    for rank in (*ballot.ranks, _unnamed(ballot, options)):
        below -= len(rank)
        points.update(dict.fromkeys(rank, 2 * below + len(rank) - 1))
    return points


def _unnamed(ballot: Ranking, options: Collection[int]) -> frozenset[int]:
    return frozenset(options).difference(*ballot.ranks)


def _first(ballot: Ranking) -> frozenset[int]:
    """Who stands in the first rank that holds anything."""
    return next((rank for rank in ballot.ranks if rank), frozenset())
