"""Kabar usulan: what became of a need, to whoever hears of it, with the reason; several moves are one message."""

from collections.abc import Sequence

from sqlmodel import Session

from community import journeys, supports
from conversations import closing_lines, need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import communities, media, timeline
from storage import needs as stored
from storage.needs import Need
from storage.outbox import Row
from storage.timeline import TimelineEntry


def moved(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """All that has happened since the line of `row`, as of now; None for who wants to hear no more of it."""
    first = timeline.by_id(session, row.subject_id or 0)
    need = stored.by_id(session, first.need_id) if first else None
    if first is None or need is None or row.person_id is None:
        return None
    if need.hidden_at is not None or not supports.hears(session, supports.root(session, need).id, row.person_id):
        return None
    lines = [
        line
        for line in timeline.since(session, need.id, first.id)
        if journeys.is_news(line) and line.actor_id != row.person_id
    ]
    if not lines:
        return None
    return [_message(session, row, words, need, lines, house)]


def _message(
    session: Session, row: Row, words: Words, need: Need, lines: Sequence[TimelineEntry], house: House
) -> Call:
    html, rows = said(session, words, need, lines), _rows(session, row, need, house)
    photo = _photo(session, lines)
    keyboard = screens.inline_keyboard(words, rows)
    if photo:
        return Call("sendPhoto", screens.photo(row.chat, photo, html, keyboard))
    return Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))


def said(session: Session, words: Words, need: Need, lines: Sequence[TimelineEntry]) -> str:
    """One move as a sentence, several as dated lines; as Telegram HTML."""
    values = {"number": need.number, "what": need_lines.short_title(words, need)}
    if len(lines) > 1:
        community = communities.by_id(session, need.community_id)
        zone = community.time_zone if community else "Asia/Jakarta"
        return words.text("news.several", lines=review.lines(need_lines.journey(words, lines, zone)), **values)
    (line,) = lines
    happened = need_lines.mid_sentence(need_lines.happened(words, line))
    if line.reason:
        return words.text("news.one.reason", happened=happened, reason=line.reason, **values)
    return words.text("news.one", happened=happened, **values)


def _photo(session: Session, lines: Sequence[TimelineEntry]) -> str | None:
    """The newest photo of the organisers among these lines."""
    found = next((line.media_id for line in reversed(lines) if line.media_id is not None), None)
    file = media.by_id(session, found) if found is not None else None
    return file.file_id if file else None


def _rows(session: Session, row: Row, need: Need, house: House) -> Rows:
    last_word = closing_lines.last_word(session, need, row.person_id or 0, house.now())
    return [*last_word, [Choice(f"need.{need.id}", "news.look")], [Choice(f"hush.{need.id}", "news.hush")]]


RENDER: dict[str, Render] = {"need.moved": moved}
