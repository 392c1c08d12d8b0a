"""What stands behind the verb of a card's button; anybody can forge it, so it is read with suspicion."""

from enum import StrEnum
from typing import TypeVar

from community.refusals import NotThere

_LARGEST_ID = 2**31 - 1
"""Of PostgreSQL's integer; a larger one is no id and would be an error there."""
_LARGEST_DRAFT_ID = 2**63 - 1
"""Drafts are counted in 64 bits."""

E = TypeVar("E", bound=StrEnum)


def subject_in(text: str) -> tuple[int, str]:
    """The id before the first dot, and what stands behind the dot. Raises NotThere."""
    head, _, rest = text.partition(".")
    return _number(head, _LARGEST_ID), rest


def seen_in(text: str) -> tuple[int, int]:
    """The id of a need and how many moves it had when the button was drawn: `14.3`. Raises NotThere."""
    need_id, moves = subject_in(text)
    if not (moves.isascii() and moves.isdigit() and len(moves) < len(str(_LARGEST_ID))):
        raise NotThere("stage.gone")
    return need_id, int(moves)


def draft_in(text: str) -> int:
    """The id of a draft. Raises NotThere."""
    return _number(text, _LARGEST_DRAFT_ID)


def choice_in(text: str, of: type[E]) -> tuple[int, E]:
    """The id before the dot and a member of `of` behind it. Raises NotThere."""
    subject, said = subject_in(text)
    if said not in list(of):
        raise NotThere("stage.gone")
    return subject, of(said)


def _number(text: str, largest: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(largest)) else 0
    if not 0 < number <= largest:
        raise NotThere("stage.gone")
    return number
