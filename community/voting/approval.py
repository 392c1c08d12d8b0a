"""Approval: name every option you would be content with, up to a number set beforehand.

Source: Brams and Fishburn, "Approval voting", American Political Science Review 72 (1978); with a limit it is called
limited approval (https://electowiki.org/wiki/Limited_Approval). Equals: the lower spoken number.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from community.voting.ballots import Approval, Flaw, Spoilt, check_known
from community.voting.results import Result, ranked


def check(ballot: Approval, options: Collection[int], most: int | None = None) -> None:
    """Refuse more than `most` options; None sets no limit."""
    check_known(ballot.options, options)
    if most is not None and len(ballot.options) > most:
        raise Spoilt(Flaw.too_many)


def count(options: Collection[int], ballots: Iterable[Approval], *, most: int | None = None) -> Result:
    """Each ballot is one vote for each option on it; an empty one counts as a ballot."""
    given = list(ballots)
    for ballot in given:
        check(ballot, options, most)
    votes = Counter(option for ballot in given for option in ballot.options)
    return ranked({option: votes[option] for option in options}, len(given))
