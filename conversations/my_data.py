"""Data saya: everything that is kept about oneself, readable here, and as a ZIP to take along.

> /dataku
B 🔐 Yang disimpan tentang Bu Tini: …      [Tentang saya] [Usulan saya] … [📦 Kirim ZIP] [Izin saya] [Hapus…]
> [Usulan saya]
B No. 14 💧 Selokan · mampet — 🟡 Sudah masuk …      [Kembali]
"""

from typing import Any

from community import my_copy
from conversations import my_data_lines
from conversations.dialogue import Choice, Rows
from conversations.stage import for_known
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from storage.people import Role

LINES = 8
"""Of a section on one screen: the longest ones still fit into one message."""


@for_known
def show(talk: Talk[Any]) -> None:
    """/dataku and [🔐 Data saya]."""
    talk.say("data.ask", rows=_rows(talk), name=talk.person.name)


def _rows(talk: Talk[Any]) -> Rows:
    rows: list[list[Choice]] = [[Choice(f"data.{name}", f"data.part.{name}")] for name in my_data_lines.PARTS]
    if talk.person.role is Role.chair:
        rows.append([Choice("trail.1", "trail.button")])
    consents = [[Choice("izin.show", "data.consents")]] if talk.person.community_id else []
    return [*rows, [Choice("data.send", "data.copy")], *consents, [Choice("wipe.ask", "data.erase")]]


def opened(talk: Talk[Any], argument: str) -> None:
    """One part of it, a screen at a time; or the ZIP; or the way back."""
    name, _, page = argument.partition(".")
    if name == "send":
        my_copy.send(talk.session, talk.person.person_id, now=talk.now)
        talk.toast("data.copy.soon")
    elif name in my_data_lines.PARTS:
        _part(talk, name, pager.number_in(page))
    else:
        talk.redraw("data.ask", rows=_rows(talk), name=talk.person.name)


def _part(talk: Talk[Any], name: str, wanted: int) -> None:
    read = my_data_lines.PARTS[name]
    lines = read(talk.session, talk.person.person_id, talk.words, talk.person.time_zone)
    shown = pager.page(wanted, len(lines), size=LINES)
    here = lines[shown.offset : shown.offset + shown.size] or [talk.words.label("data.none")]
    rows = [pager.row(f"data.{name}", shown), [Choice("data.back", "stage.back")]]
    talk.redraw(
        "data.part", rows=[row for row in rows if row], what=talk.words.label(f"data.part.{name}"),
        lines=review.lines(here),
    )  # fmt: skip


CARDS: dict[str, Card] = {"data": Card(opened)}
