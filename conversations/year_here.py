"""The year of the neighbourhood, for its organisers: planning dates brought along, seasons in which people are busy.

    > [✏️ Kalender lingkungan]
    B 🏛 Musrenbang desa · 1 Agu – 15 Sep …        [🏛 Musrenbang desa] … / [➕ Musim sibuk] [➕ Tanggal lain]
    > [🏛 Musrenbang desa]
    B 🏛 Musrenbang desa · 1 Agu – 15 Sep          [‹ Sebulan lebih awal] / [Sebulan lebih lambat ›]
                                                   [✏️ Ganti nama] / [🗓 Ganti tanggal] / [🗑 Tidak ada di sini]

A season only warns, when somebody is called together in it. What the RW or the village has set holds here too; its
seasons, and dates of its own, are put right there, and so have no button.
"""

from typing import Any

from community import calendar_year
from community.calendar_year import Mark
from community.refusals import NotThere
from conversations import event_control, set_mark, year_lines
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from storage.calendars import MarkKind
from storage.communities import Community

SIZE = 8
_MONTHS = {"earlier": -1, "later": 1}


def listed(talk: Talk[Any], argument: str) -> None:
    """`year.<page>`: all that holds here, and what was taken away."""
    community = _here(talk)
    _draw_list(talk, community, pager.number_in(argument))


def _here(talk: Talk[Any]) -> Community:
    return calendar_year.place_of(talk.session, talk.community_id, by=talk.person.person_id)


def _draw_list(talk: Talk[Any], community: Community, wanted: int) -> None:
    talk.session.flush()
    held, gone = calendar_year.marks(talk.session, community), calendar_year.removed(talk.session, community)
    shown = pager.page(wanted, len(held) + len(gone), size=SIZE)
    here = [*held, *gone][shown.offset : shown.offset + shown.size]
    lines = [year_lines.line(talk.words, one) for one in here if one in held]
    if not all(one.ref for one in here):
        lines.append(talk.words.label("calendar.year.above"))
    rows = [
        *([_opens(talk, one) if one in held else _brings_back(talk, one)] for one in here if one.ref),
        pager.turns("year", shown),
        [Choice("newmark.season", "calendar.year.season"), Choice("newmark.planning", "calendar.year.planning")],
        [Choice("month", "stage.back")],
    ]
    talk.redraw("calendar.year", rows=[row for row in rows if row], name=talk.community_name, lines=review.lines(lines))


def _opens(talk: Talk[Any], one: Mark) -> Choice:
    label = f"{year_lines.SIGNS[one.kind]} {year_lines.title(talk.words, one)}"
    return Choice(f"mark.{one.ref}", label=event_control.short_label(label))


def _brings_back(talk: Talk[Any], one: Mark) -> Choice:
    label = f"↩️ {year_lines.title(talk.words, one)}"
    return Choice(f"setmark.{one.ref}.restore", label=event_control.short_label(label))


# ── one ──


def opened(talk: Talk[Any], ref: str) -> None:
    """`mark.<ref>`: one of them, in the place of the list."""
    _draw(talk, calendar_year.one(talk.session, _here(talk), ref))


def _draw(talk: Talk[Any], one: Mark) -> None:
    rows = [
        [Choice(f"setmark.{one.ref}.earlier", "calendar.year.earlier")],
        [Choice(f"setmark.{one.ref}.later", "calendar.year.later")],
        [Choice(f"setmark.{one.ref}.name", "calendar.year.rename")],
        [Choice(f"setmark.{one.ref}.when", "calendar.year.redate")],
        [Choice(f"setmark.{one.ref}.remove", "calendar.year.remove")],
        [Choice("year", "stage.back")],
    ]
    key = "calendar.year.one.planning" if one.kind is MarkKind.planning else "calendar.year.one.season"
    talk.redraw(key, rows=rows, line=year_lines.line(talk.words, one))


def acted(talk: Talk[Any], argument: str) -> None:
    """`setmark.<ref>.<act>`: judged by what holds here now."""
    ref, _, act = argument.partition(".")
    community, me = _here(talk), talk.person.person_id
    if act in _MONTHS:
        _draw(talk, calendar_year.shift(talk.session, community.id, ref, _MONTHS[act], by=me, now=talk.now))
    elif act in ("name", "when"):
        set_mark.begin(talk, calendar_year.one(talk.session, community, ref), act)
    elif act == "remove":
        calendar_year.remove(talk.session, community.id, ref, by=me, now=talk.now)
        talk.toast("calendar.year.removed")
        _draw_list(talk, community, 1)
    elif act == "restore":
        calendar_year.restore(talk.session, community.id, ref, by=me, now=talk.now)
        talk.toast("calendar.year.restored")
        _draw_list(talk, community, 1)
    else:
        raise NotThere("stage.gone")


def added(talk: Talk[Any], kind: str) -> None:
    """[➕ Musim sibuk], [➕ Tanggal lain]"""
    _here(talk)
    if kind not in list(MarkKind):
        raise NotThere("stage.gone")
    set_mark.begin_new(talk, MarkKind(kind))


CARDS: dict[str, Card] = {
    "year": Card(listed),
    "mark": Card(opened),
    "setmark": Card(acted),
    "newmark": Card(added),
}
