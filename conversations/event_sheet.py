"""A paper of an event as it will be printed: what stands on it from top to bottom, in words that can be printed.

What residents and organisers typed goes in as data: no sign of theirs is markup of Typst or of Word.
"""

from collections.abc import Sequence
from dataclasses import dataclass

BLANK = "…………………………"
"""To be filled in by hand."""
LINE = 9
"""Height of a line that is signed, in millimetres."""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in millimetres; all of a table's make 160."""

    head: str
    width: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Its head is repeated on each page. `signed` has a last column for signatures, in turn left and right in it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Under a title of its own, if it has one."""

    title: str = ""
    words: Sequence[str] = ()
    numbered: Sequence[str] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """As what somebody signs, and their name, or the line for it."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Empty words leave their line out."""

    language: str
    name: str
    """What the document is called."""
    head: str
    area: str
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    closing: Sequence[str] = ()
    signatures: Sequence[Signature] = ()
    follow: str = ""
    """What the square code beside the signatures leads to."""
    link: str = ""
    footer: str = ""
    page: str = ""
    """Around the numbers of a page: `Halaman {page} dari {pages}`, with these signs where the numbers come."""
    title: str = ""
    number: str = ""
    references: Sequence[tuple[str, str]] = ()
    """Of a letter: number, enclosure, subject, each with its name."""
    to: Sequence[str] = ()
    opening: Sequence[str] = ()
    signed_at: str = ""
