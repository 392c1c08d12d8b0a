"""The letter by which a need is passed on (surat pengantar): what stands in it, in words that can be printed.

What residents and organisers typed goes in as data: no sign of theirs is markup of Typst or of Word.
"""

import unicodedata
from dataclasses import dataclass

from conversations.widgets import javanese

_NEVER_PRINTED = ("Cc", "Cf", "Cs", "Cn", "Co")
_PICTURES = ("So", "Sk", "Mn")
_LATIN_AND_PUNCTUATION = 0x218F
_LONGEST_UNBROKEN = 40
"""Letters of a single word that still fit on a line beside a label."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands in it, from top to bottom, in plain words; empty words leave their line out."""

    language: str
    head: str
    area: str
    references: tuple[tuple[str, str], ...]
    """Number, enclosure, subject: each with its name."""
    date: str
    subject: str
    to: tuple[str, ...]
    opening: str
    facts: tuple[tuple[str, str], ...]
    said_by: str
    said: tuple[str, ...]
    request: str
    closing: str
    signed_as: str
    signed_by: str
    follow: str
    link: str


def sayable(words: str, *, unbroken: int = _LONGEST_UNBROKEN) -> str:
    """One line that can be printed: no control signs (XML has none), no pictures, long words with places to break.

    A word may break after each `unbroken` letters: fewer than usual where columns are narrow. What is written in
    Javanese letters is printed in Latin ones.
    """
    plain = "".join(" " if letter.isspace() else letter for letter in javanese.in_latin(words))
    return " ".join(_breakable(word, unbroken) for word in "".join(filter(_prints, plain)).split())


def _prints(letter: str) -> bool:
    """False for what no font of ours has: emoji with all that modifies them, and signs that are no signs."""
    kind = unicodedata.category(letter)
    return kind not in _NEVER_PRINTED and not (ord(letter) > _LATIN_AND_PUNCTUATION and kind in _PICTURES)


def _breakable(word: str, unbroken: int) -> str:
    if len(word) <= unbroken:
        return word
    pieces = [word[start : start + unbroken] for start in range(0, len(word), unbroken)]
    return "\N{ZERO WIDTH SPACE}".join(pieces)
