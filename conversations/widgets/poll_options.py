"""The options of a poll as buttons of a talk, marked by the poll's rule, and spelt out where a button is too short."""

from collections import Counter
from collections.abc import Sequence

from community import choosing
from conversations import screens
from conversations.dialogue import Choice, Rows
from locales import Words
from storage.polls import Method, Poll, PollOption

_MOST_SAID = 2_500
"""Letters of options above their buttons: a message holds 4096."""


def rows(words: Words, poll: Poll, options: Sequence[PollOption], choices: Sequence[int]) -> Rows:
    """One button each, in the order of the card; values are the options' ids."""
    found = [Choice(str(one.id), label=_cut(f"{_mark(poll, one, choices)}{one.place} {one.text}")) for one in options]
    return screens.pairs(found, words)


def _mark(poll: Poll, one: PollOption, choices: Sequence[int]) -> str:
    """✓ if it is chosen, its rank, or its points."""
    many = Counter(choices)[one.id]
    if not many:
        return ""
    if poll.method is Method.points:
        return f"●{many} "
    return f"#{choices.index(one.id) + 1} " if poll.method in choosing.RANKED else "✓ "


def _cut(label: str) -> str:
    return label if len(label) <= screens.LABEL else label[: screens.LABEL - 1] + "…"


def spelt_out(options: Sequence[PollOption]) -> list[str]:
    """A line each, if any does not fit on its button."""
    said = [named(one) for one in options]
    if all(len(line) <= screens.LABEL - 3 for line in said):
        return []
    kept, letters = [], 0
    for line in said:
        letters += len(line) + 1
        kept += [line] if letters <= _MOST_SAID else []
    return kept


def named(one: PollOption) -> str:
    """1. Selokan Gang Melati."""
    return f"{one.place}. {one.text}"


def chosen(poll: Poll, options: Sequence[PollOption], choices: Sequence[int]) -> list[str]:
    """A line for each option that is chosen: in the order of one's wishes where that counts."""
    by_id = {one.id: one for one in options}
    many = Counter(choices)
    return [
        f"{named(by_id[one])} ●{many[one]}" if poll.method is Method.points else named(by_id[one])
        for one in dict.fromkeys(choices)
        if one in by_id
    ]
