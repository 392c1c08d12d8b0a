"""Pabulib's .pb files, the common format of budget polls: reading any, and writing the neighbourhood's own.

A file is three tables, META, PROJECTS and VOTES, with semicolons between cells and a line of names over each. A vote
names projects, a comma between; beside them stand points in the same order where the type of vote has them.

Source: Stolicki, Szufa and Talmon, "Pabulib: a participatory budgeting library" (2020), https://pabulib.org/format.
Read are the types approval, ordinal (the best first), cumulative and scoring (points). Projects are numbered from 1
in the order of the file, as their names there are any text; `Poll.names` keeps them.

`rembuk polls count` shares out the money of such a file, `rembuk polls export --pb` writes one.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from community.voting.ballots import Approval, Points, Ranking
from community.voting.pabulib_tables import BadValue, UnknownVoteType, cell, digits, entry, money, sections
from community.voting.shared_budget import Money, Project

Ballot = Approval | Ranking | Points


@dataclass(frozen=True, slots=True)
class Poll:
    """A file's content; ballots are all of the kind that its type of vote has."""

    meta: Mapping[str, str]
    budget: Money
    projects: tuple[Project, ...]
    names: tuple[str, ...]
    """The file's own of each project."""
    titles: tuple[str, ...]
    """What each is called beside, where the file has a column for that."""
    ballots: tuple[Ballot, ...]


def read(text: str) -> Poll:
    """The poll, or a `BadFile` that says what is wrong, and where."""
    tables = sections(text)
    pairs = [(line, [*row.values()]) for line, row in tables["META"]]
    meta = {cells[0]: (line, cells[1] if len(cells) > 1 else "") for line, cells in pairs}
    names: dict[str, int] = {}
    projects, titles = [], []
    for line, row in tables["PROJECTS"]:
        name = cell(line, row, "project_id")
        if name in names:
            raise BadValue(line, f"project {name} for the second time")
        names[name] = len(names) + 1
        projects.append(Project(names[name], money(line, cell(line, row, "cost"))))
        titles.append(row.get("name", ""))
    kind = entry(meta, "vote_type")
    ballots = tuple(_ballot(kind, line, row, names) for line, row in tables["VOTES"])
    budget = money(*entry(meta, "budget"))
    said = {key: value for key, (_, value) in meta.items()}
    return Poll(said, budget, tuple(projects), tuple(names), tuple(titles), ballots)


def wanted(ballot: Ballot) -> Approval:
    """What a ballot is taken to want where money is shared: all that it names, or gives a point at least."""
    match ballot:
        case Approval():
            return ballot
        case Ranking():
            return Approval(frozenset[int]().union(*ballot.ranks))
        case Points():
            return Approval(frozenset(number for number, dots in ballot.dots if dots > 0))


def write(
    projects: Iterable[Project],
    ballots: Iterable[Approval],
    *,
    budget: Money,
    titles: Mapping[int, str] | None = None,
    meta: Mapping[str, str] | None = None,
) -> str:
    """A budget poll with approval votes; projects are named by their numbers, of voters nothing is said at all.

    `titles` is what projects are called beside, `meta` what is said of the poll. Raises ValueError for money that
    decimals cannot say exactly.
    """
    listed, given = sorted(projects, key=lambda one: one.number), list(ballots)
    votes = Counter(number for ballot in given for number in ballot.options)
    called = titles or {}
    head = {
        "description": "", "country": "Indonesia", "unit": "", "instance": "", **(meta or {}),
        "num_projects": len(listed), "num_votes": len(given), "budget": digits(budget), "vote_type": "approval",
    }  # fmt: skip
    out = StringIO()
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerows([["META"], ["key", "value"], *head.items()])
    rows.writerows([["PROJECTS"], ["project_id", "cost", "votes", "name"]])
    rows.writerows([one.number, digits(one.cost), votes[one.number], called.get(one.number, "")] for one in listed)
    rows.writerows([["VOTES"], ["voter_id", "vote"]])
    rows.writerows([voter, ",".join(map(str, sorted(ballot.options)))] for voter, ballot in enumerate(given, 1))
    return out.getvalue()


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
