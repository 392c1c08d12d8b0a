"""The published list of a poll's votes: a CSV that anyone can read, find their receipt in, and count again.

One line for each fact, the first column says which: `rule`, `option`, `paper`, `vote`. It holds no name and no time,
and its votes stand in the order of their receipts, which are random.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from community.counting import Asked, Pile, Sheet
from storage.objections import Stance
from storage.polls import Method

VERSION = "1"
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
    for name, value in _rules(asked):
        lines.writerow(["rule", name, _harmless(value)])
    for place, text in sorted(asked.options.items()):
        lines.writerow(["option", place, _harmless(text), asked.costs.get(place, "")])
    for pile in piles:
        lines.writerow(
            ["paper", pile.sheets, " ".join(f"{place}={many}" for place, many in sorted(pile.votes.items()))]
        )
    for one in sorted(sheets, key=lambda sheet: sheet.receipt):
        objection = one.objection.value if one.objection else ""
        by = "neighbour" if one.by_neighbour else ""
        counted = "counted" if one.counted else "apart"
        lines.writerow(["vote", one.receipt, " ".join(map(str, one.choices)), counted, by, objection])
    return out.getvalue()


def _rules(asked: Asked) -> Iterable[tuple[str, str]]:
    yield "version", VERSION
    yield "number", str(asked.number)
    yield "question", asked.question
    yield "method", asked.method.value
    for name in ("eligible", "most", "most_on_one", "quorum"):
        yield name, str(getattr(asked, name))
    yield "budget", "" if asked.budget is None else str(asked.budget)
    yield "two_thirds", str(asked.two_thirds)
    yield "falls_back", str(asked.falls_back)


def _harmless(text: str) -> str:
    return _GUARD + text if text.startswith((*_FORMULA, _GUARD)) else text


def read(text: str) -> tuple[Asked, list[Sheet], list[Pile]]:
    """What was written, back. Raises Unreadable for anything else."""
    rules: dict[str, str] = {}
    options: dict[int, str] = {}
    costs: dict[int, int] = {}
    sheets: list[Sheet] = []
    piles: list[Pile] = []
    number = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")), 1):
            match line:
                case ["rule", name, value]:
                    rules[name] = value.removeprefix(_GUARD)
                case ["option", place, said, cost]:
                    options[int(place)] = said.removeprefix(_GUARD)
                    costs |= {int(place): int(cost)} if cost else {}
                case ["paper", many, votes]:
                    piles.append(Pile(int(many), dict(_pair(one) for one in votes.split())))
                case ["vote", *rest]:
                    sheets.append(_sheet(rest))
                case ["what", *_] if number == 1:
                    continue
                case _:
                    raise Unreadable(number)
        return _asked(rules, options, costs), sheets, piles
    except (KeyError, ValueError, csv.Error) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(number) from error


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


def _asked(rules: dict[str, str], options: dict[int, str], costs: dict[int, int]) -> Asked:
    if rules["version"] != VERSION:
        raise ValueError("another version")
    return Asked(
        number=int(rules["number"]),
        question=rules["question"],
        method=Method(rules["method"]),
        options=options,
        eligible=int(rules["eligible"]),
        most=int(rules["most"]),
        most_on_one=int(rules["most_on_one"]),
        budget=int(rules["budget"]) if rules["budget"] else None,
        costs=costs,
        quorum=int(rules["quorum"]),
        two_thirds=rules["two_thirds"] == "True",
        falls_back=rules["falls_back"] == "True",
    )
