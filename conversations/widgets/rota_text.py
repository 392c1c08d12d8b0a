"""Names as people write a rota: one a line, or a weekday and who has that night: "Senin: Budi, Agus; Rabu: Slamet"."""

import re

from conversations.widgets import pasted, when

_FRIDAY = 4
"""Jum'at, however its apostrophe is written."""
_DAY = re.compile(
    rf"^(?:(?:malam|malem|dinten|poe|hari|on)\s+)?(?P<day>{'|'.join((*when.WEEKDAYS, 'jum.at'))})s?\b"
    r"\s*(?:malam)?\s*[:=–-]\s*(?P<names>.*)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*(?:[-•]|\(?\d{1,3}[.)])\s+")
_BETWEEN = re.compile(r"[,/&]+|\s(?:dan|lan|sareng|and)\s", re.IGNORECASE)


def names_in(text: str) -> list[tuple[str, int | None]]:
    """Each with the weekday of its night, 0 for Monday, or None for any; in their order, each once a night.

    A weekday alone in its line is that of the names below it, up to the next one or an empty line. Behind a semicolon
    another night may stand in the same line; names without one are of the night before.
    """
    found: dict[tuple[str, int | None], str] = {}
    heading: int | None = None
    for line in pasted.cleaned(text).split("\n"):
        heading = heading if line.strip() else None
        weekday = heading
        for piece in line.split(";"):
            said = _NUMBERED.sub("", piece).strip()
            day = _DAY.match(said)
            if day:
                weekday = when.WEEKDAYS.get(day["day"].casefold(), _FRIDAY)
                heading = None if day["names"] else weekday
            for part in _BETWEEN.split(day["names"] if day else said):
                name = " ".join(part.split()).strip(" .·")
                if any(letter.isalpha() for letter in name):
                    found.setdefault((name.casefold(), weekday), name)
    return [(name, weekday) for (_, weekday), name in found.items()]
