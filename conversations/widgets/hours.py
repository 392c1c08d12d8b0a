"""An hour of the day as people say it: 7, 07.00, jam 7 malam, setengah 8, 8 pm."""

import re
from datetime import time

NAMED = "jam|pukul|pkl|pk|tabuh|at"
"""What stands before an hour."""
PARTS = "pagi|siang|sore|malam|malem|enjing|isuk|isuk-isuk|sonten|dalu|wengi|peuting|am|pm"
_SAID = re.compile(
    rf"(?:{NAMED})?\.?\s*(setengah|satengah)?\s*(\d{{1,2}})(?:[.:](\d{{2}}))?\s*({PARTS})?\s*(?:wib|wita|wit)?",
    re.ASCII,
)
_NIGHT = frozenset(("malam", "malem", "dalu", "wengi", "peuting"))
_AFTERNOON = frozenset(("sore", "sonten", "pm"))
_HALF = 30


def hour_in(said: str) -> time | None:
    """The time of day, or None. "Setengah 8" is 07.30, "jam 12 malam" is 00.00, "jam 1 siang" is 13.00."""
    found = _SAID.fullmatch(" ".join(said.casefold().split()))
    if found is None:
        return None
    half, hour, minute, part = found[1], int(found[2]), int(found[3] or 0), found[4] or ""
    if half:
        if minute or not 1 <= hour <= 12:
            return None
        hour, minute = hour - 1, _HALF
    hour = _by_part(hour, part)
    return time(hour, minute) if hour < 24 and minute < 60 else None


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
