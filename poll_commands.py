"""`rembuk polls export | count`: a poll's votes as a list that anyone can keep, and counted again from it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from sqlmodel import Session

from community import counting, poll_export, poll_reading
from community.counting import Asked
from community.poll_export import Unreadable
from storage import communities, polls
from storage.communities import Community
from storage.database import open_engine, reading
from storage.polls import Method, Poll, PollState

MOST_BYTES = 20_000_000
"""A list of two hundred thousand votes; what is larger is none."""


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
    ) -> None:
        """Write the list of votes of a poll that has ended: receipts and choices, no name, as CSV."""
        with reading(open_engine(database())) as session:
            typer.echo(poll_reading.exported(session, _ended(session, _place(session, community), number)), nl=False)

    @found.command()
    def count(
        file: Path, json: Annotated[bool, typer.Option("--json", help="All figures, for a program.")] = False
    ) -> None:
        """Count such a list again; it needs no database and no settings."""
        asked, result = _counted(file)
        typer.echo(orjson.dumps(result).decode() if json else "\n".join(_lines(asked, result)))

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


def _counted(file: Path) -> tuple[Asked, dict[str, Any]]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise fail(f"{file} is too large to be the list of a poll.")
        asked, sheets, piles = poll_export.read(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise fail(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise fail(f"{file} is not the list of a poll: it is no UTF-8 text.") from None
    except Unreadable as error:
        raise fail(
            f"{file}, line {error.line}: this is not a line of a poll's list, or a vote it cannot hold."
        ) from None
    return asked, counting.count(asked, sheets, piles)


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
    for tie in result["ties"]:
        yield f"Equal: {', '.join(map(str, tie['options']))} (put in order by {', '.join(tie['broken_by'])})"


def _yes_no(_asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    yield f"yes {result['yes']}, no {result['no']}, abstained {result['abstain']}: {result['outcome']}"


def _consensus(_asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    said = f"agree {result['agree']}, with a note {result['with_note']}, object {result['object']}"
    yield f"{said}: {result['outcome']}"


def _shared(asked: Asked, result: dict[str, Any]) -> Iterator[str]:
    yield f"Budget {result['budget']}, of which is left {result['left']}"
    for one in result["projects"]:
        chosen = "yes" if one["place"] in result["first"] else "no"
        name = _shown(asked.options[one["place"]])
        yield f"{chosen:>4} {one['cost']:>12}  {one['place']} {name}  {one['supporters']} want it, {one['why']}"


_OF_METHOD = {Method.yes_no: _yes_no, Method.consensus: _consensus, Method.equal_shares: _shared}


def _shown(said: str) -> str:
    """As a terminal may have it: what somebody typed must not move its cursor."""
    return "".join(one if one.isprintable() else " " for one in said)
