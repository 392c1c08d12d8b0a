"""`rembuk polls export | count`: a poll's votes as a list that anyone can keep, and counted again from it.

Budget polls are written and counted in Pabulib's format (.pb) too, also those of others.
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from sqlmodel import Session

from community import counting, poll_export, poll_reading
from community.counting import Asked
from community.poll_export import Unreadable
from community.voting import pabulib
from community.voting.accounts import Why
from community.voting.ballots import Approval
from community.voting.pabulib_tables import BadFile
from storage import communities, polls
from storage.communities import Community
from storage.database import open_engine, reading
from storage.polls import Method, Poll, PollState

MOST_BYTES = 20_000_000
"""A list of two hundred thousand votes; what is larger is none."""
_LONGEST = 200
"""So many letters of what is wrong with a file: a cell of it may stand in there."""


def fail(sentence: str) -> typer.Exit:
    """Say what is wrong and end with status 1."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def commands(database: Callable[[], str]) -> typer.Typer:
    """The commands, on the database whose address this gives."""
    found = typer.Typer(no_args_is_help=True, help="Votes to keep, and to count again.")

    @found.command()
    def export(
        number: Annotated[int, typer.Argument(help="The poll's spoken number.")],
        community: Annotated[str, typer.Option(help="The neighbourhood's code; not needed if there is one.")] = "",
        pb: Annotated[
            bool, typer.Option("--pb", help="A poll about money, for other programs: Pabulib's .pb.")
        ] = False,
    ) -> None:
        """Write the list of votes of a poll that has ended: receipts and choices, no name, as CSV."""
        with reading(open_engine(database())) as session:
            poll = _ended(session, _place(session, community), number)
            if pb and poll.method is not Method.equal_shares:
                raise fail(f"Poll No. {number} is not about money; only such polls are written as .pb.")
            typer.echo((poll_reading.as_pabulib if pb else poll_reading.exported)(session, poll), nl=False)

    @found.command()
    def count(
        file: Path, json: Annotated[bool, typer.Option("--json", help="All figures, for a program.")] = False
    ) -> None:
        """Count such a list again, or share out the money of any .pb file; it needs no database and no settings."""
        result, lines = _pabulib(file) if file.suffix.lower() == ".pb" else _list(file)
        typer.echo(orjson.dumps(result).decode() if json else "\n".join(lines))

    return found


# ── export ──


def _place(session: Session, code: str) -> Community:
    place = communities.with_code(session, code) if code else communities.the_only_one(session)
    if place is None:
        there = ", ".join(f"{one.code} ({one.name})" for one in communities.every(session)) or "none"
        raise fail(f"Which neighbourhood? --community takes its code: {there}.")
    return place


def _ended(session: Session, place: Community, number: int) -> Poll:
    poll = polls.numbered(session, place.id, number)
    if poll is None:
        raise fail(f"{place.name} has no poll No. {number}.")
    if poll.state is PollState.open:
        raise fail(f"Poll No. {number} is still open; its votes are shown to nobody before it has closed.")
    if poll.state is PollState.called_off:
        raise fail(f"Poll No. {number} was called off; its votes were deleted.")
    return poll


# ── count ──


def _list(file: Path) -> tuple[dict[str, Any], Iterator[str]]:
    try:
        asked, sheets, piles = poll_export.read(_text(file))
    except Unreadable as error:
        raise fail(
            f"{file}, line {error.line}: this is not a line of a poll's list, or a vote it cannot hold."
        ) from None
    result = counting.count(asked, sheets, piles)
    return result, _lines(asked, result)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise fail(f"{file} is too large to be the list of a poll.")
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise fail(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise fail(f"{file} is not the list of a poll: it is no UTF-8 text.") from None


def _lines(asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    yield f"Poll No. {asked.number}  {_shown(asked.question)}".rstrip()
    yield f"{result['votes']} of {result['eligible']} votes, counted by {asked.method.value}" + _apart(result)
    if asked.quorum:
        yield f"Quorum of {asked.quorum} per cent: {'met' if result['quorum_met'] else 'not met'}"
    yield ""
    yield from _OF_METHOD.get(asked.method, _order)(asked, result)


def _apart(result: dict[str, Any]) -> str:
    said = (
        ("by_neighbours", "for neighbours"),
        ("paper", "on paper"),
        ("apart", "not counted"),
    )
    return "".join(f"; {result[name]} {words}" for name, words in said if result[name])


def _order(asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    for one in result["order"]:
        yield f"{one['rank']:>4}. {one['tally']:>8}  {one['place']} {_shown(asked.options[one['place']])}"
    yield from _ties(result)


def _ties(result: dict[str, Any]) -> Iterator[str]:
    for tie in result["ties"]:
        yield f"Equal: {', '.join(map(str, tie['options']))} (put in order by {', '.join(tie['broken_by'])})"


def _yes_no(_asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    yield f"yes {result['yes']}, no {result['no']}, abstained {result['abstain']}: {result['outcome']}"


def _consensus(_asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    said = f"agree {result['agree']}, with a note {result['with_note']}, object {result['object']}"
    yield f"{said}: {result['outcome']}"


def _shared(asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    yield from _bought(asked.options, result)


_OF_METHOD = {Method.yes_no: _yes_no, Method.consensus: _consensus, Method.equal_shares: _shared}


# ── money ──


def _pabulib(file: Path) -> tuple[dict[str, Any], Iterator[str]]:
    try:
        poll = pabulib.read(_text(file))
    except BadFile as error:
        where = f", line {error.line}" if error.line else ""
        raise fail(f"{file}{where}: {_shown(error.what)[:_LONGEST]}.") from None
    shared = counting.shared_out(poll.projects, [*map(pabulib.wanted, poll.ballots)], poll.budget)
    projects = [{"project_id": poll.names[one["place"] - 1]} | one for one in shared["projects"]]
    result = {"votes": len(poll.ballots), "budget": str(poll.budget)} | shared | {"projects": projects}
    return result, _pabulib_lines(poll, result)


def _pabulib_lines(poll: pabulib.Poll, result: dict[str, Any]) -> Iterator[str]:
    yield _shown(poll.meta.get("description", "")) or "A poll without a description"
    kind = _shown(poll.meta["vote_type"])
    yield f"{result['votes']} votes of the type {kind}, counted by {Method.equal_shares.value}"
    if not all(isinstance(one, Approval) for one in poll.ballots):
        yield "A vote is taken to want all that it names, or gives a point at least."
    for key, there in (("num_projects", len(poll.projects)), ("num_votes", len(poll.ballots))):
        if (said := poll.meta.get(key, str(there))) != str(there):
            yield f"Mind: {key} in the file is {_shown(said)}, and there are {there}."
    yield ""
    called = zip(poll.projects, poll.names, poll.titles, strict=True)
    yield from _bought({one.number: f"{name} {title}".strip() for one, name, title in called}, result)


def _bought(names: Mapping[int, str], result: dict[str, Any]) -> Iterator[str]:
    share, raised = Fraction(result["share"]), Fraction(result["raised"])
    yield f"Budget {_money(result['budget'])}, of which is left {_money(result['left'])}"
    more = f"; as money was left, it was raised to {_money(share)}" if raised else ""
    yield f"Share of each vote {_money(share - raised)}{more}"
    for one in result["projects"]:
        chosen = "yes" if one["place"] in result["first"] else "no"
        named = f"{one['place']} {_shown(names[one['place']])}"
        yield f"{chosen:>4} {_money(one['cost']):>12}  {named}  {one['supporters']} want it, {_why(one)}"
    yield from _ties(result)


def _why(one: dict[str, Any]) -> str:
    match one["why"]:
        case Why.bought:
            return f"and paid for it, {_money(one['price'])} each at most"
        case Why.filled:
            return "paid from what was left over in the end"
        case Why.free:
            return "and it costs nothing"
        case Why.over_budget:
            return "but it costs more than the whole budget"
        case Why.supporters_short:
            rest = f"what is left in all is {_money(one['budget_short'])} short"
            return f"but have {_money(one['had'])} left, {_money(one['short'])} short; {rest}"
    return "so nobody pays for it"


def _money(exact: str | int | Fraction) -> str:
    """To the hundredth; with ~ where that is not exact."""
    amount = Fraction(exact)
    if amount.denominator == 1:
        return str(amount)
    return f"{'' if (amount * 100).denominator == 1 else '~'}{float(amount):.2f}"


def _shown(said: str) -> str:
    """As a terminal may have it: what somebody typed must not move its cursor."""
    return "".join(one if one.isprintable() else " " for one in said)
