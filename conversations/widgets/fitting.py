"""Lines that fit into one message, whatever people have written: what matters least is shortened first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.widgets import rich_text

MESSAGE, CAPTION = 4096, 1024
"""Bot API: letters of a message, and of the words below a photo; counted in UTF-16 units, never less than Telegram."""
_SHORTEST = 12
"""A line that would be shorter than this after shortening says nothing: it is left out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One or several lines of plain text; those with the smallest `weight` are shortened first."""

    text: str
    weight: int = 9


def length(text: str) -> int:
    """In UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def fitted(lines: Sequence[Line], most: int = MESSAGE) -> list[str]:
    """The texts in their order, together with the breaks between them at most `most` units; empty ones are left out."""
    kept = [line for line in lines if line.text]
    for place in sorted(range(len(kept)), key=lambda place: kept[place].weight):
        over = _total(kept) - most
        if over <= 0:
            break
        kept[place] = replace(kept[place], text=_shortened(kept[place].text, length(kept[place].text) - over))
    return [line.text for line in kept if line.text]


def _total(lines: Sequence[Line]) -> int:
    there = [length(line.text) for line in lines if line.text]
    return sum(there) + max(0, len(there) - 1)


def _shortened(text: str, most: int) -> str:
    if most < _SHORTEST:
        return ""
    said = rich_text.cut(text, most)
    while length(said) > most:  # signs outside the basic plane count twice
        said = rich_text.cut(said, len(said) - max(1, (length(said) - most) // 2))
    return said
