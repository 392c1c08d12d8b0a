"""What the clock does for several at a time: one that fails is undone alone, and the others go on."""

from collections.abc import Callable, Iterable, MutableMapping
from typing import TypeVar

from sqlmodel import Session

from storage.database import passes_by_waiting

T = TypeVar("T")
Failed = MutableMapping[int, Exception]
"""What went wrong, by the id of what it went wrong with; it is left out for the rest of this round of the clock."""


def each(
    session: Session, found: Iterable[tuple[int, T]], do: Callable[[T], object], failed: Failed | None = None
) -> None:
    """Do it for each of these (id, thing), each in a savepoint of its own.

    Raises what fails if nobody keeps `failed`, and always what passes by waiting: a database that is locked or away is
    nobody's fault.
    """
    for number, thing in found:
        try:
            with session.begin_nested():
                do(thing)
        except Exception as error:
            if failed is None or passes_by_waiting(error):
                raise
            failed[number] = error
