"""Usulan tetangga: what the neighbourhood has named, newest first, and nothing personal.

    > [👀 Usulan tetangga]
    B Usulan di RT 03: No. 14 💧 Selokan · mampet, sudah masuk …      [14 · Selokan] … [Lebih lama ›]

No names, unless the reporter allows it; no voices ever; words only after the organisers have read them; photos only
with the reporter's yes for this need.
"""

from typing import Any

from community import moves, office, supports
from conversations import need_lines
from conversations.dialogue import Choice, Rows
from conversations.stage import for_members
from conversations.talk import Act, Card, Talk
from conversations.widgets import media, pager, review
from conversations.widgets.card_arguments import subject_in
from storage import media as files
from storage import needs as stored
from storage import people
from storage.media import MediaKind
from storage.needs import Audience, Need


@for_members
def show(talk: Talk[Any]) -> None:
    """/usulan and [👀 Usulan tetangga]."""
    _list(talk, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """Another page of the list, or the way back to it."""
    _list(talk, pager.number_in(argument), anew=False)


def _list(talk: Talk[Any], wanted: int, *, anew: bool) -> None:
    total = stored.count_of_community(talk.session, talk.community_id)
    if total == 0:
        talk.say("needs.near.none", home=True, name=talk.community_name)
        return
    shown = pager.page(wanted, total)
    found = stored.of_community(talk.session, talk.community_id, limit=shown.size, offset=shown.offset)
    rows: Rows = [
        *([Choice(f"need.{need.id}.{shown.number}", label=need_lines.numbered(talk.words, need))] for need in found),
        pager.row("near", shown),
    ]
    lines = review.lines(need_lines.listed(talk.words, need) for need in found)
    say = talk.say if anew else talk.redraw
    say("needs.near.list", rows=[row for row in rows if row], count=total, name=talk.community_name, lines=lines)


def opened(talk: Talk[Any], argument: str) -> None:
    """One need as every neighbour may see it."""
    need_id, page = subject_in(argument)
    if talk.is_organiser:
        _open_whole(talk, office.sees(talk.session, need_id, by=talk.person.person_id), page)
        return
    need = supports.open_to(talk.session, need_id, by=talk.person.person_id)
    lines, photo = review.lines(_told(talk, need)), _photo(talk, need)
    if photo:
        talk.say_html(talk.words.text("needs.card", lines=lines), photo=photo, rows=_AFRESH)
    else:
        talk.redraw("needs.card", rows=_back(page), lines=lines)


_AFRESH = [[Choice("anew", "needs.near.back")]]
"""The way back from a photo: the list anew, as a photo cannot turn into words."""


def _back(page: str) -> Rows:
    return [[Choice(f"near.{pager.number_in(page)}", "needs.near.back")]]


def _open_whole(talk: Talk[Any], need: Need, page: str) -> None:
    """What the organisers read: the author's own words and name, photos and voices too."""
    words, sent = talk.words, files.of_need(talk.session, need.id)
    author = people.by_id(talk.session, need.reporter_id) if need.reporter_id else None
    lines = [
        f"{need_lines.title(words, need)} — No. {need.number}",
        need_lines.quoted(need.text),
        media.line(words, sent),
        need_lines.place(words, need, talk.community_name),
        f"{need_lines.state(words, need)} · {need_lines.day(words, need.changed_at, talk.person.time_zone)}",
        words.label("needs.near.office", name=author.name) if author else "",
    ]
    talk.redraw("needs.card", rows=_back(page), lines=review.lines(lines))
    for one in sent:
        method, parameter = media.SENDING[one.kind]
        talk.call(method, {"chat_id": talk.chat_id, parameter: one.file_id})


def _told(talk: Talk[Any], need: Need) -> list[str]:
    words = talk.words
    return [
        f"{need_lines.title(words, need)} — No. {need.number}",
        need_lines.quoted(need.text) if need.text and need.state not in moves.UNREAD else "",
        words.label("needs.near.spoken") if _is_spoken(talk, need) else "",
        need_lines.place(words, need, talk.community_name, exactly=False),
        f"{need_lines.state(words, need)} · {need_lines.day(words, need.changed_at, talk.person.time_zone)}",
        _by(talk, need),
    ]


def _is_spoken(talk: Talk[Any], need: Need) -> bool:
    sent = files.of_need(talk.session, need.id)
    return any(one.kind is MediaKind.voice for one in sent) and not need.text


def _by(talk: Talk[Any], need: Need) -> str:
    """The reporter's name, only with the reporter's yes."""
    if need.name_shown_to is not Audience.neighbours or need.reporter_id is None:
        return ""
    reporter = people.by_id(talk.session, need.reporter_id)
    return talk.words.label("needs.near.by", name=reporter.name) if reporter else ""


def _photo(talk: Talk[Any], need: Need) -> str | None:
    """A picture sent as a photo, which Telegram has freed of its hidden data; none without the reporter's yes."""
    if need.photos_shown_to is not Audience.neighbours:
        return None
    sent = files.of_need(talk.session, need.id)
    return next((one.file_id for one in sent if one.kind is MediaKind.photo), None)


def listed_anew(talk: Talk[Any], _argument: str) -> None:
    """The list below what was shown last, or at the end of a link."""
    show(talk)


CARDS: dict[str, Card] = {"near": Card(turned), "need": Card(opened), "anew": Card(listed_anew)}
LINKS: dict[str, Act] = {"usulan": listed_anew}
