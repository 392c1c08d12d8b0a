"""The card on which an organiser sees an event and may change it: when, where, how many come; nobody's name.

📅 Kegiatan No. 4
Kerja bakti RT 03: membersihkan selokan
Minggu, 29 Nov 2026 pukul 07.00 WIB · pos ronda
✋ 17 ikut · 🤔 4 belum tentu
[✏️ Ubah] [🌧 Tunda] / [📅 Pindah waktu] / [✖️ Batalkan] / …
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup, escape

from community import attendance, audiences, event_moves, events, minutes
from community.refusals import NotThere
from conversations import attend_lines, event_lines, event_rules, minutes_lines, need_lines, rota_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import counted
from conversations.widgets.card_arguments import subject_in
from storage import events as stored
from storage import needs, occurrences, people, rotas, rsvps
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState
from storage.rsvps import Answer

LONGEST_WORDS = 300
"""Letters of its words on the card; whoever opens the event reads them whole."""
_PRINTED = timedelta(days=1)
_STATES = {
    OccurrenceState.postponed: "called.postponed",
    OccurrenceState.cancelled: "called.cancelled",
    OccurrenceState.over: "called.over",
}


# ── its buttons ──


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done with an event. `value` is filled with the ids of the time and the event, and its moves.

    `fits` says when the button is there; `beside` that it shares a row with the next one that does.
    """

    value: str
    key: str
    fits: Callable[[Event, Occurrence, datetime], bool]
    beside: bool = False


def _is_open(_event: Event, one: Occurrence, now: datetime) -> bool:
    return one.state is OccurrenceState.postponed or _is_planned(_event, one, now)


def _is_planned(_event: Event, one: Occurrence, now: datetime) -> bool:
    return one.state is OccurrenceState.planned and one.ends_at > now


def _is_put_off(_event: Event, one: Occurrence, now: datetime) -> bool:
    return one.state is OccurrenceState.postponed and one.begins_at > now


def _is_certain(event: Event, one: Occurrence, _now: datetime) -> bool:
    """Also once it is over."""
    return event.state is EventState.called and one.state in (OccurrenceState.planned, OccurrenceState.over)


def _has_rota(event: Event, one: Occurrence, now: datetime) -> bool:
    return (event.rota_size is not None and event.state is EventState.called) or _comes_again(event, one, now)


def _may_begin(event: Event, one: Occurrence, now: datetime) -> bool:
    is_near = one.begins_at - now <= event_moves.BEGINS_EARLY
    return one.begun_at is None and is_near and _is_planned(event, one, now)


def _has_code(_event: Event, one: Occurrence, now: datetime) -> bool:
    """From the day before: it may be printed."""
    return _took_place(one) and one.begins_at - _PRINTED <= now < one.ends_at + attendance.CLOSES


def _has_list(_event: Event, one: Occurrence, now: datetime) -> bool:
    begins = one.begins_at - attendance.OPENS if one.begun_at is None else one.begun_at
    return _took_place(one) and begins <= now < one.ends_at + attendance.LISTED_FOR


def _has_minutes(_event: Event, one: Occurrence, now: datetime) -> bool:
    has_begun = one.begins_at <= now or one.begun_at is not None
    return _took_place(one) and has_begun and now - one.begins_at <= minutes.WRITTEN_FOR


def _is_over(_event: Event, one: Occurrence, now: datetime) -> bool:
    return _took_place(one) and one.ends_at <= now


def _took_place(one: Occurrence) -> bool:
    return one.state in (OccurrenceState.planned, OccurrenceState.over)


def _comes_again(event: Event, _one: Occurrence, _now: datetime) -> bool:
    return event.rule is not None and event.state is EventState.called


BUTTONS: Sequence[Button] = (
    Button(f"{attend_lines.BEGIN}.{{one}}", "attend.begin", _may_begin),
    Button(f"{attend_lines.LIST}.{{one}}", "attend.list.button", _has_list, beside=True),
    Button(f"{attend_lines.CODE}.{{one}}", "attend.code.button", _has_code, beside=True),
    Button(f"{attend_lines.PHOTOS}.{{one}}", "snaps.button", _has_list, beside=True),
    Button(f"{attend_lines.LEARNT}.{{one}}", "learn.button", _is_over, beside=True),
    Button(f"{minutes_lines.WRITE}.{{one}}", "minutes.button", _has_minutes, beside=True),
    Button(f"{minutes_lines.TASKS}.{{one}}", "minutes.tasks.button", _has_minutes, beside=True),
    Button("conduct.{one}.change.{moves}", "called.do.change", _is_open, beside=True),
    Button("conduct.{one}.rain.{moves}", "called.do.rain", _is_planned, beside=True),
    Button("conduct.{one}.move.{moves}", "called.do.move", _is_open),
    Button("conduct.{one}.on.{moves}", "called.do.on", _is_put_off),
    Button("papers.{one}", "papers.button", _is_certain),
    Button("conduct.{one}.off.{moves}", "called.do.off", _is_open),
    Button("rota.{event}", "rota.button", _has_rota),
    Button("dates.{event}", "called.do.dates", _comes_again),
    Button("conduct.{one}.until.{moves}", "called.do.until", _comes_again),
)
"""In the order of the card. What other rooms do with an event (papers, who was there, its rota) goes in here."""


def _rows(event: Event, one: Occurrence, now: datetime) -> Rows:
    rows: list[list[Choice]] = []
    is_beside = False
    for button in BUTTONS:
        if not button.fits(event, one, now):
            continue
        choice = Choice(button.value.format(one=one.id, event=event.id, moves=one.moves), button.key)
        if is_beside and button.beside:
            rows[-1].append(choice)
        else:
            rows.append([choice])
        is_beside = button.beside and len(rows[-1]) == 1
    return [*rows, [Choice("gatherings", "called.list.back")]]


# ── the card ──


def screen(talk: Talk[Any], event: Event, one: Occurrence) -> tuple[str, Rows]:
    """Its words and buttons, in a talk that may just have changed it."""
    talk.session.flush()
    html = Markup("\n").join(escape(line) for line in _lines(talk, event, one) if line)
    title = talk.words.label("called.title", number=event.number)
    return Markup("{} <b>{}</b>\n{}").format(event_lines.SIGNS[event.kind], title, html), _rows(event, one, talk.now)


def _lines(talk: Talk[Any], event: Event, one: Occurrence) -> Iterator[str]:
    words, community = talk.words, event_lines.place_of(talk.session, event)
    yield event_lines.title(words, event, community)
    yield event_lines.when_and_where(words, event, one, community.time_zone)
    yield from _state(talk, one)
    if event.rule is not None:
        often = event_rules.said(words, event.rule, event.begins_on)
        yield words.label("called.often", often=often)
    yield from about(talk, event)
    yield from _duty(talk, event, one)
    yield from _answers(talk, one)
    yield " · ".join([words.label(f"inviting.who.{event.invited.value}"), *_groups(talk, event)])
    author = people.by_id(talk.session, event.author_id) if event.author_id else None
    yield words.label("called.by", name=author.name) if author else ""


def _state(talk: Talk[Any], one: Occurrence) -> Iterator[str]:
    is_over = one.state is OccurrenceState.planned and one.ends_at <= talk.now
    key = "called.over" if is_over else _STATES.get(one.state)
    if key is not None:
        yield talk.words.label(key)
    if key is None and one.begun_at is not None:
        yield talk.words.label("attend.going")
    if one.why and not is_over and one.state is not OccurrenceState.over:
        yield talk.words.label("called.why", why=one.why)


def about(talk: Talk[Any], event: Event) -> Iterator[str]:
    """For which needs, what is to be brought, the agenda, its words."""
    words = talk.words
    found = [needs.by_id(talk.session, one) for one in stored.needs_of(talk.session, event.id)]
    named = [f"No. {one.number} {need_lines.short_title(words, one)}" for one in found if one and not one.hidden_at]
    yield words.label("called.needs", needs=", ".join(named)) if named else ""
    items = stored.items_of(talk.session, event.id)
    yield f"🧰 {' · '.join(counted.shown(one.name, one.wanted) for one in items)}" if items else ""
    yield words.label("called.wanted", count=event.wanted) if event.wanted else ""
    yield from (f"{number}. {line}" for number, line in enumerate(event.agenda, start=1))
    yield shortened(event.words)


def shortened(words: str) -> str:
    """“Kerja bakti hari Minggu …”; empty if there are none."""
    if not words:
        return ""
    return f"“{words}”" if len(words) <= LONGEST_WORDS else f"“{words[: LONGEST_WORDS - 1]}…”"


def _answers(talk: Talk[Any], one: Occurrence) -> Iterator[str]:
    """How many, without a name; of those who are away not even that: it is told to nobody."""
    found = rsvps.counts(talk.session, one.id)
    if found.get(Answer.coming) or found.get(Answer.maybe):
        yield talk.words.label("called.answers", coming=found.get(Answer.coming, 0), maybe=found.get(Answer.maybe, 0))


def _duty(talk: Talk[Any], event: Event, one: Occurrence) -> Iterator[str]:
    """Whose turn it is, whom they stand in for, and how many places nobody has."""
    if event.rota_size:
        them = rotas.on_duty(talk.session, [one.id]).get(one.id, [])
        before = rota_lines.before_swaps(talk.session, them)
        yield talk.words.label("rota.card", names=rota_lines.duty(talk.words, them, event.rota_size, before))


def _groups(talk: Talk[Any], event: Event) -> list[str]:
    here = audiences.places(talk.session, event.community_id)
    return [
        talk.words.label("asking.to.group", title=one.chat.title)
        for one in here
        if one.destination.id in event.destinations
    ]


def draw(talk: Talk[Any], event: Event, one: Occurrence, *, anew: bool = False) -> None:
    """The card where the button was, or below."""
    html, rows = screen(talk, event, one)
    if anew:
        talk.say_html(html, rows=rows)
    else:
        talk.redraw_html(html, rows=rows)


# ── for organisers alone ──


def seen(talk: Talk[Any], occurrence_id: int) -> tuple[Event, Occurrence]:
    """A time with its event, for looking at. Raises NotThere, NotAllowed for all but its organisers."""
    one = occurrences.by_id(talk.session, occurrence_id)
    event = stored.by_id(talk.session, one.event_id) if one else None
    if one is None or event is None:
        raise NotThere("stage.gone")
    events.place_of(talk.session, event.community_id, by=talk.person.person_id)
    return event, one


def seen_in(talk: Talk[Any], argument: str) -> tuple[Event, Occurrence]:
    """The same of a button's argument."""
    return seen(talk, subject_in(argument)[0])


def short_label(text: str) -> str:
    """Cut to fit on a button."""
    return text if len(text) <= screens.LABEL else text[: screens.LABEL - 1] + "…"
