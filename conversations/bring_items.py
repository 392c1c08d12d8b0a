"""[🧰 Bawa alat]: what is to be brought and done, one more or one less by a tap; where it is enough, one waits.

🧰 Kerja bakti RT 03 …                    Yang dibawa: cangkul 2
[✓ 2 Cangkul 4/5] / [➖ Kurangi] [➕ Tambah] / [Karung 8/10] / [Gerobak 1/1] / [‹ Kembali]
> [Karung 8/10]       toast: ✓ Karung: 1.
> [Gerobak 1/1]       toast: Gerobak sudah cukup. Masuk daftar tunggu …
"""

from collections.abc import Mapping
from typing import Any

from community import bringing, invitees, promises, rsvps
from community.bringing import Brought
from community.promises import Mine, Total
from community.refusals import NotThere
from conversations import event_lines, event_screens, neighbourhood, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Act, Card, Talk
from conversations.widgets import pager, rich_text
from conversations.widgets.card_arguments import subject_in
from storage import events as stored
from storage.events import Event, ItemKind
from storage.occurrences import Occurrence

CARRY = "carry"
"""The verb before an occurrence's number, an item's, and `MORE` or `LESS`."""
MORE, LESS = "more", "less"
SIZE = 6
"""Items on a page: those that one brings have two rows."""


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of a link from the group."""
    occurrence = event_screens.next_time(talk, stored.with_code(talk.session, code))
    _show(talk, occurrence.id, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """In place of what was tapped, at a page of it."""
    occurrence_id, page = subject_in(argument)
    _show(talk, occurrence_id, pager.number_in(page), anew=False)


def carried(talk: Talk[Any], argument: str) -> None:
    """One more, or one less."""
    occurrence_id, rest = subject_in(argument)
    item_id, rest = subject_in(rest)
    said, _, page = rest.partition(".")
    if said not in (MORE, LESS) or talk.speaker is None or not talk.is_private:
        raise NotThere("stage.gone")
    event, occurrence = rsvps.reach(talk.session, occurrence_id, now=talk.now)
    who = invitees.guest(talk.session, event, talk.person.person_id)
    step = 1 if said == MORE else -1
    brought = bringing.bring(talk.session, event, occurrence, item_id, step, who, now=talk.now)
    _flash(talk, brought)
    _draw(talk, event, occurrence, pager.number_in(page), anew=False)


def _flash(talk: Talk[Any], brought: Brought) -> None:
    name = brought.item.name
    if not brought.many:
        said = [talk.words.label("promise.said.none", name=name)]
    elif brought.waits:
        said = [talk.words.label("promise.said.waits", name=name)]
    elif brought.item.kind is ItemKind.task:
        said = [talk.words.label("promise.said.task", name=name)]
    else:
        said = [talk.words.label("promise.said.many", name=name, many=brought.many)]
    if brought.comes_too:
        said.append(talk.words.label("promise.said.full" if brought.waits_for_room else "promise.said.comes"))
    talk.toast("rsvp.said", lines=" ".join(said))


def _show(talk: Talk[Any], occurrence_id: int, page: int, *, anew: bool) -> None:
    """What is over is shown as its card: there is nothing to bring any more."""
    event, occurrence, _ = event_screens.seen(talk, occurrence_id)
    rsvps.refuse_closed(event, occurrence, now=talk.now)
    _draw(talk, event, occurrence, page, anew=anew)


def _draw(talk: Talk[Any], event: Event, occurrence: Occurrence, page: int, *, anew: bool) -> None:
    words, community = talk.words, event_lines.place_of(talk.session, event)
    mine = promises.mine(talk.session, occurrence.id, talk.person.person_id)
    totals = promises.totals(talk.session, occurrence)
    hint = [words.label("promise.hint")] if any(not one.waits for one in mine) else []
    html = words.text(
        "promise.screen", title=event_lines.title(words, event, community),
        place=event_lines.when_and_where(words, event, occurrence, community.time_zone),
        mine=words.label("promise.mine" if mine else "promise.mine.none", items=event_lines.brought(words, mine)),
        hints=" ".join([*hint, words.label("promise.seen")]),
    )  # fmt: skip
    say = talk.say_html if anew else talk.redraw_html
    rows = _rows(occurrence, totals, {one.item.id: one for one in mine}, page)
    say(html, rows=rows if anew else [*rows, *event_screens.way_back(talk)])


def _rows(occurrence: Occurrence, totals: list[Total], mine: Mapping[int, Mine], page: int) -> Rows:
    shown = pager.page(page, len(totals), size=SIZE)
    rows: list[list[Choice]] = []
    for one in totals[shown.offset : shown.offset + shown.size]:
        rows += _of_item(one, mine.get(one.item.id), f"{occurrence.id}.{one.item.id}", shown.number)
    turns = pager.turns(f"{event_lines.BRING}.{occurrence.id}", shown)
    rows += [turns, [Choice(f"{event_lines.ANSWER}.{occurrence.id}", "stage.back")]]
    return [row for row in rows if row]


def _of_item(total: Total, mine: Mine | None, here: str, page: int) -> list[list[Choice]]:
    """Not mine: a tap promises one. Mine: a tap leads to whom one might ask instead; below stand less and more."""
    behind = f".{page}" if page > 1 else ""
    if mine is None:
        return [[Choice(f"{CARRY}.{here}.{MORE}{behind}", label=_label("", total))]]
    less = Choice(f"{CARRY}.{here}.{LESS}{behind}", "promise.less")
    if mine.waits:
        return [[Choice(f"{CARRY}.{here}.{LESS}{behind}", label=_label("⏳ ", total))]]
    named = Choice(f"{event_lines.SWAP}.{mine.promise_id}", label=_label(f"✓ {mine.many} ", total))
    if total.item.wanted == 1 or total.item.kind is ItemKind.task:
        return [[named], [Choice(less.value, "promise.back")]]
    return [[named], [less, Choice(f"{CARRY}.{here}.{MORE}{behind}", "promise.one_more")]]


def _label(mark: str, total: Total) -> str:
    """✓ 2 Cangkul 4/5: the numbers are seen however long its name is."""
    many = f" {total.many}/{total.item.wanted}"
    return f"{mark}{rich_text.cut(total.item.name, screens.LABEL - len(mark) - len(many))}{many}"


CARDS: dict[str, Card] = {event_lines.BRING: Card(turned), CARRY: Card(carried)}
LINKS: dict[str, Act] = {neighbourhood.BRING: opened}
