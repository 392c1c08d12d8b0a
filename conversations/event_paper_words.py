"""What the papers of an event say: in the neighbourhood's first language, with its own days and clocks."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community.papers import Agreement, AttendanceList, Invitation, Occasion, Paper, Talk, ToDo
from conversations import event_lines, neighbourhood
from conversations.event_sheet import BLANK, Column, Part, Sheet, Signature, Table
from conversations.letter import sayable
from conversations.talk import House
from conversations.widgets import counted, javanese, when
from locales import Words
from storage.events import EventKind

MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
"""As letters are numbered."""
_LINES, _EMPTY = 15, 10
"""Of a list: at least so many lines in all, which fill its first page, and at least so many that are empty."""

_HEBREW = 0x590
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC")
"""Behind that letter, the ones that Typst's own fonts have."""

Facts = Invitation | AttendanceList | Talk | Agreement


def written(facts: Facts, house: House, now: datetime) -> Sheet:
    """A letter is dated by the neighbourhood's calendar of today; what was said and agreed on, by its own day."""
    words = neighbourhood.words_of(facts.occasion.place)
    match facts:
        case Invitation():
            return _invitation(words, facts, house, now)
        case AttendanceList():
            return _attendance(words, facts, house)
        case Talk():
            return _minutes(words, facts, house)
        case Agreement():
            return _agreement(words, facts, house)


# ── the four ──


def _invitation(words: Words, facts: Invitation, house: House, now: datetime) -> Sheet:
    at, event = facts.occasion, facts.occasion.event
    subject = words.label("papers.invitation.subject", what=sayable(event_lines.within(words, event)))
    today = now.astimezone(ZoneInfo(at.place.time_zone)).date()
    things = ", ".join(counted.shown(one.name, one.wanted) for one in facts.items)
    agenda = tuple(sayable(line) for line in event.agenda)
    return _sheet(
        words, at, house, Paper.invitation,
        references=(
            (words.label("letter.number"), _number(words, at, Paper.invitation)),
            (words.label("letter.enclosure"), "–"),
            (words.label("letter.about"), subject),
        ),
        to=(
            words.label("letter.to"),
            words.label(f"papers.invitation.to.{event.invited.value}", name=sayable(at.place.name)),
            words.label("papers.invitation.place"),
        ),
        opening=(words.label("papers.invitation.greeting"), words.label("papers.invitation.opening")),
        facts=(*_when_and_where(words, at), *(((words.label("papers.bring"), sayable(things)),) if things else ())),
        parts=(Part(words.label("papers.agenda"), numbered=agenda),) if agenda else (),
        closing=(words.label("papers.invitation.closing"), words.label("letter.closing")),
        signed_at=_day(words, today),
        signatures=(_chair(words, at),),
    )  # fmt: skip


def _attendance(words: Words, facts: AttendanceList, house: House) -> Sheet:
    at, many = facts.occasion, max(_LINES, len(facts.lines) + _EMPTY)
    named = [
        (_name(line.name), "", sayable(line.home), words.label(f"papers.role.{line.role.value}") if line.role else "",
         words.label("papers.was_there") if line.was_there else "")
        for line in facts.lines
    ]  # fmt: skip
    rows = [*named, *([("",) * 5] * (many - len(named)))]
    columns = (
        Column(words.label("papers.column.number"), 10, centred=True),
        Column(words.label("papers.column.name"), 52),
        Column(words.label("papers.column.sex"), 10, centred=True),
        Column(words.label("papers.column.home"), 26),
        Column(words.label("papers.column.role"), 20),
        Column(words.label("papers.column.signature"), 42),
    )
    numbered = tuple((str(place), *row) for place, row in enumerate(rows, start=1))
    return _sheet(
        words, at, house, Paper.attendance,
        title=words.label("papers.name.attendance"),
        facts=_when_and_where(words, at),
        parts=(Part(table=Table(columns, numbered, signed=True)),),
        closing=(words.label("papers.attendance.count", people=_people(words, facts.attended)),),
        signatures=(_chair(words, at),),
    )  # fmt: skip


def _minutes(words: Words, facts: Talk, house: House) -> Sheet:
    at = facts.occasion
    parts = (
        Part(words.label("papers.agenda"), numbered=tuple(sayable(line) for line in at.event.agenda)),
        Part(words.label("papers.discussed"), words=tuple(map(sayable, facts.discussed.splitlines()))),
        Part(words.label("papers.decided"), numbered=tuple(map(sayable, facts.decisions))),
        _to_do(words, facts.to_do),
    )
    return _sheet(
        words, at, house, Paper.minutes,
        title=words.label("papers.name.minutes"),
        number=words.label("papers.number", number=_number(words, at, Paper.minutes)),
        facts=(
            *_when_and_where(words, at),
            (_led(words, at), _name(facts.chair) or BLANK),
            (words.label("papers.writer"), _name(facts.writer) or BLANK),
            (words.label("papers.attended"), _people(words, facts.attended)),
        ),
        parts=tuple(part for part in parts if part.words or part.numbered or part.table),
        closing=(_confirmed(words, facts), *_lacking(words, facts)),
        signed_at=_day(words, _local(at).date()),
        signatures=_leading(words, facts),
    )  # fmt: skip


def _agreement(words: Words, facts: Agreement, house: House) -> Sheet:
    at = facts.occasion
    hour, zone = when.hour_and_zone(at.occurrence.begins_at, at.place.time_zone, words)
    opening = "papers.agreement.opening" if _is_meeting(at) else "papers.agreement.opening.work"
    said = words.label(
        opening, day=_day(words, _local(at).date(), weekday=True), hour=hour, zone=zone,
        place=_place(at), what=sayable(event_lines.title(words, at.event, at.place)),
        people=_people(words, facts.attended),
    )  # fmt: skip
    to_do = _to_do(words, facts.to_do)
    witness = Signature(words.label("papers.witness"), "")
    return _sheet(
        words, at, house, Paper.agreement,
        title=words.label("papers.name.agreement"),
        number=words.label("papers.number", number=_number(words, at, Paper.agreement)),
        opening=(said, words.label("papers.agreement.agreed")),
        parts=(Part(numbered=tuple(map(sayable, facts.decisions))), *((to_do,) if to_do.table else ())),
        closing=(words.label("papers.agreement.closing"),),
        signed_at=_day(words, _local(at).date()),
        signatures=(*_leading(words, facts), witness, witness),
    )  # fmt: skip


# ── what they share ──


def _sheet(words: Words, at: Occasion, house: House, paper: Paper, **more: Any) -> Sheet:
    name, day = words.label(f"papers.name.{paper.value}"), _day(words, _local(at).date())
    title = sayable(event_lines.title(words, at.event, at.place))
    head = sayable(words.label("letter.head", name=at.place.name))
    return Sheet(
        language=words.language,
        name=f"{name}: {title}, {day}",
        head=head,
        area=sayable(" / ".join(at.place.area.split(", "))),
        follow=words.label("papers.follow"),
        link=event_lines.link(house, at.place, at.event),
        footer=f"{name} · {title} · {day}",
        page=words.label("papers.page", page="{page}", pages="{pages}"),
        **more,
    )


def _when_and_where(words: Words, at: Occasion) -> tuple[tuple[str, str], ...]:
    hour, zone = when.hour_and_zone(at.occurrence.begins_at, at.place.time_zone, words)
    return (
        (words.label("papers.what"), sayable(event_lines.title(words, at.event, at.place))),
        (words.label("papers.day"), _day(words, _local(at).date(), weekday=True)),
        (words.label("papers.hour"), words.label("papers.from", hour=hour, zone=zone)),
        (words.label("papers.place"), _place(at)),
    )


def _to_do(words: Words, to_do: Sequence[ToDo]) -> Part:
    columns = (
        Column(words.label("papers.column.number"), 10, centred=True),
        Column(words.label("papers.to_do.what"), 80),
        Column(words.label("papers.to_do.who"), 35),
        Column(words.label("papers.to_do.until"), 35),
    )
    rows = tuple(
        (str(place), sayable(one.what), _name(one.who), _day(words, one.due_on) if one.due_on else "")
        for place, one in enumerate(to_do, start=1)
    )
    return Part(words.label("papers.to_do"), table=Table(columns, rows) if rows else None)


def _confirmed(words: Words, facts: Talk) -> str:
    """By whom it was confirmed; of those who are not named, how many."""
    if not facts.confirmed:
        return words.label("papers.not_confirmed")
    others = facts.confirmed - len(facts.by)
    named = ", ".join(map(_name, facts.by))
    if not named:
        by = words.label("papers.confirmed.count", count=facts.confirmed)
    elif others:
        by = words.label("papers.confirmed.others", names=named, count=others)
    else:
        by = named
    return words.label("papers.confirmed" if facts.is_confirmed else "papers.confirmed.waits", by=by)


def _lacking(words: Words, facts: Talk) -> tuple[str, ...]:
    """That something is missing; what, only the one who has written it was told."""
    return (words.label("papers.lacking", count=facts.lacking),) if facts.lacking else ()


def _leading(words: Words, facts: Talk | Agreement) -> tuple[Signature, ...]:
    return (
        Signature(_led(words, facts.occasion), _name(facts.chair)),
        Signature(words.label("papers.writer"), _name(facts.writer)),
    )


def _is_meeting(at: Occasion) -> bool:
    return at.event.kind is EventKind.meeting


def _led(words: Words, at: Occasion) -> str:
    """Pimpinan rapat; of anything but a meeting, who answered for it."""
    return words.label("papers.chair" if _is_meeting(at) else "papers.leader")


def _chair(words: Words, at: Occasion) -> Signature:
    return Signature(words.label("letter.signed_as", name=sayable(at.place.name)), _name(at.chair))


def _number(words: Words, at: Occasion, paper: Paper) -> str:
    """4/UND/RT 03/XI/2026: the event's own number, so that no two papers of a neighbourhood have the same."""
    day = _local(at)
    kind = words.label(f"papers.{paper.value}.letters")
    return f"{at.number}/{kind}/{sayable(at.place.name)}/{MONTHS[day.month - 1]}/{day.year}"


def _people(words: Words, many: int) -> str:
    return words.label("papers.people", count=many) if many else words.label("papers.people.blank", blank="…………")


def _place(at: Occasion) -> str:
    return sayable(event_lines.place(at.event, at.occurrence)) or BLANK


def _name(said: str) -> str:
    """Javanese letters know no capitals; in Latin ones a name has them.

    Empty, to be written by hand, if no font of ours has its letters.
    """
    written = javanese.in_latin(said)
    if not all(map(_has_print, written)):
        return ""
    return sayable(said if written == said else written.title())


def _has_print(letter: str) -> bool:
    return not letter.isalpha() or ord(letter) < _HEBREW or unicodedata.name(letter, "").startswith(_SCRIPTS)


def _local(at: Occasion) -> datetime:
    return at.occurrence.begins_at.astimezone(ZoneInfo(at.place.time_zone))


def _day(words: Words, day: date, *, weekday: bool = False) -> str:
    """29 November 2026, or Minggu, 29 November 2026."""
    return format_date(day, "EEEE, d MMMM y" if weekday else "d MMMM y", locale=words.language)
