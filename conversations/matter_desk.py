"""Pesan pribadi: the matters that one has written or is to read, and what can be done with each.

To Bu Rina: 🙈 Pesan pribadi No. P3 · RT 03 …          [📢 Buat imbauan umum] [💬 Balas] [✅ Sudah ditangani]
> [📢 Buat imbauan umum]
B Soal apa?                                            [Sampah] [Suara bising] …
> [Sampah]
B (words that name nobody, to be copied or passed on) Supaya tidak ketahuan, tunggu 2–3 hari.
> [✅ Sudah ditangani]                                 its author hears of it
"""

from typing import Any

from community import matters
from community.matters import Side
from community.refusals import NotThere
from conversations import matter_lines, need_lines, neighbourhood, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage import communities
from storage import media as files
from storage.matters import Matter, MatterState

THEMES = ("garbage", "noise", "parking", "animals", "smoke", "kindness")
"""What neighbours are most often asked to mind, in words that name nobody."""


# ── the list ──


def turned(talk: Talk[Any], argument: str) -> None:
    """The list from the menu, another page of it, or the way back to it."""
    mine = matters.of(talk.session, talk.person.person_id)
    if not mine:
        talk.redraw("matter.list.none")
        return
    shown = pager.page(pager.number_in(argument), len(mine))
    here = mine[shown.offset : shown.offset + shown.size]
    rows: Rows = [*([_line(talk, matter, side)] for matter, side in here), pager.row("matters", shown)]
    talk.redraw("matter.list", rows=[row for row in rows if row])


def _line(talk: Talk[Any], matter: Matter, side: Side) -> Choice:
    """P3 · RT 03 · 25 Nov ✓: by whom or for whom it is stays behind the button."""
    day = need_lines.day(talk.words, matter.created_at, talk.person.time_zone)
    where = matter_lines.community_name(talk.session, matter)
    sign = "✓" if matter.state is MatterState.handled else ("📥" if side is Side.reader else "📤")
    return Choice(f"matter.{matter.id}", label=f"{sign} {matter_lines.numbered(matter)} · {where} · {day}")


# ── one of them ──


def opened(talk: Talk[Any], argument: str) -> None:
    """All of it, for one of the two; photos and voices come below."""
    matter_id, _ = subject_in(argument)
    matter, side = matters.opened(talk.session, matter_id, by=talk.person.person_id)
    _draw(talk, matter, side)
    for call in matter_lines.sent_on(talk.chat_id, files.of_matter(talk.session, matter.id)):
        talk.call(call.method, call.parameters)


def _draw(talk: Talk[Any], matter: Matter, side: Side) -> None:
    others = matters.others(talk.session, matter, by=talk.person.person_id)
    instead = [matter_lines.instead(talk.words, matter, one) for one in others]
    lines = review.lines(matter_lines.card(talk.session, talk.words, matter, side))
    talk.redraw("needs.card", rows=matter_lines.rows(matter, side, instead), lines=lines)


def handled(talk: Talk[Any], argument: str) -> None:
    """[✅ Sudah ditangani]."""
    matter_id, _ = subject_in(argument)
    matter = matters.handle(talk.session, matter_id, by=talk.person.person_id, now=talk.now)
    talk.toast("matter.handled.said")
    _draw(talk, matter, Side.reader)


def entrusted(talk: Talk[Any], argument: str) -> None:
    """Its author has chosen another reader, the first one being no organiser any more."""
    matter_id, to = subject_in(argument)
    reader_id, _ = subject_in(to)
    matter = matters.entrust(talk.session, matter_id, to=reader_id, by=talk.person.person_id, now=talk.now)
    talk.redraw("matter.sent", reader=matter_lines.name_of(talk.session, talk.words, matter, Side.reader))


# ── a word to everybody ──


def appealed(talk: Talk[Any], argument: str) -> None:
    """[📢 Buat imbauan umum]: what about, then the words. Nothing is sent: the reader decides when and where."""
    matter_id, theme = subject_in(argument)
    matter, side = matters.opened(talk.session, matter_id, by=talk.person.person_id)
    if side is not Side.reader:
        raise NotThere("stage.gone")
    if theme not in THEMES:
        themes = (Choice(f"appeal.{matter.id}.{one}", f"matter.theme.{one}") for one in THEMES)
        talk.say("matter.appeal.ask", rows=screens.pairs(themes, talk.words))
        return
    community = communities.by_id(talk.session, matter.community_id)
    text = neighbourhood.words_of(community).label(
        f"matter.appeal.{theme}", community=community.name if community else ""
    )
    talk.redraw(
        "matter.appeal.ready", rows=[[Choice("", "place.to_wa", url=neighbourhood.to_whatsapp(text))]], words=text
    )


CARDS: dict[str, Card] = {
    "matters": Card(turned),
    "matter": Card(opened),
    "eased": Card(handled),
    "entrust": Card(entrusted),
    "appeal": Card(appealed),
}
