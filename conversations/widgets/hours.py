"""An hour of the day as people say it: 7, 07.00, jam 7 malam, setengah 8, 8 pm, ba'da Isya."""

import re
from datetime import time

NAMED = "jam|pukul|pkl|pk|tabuh|at"
"""What stands before an hour."""
PARTS = "pagi|siang|sore|malam|malem|enjing|isuk|isuk-isuk|sonten|dalu|wengi|peuting|am|pm"
AFTER_PRAYER = {
    "subuh": ("05.00", "pagi"), "zuhur": ("12.30", "siang"), "asar": ("16.00", "sore"), "magrib": ("18.30", "malam"),
    "isya": ("19.30", "malam"),
}  # fmt: skip
"""When those meet who meet after a prayer, and the part of the day that is. The hours of prayer wander with the sun;
this is the half hour by which it has been prayed in Java most of the year. It is read back before it counts, as every
hour is."""
_PRAYERS = {
    "subuh": r"s[hy]?ubuh", "zuhur": r"(?:dz|dh|zh|d|z)uhu?r|lohor|luhur", "asar": r"ash?ar",
    "magrib": r"ma(?:gh?|h)rib", "isya": r"['’]?is[yh]a[kh'’]?",
}  # fmt: skip
_AFTER = r"ba['’ʼ`]?da|bakda|(?:se)?h?abis|setelah|sesudah|(?:se)?lepas|(?:se)?usai|selesai|rampung|bar|after"
_PRAYED = rf"(?:{_AFTER})\s+(?:s[hy]?[oa]lat\s+)?"
PRAYED = f"{_PRAYED}(?:{'|'.join(_PRAYERS.values())})"
"""Ba'da Isya."""
_EACH = "|".join(f"(?P<{name}>{said})" for name, said in _PRAYERS.items())
_PRAYER = re.compile(rf"\b(?:(?<!['’])(?:{NAMED})\s+)?{_PRAYED}(?:{_EACH})(?![\w'’])", re.IGNORECASE)
_CLOCK = rf"(?:\d{{1,2}}[.:]\d\d|\b(?:{NAMED})\b\.?\s*(?:s[ae]tengah\s+)?\d{{1,2}})"
_CLOCK_BEFORE = re.compile(rf"{_CLOCK}\s*(?:wib|wita|wit)?[\s,(/]*$", re.IGNORECASE)
_CLOCK_AFTER = re.compile(rf"[\s,(/]*(?:(?:sekitar|kira-kira)\s+)?{_CLOCK}", re.IGNORECASE)
_SAID = re.compile(
    rf"(?:{NAMED})?\.?\s*(setengah|satengah)?\s*(\d{{1,2}})(?:[.:](\d{{2}}))?\s*({PARTS})?\s*(?:wib|wita|wit)?",
    re.ASCII,
)
_NIGHT = frozenset(("malam", "malem", "dalu", "wengi", "peuting"))
_AFTERNOON = frozenset(("sore", "sonten", "pm"))
_HALF = 30


def hour_in(said: str) -> time | None:
    """The time of day, or None. "Setengah 8" is 07.30, "jam 12 malam" is 00.00, "jam 1 siang" is 13.00."""
    found = _SAID.fullmatch(" ".join(after_prayers(said).casefold().split()))
    if found is None:
        return None
    half, hour, minute, part = found[1], int(found[2]), int(found[3] or 0), found[4] or ""
    if half:
        if minute or not 1 <= hour <= 12:
            return None
        hour, minute = hour - 1, _HALF
    hour = _by_part(hour, part)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def after_prayers(text: str) -> str:
    """Sabtu ba'da Isya as Sabtu pukul 19.30; ba'da Isya jam 8 as malam jam 8, for a clock says it better."""
    return _PRAYER.sub(_clock, text)


def _clock(found: re.Match[str]) -> str:
    clock, part = AFTER_PRAYER[found.lastgroup or ""]
    text = found.string
    is_said = _CLOCK_BEFORE.search(text[: found.start()]) or _CLOCK_AFTER.match(text, found.end())
    return part if is_said else f"pukul {clock}"


def _by_part(hour: int, part: str) -> int:
    """What the part of the day makes of an hour said from 1 to 12."""
    if hour > 12 or not part:
        return hour
    if part in _NIGHT:
        return hour % 12 + 12 if 6 <= hour < 12 else hour % 12
    if part in _AFTERNOON:
        return hour % 12 + 12
    if part == "siang":
        return hour + 12 if hour < 6 else hour
    return hour % 12
