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
from conversations import event_control, neighbourhood, set_mark, year_lines
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage.calendars import MarkKind
from storage.communities import Community

SIZE = 8
_MONTHS = {"earlier": -1, "later": 1}


def listed(talk: Talk[Any], argument: str) -> None:
    """`year.<neighbourhood>.<page>`: all that holds there, and what was taken away."""
    community, page = _place(talk, argument)
    talk.goes_to(community.id)  # from here one goes back to the month, which is of where one speaks
    _draw_list(talk, community, pager.number_in(page))


def _place(talk: Talk[Any], argument: str) -> tuple[Community, str]:
    """The neighbourhood that a button names, whichever one speaks in by now, and the rest of it."""
    community_id, rest = subject_in(argument)
    return calendar_year.place_of(talk.session, community_id, by=talk.person.person_id), rest


def _draw_list(talk: Talk[Any], community: Community, wanted: int) -> None:
    talk.session.flush()
    held, gone = calendar_year.marks(talk.session, community), calendar_year.removed(talk.session, community)
    shown = pager.page(wanted, len(held) + len(gone), size=SIZE)
    here = [*held, *gone][shown.offset : shown.offset + shown.size]
    lines = [year_lines.line(talk.words, one) for one in here if one in held]
    if not all(one.ref for one in here):
        lines.append(talk.words.label("calendar.year.above"))
    rows = [
        *([_opens(talk, community, one, gone=one in gone)] for one in here if one.ref),
        pager.turns(f"year.{community.id}", shown),
        [
            Choice(f"newmark.{community.id}.season", "calendar.year.season"),
            Choice(f"newmark.{community.id}.planning", "calendar.year.planning"),
        ],
        [Choice("month", "stage.back")],
    ]
    name = neighbourhood.name_of(talk.words, community)
    talk.redraw("calendar.year", rows=[row for row in rows if row], name=name, lines=review.lines(lines))


def _opens(talk: Talk[Any], community: Community, one: Mark, *, gone: bool) -> Choice:
    """[🏛 Musrenbang desa]; [↩️ Musrenbang desa] brings back what was taken away."""
    title = year_lines.title(talk.words, one)
    label = event_control.short_label(f"{'↩️' if gone else year_lines.SIGNS[one.kind]} {title}")
    if gone:
        return Choice(f"setmark.{community.id}.{one.ref}.restore", label=label)
    return Choice(f"mark.{community.id}.{one.ref}", label=label)


# ── one ──


def opened(talk: Talk[Any], argument: str) -> None:
    """`mark.<neighbourhood>.<ref>`: one of them, in the place of the list."""
    community, ref = _place(talk, argument)
    _draw(talk, community, calendar_year.one(talk.session, community, ref))


def _draw(talk: Talk[Any], community: Community, one: Mark) -> None:
    this = f"setmark.{community.id}.{one.ref}"
    rows = [
        [Choice(f"{this}.earlier", "calendar.year.earlier")],
        [Choice(f"{this}.later", "calendar.year.later")],
        [Choice(f"{this}.name", "calendar.year.rename")],
        [Choice(f"{this}.when", "calendar.year.redate")],
        [Choice(f"{this}.remove", "calendar.year.remove")],
        [Choice(f"year.{community.id}", "stage.back")],
    ]
    key = "calendar.year.one.planning" if one.kind is MarkKind.planning else "calendar.year.one.season"
    talk.redraw(key, rows=rows, line=year_lines.line(talk.words, one))


def acted(talk: Talk[Any], argument: str) -> None:
    """`setmark.<neighbourhood>.<ref>.<act>`: judged by what holds there now."""
    community, rest = _place(talk, argument)
    ref, _, act = rest.partition(".")
    me = talk.person.person_id
    if act in _MONTHS:
        shifted = calendar_year.shift(talk.session, community.id, ref, _MONTHS[act], by=me, now=talk.now)
        _draw(talk, community, shifted)
    elif act in ("name", "when"):
        set_mark.begin(talk, community.id, calendar_year.one(talk.session, community, ref), act)
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


def added(talk: Talk[Any], argument: str) -> None:
    """[➕ Musim sibuk], [➕ Tanggal lain]"""
    community, kind = _place(talk, argument)
    if kind not in list(MarkKind):
        raise NotThere("stage.gone")
    set_mark.begin_new(talk, community.id, MarkKind(kind))


CARDS: dict[str, Card] = {
    "year": Card(listed),
    "mark": Card(opened),
    "setmark": Card(acted),
    "newmark": Card(added),
}
