"""Whoever likes says to which groups they belong, so that a result can tell whether everyone was heard.

> [👥 Suara siapa] in /pengaturan
B Apakah semua kalangan ikut bersuara? Yang mau boleh menandai …
  [Perempuan ✓] / [Pemuda, 16–30 tahun] / [Lansia, 60 tahun ke atas] / [Penyandang disabilitas] / [Kembali]
"""

from typing import Any

from community import declaring, secrecy
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from storage.declarations import Group


def opened(talk: Talk[Any], _: str) -> None:
    said = declaring.of(talk.session, talk.person.person_id)
    rows = [[_ticked(talk, one, is_said=one in said)] for one in Group]
    talk.redraw("group.ask", rows=[*rows, [Choice("wish.page", "stage.back")]], least=secrecy.LEAST_CELL)


def _ticked(talk: Talk[Any], group: Group, *, is_said: bool) -> Choice:
    label = talk.words.label(f"group.{group}.button")
    return Choice(f"belong.{group}", label=f"{label} ✓" if is_said else label)


def turned(talk: Talk[Any], group: str) -> None:
    """A tap says it, another takes it back."""
    is_said = declaring.turn(talk.session, talk.person.person_id, group, now=talk.now)
    opened(talk, "")
    talk.toast("group.said" if is_said else "group.taken_back")


CARDS: dict[str, Card] = {"groups": Card(opened), "belong": Card(turned)}
