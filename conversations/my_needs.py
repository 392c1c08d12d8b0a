"""Usulan saya: one's own needs, how each one fares, adding to it, taking it back.

> Usulan saya
B Usulan saya: No. 14 💧 Selokan · mampet, sudah masuk …      [14 · Selokan]
> [14 · Selokan]
B 💧 Selokan · mampet — No. 14 …   [Perjalanan] [✏️ Tambah keterangan] [Tarik kembali]
"""

from typing import Any

from community import journeys, moves, needs
from community.journeys import Reader
from conversations import closing_lines, need_card, need_lines, whose
from conversations.dialogue import Choice, Rows
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import media, pager, review
from conversations.widgets.card_arguments import choice_in, subject_in
from storage import media as files
from storage import needs as stored
from storage.needs import Audience, Need, NeedState

_WISHED = "wished"
_ENTRUSTED = Choice("entrusted", "claims.entry")
"""The way to what another has told for one."""


@for_members
def show(talk: Talk[Any]) -> None:
    """/usulanku: the newest first."""
    _list(talk, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """Another page of the list, or the way back to it."""
    _list(talk, pager.number_in(argument), anew=False)


def _list(talk: Talk[Any], wanted: int, *, anew: bool) -> None:
    person_id = talk.person.person_id
    shown = pager.page(wanted, stored.count_of_reporter(talk.session, person_id, talk.community_id))
    found = stored.of_reporter(talk.session, person_id, talk.community_id, limit=shown.size, offset=shown.offset)
    if not found:
        talk.say("needs.mine.none", rows=[[_ENTRUSTED]])
        return
    lines = review.lines(_line(talk, need) for need in found)
    rows: Rows = [
        *([Choice(f"my.{need.id}", label=need_lines.numbered(talk.words, need))] for need in found),
        pager.row("mine", shown),
        [_ENTRUSTED],
    ]
    say = talk.say if anew else talk.redraw
    say("needs.mine.list", rows=[row for row in rows if row], lines=lines)


def _line(talk: Talk[Any], need: Need) -> str:
    """As in every list, and for whom it was told."""
    listed = need_lines.listed(talk.words, need)
    return f"{listed} · {whose.to_speaker(talk.words, need)}" if need.on_behalf_of is not None else listed


def opened(talk: Talk[Any], argument: str) -> None:
    """One's own need: all of it, also what neighbours do not see."""
    need = _own(talk, argument)
    words = talk.words
    told = [
        f"{need_lines.title(words, need)} — No. {need.number}",
        need_lines.quoted(need.text),
        media.line(words, files.of_need(talk.session, need.id)),
        need_lines.place(words, need, talk.community_name),
        f"{need_lines.state(words, need)} · {need_lines.day(words, need.changed_at, talk.person.time_zone)}",
        whose.to_speaker(words, need),
        words.label(f"report.review.name.{need.name_shown_to.value}"),
    ]
    talk.redraw("needs.card", rows=_card_rows(talk, need), lines=review.lines(told))


def _card_rows(talk: Talk[Any], need: Need) -> Rows:
    rows = closing_lines.last_word(talk.session, need, talk.person.person_id, talk.now)
    rows.append([Choice(f"path.{need.id}", "needs.path")])
    if need.state not in moves.CLOSED:
        other = Audience.organisers if need.name_shown_to is Audience.neighbours else Audience.neighbours
        rows.append([Choice(f"add.{need.id}", "needs.add")])
        rows.append([Choice(f"named.{need.id}.{other.value}", f"needs.named.{other.value}")])
        if media.has_pictures(files.of_need(talk.session, need.id)):
            may = Audience.organisers if need.photos_shown_to is Audience.neighbours else Audience.neighbours
            rows.append([Choice(f"photos.{need.id}.{may.value}", f"needs.photos.{may.value}")])
        rows.append([Choice(f"pull.{need.id}", "needs.withdraw")])
    elif need.state is NeedState.withdrawn:
        rows.append([Choice(f"unpull.{need.id}", "needs.restore")])
    if need.state is not NeedState.withdrawn:
        rows.append(need_card.to_whatsapp(talk.session, talk.words, need, talk.house))
    rows.append([Choice("mine.1", "needs.mine.back")])
    return rows


def told_story(talk: Talk[Any], argument: str) -> None:
    """Perjalanan: what became of it, day by day."""
    need = _own(talk, argument)
    entries = journeys.read(talk.session, need.id, Reader.reporter)
    story = review.lines(
        need_lines.journey(talk.words, entries, talk.person.time_zone, to_all=True, own=talk.person.person_id)
    )
    back = [[Choice(f"my.{need.id}", "stage.back")]]
    talk.redraw("needs.journey", rows=back, number=need.number, lines=story)


def named(talk: Talk[Any], argument: str) -> None:
    """Neighbours may see the name, or no longer."""
    need_id, to = choice_in(argument, Audience)
    needs.show_name(talk.session, need_id, to, by=talk.person.person_id, now=talk.now)
    talk.toast(f"needs.named.{to.value}.said")
    opened(talk, str(need_id))


def withdrawn(talk: Talk[Any], argument: str) -> None:
    """Tarik kembali, at once and undoable: no question whether one is sure. For a neighbour, whether they wish it."""
    need_id, said = subject_in(argument)
    need = needs.own(talk.session, need_id, by=talk.person.person_id)
    if need.on_behalf_of is not None and said != _WISHED:
        yes = Choice(f"pull.{need_id}.{_WISHED}", "needs.for.withdraw.yes")
        rows = [[yes], [Choice(f"my.{need_id}", "needs.for.withdraw.no")]]
        talk.redraw("needs.for.withdraw", rows=rows, whom=whose.whom(talk.words, need))
        return
    need = needs.withdraw(talk.session, need_id, by=talk.person.person_id, now=talk.now, wished=said == _WISHED)
    rows = [[Choice(f"unpull.{need_id}", "needs.restore")]]
    talk.redraw("needs.withdrawn", rows=rows, number=need.number)


def restored(talk: Talk[Any], argument: str) -> None:
    need_id, _ = subject_in(argument)
    needs.restore(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("needs.restored")
    opened(talk, str(need_id))


def _own(talk: Talk[Any], argument: str) -> Need:
    need_id, _ = subject_in(argument)
    return needs.own(talk.session, need_id, by=talk.person.person_id)


CARDS: dict[str, Card] = {
    "mine": Card(turned),
    "my": Card(opened),
    "path": Card(told_story),
    "named": Card(named),
    "pull": Card(withdrawn),
    "unpull": Card(restored),
}
