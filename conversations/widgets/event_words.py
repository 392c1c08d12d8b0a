"""What an invitation says, as it goes round in WhatsApp: what for, which day and hour, where, what to bring.

*Kerja bakti* hari Minggu jam 7 kumpul di pos ronda,      →      work_day, Sunday, 07.00, Pos ronda,
bawa cangkul & karung. Trims 🙏                                  cangkul, karung

Whatever is found is shown before it counts; what is not found is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from conversations.widgets import counted, hours, pasted, when, which_day
from conversations.widgets.counted import Counted
from conversations.widgets.which_day import Meant
from storage.events import EventKind

_SAID_OF = {
    EventKind.work_day: r"kerja\s?bh?akti|kerjabakti|gotong[\s-]?royong|gugur gunung|rereongan|bersih[\s-]bersih|"
    r"resik[\s-]resik|work day|clean[\s-]?up",
    EventKind.meeting: r"rapat|rembu[gk](?:an|ug)?|rempugan|musyawarah|pertemuan|kumpulan|meeting",
    EventKind.clinic: r"posyandu|posbindu|imunisasi|penimbangan|health post",
    EventKind.night_watch: r"ronda|siskamling|jaga malam|night watch",
    EventKind.savings_round: r"arisan|savings round",
}
_KINDS = re.compile("|".join(rf"(?P<{kind.value}>\b(?:{said})\b)" for kind, said in _SAID_OF.items()), re.IGNORECASE)
_NOT_FOR = re.compile(r"\b(?:pos|gardu|hasil|iuran|uang|kas|jadwal|dana)\s+$", re.IGNORECASE)
"""Pos ronda is a place, hasil rapat is over: they do not say what people are called for."""

_BEFORE = (
    r"jam|pukul|pkl|pk|tabuh|pada|hari|untuk|bawa|membawa|mulai|tgl|tanggal|besok|mohon|dan (?:bawa|membawa)|senin|"
    rf"selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|nanti|sampai|dengan|acara|agenda|at|on|(?:se)?tiap|saben|every|{hours.PARTS}|"
    rf"{hours.PRAYED}"
)
_END = rf"(?=\s+(?:{_BEFORE})\b|[,.;:!?()\n]|$)"
"""Where a place or a purpose ends."""
_IN = r"(?<!['’])\b(?:di|ing|wonten|at)"
_AT_LINE = re.compile(
    r"^\s*(?:tempat(?:nya)?|lokasi|bertempat|panggenan|place)\s*(?::|di\b)\s*(?P<place>.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_GATHER = re.compile(rf"\b(?:kumpul|bertempat|berkumpul|ngumpul|meet)\s+{_IN}\s+(?P<place>.+?){_END}", re.IGNORECASE)
_AT = re.compile(rf"{_IN}\s+(?P<place>.+?){_END}", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"^(?:tempat|mana|sini|situ|atas|bawah|rumah masing-masing|tempat masing-masing|lingkungan|wilayah|antara|jam|hari|"
    r"\d|the time|home)\b",
    re.IGNORECASE,
)
_PLACE_WORDS = 6

_BRING = re.compile(
    r"\b(?:(?:mem)?bawa(?:lah)?|ngasta|mbeta|mbekta|nyandak|nyiapkeun|(?:me)?nyiapkan|siapkan|bring)\b\s*:?\s*(?P<what>[^.!?\n]+)",
    re.IGNORECASE,
)
_NOT_BROUGHT = re.compile(
    r"\b(?:masing-masing|seadanya|diri|anak|keluarga|teman|semangat|yang (?:ada|punya))\b", re.IGNORECASE
)
_THING_WORDS = 3
_CLAUSE = re.compile(
    r"\s(?:ya+|yuk|nggih|supaya|agar|untuk|karena|kumpul|di|jam|pukul|mohon|terima|trims|makasih)\b.*$", re.IGNORECASE
)

_ABOUT = re.compile(
    r"\b(?:(?P<verb>(?:mem)?bersihkan|ngabersihan|ngresiki|menguras|nguras|mengecat|ngecat|cat|memperbaiki|"
    r"perbaiki|pasang|membangun|angkat)|agenda\s*:?\s*(?:mem)?bahas|(?:mem)?bahas|rembug|soal|tentang|perihal|"
    rf"dalam rangka|agenda)\s*:?\s+(?P<what>[^,.;!?\n]+?){_END}",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"\s*(?P<name>.+?)(?=\s+(?:{_BEFORE}|di|ing|wonten|\d{{1,4}}[-/.]\d\S*)\b|[,.;:!?()\n]|$)", re.IGNORECASE
)
_WEEKDAY = "|".join((*(said for said in when.WEEKDAYS if said not in ("minggu", "setu")), "jum['’]at"))
_EVERY = re.compile(
    rf"\b(?i:(?:se)?tiap|tiap-tiap|saben|every)\s+"
    rf"(?P<day>(?i:(?:hari|dinten|dina|poe)\s+(?:minggu|{_WEEKDAY})|{_WEEKDAY})|Minggu|"
    rf"(?i:minggu)(?=\s+(?:{hours.PARTS}|jam|pukul)\b))"
    r"\b(?!\s+(?i:pertama|kesatu|kedua|ketiga|keempat|terakhir|ke[\s-]?\d|sekali|first|last))"
)
"""Tiap Sabtu; tiap minggu is each week, unless an hour follows; tiap Minggu pertama is none of each week."""
LONGEST_TITLE = 100
LONGEST_PLACE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `days` is one, several of which one is meant, or none; days and hours are local.

    `is_weekly` is true where the one day is the first of all such weekdays.
    """

    kind: EventKind | None = None
    days: tuple[date, ...] = ()
    hour: time | None = None
    place: str = ""
    things: tuple[Counted, ...] = field(default_factory=tuple)
    title: str = ""
    is_weekly: bool = False


def read(text: str, now: datetime, zone: str, landmarks: Sequence[str] = ()) -> Found:
    said = pasted.cleaned(text)
    once = which_day.announced(said, now, zone)
    weekly = each_week(said, now, zone) if once is None else None
    found = once or weekly or Meant(())
    return Found(
        kind=kind_in(said), days=found.days, hour=found.hour,
        place=place_in(said, landmarks), things=tuple(things_in(said)), title=title_in(said),
        is_weekly=weekly is not None,
    )  # fmt: skip


def each_week(text: str, now: datetime, zone: str) -> Meant | None:
    """The next Sunday, and the hour, of "tiap Minggu pagi jam 6"; None if it names no such weekday."""
    found = _EVERY.search(text)
    if found is None:
        return None
    day = found["day"] if " " in found["day"] else f"hari {found['day']}"
    return which_day.announced(f"{text[: found.start()]}{day}{text[found.end() :]}", now, zone)


def kind_in(text: str) -> EventKind | None:
    """What it calls for: the first that is named."""
    for found in _KINDS.finditer(text):
        if found.lastgroup and not _NOT_FOR.search(text[: found.start()]):
            return EventKind(found.lastgroup)
    return None


# ── where ──


def place_in(text: str, landmarks: Sequence[str]) -> str:
    """A place that is called one, else a landmark that is named, else what stands behind "di"."""
    for pattern in (_AT_LINE, _GATHER):
        if place := _first_place(pattern, text):
            return _landmark(place, landmarks) or place
    if named := _landmark(text, landmarks):
        return named
    return _first_place(_AT, text)


def _first_place(pattern: re.Pattern[str], text: str) -> str:
    for found in pattern.finditer(text):
        place = " ".join(found["place"].split()).strip(" -:,.")
        if place and not _NO_PLACE.match(place):
            words = place.split()[: _PLACE_WORDS if pattern is not _AT_LINE else None]
            return " ".join(words)[:LONGEST_PLACE]
    return ""


def _landmark(text: str, landmarks: Sequence[str]) -> str:
    """The longest of those that are named."""
    named = [one for one in landmarks if re.search(rf"\b{re.escape(one)}\b", text, re.IGNORECASE)]
    return max(named, key=len, default="")


# ── what to bring, what it is about ──


def things_in(text: str) -> list[Counted]:
    found: dict[str, Counted] = {}
    for bring in _BRING.finditer(text):
        for one in counted.things_in(_CLAUSE.sub("", bring["what"])):
            if len(one.name.split()) <= _THING_WORDS and not _NOT_BROUGHT.search(one.name):
                found.setdefault(one.name.casefold(), one)
    return list(found.values())


def title_in(text: str) -> str:
    """Membersihkan selokan; iuran sampah: what it is about, where that is said."""
    found = _ABOUT.search(text)
    if found is None:
        return ""
    said = " ".join(f"{found['verb'] or ''} {found['what']}".split())
    return said[:1].lower() + said[1:LONGEST_TITLE]


def name_in(text: str) -> str:
    """Senam lansia, of "Senam lansia Sabtu jam 7 di lapangan": what it is called, before when and where are said."""
    text = _EVERY.sub(" ", text)
    found = _NAME.match(text)
    said = " ".join((found["name"] if found else text).split())
    return said if len(said) <= LONGEST_TITLE else said[: LONGEST_TITLE - 1] + "…"
