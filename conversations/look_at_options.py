"""[🖼 Foto & biaya]: the options of a poll one by one, what each says and costs; photos only on a tap.

1 dari 6
💧 Selokan Gang Melati — No. 14 · 📍 Gang Melati · “got depan rumah mampet”
Biaya: Rp3.500.000                [📷 Lihat foto] / [‹ Sebelumnya] [Berikutnya ›] / [Kembali]
"""

from typing import Any

from markupsafe import escape

from community import photos, poll_reading, supports
from community.refusals import NotThere, Refusal
from conversations import need_card, need_lines, neighbourhood, poll_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Act, Card, Talk
from conversations.widgets import amount, pager
from conversations.widgets.card_arguments import subject_in
from storage import polls as stored
from storage.needs import Need
from storage.polls import Poll, PollOption

MOST_PHOTOS = 4


def turned(talk: Talk[Any], argument: str) -> None:
    """One of them, in place of what was tapped."""
    poll_id, wanted = subject_in(argument)
    _show(talk, stored.by_id(talk.session, poll_id), pager.number_in(wanted), anew=False)


def opened(talk: Talk[Any], code: str) -> None:
    """At the end of a link: the first."""
    _show(talk, stored.with_code(talk.session, code), 1, anew=True)


def _show(talk: Talk[Any], asked: Poll | None, wanted: int, *, anew: bool) -> None:
    poll = poll_reading.seen(talk.session, asked, by=talk.person.person_id)
    options = stored.options_of(talk.session, poll.id)
    if not options:
        raise NotThere("polls.option_gone")
    shown = pager.page(wanted, len(options), size=1)
    one = options[shown.offset]
    need = _need(talk, one)
    lines = [
        talk.words.label("vote.look.which", number=shown.number, total=shown.pages),
        *_about(talk, poll, one, need),
        *([talk.words.label("vote.look.cost", cost=amount.rupiah(one.cost))] if one.cost is not None else []),
    ]
    say = talk.say_html if anew else talk.redraw_html
    say(poll_lines.titled(talk.words, poll, lines), rows=_rows(talk, poll, one, need, shown))


def _need(talk: Talk[Any], one: PollOption) -> Need | None:
    """As any neighbour may see it; None for what is no need, or not for their eyes (any more)."""
    if one.need_id is None:
        return None
    try:
        return supports.open_to(talk.session, one.need_id, by=talk.person.person_id)
    except Refusal:
        return None


def _about(talk: Talk[Any], poll: Poll, one: PollOption, need: Need | None) -> list[str]:
    words = talk.words
    if need is None:
        return [poll_lines.labelled(words, poll, one)]
    known = need_card.told(talk.session, words, need)
    return [
        poll_lines.labelled(words, poll, one),
        need_card.title(words, need),
        need_lines.words_for_all(words, need),
        need_lines.place_for_all(words, need, known.name),
        need_card.standing(words, need, known)[0],
    ]


def _rows(talk: Talk[Any], poll: Poll, one: PollOption, need: Need | None, shown: pager.Page) -> Rows:
    many = len(photos.for_neighbours(talk.session, need)) if need is not None else 0
    pictures = [Choice(f"pictures.{one.id}", "vote.look.photos", values={"count": many})] if many else []
    rows = [pictures, pager.turns(f"look.{poll.id}", shown), [Choice(f"vote.{poll.id}.1", "vote.look.back")]]
    return [row for row in rows if row]


def showed_photos(talk: Talk[Any], argument: str) -> None:
    """[📷 Lihat foto]"""
    option_id, _ = subject_in(argument)
    one = stored.option_by_id(talk.session, option_id)
    asked = stored.by_id(talk.session, one.poll_id) if one is not None else None
    poll = poll_reading.seen(talk.session, asked, by=talk.person.person_id)
    need = _need(talk, one) if one is not None else None
    shown = photos.for_neighbours(talk.session, need)[:MOST_PHOTOS] if need is not None else []
    if one is None or not shown:
        raise NotThere("vote.look.none")
    caption = str(escape(poll_lines.labelled(talk.words, poll, one)))
    for photo in shown:
        talk.call("sendPhoto", screens.photo(talk.chat_id, photo.file_id, caption, None))


CARDS: dict[str, Card] = {"look": Card(turned), "pictures": Card(showed_photos)}
LINKS: dict[str, Act] = {neighbourhood.PICTURES: opened}
