"""Choose one: whoever is named most often comes first (plurality).

Source: the rule as in Brams and Fishburn, "Voting procedures", Handbook of Social Choice and Welfare 1 (2002), ch. 4.
Equals: the lower spoken number.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from community.voting.ballots import Choice, check_known
from community.voting.results import Result, ranked


def check(ballot: Choice, options: Collection[int]) -> None:
    """Refuse an option that is not in the poll."""
    check_known((ballot.option,), options)


def count(options: Collection[int], ballots: Iterable[Choice]) -> Result:
    """Each ballot is one vote for one option."""
    given = list(ballots)
    for ballot in given:
        check(ballot, options)
    votes = Counter(ballot.option for ballot in given)
    return ranked({option: votes[option] for option in options}, len(given))
