"""The published list of a poll's votes: a CSV that anyone can read, find their receipt in, and count again.

One line for each fact, the first column says which: `rule`, `option`, `paper`, `vote`. It holds no name and no time,
and its votes stand in the order of their receipts, which are random. What a vote that is not counted has chosen is left
out: whoever is not recognised is known by name, and may be the only one. Which votes were given for neighbours is
marked only where these are a crowd, and so are the others; how many they are stands among the rules.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from community import choosing, counting, poll_answers, secrecy
from community.counting import Asked, Pile, Sheet
from storage.objections import Stance
from storage.polls import Method

VERSION = "1"
_COLUMNS = 6
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula (OWASP, CSV Injection)."""
_GUARD = "'"


class Unreadable(ValueError):
    """Not such a list, or a line of it is wrong; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is no line of a poll's list")
        self.line = line


def written(asked: Asked, sheets: Sequence[Sheet], piles: Sequence[Pile]) -> str:
    """The whole list as CSV, comma between, RFC 4180."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["what", "name", "value", "more", "still more", "last"])
    given = counting.that_count(sheets)
    for_neighbours = counting.for_neighbours(given)
    are_marked = _are_marked(for_neighbours, len(given) - for_neighbours)
    for name, value in _rules(asked, for_neighbours):
        lines.writerow(["rule", name, _harmless(value)])
    for place, text in sorted(asked.options.items()):
        lines.writerow(["option", place, _harmless(text), asked.costs.get(place, "")])
    for pile in piles:
        lines.writerow(
            ["paper", pile.sheets, " ".join(f"{place}={many}" for place, many in sorted(pile.votes.items()))]
        )
    for one in sorted(sheets, key=lambda sheet: sheet.receipt):
        objection = one.objection.value if one.objection and one.counted else ""
        by = "neighbour" if one.by_neighbour and are_marked else ""
        counted = "counted" if one.counted else "apart"
        choices = " ".join(map(str, one.choices)) if one.counted else ""
        lines.writerow(["vote", one.receipt, choices, counted, by, objection])
    return out.getvalue()


def _are_marked(for_neighbours: int, themselves: int) -> bool:
    """For whom somebody else has voted is known to some, and so is who alone has voted without help."""
    marked, unmarked = 1, 0
    return marked in secrecy.told_apart({marked: for_neighbours, unmarked: themselves})


def _rules(asked: Asked, for_neighbours: int) -> Iterable[tuple[str, str]]:
    yield "version", VERSION
    yield "number", str(asked.number)
    yield "question", asked.question
    yield "method", asked.method.value
    for name in ("eligible", "most", "most_on_one", "quorum"):
        yield name, str(getattr(asked, name))
    yield "budget", "" if asked.budget is None else str(asked.budget)
    yield "two_thirds", str(asked.two_thirds)
    yield "falls_back", str(asked.falls_back)
    yield "by_neighbours", str(for_neighbours)


def _harmless(text: str) -> str:
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def read(text: str) -> tuple[Asked, list[Sheet], list[Pile]]:
    """What was written, back; also where a spreadsheet has filled its lines up.

    Raises Unreadable for anything else, and for votes that this poll's rule does not know or that stand there twice.
    """
    found, line = _Found(), 0
    try:
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        for row in rows:
            line = rows.line_num
            found.take(line, [*row, *[""] * (_COLUMNS - len(row))])
        asked = _asked(found)
    except (KeyError, ValueError, csv.Error) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(max(1, line)) from error
    _refuse_unfit(asked, found)
    return asked, [sheet for _, sheet in found.sheets], [pile for _, pile in found.piles]


@dataclass
class _Found:
    """What has been read so far; votes and paper with the line on which they stand."""

    rules: dict[str, str] = field(default_factory=dict)
    options: dict[int, str] = field(default_factory=dict)
    costs: dict[int, int] = field(default_factory=dict)
    sheets: list[tuple[int, Sheet]] = field(default_factory=list)
    piles: list[tuple[int, Pile]] = field(default_factory=list)

    def take(self, line: int, row: list[str]) -> None:
        match row:
            case ["rule", name, value, "", "", ""] if name not in self.rules:
                self.rules[name] = value.removeprefix(_GUARD)
            case ["option", place, said, cost, "", ""] if int(place) not in self.options:
                self.options[int(place)] = said.removeprefix(_GUARD)
                self.costs |= {int(place): int(cost)} if cost else {}
            case ["paper", many, votes, "", "", ""]:
                self.piles.append((line, Pile(int(many), dict(_pair(one) for one in votes.split()))))
            case ["vote", *rest] if len(row) == _COLUMNS:
                self.sheets.append((line, _sheet(rest)))
            case ["what", *_] if line == 1:
                pass
            case _:
                raise Unreadable(line)


def _refuse_unfit(asked: Asked, found: _Found) -> None:
    """Every vote must be one that could have been given, and every sum one that so many sheets can hold."""
    seen: set[str] = set()
    for line, sheet in found.sheets:
        if sheet.receipt in seen or not _fits(asked, sheet.choices):
            raise Unreadable(line)
        seen.add(sheet.receipt)
    for line, pile in found.piles:
        if not set(pile.votes) <= set(asked.options) or not choosing.adds_up(asked, pile.votes.values(), pile.sheets):
            raise Unreadable(line)


def _fits(asked: Asked, choices: Sequence[int]) -> bool:
    return choosing.fitting(asked, choices, list(asked.options)) == list(choices)


def _pair(said: str) -> tuple[int, int]:
    place, _, many = said.partition("=")
    return int(place), int(many)


def _sheet(line: list[str]) -> Sheet:
    receipt, choices, counted, by, objection = line
    return Sheet(
        receipt=receipt,
        choices=tuple(int(one) for one in choices.split()),
        counted=counted == "counted",
        by_neighbour=by == "neighbour",
        objection=Stance(objection) if objection else None,
    )


def _asked(found: _Found) -> Asked:
    """Raises ValueError for another version of the list, KeyError for a rule that is missing."""
    rules = found.rules
    if rules["version"] != VERSION or not found.options:
        raise ValueError("another version")
    asked = Asked(
        number=int(rules["number"]),
        question=rules["question"],
        method=Method(rules["method"]),
        options=found.options,
        eligible=int(rules["eligible"]),
        most=int(rules["most"]),
        most_on_one=int(rules["most_on_one"]),
        budget=int(rules["budget"]) if rules["budget"] else None,
        costs=found.costs,
        quorum=int(rules["quorum"]),
        two_thirds=rules["two_thirds"] == "True",
        falls_back=rules["falls_back"] == "True",
        by_neighbours=int(rules["by_neighbours"]) if "by_neighbours" in rules else None,
    )
    if asked.method in poll_answers.METHODS and not set(asked.options) <= set(poll_answers.PLACES):
        raise ValueError("three answers")
    if min(0, asked.eligible, asked.quorum, asked.budget or 0, *asked.costs.values()) < 0:
        raise ValueError("less than nothing")
    if not 0 <= (asked.by_neighbours or 0) <= len(counting.that_count([sheet for _, sheet in found.sheets])):
        raise ValueError("more than have voted")
    return asked
