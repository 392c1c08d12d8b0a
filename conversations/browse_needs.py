"""Usulan tetangga: what the neighbourhood has named, and the ways to look through it.

> [👀 Usulan tetangga]
B Usulan di RT 03: 6 · No. 14 💧 Selokan · mampet, sudah masuk …
                              [14 · Selokan] … [Lebih lama ›] / [🔎 Cari] [☰ Pilihan]
> [☰ Pilihan]
B Mau lihat yang mana?        [Terbaru] [Terbanyak] / [📍 Terdekat] [Menurut jenis] [Menurut RT] / [Usulan saya] …
"""

from typing import Any

from conversations import need_lines, need_list, neighbourhood, screens
from conversations.dialogue import Choice, Rows
from conversations.need_list import FIRST, JOINED, KIND, MOST, PART
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from storage import browsing, communities

MOST_KINDS = 12


@for_members
def show(talk: Talk[Any]) -> None:
    """/usulan and [👀 Usulan tetangga]."""
    need_list.show(talk, FIRST, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """Another page of the list, another lens, or the way back to it."""
    need_list.show(talk, argument, anew=False)


def listed_anew(talk: Talk[Any], argument: str) -> None:
    """The list below what was shown last, or at the end of a link."""
    need_list.show(talk, argument or FIRST, anew=True)


def asked_which(talk: Talk[Any], _argument: str) -> None:
    """[☰ Pilihan]."""
    rows: list[list[Choice]] = [
        [Choice(f"near.{FIRST}", "browse.lens.newest"), Choice(f"near.{FIRST}{MOST}", "browse.lens.most")],
        [Choice("nearby", "browse.lens.nearest")],
        [Choice("kinds", "browse.lens.kind")],
    ]
    if communities.within(talk.session, talk.community_id):
        rows.append([Choice("parts", "browse.lens.part")])
    rows.append([Choice("mine.1", "browse.lens.mine"), Choice(f"near.{FIRST}{JOINED}", "browse.lens.joined")])
    talk.redraw("browse.lens.ask", rows=rows)


def asked_which_kind(talk: Talk[Any], _argument: str) -> None:
    """The kinds that are on the list, the most named first."""
    found = browsing.kinds_of(talk.session, talk.community_id)[:MOST_KINDS]
    choices = [
        Choice(f"near.{FIRST}{KIND}{kind}", label=f"{need_lines.kind_label(talk.words, kind)} · {many}")
        for kind, many in found
    ]
    _ask(talk, screens.pairs(choices, talk.words))


def asked_which_part(talk: Talk[Any], _argument: str) -> None:
    """The neighbourhoods that lie in this one."""
    found = communities.within(talk.session, talk.community_id)
    choices = (Choice(f"near.{FIRST}{PART}{one.id}", label=neighbourhood.name_of(talk.words, one)) for one in found)
    _ask(talk, screens.pairs(choices, talk.words))


def _ask(talk: Talk[Any], rows: Rows) -> None:
    talk.redraw("browse.lens.ask", rows=[*rows, [Choice(f"near.{FIRST}", "needs.near.back")]])


CARDS: dict[str, Card] = {
    "near": Card(turned),
    "anew": Card(listed_anew),
    "lens": Card(asked_which),
    "kinds": Card(asked_which_kind),
    "parts": Card(asked_which_part),
}
LINKS: dict[str, Act] = {neighbourhood.NEEDS: listed_anew}
