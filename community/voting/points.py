"""Points: stick so many dots on the options, and no more than so many on one (dot voting, cumulative voting).

Source: the cumulative vote as in Cole, "Legal and mathematical aspects of cumulative voting", South Carolina Law
Quarterly 2 (1950); as dots on a wall it is a custom of meetings. Dots that are not stuck are lost.
Equals: whoever has dots of more people, then the lower spoken number.
"""

from collections import Counter
from collections.abc import Collection, Iterable

from community.voting.ballots import Flaw, Points, Spoilt, check_known
from community.voting.results import Result, TieRule, ranked


def check(ballot: Points, options: Collection[int], dots: int, most_on_one: int) -> None:
    """Refuse more than `dots` in all, more than `most_on_one` on an option, and an option with none."""
    check_known([option for option, _ in ballot.dots], options)
    if any(many < 1 for _, many in ballot.dots):
        raise Spoilt(Flaw.less_than_a_dot)
    if any(many > most_on_one for _, many in ballot.dots):
        raise Spoilt(Flaw.too_many_on_one)
    if sum(many for _, many in ballot.dots) > dots:
        raise Spoilt(Flaw.too_many_dots)


def count(options: Collection[int], ballots: Iterable[Points], *, dots: int, most_on_one: int) -> Result:
    """All dots on each option."""
    given = list(ballots)
    stuck: Counter[int] = Counter()
    people: Counter[int] = Counter()
    for ballot in given:
        check(ballot, options, dots, most_on_one)
        stuck.update(dict(ballot.dots))
        people.update(option for option, _ in ballot.dots)
    supporters = {option: people[option] for option in options}
    tallies = {option: stuck[option] for option in options}
    return ranked(tallies, len(given), [(TieRule.more_supporters, supporters)])
