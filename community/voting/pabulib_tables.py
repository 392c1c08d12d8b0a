"""A .pb file line by line: its three tables, the cells in them, amounts of money, and what can be wrong with them."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO

from community.voting.shared_budget import Money

Row = tuple[int, dict[str, str]]
"""The number of its line, and its cells by the names of their columns."""
_MONEY = re.compile(r"[0-9]{1,18}([.,][0-9]{1,9})?")
SECTIONS = ("META", "PROJECTS", "VOTES")


class BadFile(ValueError):
    """What is wrong with a file, and in which of its lines; nought where something is missing altogether."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}" if line else what)
        self.line, self.what = line, what


class MissingPart(BadFile):
    """A section, a column or an entry that must be there."""


class BadValue(BadFile):
    """A cell that cannot be what it should be: a number, a project of the file."""


class UnknownVoteType(BadFile):
    """A type of vote that is none of those above."""


def sections(text: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    columns: Sequence[str] | None = None
    section = ""
    for line, cells in _lines(text):
        if len([cell for cell in cells if cell]) == 1 and cells[0].upper() in SECTIONS:
            section, columns = cells[0].upper(), None
            found[section] = []
        elif not section:
            raise MissingPart(line, "begins with none of META, PROJECTS, VOTES")
        elif columns is None:
            columns = [cell.lower() for cell in cells]
        elif len(cells) > len(columns):
            raise BadValue(line, f"{len(cells)} cells under {len(columns)} columns")
        else:
            found[section].append((line, dict(zip(columns, cells, strict=False))))
    for name in SECTIONS:
        if name not in found:
            raise MissingPart(0, f"no section {name}")
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that holds anything, with its number."""
    reader = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";")
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadValue(reader.line_num, str(error)) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def cell(line: int, row: Mapping[str, str], column: str) -> str:
    if not row.get(column):
        raise MissingPart(line, f"nothing under {column}")
    return row[column]


def entry(meta: Mapping[str, tuple[int, str]], key: str) -> tuple[int, str]:
    if key not in meta:
        raise MissingPart(0, f"no {key} in META")
    return meta[key]


def money(line: int, text: str) -> Money:
    """Digits, with a point or a comma before parts; whole where it can be."""
    if not _MONEY.fullmatch(text):
        raise BadValue(line, f"{text!r} is no amount of money")
    exact = Fraction(text.replace(",", "."))
    return exact.numerator if exact.denominator == 1 else exact


def digits(money: Money) -> str:
    """As Pabulib writes it; what no decimals can say exactly is refused."""
    exact = Fraction(money)
    places = next((many for many in range(10) if (exact * 10**many).denominator == 1), None)
    if places is None:
        raise ValueError("money that decimals cannot say exactly")
    whole, rest = divmod(int(exact * 10**places), 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)
