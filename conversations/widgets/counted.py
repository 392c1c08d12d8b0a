"""Things and how many of each, as people write them in one line: cangkul 5, karung lima, kopi 10 gelas, gerobak."""

import re
from dataclasses import dataclass, replace

from conversations.widgets import pasted
from storage.events import ItemKind

_KINDS = {
    "alat": ItemKind.tool, "peralatan": ItemKind.tool, "tools": ItemKind.tool, "konsumsi": ItemKind.food,
    "makanan": ItemKind.food, "food": ItemKind.food, "tugas": ItemKind.task, "tasks": ItemKind.task,
}  # fmt: skip
"""What may stand before a colon, and what follows it then."""
_FOOD = re.compile(
    r"\b(?:kopi|teh|wedang|air (?:minum|mineral)|minum(?:an)?|nasi|snack|cemilan|gorengan|kue|jajan(?:an)?|"
    r"makan(?:an)?|konsumsi|buah|roti|es|bubur|tea|coffee|cake|snacks|rice)\b",
    re.IGNORECASE,
)
_NUMBERS = (
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
    "dua belas",
)  # fmt: skip
_NUMBER = rf"\d{{1,5}}|\b(?:{'|'.join(reversed(_NUMBERS))})\b"
_COUNTERS = r"(?:buah|bh|biji|lembar|lbr|unit|pcs|orang|org|potong|ekor|x|kali)"
_UNITS = (
    r"(?:gelas|cangkir|botol|galon|dus|kardus|karton|pak|bungkus|bks|piring|porsi|kotak|box|kg|kilo|liter|ltr|meter|m|"
    r"ember|karung|sak|rol|roll|pasang|ikat|butir|termos|loyang|tampah|set)"
)
"""What something is measured in: that stays with its name."""
_BETWEEN = re.compile(r"[,;\n]+|\s(?:dan|and|lan|sareng|serta|plus)\s|\s?[&+]\s?", re.IGNORECASE)
_BETWEEN_TASKS = re.compile(r"[,;\n]+")
_PREFIX = re.compile(rf"^\s*({'|'.join(_KINDS)})\s*:\s*", re.IGNORECASE)
_FIRST = re.compile(rf"^({_NUMBER})\s*(?:{_COUNTERS}\b)?\s*(.+)$", re.IGNORECASE)
_LAST = re.compile(
    rf"^(.+?)\s*[(:=×*-]?\s*(?:untuk\s+|for\s+|@|x\s?)?({_NUMBER})\s*(?:{_COUNTERS}|(?P<unit>{_UNITS}))?\s*\)?$",
    re.IGNORECASE,
)
_LINE = re.compile(r"^\s*(?:[-•]|\(?\d{1,2}[.)])\s+")
"""1. or a dash in front of a line."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is wanted; `wanted` is 1 where no number was said."""

    kind: ItemKind
    name: str
    wanted: int = 1


def things_in(text: str, kind: ItemKind = ItemKind.tool) -> list[Counted]:
    """All that a text asks for, each once, in its order; `kind` is meant where nothing else is said.

    "Konsumsi: kopi 30" names the kind of the line; food among the tools is seen as such.
    """
    found: dict[tuple[ItemKind, str], Counted] = {}
    for line in pasted.cleaned(text).split("\n"):
        for one in _in_line(line, kind):
            key = one.kind, one.name.casefold()
            found[key] = replace(one, wanted=max(one.wanted, found[key].wanted)) if key in found else one
    return list(found.values())


def _in_line(line: str, kind: ItemKind) -> list[Counted]:
    prefix = _PREFIX.match(line)
    said = kind if prefix is None else _KINDS[prefix[1].casefold()]
    rest = _LINE.sub("", line[prefix.end() :] if prefix else line)
    parts = (_BETWEEN_TASKS if said is ItemKind.task else _BETWEEN).split(rest)
    named = [_named(part.strip(" .·"), said) for part in parts]
    return [one for one in named if one is not None]


def _named(part: str, kind: ItemKind) -> Counted | None:
    if not any(letter.isalpha() for letter in part):
        return None
    unit = None
    if first := _FIRST.match(part):
        name, many = first[2], _number(first[1])
    elif last := _LAST.match(part):
        name, many, unit = last[1], _number(last[2]), last["unit"]
    else:
        name, many = part, 1
    name = " ".join(name.split()).strip(" .:(-")
    if not any(letter.isalpha() for letter in name):
        return None
    name = f"{name} ({unit.casefold()})" if unit else name
    is_food = kind is ItemKind.tool and _FOOD.search(name)
    return Counted(ItemKind.food if is_food else kind, name, many)


def _number(said: str) -> int:
    return int(said) if said.isdigit() else _NUMBERS.index(" ".join(said.casefold().split())) + 1


def shown(name: str, wanted: int) -> str:
    """As it reads in a list: cangkul 5; gerobak."""
    return f"{name} {wanted}" if wanted > 1 else name
