"""Names as people write a rota: one a line, or a weekday and who has that night: "Senin: Budi, Agus"."""

import re

from conversations.widgets import listed, when

_DAY = re.compile(
    rf"^(?:(?:malam|malem|dinten|poe|hari|on)\s+)?(?P<day>{'|'.join((*when.WEEKDAYS, 'jum.at'))})s?\b"
    r"\s*(?:malam)?\s*[:=–-]\s*(?P<names>.+)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;/&]+|\s(?:dan|lan|sareng|and)\s", re.IGNORECASE)


def names_in(text: str) -> list[tuple[str, int | None]]:
    """Each with the weekday of its night, 0 for Monday, or None for any; in their order, each once a night."""
    found: dict[tuple[str, int | None], str] = {}
    for line in listed.lines(text):
        day = _DAY.match(line)
        weekday = when.WEEKDAYS.get(day["day"].casefold(), _FRIDAY) if day else None
        for part in _BETWEEN.split(day["names"] if day else line):
            name = " ".join(part.split()).strip(" .·")
            if any(letter.isalpha() for letter in name):
                found.setdefault((name.casefold(), weekday), name)
    return [(name, weekday) for (_, weekday), name in found.items()]


_FRIDAY = 4
"""Jum'at, however its apostrophe is written."""
