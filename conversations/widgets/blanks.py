"""What must be filled in before an announcement leaves, and the one blank that fills itself: {nama}, who reads it.

Pak RT keeps old announcements to write over: "Hari: …….  Jam: ____". Dots that only trail off are no blanks.
"""

import re

from markupsafe import escape

from conversations.dialogue import Again
from conversations.widgets import rich_text
from locales import Words

_NAME = re.compile(r"\{\s*nama\s*\}", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_RULE = re.compile(r"(?m)^[\s._…=*~-]+$")
"""A line drawn between two parts."""
_ASKED = r"hari|tanggal|tgl|jam|pukul|pkl|tempat|alamat|acara|nama|jumlah|sebesar|rp|day|date|time|place|name"
_NAMED = re.compile(
    rf"\{{[^{{}}\n]{{0,40}}\}}|\[\s*(?:(?:di)?isi|tulis|fill|write|{_ASKED})\b[^\[\]\n]{{0,60}}\]|\[[\s.…]*\]",
    re.IGNORECASE,
)
"""{jam}, [isi tempat], [ ]"""
_DRAWN = re.compile(
    rf"(?:(?P<asked>\b(?:{_ASKED})|[^\W_]+(?=\s?:))(?P<apart>\s?:\s?|\s)?|(?<![^\s(]))(?P<line>_+|[.…]+)",
    re.IGNORECASE,
)
"""Jam: ____, hari ……."""
_BY_ITSELF, _AFTER_A_WORD, _AFTER_A_COLON = 5, 4, 3
"""So many dots make a blank; an ellipsis counts for three, and three of underscores are one anywhere."""


def unfilled(html: str) -> list[str]:
    """The blanks that are left, as they are shown: {jam}, [isi tempat], "Hari: …"; each once."""
    text = _RULE.sub("", _LINK.sub("", _NAME.sub("", rich_text.plain(html))))
    found = [(one.start(), one.group()) for one in _NAMED.finditer(text)]
    found += [(one.start(), _shown(one)) for one in _DRAWN.finditer(_NAMED.sub(_same_length, text)) if _is_blank(one)]
    return list(dict.fromkeys(shown for _, shown in sorted(found)))


def _same_length(found: re.Match[str]) -> str:
    return "x" * len(found.group())


def _is_blank(found: re.Match[str]) -> bool:
    line = found["line"]
    if line[0] == "_":
        return len(line) >= _AFTER_A_COLON
    needed = _BY_ITSELF
    if found["asked"]:
        needed = _AFTER_A_COLON if found["apart"] else _AFTER_A_WORD
    return sum(3 if dot == "…" else 1 for dot in line) >= needed


def _shown(found: re.Match[str]) -> str:
    return f"{found['asked']}: …" if found["asked"] else "…"


def refusal(html: str) -> Again | None:
    """What to say to an announcement that cannot leave like this; None if it can."""
    left = unfilled(html)
    return Again("templates.unfilled", {"what": ", ".join(left)}) if left else None


def for_recipient(html: str, name: str) -> str:
    """As one resident reads it."""
    return _NAME.sub(lambda _: str(escape(name)), html)


def for_group(html: str, words: Words) -> str:
    """As a group reads it, and whoever has no name."""
    return for_recipient(html, words.label("templates.everyone"))
