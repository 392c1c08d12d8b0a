"""What was agreed on, as it is written down in a line: what is to be done, by whom, until when.

beli engsel - Asep - Sabtu              →  beli engsel, Asep, the Saturday to come
pasang lampu; Bu Tini                   →  pasang lampu, Bu Tini, no day
beli engsel, paku, Asep, Sabtu          →  beli engsel, paku; Asep, the Saturday to come
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from conversations.widgets import moments, when

_BETWEEN = re.compile(r"\s+[-–—]\s*|\s*[;|]\s*")
_TITLES = re.compile(r"^(?:pak|bapak|bu|ibu|mas|mbak|mbah|kang|teh|om|tante|haji|hj?)\b\.?\s+", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:paling lambat|sebelum|sampai|tgl\.?|tanggal|by|until)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreed:
    """`due_on` is a local day."""

    what: str
    who: str = ""
    due_on: date | None = None


def read(line: str, now: datetime, zone: str, people: Mapping[int, str]) -> Agreed | None:
    """A line as it was meant; None where its third part is no day to come.

    Commas count where nothing else parts it, and what stands last is a day, or one of these people.
    """
    if not _BETWEEN.search(line.strip().removeprefix("- ")):
        return _with_commas(line.strip().removeprefix("- "), now, zone, people)
    parts = [part.strip() for part in _BETWEEN.split(line.strip().removeprefix("- "), maxsplit=2)]
    what, who, said = [*parts, "", ""][:3]
    if not said:
        return Agreed(what, who) if what else None
    day = day_in(said, now, zone)
    return Agreed(what, who, day) if what and day is not None else None


def _with_commas(line: str, now: datetime, zone: str, people: Mapping[int, str]) -> Agreed | None:
    what = [part.strip() for part in line.split(",") if part.strip()]
    due = _bare_day(what[-1], now, zone) if len(what) > 1 else None
    if due is not None:
        what.pop()
    is_somebody = len(what) > 1 and (meant(what[-1], people) or _TITLES.match(what[-1]))
    who = what.pop() if is_somebody else ""
    return Agreed(", ".join(what), who, due) if what else None


def _bare_day(said: str, now: datetime, zone: str) -> date | None:
    """The day to come that is said, and nothing beside it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = when.day_in(_UNTIL.sub("", said.rstrip(".")), today)
    return day if day is not None and day >= today else None


def day_in(said: str, now: datetime, zone: str) -> date | None:
    """Sabtu; paling lambat 5 Des: the day, unless it is over or none."""
    today = now.astimezone(ZoneInfo(zone)).date()
    plain = _UNTIL.sub("", said.strip().rstrip("."))
    day = when.day_in(plain, today)
    if day is None:
        found = moments.moment_in(plain, now, zone)
        day = found.day if found else None
    return day if day is not None and day >= today else None


def meant(name: str, people: Mapping[int, str]) -> int | None:
    """Who of these people is called so, with or without Pak or Bu; None for nobody, or several."""
    whole = [number for number, called in people.items() if called.casefold() == name.casefold()]
    if len(whole) == 1:
        return whole[0]
    bare = [number for number, called in people.items() if _bare(called) == _bare(name)]
    return bare[0] if len(bare) == 1 and _bare(name) else None


def _bare(name: str) -> str:
    return _TITLES.sub("", name.strip()).casefold()
