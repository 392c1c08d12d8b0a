"""[📋 Siapa bawa apa], for organisers: each item with who brings it, who would, and what is sent along by whom.

Cangkul 3/5: Bu Tini (2), Asep
Karung 8/10: Pak Joko (8) · menunggu: –
Titipan: Bu Sri (☕ Konsumsi)
"""

from collections.abc import Iterator
from typing import Any

from community import errands, promises
from community.refusals import NotAllowed
from conversations import event_lines, event_screens
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage import promises as stored
from storage.occurrences import Occurrence

SIZE = 8
"""Lines on a page: each may name many."""
_MOST_NAMES = 12


def listed(talk: Talk[Any], argument: str) -> None:
    """In place of what was tapped, a page of it. Raises NotThere, NotAllowed for all but the organisers."""
    occurrence_id, page = subject_in(argument)
    event, occurrence, who = event_screens.seen(talk, occurrence_id)
    if not who.organises:
        raise NotAllowed("events.only_office")
    said = list(_lines(talk, occurrence)) or [talk.words.label("promise.list.none")]
    shown = pager.page(pager.number_in(page), len(said), size=SIZE)
    here = said[shown.offset : shown.offset + shown.size]
    back = [Choice(f"{event_lines.ANSWER}.{occurrence.id}", "stage.back")]
    rows = [pager.row(f"{event_lines.BRINGERS}.{occurrence.id}", shown), back, *event_screens.way_back(talk)]
    title = event_lines.title(talk.words, event, event_lines.place_of(talk.session, event))
    talk.redraw("promise.list", rows=[row for row in rows if row], title=title, lines=review.lines(here))


def _lines(talk: Talk[Any], occurrence: Occurrence) -> Iterator[str]:
    everyone = stored.of_occurrence(talk.session, occurrence.id)
    for total in promises.totals(talk.session, occurrence):
        brings = [_named(person.name, promise.many) for promise, item, person in everyone
                  if item.id == total.item.id and not promise.waits]  # fmt: skip
        waits = [person.name for promise, item, person in everyone if item.id == total.item.id and promise.waits]
        names = _together(brings) or "–"
        said = f"{event_lines.item(total)}: {names}"
        yield said if not waits else talk.words.label("promise.list.waits", said=said, names=_together(waits))
    sent = [f"{person.name} ({talk.words.label(f'errand.kind.{errand.value}')})"
            for errand, person in errands.senders(talk.session, occurrence.id)]  # fmt: skip
    if sent:
        yield talk.words.label("promise.list.errands", names=_together(sent))


def _named(name: str, many: int) -> str:
    return f"{name} ({many})" if many > 1 else name


def _together(names: list[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" +{more}" if more > 0 else "")


CARDS: dict[str, Card] = {event_lines.BRINGERS: Card(listed)}
