"""Events of the neighbourhood, for its organisers: the list, one's card, and what may be done with it.

> [📅 3 kegiatan]
B Kegiatan di RT 03:      [💡 5 Cat pos ronda] [🧹 4 Minggu 29 Nov 07.00] … / [Sudah lewat] …
> [🧹 4 Minggu 29 Nov 07.00]
B 🧹 Kegiatan No. 4 …     [✏️ Ubah] [🌧 Tunda] / [📅 Pindah waktu] / [✖️ Batalkan]
> [🌧 Tunda]              at once: nobody stands in the rain waiting for a second tap
B 🧹 Kegiatan No. 4 … Ditunda, kabar waktu baru menyusul. Alasannya: hujan
"""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import event_moves, events
from community.refusals import NotThere
from conversations import (
    cancel_event,
    change_event,
    event_control,
    event_lines,
    event_said,
    move_event,
    proposal_card,
)
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets import pager
from conversations.widgets.card_arguments import subject_in
from storage import event_lists
from storage import events as stored
from storage.events import Event
from storage.occurrences import Occurrence, OccurrenceState

LATELY = 5
_SIGNS = {OccurrenceState.cancelled: "✖️", OccurrenceState.over: "✓", OccurrenceState.postponed: "🌧"}


# ── the list ──


def listed(talk: Talk[Any], argument: str) -> None:
    """[📅 3 kegiatan]: what residents propose first, then what is to come, then what was lately."""
    community = events.place_of(talk.session, talk.community_id, by=talk.person.person_id)
    proposed = [
        Choice(f"proposal.{one.id}", label=event_control.short_label(f"💡 {one.number} {_called(talk, one)}"))
        for one in stored.proposed(talk.session, community.id)
    ]
    times = [
        *event_lists.next_times(talk.session, community.id, talk.now),
        *event_lists.lately(talk.session, community.id, talk.now, most=LATELY),
    ]
    choices = [*proposed, *(_choice(talk, event, one) for event, one in times)]
    shown = pager.page(pager.number_in(argument), len(choices), size=pager.SIZE * 2)
    here = choices[shown.offset : shown.offset + shown.size]
    rows: Rows = [*([one] for one in here), pager.row("gatherings", shown), [Choice("desk.1", "desk.back")]]
    talk.redraw("called.list" if choices else "called.list.none", rows=[row for row in rows if row])


def _choice(talk: Talk[Any], event: Event, one: Occurrence) -> Choice:
    """🧹 4 Minggu 29 Nov 07.00."""
    sign = _SIGNS.get(one.state, event_lines.SIGNS[event.kind])
    return Choice(f"called.{one.id}", label=event_control.short_label(f"{sign} {event.number} {_at(talk, event, one)}"))


def _at(talk: Talk[Any], event: Event, one: Occurrence) -> str:
    local = one.begins_at.astimezone(ZoneInfo(event_lines.place_of(talk.session, event).time_zone))
    day = format_date(local.date(), "EEEE d MMM", locale=talk.words.language)
    return f"{day} {local.strftime(talk.words.label('widgets.when.clock'))}"


def _called(talk: Talk[Any], event: Event) -> str:
    return event.title or event_lines.kind(talk.words, event)


def dated(talk: Talk[Any], argument: str) -> None:
    """[🗓 Tanggal lain]: the next times of what comes again, each with a card of its own."""
    event_id, page = subject_in(argument)
    event = stored.by_id(talk.session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    events.place_of(talk.session, event.community_id, by=talk.person.person_id)
    found = event_lists.to_come(talk.session, event.id, talk.now)
    shown = pager.page(pager.number_in(page), len(found), size=pager.SIZE * 2)
    rows: Rows = [
        *([_choice(talk, event, one)] for one in found[shown.offset : shown.offset + shown.size]),
        pager.row(f"dates.{event.id}", shown),
        [Choice("gatherings", "called.list.back")],
    ]
    values = {"what": event_lines.within(talk.words, event), "number": event.number}
    talk.redraw("called.dates", rows=[row for row in rows if row], **values)


# ── one ──


def shown(talk: Talk[Any], argument: str) -> None:
    """One of the list, in its place."""
    event_control.draw(talk, *event_control.seen_in(talk, argument))


def proposal_shown(talk: Talk[Any], argument: str) -> None:
    """What a resident has proposed, in the place of the list."""
    proposal_card.draw(talk, subject_in(argument)[0])


def steered(talk: Talk[Any], argument: str) -> None:
    """`conduct.<id>.<verb>.<moves>`: whatever it is, it is judged by how things stand now."""
    occurrence_id, rest = subject_in(argument)
    verb, _, moves = rest.partition(".")
    event, one = event_control.seen(talk, occurrence_id)
    seen = int(moves) if moves.isascii() and moves.isdigit() and len(moves) < 9 else -1
    if seen != one.moves:
        talk.toast("events.moved_already", alert=True, number=event.number)
        event_control.draw(talk, event, one)
        return
    event_moves.holds(talk.session, one.id, by=talk.person.person_id)
    match verb:
        case "change":
            change_event.begin(talk, event, one)
        case "move":
            move_event.begin(talk, one, seen)
        case "off":
            cancel_event.begin(talk, event, one, seen)
        case "until" if event.rule is not None:
            cancel_event.begin_ending(talk, one, seen)
        case "rain":
            _put_off(talk, event, one, seen)
        case "on":
            _put_on_again(talk, event, one, seen)
        case _:
            raise NotThere("stage.gone")


def _put_off(talk: Talk[Any], event: Event, one: Occurrence, seen: int) -> None:
    """[🌧 Tunda]: at once, and for rain, which is what it mostly is."""
    community = event_lines.place_of(talk.session, event)
    why = event_said.reason(community, "rain")
    event_moves.postpone(
        talk.session, one.id, why, by=talk.person.person_id, now=talk.now, seen=seen,
        story=event_said.put_off(community, event, why),
    )  # fmt: skip
    talk.toast("called.rain.done")
    event_control.draw(talk, event, one)


def _put_on_again(talk: Talk[Any], event: Event, one: Occurrence, seen: int) -> None:
    """[↩️ Tetap jadi]: it takes place when it was to."""
    community = event_lines.place_of(talk.session, event)
    story = event_said.moved(community, one.begins_at, event_said.reason(community, "on"))
    event_moves.put_on_again(talk.session, one.id, by=talk.person.person_id, now=talk.now, seen=seen, story=story)
    talk.toast("called.on.done")
    event_control.draw(talk, event, one)


CARDS: dict[str, Card] = {
    "gatherings": Card(listed),
    "called": Card(shown),
    "dates": Card(dated),
    "conduct": Card(steered),
    "proposal": Card(proposal_shown),
}
