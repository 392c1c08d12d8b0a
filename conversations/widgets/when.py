"""When: a day by a tap or in words, an hour, and saying both back in the community's own time.

Days and hours are local; an instant is made of them with the community's time zone.
"""

import calendar
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

from conversations.dialogue import Choice, Question, Rows
from locales import Words

OTHER, BLANK, MONTH = "other", "blank", "month:"
ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
HOURS = ("06.00", "07.00", "08.00", "09.00", "16.00", "19.30")
_SATURDAY, _SUNDAY = 5, 6
_FARTHEST = timedelta(days=730)

RELATIVE = {
    "hari ini": 0, "sekarang": 0, "dinten menika": 0, "dinten niki": 0, "ayeuna": 0, "today": 0,
    "besok": 1, "bsk": 1, "besuk": 1, "benjing": 1, "mbenjing": 1, "sesuk": 1, "isukan": 1, "enjing": 1, "tomorrow": 1,
    "lusa": 2, "pageto": 2,
}  # fmt: skip
WEEKDAYS = {
    "senin": 0, "senen": 0, "monday": 0, "selasa": 1, "salasa": 1, "tuesday": 1, "rabu": 2, "rebo": 2, "wednesday": 2,
    "kamis": 3, "kemis": 3, "thursday": 3, "jumat": 4, "jumaah": 4, "jemuwah": 4, "friday": 4,
    "sabtu": 5, "saptu": 5, "setu": 5, "saturday": 5, "minggu": 6, "ahad": 6, "sunday": 6,
}  # fmt: skip
MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "agu": 8, "ags": 8, "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{2}|\d{4}))?", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})\s+([a-z]{3,})\.?(?:\s+(\d{4}))?", re.ASCII)


def day_rows(today: date) -> Rows:
    """[Hari ini] [Besok] / [Sabtu] [Minggu] / [📅 Tanggal lain]; no day twice."""
    first = [_day(today, "widgets.when.today"), _day(today + timedelta(days=1), "widgets.when.tomorrow")]
    weekend = [(_SATURDAY, "widgets.when.saturday"), (_SUNDAY, "widgets.when.sunday")]
    coming = [(today + timedelta(days=(day - today.weekday()) % 7), key) for day, key in weekend]
    second = [_day(day, key) for day, key in coming if day > today + timedelta(days=1)]
    return [row for row in (first, second, [Choice(OTHER, "widgets.when.other")]) if row]


def _day(day: date, key: str) -> Choice:
    return Choice(day.isoformat(), key)


def calendar_rows(words: Words, month: date, today: date) -> Rows:
    """A month from Monday to Sunday, and the months beside it; of what is over days are blank and weeks left out."""
    blank = Choice(BLANK, label="·")
    first = month.replace(day=1)
    title = Choice(BLANK, label=format_date(first, "LLL y", locale=words.language))
    back = Choice(f"{MONTH}{_beside(first, -1).isoformat()}", label="‹") if first > today.replace(day=1) else blank
    names = get_day_names("short", locale=words.language)
    weeks = [week for week in calendar.Calendar().monthdatescalendar(first.year, first.month) if week[-1] >= today]
    return [
        [back, title, Choice(f"{MONTH}{_beside(first, 1).isoformat()}", label="›")],
        [Choice(BLANK, label=names[weekday]) for weekday in range(7)],
        *(
            [
                Choice(day.isoformat(), label=str(day.day)) if day.month == first.month and day >= today else blank
                for day in week
            ]
            for week in weeks
        ),
    ]


def _beside(first: date, step: int) -> date:
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def hour_rows() -> Rows:
    """Three a row: the hours at which neighbours gather."""
    choices = [Choice(hour.replace(".", ":"), label=hour) for hour in HOURS]
    return [choices[:3], choices[3:]]


def day_in(said: str, today: date) -> date | None:
    """The day in a tapped value or in words: besok, Sabtu, 28/11, 28 Nov 2026. Without a year the next such day.

    None if there is no such day; a day that is over is returned as it was said, for `is_over` to refuse.
    """
    plain = " ".join(said.casefold().replace(",", " ").replace("'", "").split())
    plain = re.sub(r"^(hari |tanggal |tgl )(?!ini)", "", plain)
    if plain in RELATIVE:
        return today + timedelta(days=RELATIVE[plain])
    if plain in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS[plain] - today.weekday()) % 7 or 7)
    first, _, rest = plain.partition(" ")
    return _calendar_day(rest if first in WEEKDAYS else plain, today)


def _calendar_day(plain: str, today: date) -> date | None:
    if found := _ISO.fullmatch(plain):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(plain):
        month, year = int(found[2]), found[3]
    elif (found := _NAMED.fullmatch(plain)) and found[2][:3] in MONTHS:
        month, year = MONTHS[found[2][:3]], found[3]
    else:
        return None
    if year is not None:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, int(found[1]))
    this_year = _date(today.year, month, int(found[1]))
    if this_year is None or this_year >= today:
        return this_year
    return _date(today.year + 1, month, int(found[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def instant(day: date, hour: time, zone: str) -> datetime:
    """The instant at which the clocks of `zone` show this day and hour."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def why_not(moment: datetime, now: datetime) -> str | None:
    """The key of what to say to a moment that is over, or absurdly far; None if it will do."""
    if moment <= now:
        return "widgets.when.over"
    return "widgets.when.far" if moment - now > _FARTHEST else None


def confirm(moment: datetime, zone: str, words: Words) -> Question:
    """Said back before it counts: "Sabtu, 28 Nov 2026 pukul 08.00 WIB — benar?"."""
    rows = [[Choice("yes", "widgets.when.yes"), Choice("no", "widgets.when.no")]]
    return Question("widgets.when.confirm", {"moment": spoken(moment, zone, words)}, rows)


def spoken_day(day: date, words: Words) -> str:
    """Sabtu, 28 Nov 2026."""
    return format_date(day, "EEEE, d MMM y", locale=words.language)


def spoken(moment: datetime, zone: str, words: Words) -> str:
    """Sabtu, 28 Nov 2026 pukul 08.00 WIB: in the community's time, and it says which."""
    day = spoken_day(moment.astimezone(ZoneInfo(zone)).date(), words)
    hour, name = hour_and_zone(moment, zone, words)
    return words.label("widgets.when.moment", day=day, hour=hour, zone=name)


def hour_and_zone(moment: datetime, zone: str, words: Words) -> tuple[str, str]:
    """08.00 and WIB."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime(words.label("widgets.when.clock")), ZONES.get(zone) or local.tzname() or zone
