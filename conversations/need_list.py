"""The list of a neighbourhood's needs, seen through a lens: in which order, of which kind, about which words.

Buttons carry the page and the lens: `near.<page>.<lens>`, and so does a card for its way back. The lens is a letter and
what it needs to know, so nothing is stored of where somebody is or what they look for.
"""

import re
from dataclasses import dataclass
from typing import Any

from community import finding, kinds
from conversations import need_lines, neighbourhood
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from locales import Words
from storage import browsing, communities
from storage.browsing import Lens, Order
from storage.communities import Community

NEWEST, MOST, NEAR, LANDMARK, KIND, PART, JOINED, WORDS = "", "m", "g", "l", "k", "r", "w", "q"
FIRST = "1."
"""The way back to the list as it begins."""
_LONGEST_WORDS = 30
"""Bytes: with the longest verb, a need's number and a page they make 64 at most."""
_LONGEST_WAY = len("999999.") + 1 + _LONGEST_WORDS
"""Bytes of a page and a lens."""
_POINT = re.compile(r"(-?\d{1,2}_\d{1,3}),(-?\d{1,3}_\d{1,3})")


@dataclass(frozen=True, slots=True)
class View:
    """What a lens shows to one person: whose needs, which of them, and what that is called."""

    community: Community
    lens: Lens
    code: str
    called: str = ""
    """Such as "dekat Masjid"; empty for the whole list, newest first."""


# ── lenses as buttons carry them ──


def near_point(latitude: float, longitude: float) -> str:
    """To a hundred metres: more is not needed for what is near."""
    return f"{NEAR}{latitude:.3f},{longitude:.3f}".replace(".", "_")


def about(said: str) -> str:
    """As many of the words looked for as a button can carry."""
    kept = ""
    for token in finding.tokens(said):
        longer = f"{kept}_{token}" if kept else token
        if len(longer.encode()) > _LONGEST_WORDS:
            break
        kept = longer
    return f"{WORDS}{kept}"


def viewed(talk: Talk[Any], code: str) -> View:
    """What a lens means now; the whole list if it means nothing, or no longer."""
    here = communities.by_id(talk.session, talk.community_id)
    if here is None:
        raise LookupError("a neighbourhood that is spoken in and is not there")
    return _viewed(talk, here, code[:1], code[1:]) or View(here, Lens(), NEWEST)


def _viewed(talk: Talk[Any], here: Community, letter: str, rest: str) -> View | None:
    words = talk.words
    if letter == MOST:
        return View(here, Lens(Order.most), letter, words.label("browse.by.most"))
    if letter == JOINED:
        mine = Lens(supporter_id=talk.person.person_id)
        return View(here, mine, letter, words.label("browse.by.joined"))
    if letter == KIND and rest in kinds.BY_KEY:
        return View(here, Lens(kind=rest), letter + rest, need_lines.kind_label(words, rest))
    if letter == LANDMARK and rest.isascii() and rest.isdigit() and int(rest) < len(here.landmarks):
        mark = here.landmarks[int(rest)]
        return View(here, Lens(landmark=mark), f"{letter}{int(rest)}", f"📍 {mark}")
    if letter == NEAR and (point := _POINT.fullmatch(rest)):
        latitude, longitude = (float(degrees.replace("_", ".")) for degrees in point.groups())
        lens = Lens(Order.nearest, near=(latitude, longitude))
        return View(here, lens, letter + rest, words.label("browse.by.nearest"))
    if letter == PART:
        part = next((one for one in communities.within(talk.session, here.id) if str(one.id) == rest), None)
        return View(part, Lens(), letter + rest) if part else None
    if letter == WORDS and rest:
        said = rest.replace("_", " ")
        lens = Lens(words=finding.looked_for(said, _names(words)))
        return View(here, lens, about(said), f"🔎 {said}") if lens.words else None
    return None


def _names(words: Words) -> list[tuple[str, str | None, str]]:
    """What every kind and quick word is called on the buttons."""
    named: list[tuple[str, str | None, str]] = []
    for kind in kinds.KINDS:
        named.append((kind.key, None, need_lines.kind_name(words, kind.key)))
        named += [(kind.key, detail, words.label(f"kinds.{kind.key}.{detail}")) for detail in kind.details]
    return named


def subject_and_back(argument: str) -> tuple[int, str]:
    """The need of a card's button, and the way back to the list: none if it has none, or too long a one to be ours."""
    need_id, back = subject_in(argument)
    return need_id, back if len(back.encode()) <= _LONGEST_WAY else ""


# ── the list ──


def show(talk: Talk[Any], argument: str, *, anew: bool) -> None:
    """A page of it, `<page>.<lens>`; as a message of its own if `anew`."""
    page, _, code = argument.partition(".")
    view = viewed(talk, code)
    total = browsing.count(talk.session, view.community.id, view.lens)
    if total == 0:
        _say_none(talk, view, anew=anew)
        return
    shown = pager.page(pager.number_in(page), total)
    found = browsing.page(talk.session, view.community.id, view.lens, limit=shown.size, offset=shown.offset)
    people = browsing.people_of(talk.session, [need.id for need in found])
    lines = [_line(talk.words, need_lines.listed(talk.words, need), people.get(need.id, 0)) for need in found]
    back = f"{shown.number}.{view.code}"
    rows: Rows = [
        *([Choice(f"need.{need.id}.{back}", label=need_lines.numbered(talk.words, need))] for need in found),
        [Choice(f"{one.value}.{view.code}", one.key) for one in pager.row("near", shown)],
        [Choice("find", "browse.find"), Choice("lens", "browse.lens")],
    ]
    name = neighbourhood.name_of(talk.words, view.community)
    html = talk.words.text("needs.near.list", count=total, name=name, lines=review.lines([view.called, *lines]))
    if anew:
        talk.say_html(html, rows=[row for row in rows if row])
    else:
        talk.redraw_html(html, rows=[row for row in rows if row])


def _line(words: Words, listed: str, people: int) -> str:
    """With how many ikut, where it is more than its reporter."""
    return f"{listed} · {words.label('browse.people', count=people)}" if people > 1 else listed


def _say_none(talk: Talk[Any], view: View, *, anew: bool) -> None:
    name = neighbourhood.name_of(talk.words, view.community)
    if view.called:
        rows: Rows = [[Choice("find", "browse.find"), Choice("lens", "browse.lens")]]
        html = talk.words.text("browse.none", what=view.called)
    else:
        has_parts = bool(communities.within(talk.session, talk.community_id))
        rows = [[Choice("lens", "browse.lens")]] if has_parts else []
        html = talk.words.text("needs.near.none", name=name)
    if anew or not rows:
        talk.say_html(html, rows=rows, home=True)
    else:
        talk.redraw_html(html, rows=rows)
