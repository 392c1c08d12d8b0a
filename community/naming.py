"""What neighbourhoods and neighbours are called: a written line read as RT, RW, dusun or desa; names fit to say."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from storage.communities import CommunityKind

LONGEST_LINE = 120
"""Letters in the line that names a neighbourhood."""
LONGEST_WORDS = 40
"""Letters in one part of it, such as Perumahan Griya Asri."""
LONGEST_NAME = 40
LONGEST_SUGGESTED = 20
"""A Telegram name that is longer does not fit on a button beside its sapaan."""

_KINDS: dict[str, tuple[str, CommunityKind]] = {
    "rt": ("RT", CommunityKind.rt),
    "rw": ("RW", CommunityKind.rw),
    **dict.fromkeys(("dusun", "dsn"), ("Dusun", CommunityKind.dusun)),
    **dict.fromkeys(("lingkungan", "lingk"), ("Lingkungan", CommunityKind.dusun)),
    **dict.fromkeys(("kampung", "kp", "kampong"), ("Kampung", CommunityKind.dusun)),
    **{word: (word.capitalize(), CommunityKind.dusun) for word in ("dukuh", "padukuhan", "jorong", "banjar")},
    **dict.fromkeys(("desa", "ds"), ("Desa", CommunityKind.desa)),
    **{word: (word.capitalize(), CommunityKind.desa) for word in ("nagari", "gampong", "kalurahan", "lembang")},
    **dict.fromkeys(("kelurahan", "kel"), ("Kel.", CommunityKind.kelurahan)),
    **dict.fromkeys(("perumahan", "perum"), ("Perumahan", CommunityKind.group)),
    **dict.fromkeys(("kompleks", "komplek"), ("Kompleks", CommunityKind.group)),
    **{word: (word.capitalize(), CommunityKind.group) for word in ("blok", "gang", "asrama", "rusun")},
}
"""How people write each kind of neighbourhood, and how it is written here."""
_WIDER = {"kec": "Kec.", "kecamatan": "Kec.", "kota": "Kota", "kab": "Kab.", "kabupaten": "Kab."}
_ORDER = tuple(CommunityKind)
_NUMBERED = ("rt", "rw")
_SIGNS = ",/;\n"
_PIECE = re.compile(r"[0-9]+(?:[A-Za-z](?![^\W\d_]))?|[^\W\d_]+(?:['’][^\W\d_]+)*|[,/;\n]")
_NUMBER = re.compile(r"([0-9]{1,3})([A-Za-z]?)")

_SAPAAN = ("bu", "ibu", "pak", "bapak", "bp", "bpk", "mbak", "mba", "mas", "kang", "teh", "mbah", "bang", "kak", "om")
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: letters by name, seen by nobody."""
_SAYABLE = ("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd")
_ADDRESS = re.compile(r"[/@\\]|https?:|www\.|\.(?:com|id|me|net|org)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """`name` is what one says ("RT 03"), `area` what it lies in ("RW 05, Kel. Karanganyar"), perhaps nothing."""

    kind: CommunityKind
    name: str
    area: str = ""

    @property
    def line(self) -> str:
        """RT 03 / RW 05 / Kel. Karanganyar"""
        return " / ".join([self.name, *self.area.split(", ")] if self.area else [self.name])


@dataclass(frozen=True, slots=True)
class _Part:
    kind: CommunityKind | None
    written: str


def neighbourhood_in(line: str) -> Neighbourhood | None:
    """The neighbourhood that a line names, however it is written; None if it names none, two, or too much.

    The smallest part gives kind and name, whatever order the parts are in; the others are the area.
    """
    parts = _parts(unicodedata.normalize("NFKC", line)) if len(line) <= LONGEST_LINE else None
    if not parts:
        return None
    of_a_kind = sorted((part for part in parts if part.kind), key=lambda part: _ORDER.index(part.kind))
    once = [part.kind for part in of_a_kind if part.kind is not CommunityKind.group]
    if not of_a_kind or len(once) != len(set(once)):
        return None
    smallest, *wider = of_a_kind
    area = ", ".join(part.written for part in [*wider, *(part for part in parts if part.kind is None)])
    return Neighbourhood(smallest.kind, smallest.written, area) if smallest.kind and len(area) <= LONGEST_LINE else None


def _parts(line: str) -> list[_Part] | None:
    """The line cut at its keywords and signs; None if a part has no number or name of its own, or too long a one."""
    parts = [_part(keyword, pieces) for keyword, pieces in _cut(line)]
    return None if None in parts else [part for part in parts if part]


def _cut(line: str) -> Iterator[tuple[str, list[str]]]:
    """(keyword or nothing, the pieces that belong to it). The number of an RT or RW ends its part.

    A keyword right behind another one is a name (Kelurahan Kampung Melayu), unless it is RT or RW.
    """
    keyword, pieces = "", list[str]()
    for piece in _PIECE.findall(line):
        word = "" if piece in _SIGNS else piece.casefold()
        is_name = bool(keyword) and not pieces and word not in _NUMBERED
        begins = (word in _KINDS or word in _WIDER) and not is_name
        ends = not word and (bool(pieces) or not keyword)
        if begins or ends or (keyword in _NUMBERED and pieces):
            if keyword or pieces:
                yield keyword, pieces
            keyword, pieces = (word if begins else ""), []
        if word and not begins:
            pieces.append(piece)
    if keyword or pieces:
        yield keyword, pieces


def _part(keyword: str, pieces: list[str]) -> _Part | None:
    if not pieces:
        return None
    if keyword in _NUMBERED:
        prefix, kind = _KINDS[keyword]
        number = _NUMBER.fullmatch(pieces[0])
        return _Part(kind, f"{prefix} {int(number[1]):02d}{number[2].upper()}") if number and int(number[1]) else None
    prefix, kind_or_none = _KINDS.get(keyword) or (_WIDER.get(keyword, ""), None)
    written = " ".join([*([prefix] if prefix else []), *map(_titled, pieces)])
    has_a_name = bool(prefix) or any(piece[0].isalpha() for piece in pieces)
    return _Part(kind_or_none, written) if has_a_name and len(written) <= LONGEST_WORDS else None


def _titled(word: str) -> str:
    """Karanganyar for karanganyar and KARANGANYAR; a short word in capitals (BTN, III) stays."""
    if word.isupper() and len(word) <= 3:
        return word
    return word[:1].upper() + word[1:].lower() if word.isupper() or word.islower() else word


def spoken_name(written: str) -> str | None:
    """A name as its owner typed it, cleaned and no longer than LONGEST_NAME; None if there is nothing to call out.

    Signs that cannot be seen or that turn the writing round go; so do emoji; addresses and numbers are no names.
    """
    name = _cleaned(written)
    if _ADDRESS.search(written) or len(name) > LONGEST_NAME or len(name.split()) > 5:
        return None
    letters = sum(character.isalpha() for character in name)
    digits = sum(character.isdigit() for character in name)
    return name if letters and letters >= digits else None


def suggested_name(first_name: str) -> str | None:
    """A Telegram first name without its sapaan, fit for [Bu …] [Pak …]; None for odd ones, then it is typed instead."""
    if any(_is_hidden(character) or _is_leftward(character) for character in first_name):
        return None
    words = (spoken_name(first_name) or "").split()
    if len(words) > 1 and words[0].casefold().rstrip(".") in _SAPAAN:
        words = words[1:]
    name = " ".join(words)
    return name if name and len(name) <= LONGEST_SUGGESTED else None


def _cleaned(written: str) -> str:
    name = unicodedata.normalize("NFKC", written)
    kept = "".join(character for character in name if _is_sayable(character) or character.isspace())
    kept = re.sub(r"([\u0300-\u036f]{2})[\u0300-\u036f]+", r"\1", kept)  # no tower of accents
    return " ".join(kept.split()).strip(" .-'’")


def _is_sayable(character: str) -> bool:
    if character in _BLANK_LETTERS or "\ufe00" <= character <= "\ufe0f":
        return False
    return unicodedata.category(character) in _SAYABLE or character in "'’.-"


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn")


def _is_leftward(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL")
