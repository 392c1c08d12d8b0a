"""What one tap on an option makes of a voter's choices, by the rule of the poll; pure, and the same in every door."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Protocol

from community.refusals import TooMuch
from storage.polls import Method, Poll


class Rule(Protocol):
    """What of a poll says how many may be chosen: a stored one, or one that was read from its list."""

    @property
    def method(self) -> Method: ...
    @property
    def most(self) -> int: ...
    @property
    def most_on_one(self) -> int: ...


ONE = frozenset((Method.choose_one, Method.yes_no, Method.consensus))
"""A tap replaces what was chosen; the same once more takes it back."""
RANKED = frozenset((Method.borda, Method.schulze))
"""The order of the taps is the order of one's wishes."""


def tapped(poll: Poll, choices: Sequence[int], option: int) -> list[int]:
    """The choices after a tap. Raises TooMuch where nothing more may be chosen: what is chosen stays."""
    if poll.method in ONE:
        return [] if list(choices) == [option] else [option]
    if poll.method is Method.points:
        return _with_point(poll, choices, option)
    if option in choices:
        return [one for one in choices if one != option]
    if len(choices) >= poll.most:
        raise TooMuch("polls.enough", most=poll.most)
    return [*choices, option]


def _with_point(poll: Poll, choices: Sequence[int], option: int) -> list[int]:
    """One more; where it may get no more, or none is left to give, its points are taken back."""
    given, is_spent = Counter(choices)[option], len(choices) >= poll.most
    if given >= poll.most_on_one or (given and is_spent):
        return [one for one in choices if one != option]
    if is_spent:
        raise TooMuch("polls.no_points_left", most=poll.most)
    return [*choices, option]


def fitting(poll: Rule, choices: Sequence[int], options: Sequence[int]) -> list[int]:
    """What of these choices is a valid vote, however it came (a forged tap, another door): never more than allowed."""
    kept: list[int] = []
    for one in choices:
        if one not in options or (one in kept and poll.method is not Method.points):
            continue
        if kept.count(one) >= max(1, poll.most_on_one):
            continue
        kept.append(one)
    return kept[: 1 if poll.method in ONE else poll.most]


def adds_up(poll: Rule, votes: Collection[int], sheets: int) -> bool:
    """True if so many sheets of paper can hold these sums, one for each option: no sheet holds more than one vote."""
    on_one = poll.most_on_one if poll.method is Method.points else 1
    most = poll.most if poll.method in (Method.points, Method.approval) else 1
    return sheets >= 1 and all(0 <= number <= sheets * on_one for number in votes) and sum(votes) <= sheets * most
