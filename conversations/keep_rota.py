"""Giliran, for the organisers of an event that comes again: the next dates with names, and what may be done.

> [👥 Giliran]          on the event's card
B Giliran ronda RT 03: 7 nama, 2 orang tiap kali.
  • Kamis 26 Nov: Budi, Agus (ganti Eko) …    Tanpa Telegram: Pak Slamet
  [Berikutnya ›] / [✏️ Ubah giliran] / [➕ Isi yang kosong] / [🖨 Teks untuk dicetak] / [‹ Kembali]
"""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import events, rota_members
from community import rotas as rotas_now
from community.refusals import NotThere
from conversations import change_rota, event_lines, neighbourhood, rota_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from locales import Words
from storage import events as stored
from storage import occurrences, rotas
from storage.events import Event, EventState
from storage.occurrences import Occurrence, OccurrenceState

SIZE, PRINTED = 7, 31
"""So many dates stand on a page of the screen, and in the text to be printed."""
_CHANGE, _FILL, _TEXT = "change", "fill", "text"


def shown(talk: Talk[Any], argument: str) -> None:
    """The rota, a page of its dates; with a word behind it, that is done."""
    event_id, said = subject_in(argument)
    event = _seen(talk, event_id)
    match said:
        case "change":
            change_rota.begin(talk, event)
            return
        case "text":
            _print(talk, event)
            return
        case "fill":
            many = rota_members.fill(talk.session, event.id, by=talk.person.person_id, now=talk.now)
            talk.toast("rota.filled" if many else "rota.filled.none", many=many)
    _draw(talk, event, said)


def _seen(talk: Talk[Any], event_id: int) -> Event:
    """Raises NotThere, NotAllowed for all but its organisers."""
    event = stored.by_id(talk.session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    events.place_of(talk.session, event.community_id, by=talk.person.person_id)
    if event.state is not EventState.called or (event.rule is None and not event.rota_size):
        raise NotThere("stage.gone")
    return event


def _draw(talk: Talk[Any], event: Event, page: str) -> None:
    members = rotas.members_of(talk.session, event.id)
    times = rotas.to_come(talk.session, event.id, talk.now) if members else []
    seen = pager.page(pager.number_in(page), len(times), size=SIZE)
    here = times[seen.offset : seen.offset + seen.size]
    duties = rotas.on_duty(talk.session, [one.id for one in times])
    is_open = event.rota_size is not None and rota_members.free_places(event, times, duties) > 0
    data = f"{rota_lines.ROTA}.{event.id}"
    rows: Rows = [
        pager.turns(data, seen),
        [Choice(f"{data}.{_CHANGE}", "rota.change" if members else "rota.make")],
        [Choice(f"{data}.{_FILL}", "rota.fill")] if is_open else [],
        [Choice(f"{data}.{_TEXT}", "rota.print")] if members else [],
        [_back(talk, event)],
    ]
    lines = [*_dates(talk.words, talk, event, here), "", _without_telegram(talk, event)]
    talk.redraw(
        "rota.list" if members else "rota.list.none", rows=[row for row in rows if row],
        what=event_lines.within(talk.words, event), many=len({rotas_now.who(one) for one in members}),
        size=event.rota_size or 0, lines=review.lines(line for line in lines if line),
    )  # fmt: skip


def _back(talk: Talk[Any], event: Event) -> Choice:
    following = occurrences.next_of(talk.session, event.id, talk.now)
    return Choice(f"called.{following.id}" if following is not None else "gatherings", "stage.back")


def _dates(
    words: Words,
    talk: Talk[Any],
    event: Event,
    times: Sequence[Occurrence],
    *,
    most: int | None = rota_lines.MOST_NAMED,
) -> list[str]:
    """• Kamis 26 Nov: Budi, Agus (ganti Eko)."""
    zone = ZoneInfo(event_lines.place_of(talk.session, event).time_zone)
    duties = rotas.on_duty(talk.session, [one.id for one in times])
    before = rota_lines.before_swaps(talk.session, [one for them in duties.values() for one in them])
    lines = []
    for one in times:
        day = format_date(one.begins_at.astimezone(zone).date(), "EEEE d MMM", locale=words.language)
        if one.state is OccurrenceState.postponed:
            day = words.label("rota.put_off", when=day)
        them = duties.get(one.id, [])
        size = event.rota_size or 0
        lines.append(f"• {day}: {rota_lines.duty(words, them, size, before, most=most) or '–'}")
    return lines


def _without_telegram(talk: Talk[Any], event: Event) -> str:
    """Whom the organisers tell of their turns themselves."""
    names = list(dict.fromkeys(one.name for one in rotas.members_of(talk.session, event.id) if one.person_id is None))
    return talk.words.label("rota.unread", names=rota_lines.listed(talk.words, names, PRINTED)) if names else ""


def _print(talk: Talk[Any], event: Event) -> None:
    """A text of its own, in the neighbourhood's language: to print, and to pass on."""
    community = event_lines.place_of(talk.session, event)
    words = neighbourhood.words_of(community)
    times = rotas.to_come(talk.session, event.id, talk.now)[:PRINTED]
    lines = review.lines(_dates(words, talk, event, times, most=None))
    title, place = event_lines.title(words, event, community), event.place
    hour = event.begins_at.replace(":", ".")
    key = "rota.printed.at" if place else "rota.printed"
    talk.say_html(words.text(key, title=title, hour=hour, place=place, lines=lines))


CARDS: dict[str, Card] = {rota_lines.ROTA: Card(shown)}
