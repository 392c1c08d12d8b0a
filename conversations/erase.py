"""Hapus: this draft, one of my needs, or everything; hidden at once, and an hour to take it back by one tap.

> /hapus
B Hapus apa?                        [Isian ini] [Usulan saya] [Semua data saya]
> [Usulan saya]
B Yang mana?                        [14 · Selokan] [9 · Paving]
> [14 · Selokan]
B No. 14 sudah tidak terlihat. Pukul 20.15 terhapus selamanya.      [Batalkan penghapusan]
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from community import erasure
from conversations import need_lines
from conversations.dialogue import Choice, Rows
from conversations.stage import for_known
from conversations.talk import Card, Talk
from conversations.widgets import dropping, pager
from conversations.widgets.card_arguments import subject_in
from storage import erasures as stored
from storage import needs
from storage.erasures import Erasure, ErasureOf


@for_known
def show(talk: Talk[Any]) -> None:
    """/hapus: what may go, and what is going already."""
    talk.say("erase.ask", rows=_rows(talk))


def _rows(talk: Talk[Any]) -> Rows:
    going = [
        [Choice(f"unwipe.{one.id}", _back_key(one), values={"number": _number(talk, one)})]
        for one in stored.of_person(talk.session, talk.person.person_id)
    ]
    draft = [[Choice("wipe.draft", "erase.draft")]] if talk.person.standing else []
    mine = [[Choice("wipe.needs", "erase.needs")]] if talk.person.community_id else []
    return [*draft, *mine, [Choice("wipe.all", "erase.all")], *going, [Choice("wipe.no", "erase.no")]]


def _back_key(one: Erasure) -> str:
    return f"erase.back.{one.what.value}"


def _number(talk: Talk[Any], one: Erasure) -> int:
    need = needs.by_id(talk.session, one.subject_id) if one.what is ErasureOf.need else None
    return need.number if need else 0


def chosen(talk: Talk[Any], argument: str) -> None:
    """One of the three, or what follows from it."""
    what, _, which = argument.partition(".")
    parts = {"ask": _asked, "draft": _draft, "all": _warned, "yes": _everything, "no": _not}
    if what == "needs":
        _list(talk, pager.number_in(which))
    elif what == "need":
        _need(talk, which)
    elif what in parts:
        parts[what](talk)
    else:
        talk.toast("stage.gone")


def _asked(talk: Talk[Any]) -> None:
    talk.redraw("erase.ask", rows=_rows(talk))


def _draft(talk: Talk[Any]) -> None:
    """As /batal."""
    if talk.person.standing is None:
        talk.toast("cancel.nothing")
        return
    dropping.drop(talk, talk.person.standing)


def _list(talk: Talk[Any], wanted: int) -> None:
    person_id = talk.person.person_id
    shown = pager.page(wanted, needs.count_of_reporter(talk.session, person_id, talk.community_id))
    found = needs.of_reporter(talk.session, person_id, talk.community_id, limit=shown.size, offset=shown.offset)
    if not found:
        talk.toast("needs.mine.none")
        return
    rows: Rows = [
        *([Choice(f"wipe.need.{need.id}", label=need_lines.numbered(talk.words, need))] for need in found),
        pager.row("wipe.needs", shown),
        [Choice("wipe.ask", "stage.back")],
    ]
    talk.redraw("erase.which", rows=[row for row in rows if row])


def _need(talk: Talk[Any], which: str) -> None:
    need_id, _ = subject_in(which)
    asked = erasure.of_need(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    _say_when(talk, asked, "erase.need.said", number=_number(talk, asked))


def _warned(talk: Talk[Any]) -> None:
    """Everything: what goes, and what stays because others rely on it."""
    rows = [[Choice("wipe.yes", "erase.all.yes")], [Choice("data.send", "data.copy")], [Choice("wipe.no", "erase.no")]]
    talk.redraw("erase.all.ask", rows=rows)


def _everything(talk: Talk[Any]) -> None:
    asked = erasure.of_everything(talk.session, by=talk.person.person_id, now=talk.now)
    _say_when(talk, asked, "erase.all.said")


def _not(talk: Talk[Any]) -> None:
    talk.redraw("erase.no.said")


def _say_when(talk: Talk[Any], asked: Erasure, key: str, **values: object) -> None:
    back = [[Choice(f"unwipe.{asked.id}", "erase.back")]]
    talk.redraw_html(talk.words.text(key, clock=_clock(talk, asked.final_at), **values), rows=back)


def _clock(talk: Talk[Any], moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(talk.person.time_zone)):%H.%M}"


def taken_back(talk: Talk[Any], argument: str) -> None:
    """[Batalkan penghapusan]: all is as it was."""
    erasure_id, _ = subject_in(argument)
    what = erasure.take_back(talk.session, erasure_id, by=talk.person.person_id, now=talk.now)
    talk.redraw(f"erase.back.said.{what.value}")


CARDS: dict[str, Card] = {"wipe": Card(chosen), "unwipe": Card(taken_back)}
