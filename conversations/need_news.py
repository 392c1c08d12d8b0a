"""Kabar usulan: what became of a need, to whoever hears of it, with the reason; several moves are one message."""

from collections.abc import Sequence

from sqlmodel import Session

from community import houses, journeys, supports
from conversations import closing_lines, need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import communities, media, people, timeline
from storage import needs as stored
from storage.needs import Need, NeedState
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
    html, rows = _as_read_by(session, row, words, need, lines, house)
    photo = _photo(session, lines)
    keyboard = screens.inline_keyboard(words, rows)
    if photo:
        return Call("sendPhoto", screens.photo(row.chat, photo, html, keyboard))
    return Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))


def _as_read_by(
    session: Session, row: Row, words: Words, need: Need, lines: Sequence[TimelineEntry], house: House
) -> tuple[str, Rows]:
    """The reporter of what is declined reads why in a sentence of their own, and the ways on."""
    last = lines[-1]
    person = people.by_id(session, row.person_id or 0)
    if last.state is not NeedState.not_now or person is None or person.id != need.reporter_id:
        last_word = closing_lines.last_word(session, need, row.person_id or 0, house.now())
        return said(session, words, need, lines), [*last_word, *_rows(need)]
    html = refused(words, need, person.name, last.reason or "")
    before = f"{said(session, words, need, lines[:-1])}\n\n" if len(lines) > 1 else ""
    return before + html, [
        [Choice(f"tell.{need.id}", "news.not_now.tell")],
        [Choice(f"invite.{need.id}", "discuss.invite")],
        [Choice(f"rembuk.{need.id}", "discuss.button")],
        [Choice(f"hush.{need.id}", "news.hush")],
    ]


def refused(words: Words, need: Need, name: str, reason: str) -> str:
    """Not now, to its reporter, as Telegram HTML; also what an organiser sees before it is sent."""
    what = need_lines.short_title(words, need)
    return words.text("news.not_now", name=name, number=need.number, what=what, reason=reason.rstrip(" ."))


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


def _rows(need: Need) -> Rows:
    return [[Choice(f"need.{need.id}", "news.look")], [Choice(f"hush.{need.id}", "news.hush")]]


def certain(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Enough houses want it talked about; None if that has changed, or its reporter hears no more of it."""
    need = stored.by_id(session, row.subject_id or 0)
    if need is None or need.state not in houses.TALKED_OF or not houses.is_certain(session, need):
        return None
    is_reporter = need.reporter_id == row.person_id
    if is_reporter and not supports.hears(session, need.id, row.person_id or 0):
        return None
    values = {"number": need.number, "what": need_lines.short_title(words, need)}
    html = words.text("news.certain", houses=houses.count(session, need), **values)
    rows = _rows(need) if is_reporter else [[Choice(f"see.{need.id}", "office.open")]]
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


RENDER: dict[str, Render] = {"need.moved": moved, "need.certain": certain}
