"""Bahan rembuk warga: what neighbours want to talk about together.

> [🗣 Bahas di rembuk warga]
B No. 9 masuk bahan rembuk berikutnya (belum ada tanggal). Kalau 5 rumah ikut, pasti dibahas. Baru 2.
                                                                                    [🤝 Ajak tetangga ikut]
> [🤝 Ajak tetangga ikut]
B Kirim ke tetangga, atas nama sendiri: …      [↗️ Bagikan] [💬 Teruskan ke WA]
> /rembuk
B Bahan rembuk RT 03: No. 9 paving lapangan — 2 rumah …      [9 · Paving lapangan]
"""

from typing import Any

from community import discussing, houses, supports
from conversations import discuss_lines, need_lines
from conversations.dialogue import Choice, Rows
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage.needs import Need


@for_members
def show(talk: Talk[Any]) -> None:
    """/rembuk."""
    _list(talk, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """A page of the list."""
    _list(talk, pager.number_in(argument), anew=not argument)


def _list(talk: Talk[Any], wanted: int, *, anew: bool) -> None:
    found = discussing.listed(talk.session, talk.community_id, by=talk.person.person_id)
    say = talk.say if anew else talk.redraw
    if not found:
        say("discuss.none", name=talk.community_name)
        return
    shown = pager.page(wanted, len(found))
    here = found[shown.offset : shown.offset + shown.size]
    rows: Rows = [*(row for need in here for row in _rows(talk, need)), pager.row("discuss", shown)]
    lines = review.lines(discuss_lines.listed(talk, need) for need in here)
    say("discuss.list", rows=[row for row in rows if row], name=talk.community_name, lines=lines)


def _rows(talk: Talk[Any], need: Need) -> Rows:
    """What opens it; for organisers also what takes it off, while that is theirs to say."""
    rows = [[Choice(f"need.{need.id}", label=need_lines.numbered(talk.words, need))]]
    if talk.is_organiser and not houses.is_certain(talk.session, need):
        rows.append([Choice(f"undiscuss.{need.id}", "discuss.off", values={"number": need.number})])
    return rows


def put_on(talk: Talk[Any], argument: str) -> None:
    """[🗣 Bahas di rembuk warga]."""
    need_id, _ = subject_in(argument)
    discuss_lines.put_on(talk, need_id)


def taken_off(talk: Talk[Any], argument: str) -> None:
    """By an organiser, while fewer houses than enough want it."""
    need_id, _ = subject_in(argument)
    need = discussing.take_off(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("discuss.off.said", number=need.number)
    _list(talk, 1, anew=False)


def invited(talk: Talk[Any], argument: str) -> None:
    """[🤝 Ajak tetangga ikut]: a text under one's own name; Rembuk itself asks nobody."""
    need_id, _ = subject_in(argument)
    need = supports.of_concerned(talk.session, need_id, by=talk.person.person_id)
    text, rows = discuss_lines.invitation(talk, need)
    talk.say("discuss.invite.text", rows=rows, text=text)


CARDS: dict[str, Card] = {
    "discuss": Card(turned),
    "rembuk": Card(put_on),
    "undiscuss": Card(taken_off),
    "invite": Card(invited),
}
