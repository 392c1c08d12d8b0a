"""Pabulib's .pb files, the common format of budget polls: reading any, and writing the neighbourhood's own.

A file is three tables, META, PROJECTS and VOTES, with semicolons between cells and a line of names over each. A vote
names projects, a comma between; beside them stand points in the same order where the type of vote has them.

Source: Stolicki, Szufa and Talmon, "Pabulib: a participatory budgeting library" (2020), https://pabulib.org/format.
Read are the types approval, ordinal (the best first), cumulative and scoring (points). Projects are numbered from 1
in the order of the file, as their names there are any text; `Poll.names` keeps them.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO

from community.voting.ballots import Approval, Points, Ranking
from community.voting.shared_budget import Money, Project

Ballot = Approval | Ranking | Points
Row = tuple[int, dict[str, str]]
"""The number of its line, and its cells by the names of their columns."""
SECTIONS = ("META", "PROJECTS", "VOTES")


class BadFile(ValueError):
    """What is wrong with a file, and in which of its lines; nought where something is missing altogether."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"line {line}: {what}" if line else what)
        self.line = line


class MissingPart(BadFile):
    """A section, a column or an entry that must be there."""


class BadValue(BadFile):
    """A cell that cannot be what it should be: a number, a project of the file."""


class UnknownVoteType(BadFile):
    """A type of vote that is none of those above."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A file's content; ballots are all of the kind that its type of vote has."""

    meta: Mapping[str, str]
    budget: Money
    projects: tuple[Project, ...]
    names: tuple[str, ...]
    """The file's own of each project."""
    ballots: tuple[Ballot, ...]


def read(text: str) -> Poll:
    """The poll, or a `BadFile` that says what is wrong, and where."""
    sections = _sections(text)
    pairs = [(line, [*row.values()]) for line, row in sections["META"]]
    meta = {cells[0]: (line, cells[1] if len(cells) > 1 else "") for line, cells in pairs}
    names: dict[str, int] = {}
    projects = []
    for line, row in sections["PROJECTS"]:
        name = _cell(line, row, "project_id")
        if name in names:
            raise BadValue(line, f"project {name} for the second time")
        names[name] = len(names) + 1
        projects.append(Project(names[name], _money(line, _cell(line, row, "cost"))))
    kind = _entry(meta, "vote_type")
    ballots = tuple(_ballot(kind, line, row, names) for line, row in sections["VOTES"])
    budget = _money(*_entry(meta, "budget"))
    return Poll({key: value for key, (_, value) in meta.items()}, budget, tuple(projects), tuple(names), ballots)


def write(
    projects: Iterable[Project], ballots: Iterable[Approval], *, budget: Money, meta: Mapping[str, str] | None = None
) -> str:
    """A budget poll with approval votes; projects are named by their numbers, of voters nothing is said at all."""
    listed, given = sorted(projects, key=lambda one: one.number), list(ballots)
    votes = [sum(one.number in ballot.options for ballot in given) for one in listed]
    head = {
        "description": "", "country": "Indonesia", "unit": "", "instance": "", **(meta or {}),
        "num_projects": len(listed), "num_votes": len(given), "budget": _digits(budget), "vote_type": "approval",
    }  # fmt: skip
    out = StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerows([["META"], ["key", "value"], *head.items()])
    rows.writerows([["PROJECTS"], ["project_id", "cost", "votes"]])
    rows.writerows([one.number, _digits(one.cost), many] for one, many in zip(listed, votes, strict=True))
    rows.writerows([["VOTES"], ["voter_id", "vote"]])
    rows.writerows([voter, ",".join(map(str, sorted(ballot.options)))] for voter, ballot in enumerate(given, 1))
    return out.getvalue()


# ── lines and cells ──


def _sections(text: str) -> dict[str, list[Row]]:
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


def _cell(line: int, row: Mapping[str, str], column: str) -> str:
    if not row.get(column):
        raise MissingPart(line, f"nothing under {column}")
    return row[column]


def _entry(meta: Mapping[str, tuple[int, str]], key: str) -> tuple[int, str]:
    if key not in meta:
        raise MissingPart(0, f"no {key} in META")
    return meta[key]


def _money(line: int, text: str) -> Money:
    """Whole where it can be; a comma is read as a point."""
    try:
        exact = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        raise BadValue(line, f"{text!r} is no amount of money") from None
    if exact < 0:
        raise BadValue(line, f"{text} is less than nothing")
    return exact.numerator if exact.denominator == 1 else exact


def _digits(money: Money) -> str:
    """As Pabulib writes it; what no decimals can say exactly is refused."""
    exact = Fraction(money)
    places = next((many for many in range(10) if (exact * 10**many).denominator == 1), None)
    if places is None:
        raise ValueError("money that decimals cannot say exactly")
    whole, rest = divmod(int(exact * 10**places), 10**places)
    return f"{whole}.{rest:0{places}}" if places else str(whole)


# ── ballots ──


def _ballot(kind: tuple[int, str], line: int, row: Mapping[str, str], names: Mapping[str, int]) -> Ballot:
    named = [_number(line, name, names) for name in _split(row.get("vote", ""))]
    if len(set(named)) != len(named):
        raise BadValue(line, "one project twice on a ballot")
    match kind[1].lower():
        case "approval":
            return Approval(frozenset(named))
        case "ordinal":
            return Ranking(tuple(frozenset((number,)) for number in named))
        case "cumulative" | "scoring":
            return Points(_dots(line, named, _split(row.get("points", ""))))
        case other:
            raise UnknownVoteType(kind[0], f"votes of the type {other!r}")


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _number(line: int, name: str, names: Mapping[str, int]) -> int:
    if name not in names:
        raise BadValue(line, f"a vote for {name}, which is not among the projects")
    return names[name]


def _dots(line: int, named: Sequence[int], points: Sequence[str]) -> tuple[tuple[int, int], ...]:
    if len(points) != len(named):
        raise BadValue(line, f"points for {len(points)} projects, votes for {len(named)}")
    try:
        return tuple(zip(named, map(int, points), strict=True))
    except ValueError:
        raise BadValue(line, "points that are no whole numbers") from None
