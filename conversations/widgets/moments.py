"""The day and hour that running words are about: "hari Minggu jam 7 kumpul di pos ronda".

A date written out counts before a weekday, "besok" or "nanti malam". Days that are over, that come again and again
("setiap Minggu") or that something must be done by ("paling lambat Jumat") are no moment to meet at; nor are numbers of
houses, telephones and money. Days and hours are local.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.widgets import hours, when


@dataclass(frozen=True, slots=True)
class Moment:
    """`hour` is None if none was said."""

    day: date
    hour: time | None


@dataclass(frozen=True, slots=True)
class _Found:
    """Words from `start` to `end` that say a day, and the part of the day they say it with."""

    start: int
    end: int
    day: date | None
    part: str = ""
    needs_hour: bool = False
    later: bool = False


_FARTHEST = timedelta(days=730)
_WITHOUT_YEAR = timedelta(days=270)
"""A date without a year that would be farther than this is over: nobody announces so long before."""
_NEAR = 40
"""Letters between a day and a bare 19.30 that belongs to it."""
_WORD_HOURS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")

_WEEKDAY = "|".join((*when.WEEKDAYS, "jum'at"))
_AHEAD = [said for said in when.RELATIVE if said not in ("sekarang", "ayeuna", "enjing")]
"""Mulai sekarang is no day; enjing is a part of the day too."""
_NIGHT = "malam|malem|dalu|wengi|peuting"
_PART = rf"(?:,?\s*\b(?P<part>{hours.PARTS})\b)?"
_MONTH = (
    r"(?:jan(?:uari|uary)?|[fp]eb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|agu(?:st|stus)?|"
    r"ag[ts]|aug(?:ust)?|sep(?:t|tember)?|o[kc]t(?:ober)?|no[vp](?:ember)?|de[sc](?:ember)?)\b"
)
_DAYS_MONTH = (
    r"(?P<d>\d{1,2})(?:\s*(?:-|–|s/d|sd|sampai|dan|&)\s*\d{1,2})?[\s-]*"
    rf"(?P<m>{_MONTH})\.?(?:[,\s-]+(?P<y>20\d\d))?"
)
_DATES = tuple(
    re.compile(rf"(?<![\w/.-]){pattern}(?![\d/]|[.,-]\d)", re.IGNORECASE)
    for pattern in (
        _DAYS_MONTH,
        rf"(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:(?:st|nd|rd|th)(?:,?\s+20\d\d)?|,?\s+(?P<y>20\d\d))",
        r"(?P<said>20\d\d-\d{1,2}-\d{1,2})",
        r"(?P<said>\d{1,2}([/.-])\d{1,2}\2(?:20)?\d\d)",
        rf"(?:tgl|tanggal|{_WEEKDAY})\b[.:,]?\s*(?P<said>\d{{1,2}}/\d{{1,2}})",
    )
)
_OF_MONTH = re.compile(r"\b(?:tgl|tanggal)\b[.:]?\s*(?P<d>\d{1,2})(?![\d/.:])", re.IGNORECASE)
_WEEKDAYS = re.compile(
    rf"\b(?P<eve>(?:{_NIGHT})\s+)?(?P<named>(?:hari|dinten|dino|poe|besok|besuk|sesuk|benjing)\s+)?"
    rf"(?P<weekday>{_WEEKDAY})\b{_PART}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"\b(?P<said>{'|'.join(_AHEAD)}|enjing(?=\s+(?:tabuh|jam|pukul)))\b"
    rf"(?!-|\s+lagi|\s+(?:(?:{_NIGHT})\s+)?(?:{_WEEKDAY})\b){_PART}",
    re.IGNORECASE,
)
_TODAY = re.compile(
    rf"\b(?:(?:nanti|ntar|mangke|mengko|engke)\s+(?P<part>{hours.PARTS})|(?P<this>{hours.PARTS})\s+"
    rf"(?:ini|nanti|iki|niki|menika|ieu)|(?P<tonight>tonight)|(?P<later>nanti|ntar|engke|mangke)\s+(?={hours.NAMED}\b))\b(?!\s+(?:{_WEEKDAY})\b)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    rf"(?<![\w.,/-])(?P<named>(?:{hours.NAMED})\b[.:]?\s*)?(?P<hour>(?:s[ae]tengah\s+)?\d{{1,2}}(?P<minute>[.:]\d\d)?)"
    rf"(?![\d/]|[.,:]\d)(?:\s*(?P<part>{hours.PARTS})\b)?(?:\s*(?P<zone>wib|wita|wit)\b)?",
    re.IGNORECASE,
)

_FILLING = rf"(?:(?:hari|tanggal|tgl\.?|pada|dinten|poe|jam|pukul|{_WEEKDAY})[\s,]+)*$"
_NO_MOMENT = re.compile(
    r"\b(?:(?:se)?tiap|tiap-tiap|saben|unggal|every|sejak|since|lahir|sampai|sampe|hingga|s/d|sd|until|sebelum|before|by|"
    r"(?:paling )?lambat|maks(?:imal)?|batas(?: akhir)?|terakhir|last|kemar[ie]n)"
    rf"[\s.:,]+{_FILLING}",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:pasar|pak|bapak|alm|bu|mbah|mas|mbak|s[hy]?[oa]lat|jl|gang|gg|kampung|kp)[\s.]+$", re.IGNORECASE
)
"""Of a person, a market or a prayer: Pak Kamis, Pasar Minggu."""
_FEAST = re.compile(r"\b(?:panitia|lomba|hut(?: ri)?|peringatan|ulang tahun|dana)\s+(?:tgl |tanggal )?$", re.IGNORECASE)
"""Panitia 17 Agustus is a name, not a day."""
_RANGE_END = re.compile(rf"\b(?:{_WEEKDAY})\s*[-–]\s*$", re.IGNORECASE)
_RANGE = re.compile(rf"\s*(?:-|–|s/d|sd|sampai|sampe|hingga|to|until)\s*(?:hari\s+)?(?:{_WEEKDAY})\b", re.IGNORECASE)
_OVER = re.compile(r"[\s,]*(?:yang\s+)?(?:lalu|kemar[ie]n|kmr?i?n|wingi|kamari|kepungkur)\b", re.IGNORECASE)
_WEEK_BEFORE = re.compile(
    r"(?:\d|\b(?:se|satu|dua|tiga|empat|akhir|awal|tengah|pertengahan|dalam|per|beberapa|kali))\s*-?$", re.IGNORECASE
)
_WEEK_AFTER = re.compile(
    r"\s+(?:ini|depan|ngajeng|ngarep|payun|hareup|lagi|sekali|ke[\s-]?\d+|kedua|ketiga|keempat)\b",
    re.IGNORECASE,
)
_HOUR_NEXT = re.compile(rf"\s*[,(]?\s*(?:(?:{hours.NAMED}|tgl|tanggal)\b|\d{{1,2}}[.:]\d\d)", re.IGNORECASE)


def moment_in(text: str, now: datetime, zone: str) -> Moment | None:
    """The first day to come that `text` names, and its hour; None if there is none."""
    local = now.astimezone(ZoneInfo(zone))
    plain = _with_digits(text.replace("’", "'").replace("\N{MODIFIER LETTER APOSTROPHE}", "'"))
    said = hours.after_prayers(plain)
    for found in (*_dates(said, local.date()), *_spoken_days(said, local.date())):
        moment = _moment(said, found, local)
        if moment is not None:
            return moment
    return None


def _with_digits(text: str) -> str:
    """Jam tujuh as jam 7."""
    words = "|".join((*_WORD_HOURS, "dua belas"))
    return re.sub(
        rf"\b((?:{hours.NAMED})\s+(?:setengah\s+)?)(dua belas|{words})\b",
        lambda found: f"{found[1]}{_number(found[2].lower())}",
        text,
        flags=re.IGNORECASE,
    )


def _number(word: str) -> int:
    return _WORD_HOURS.index(word) + 1 if word in _WORD_HOURS else 12


def _moment(text: str, found: _Found, local: datetime) -> Moment | None:
    today = local.date()
    if found.day is None or not today <= found.day <= today + _FARTHEST:
        return None
    if _NO_MOMENT.search(text[: found.start]) or _OVER.match(text, found.end):
        return None
    hour = _hour(text, found)
    if found.needs_hour and hour is None:
        return None
    if hour is not None and found.day == today and hour <= local.time():
        if not (found.later and hour.hour < 12 and hour.replace(hour=hour.hour + 12) > local.time()):
            return None
        hour = hour.replace(hour=hour.hour + 12)
    return Moment(found.day, hour)


# ── days ──


def _dates(text: str, today: date) -> Iterator[_Found]:
    """Days written with a month, then those with a number alone."""
    written = [found for pattern in _DATES for found in pattern.finditer(text)]
    for found in sorted(written, key=re.Match.start):
        parts = {name: said for name, said in found.groupdict().items() if said}
        said = parts.get("said") or " ".join(parts[name] for name in ("d", "m", "y") if name in parts)
        day = when.day_in(said, today)
        has_year = "y" in parts or ("said" in parts and said.count("/") != 1)
        is_over = day is not None and not has_year and day - today > _WITHOUT_YEAR
        is_name = _FEAST.search(text[: found.start()])
        yield _Found(found.start(), found.end(), None if is_over or is_name else day)
    for found in _OF_MONTH.finditer(text):
        yield _Found(found.start(), found.end(), _next_of_month(int(found["d"]), today))


def _next_of_month(number: int, today: date) -> date | None:
    """The next day with this number; some months have no 31st."""
    coming = (today + timedelta(days=ahead) for ahead in range(62))
    return next((day for day in coming if day.day == number), None)


def _spoken_days(text: str, today: date) -> list[_Found]:
    """Weekdays, besok, nanti malam, in the order of being said."""
    found = [*_weekdays(text, today), *_relative_days(text, today), *_parts_of_today(text, today)]
    return sorted(found, key=lambda one: one.start)


def _weekdays(text: str, today: date) -> Iterator[_Found]:
    for found in _WEEKDAYS.finditer(text):
        if _is_range(text, found) or not _is_weekday(text, found):
            continue
        day, part = when.day_in(found["weekday"], today), found["part"] or ""
        if day is not None and found["eve"] and not found["named"]:
            # Malam Minggu is the evening before Sunday.
            day, part = day - timedelta(days=1), "malam"
        yield _Found(found.start(), found.end(), day, part)


def _is_range(text: str, found: re.Match[str]) -> bool:
    return bool(_RANGE.match(text, found.end()) or _RANGE_END.search(text[: found.start()]))


def _is_weekday(text: str, found: re.Match[str]) -> bool:
    """False for Pak Kamis, for minggu, the week, and for setu, a lake."""
    said, before, end = found["weekday"], text[: found.start()], found.end()
    if found["named"] or found["eve"]:
        return True
    if _NAME.search(before):
        return False
    if said.lower() not in ("minggu", "setu"):
        return True
    if _WEEK_BEFORE.search(before.rstrip()) or _WEEK_AFTER.match(text, end):
        return False
    return said == "Minggu" or bool(found["part"] or _HOUR_NEXT.match(text, end))


def _relative_days(text: str, today: date) -> Iterator[_Found]:
    for found in _RELATIVE.finditer(text):
        day = when.day_in(found["said"], today)
        yield _Found(found.start(), found.end(), day, found["part"] or "", needs_hour=day == today)


def _parts_of_today(text: str, today: date) -> Iterator[_Found]:
    for found in _TODAY.finditer(text):
        part = found["part"] or found["this"] or ("malam" if found["tonight"] else "")
        needs_hour = bool(found["later"]) or (found["this"] or "").lower() in ("pagi", "siang", "enjing", "isuk")
        yield _Found(found.start(), found.end(), today, part, needs_hour=needs_hour, later=bool(found["later"]))


# ── hours ──


def _hour(text: str, day: _Found) -> time | None:
    """The first hour that is said after the day, else the last one before it."""
    said = [(found.start(), hour) for found in _HOUR.finditer(text) if (hour := _hour_of(text, found, day)) is not None]
    after = [hour for start, hour in said if start >= day.start]
    return after[0] if after else (said[-1][1] if said else None)


def _hour_of(text: str, found: re.Match[str], day: _Found) -> time | None:
    """A number is an hour if it is called one, or stands close behind the day in an hour's form."""
    gap = found.start() - day.end
    follows = 0 <= gap <= _NEAR and (found["minute"] or (gap <= 2 and found["part"]))
    half = found["hour"].lower().startswith("s")
    if day.start <= found.start() < day.end or not (found["named"] or found["zone"] or half or follows):
        return None
    if _NO_MOMENT.search(text[: found.start()]):
        return None
    return hours.hour_in(f"{found['hour']} {found['part'] or day.part}")
