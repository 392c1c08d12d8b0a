"""What reporter and organisers say to each other, as it arrives: questions, answers, letters; voices for organisers."""

from collections.abc import Callable

from markupsafe import Markup
from sqlmodel import Session

from community import exchanges, office, supports
from conversations import need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import media
from locales import Words
from storage import media as files
from storage import needs as stored
from storage import people, timeline
from storage.needs import Need
from storage.outbox import Row
from storage.timeline import TimelineEntry

# ── to the reporter ──


def asked(words: Words, need: Need, question: str) -> str:
    """As Telegram HTML; also what an organiser sees before it is sent."""
    what = need_lines.short_title(words, need)
    return words.text("exchange.question", number=need.number, what=what, question=question)


def question(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Until it is answered, and if no other has been asked since: also to who wants no news, for it is no news."""
    open_one = _awaited(session, row)
    if open_one is None or open_one.line.id != row.subject_id:
        return None
    rows = [[Choice(f"answer.{open_one.need.id}", "exchange.answer")]]
    return [_message(row, words, asked(words, open_one.need, open_one.line.reason or ""), rows)]


def _awaited(session: Session, row: Row) -> exchanges.Awaiting | None:
    line = timeline.by_id(session, row.subject_id or 0)
    return exchanges.question(session, line.need_id, by=row.person_id or 0) if line else None


def replied_with(words: Words, need: Need, text: str) -> str:
    what = need_lines.short_title(words, need)
    return words.text("exchange.replied", number=need.number, what=what, words=text)


def below_reply(need: Need) -> Rows:
    return [[Choice(f"tell.{need.id}", "exchange.write")], [Choice(f"hush.{need.id}", "news.hush")]]


def replied(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The organisers' answer; not to who has stopped hearing of it meanwhile."""
    line, need = _line(session, row)
    if line is None or need is None or need.reporter_id != row.person_id:
        return None
    if not supports.hears(session, supports.root(session, need).id, row.person_id or 0):
        return None
    return [_message(row, words, replied_with(words, need, line.reason or ""), below_reply(need))]


# ── to the organisers ──


def _from_reporter(key: str, rows: Callable[[Need], Rows]) -> Render:
    """Their words, photos and voices, with the name that only organisers read."""

    def render(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
        line, need = _line(session, row)
        author = people.by_id(session, line.actor_id) if line and line.actor_id else None
        if line is None or need is None or author is None or not _is_office(session, row, need):
            return None
        html = words.text(
            key,
            name=author.name,
            number=need.number,
            what=need_lines.short_title(words, need),
            words=Markup("\n“{}”").format(line.reason) if line.reason else "",
        )
        sent = files.with_file(session, line.media_id) if line.media_id is not None else []
        return [_message(row, words, html, rows(need)), *(_shown(row, one) for one in sent)]

    return render


def _open(need: Need) -> Rows:
    return [[Choice(f"see.{need.id}", "office.open")]]


def _open_or_reply(need: Need) -> Rows:
    return [[Choice(f"reply.{need.id}", "exchange.reply")], *_open(need)]


def _line(session: Session, row: Row) -> tuple[TimelineEntry | None, Need | None]:
    line = timeline.by_id(session, row.subject_id or 0)
    return line, stored.by_id(session, line.need_id) if line else None


def _is_office(session: Session, row: Row, need: Need) -> bool:
    return office.is_office(people.membership_of(session, row.person_id or 0, need.community_id))


def _shown(row: Row, file: files.Media) -> Call:
    method, parameter = media.SENDING[file.kind]
    return Call(method, {"chat_id": row.chat, parameter: file.file_id})


def _message(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {
    "need.question": question,
    "need.replied": replied,
    "need.answered": _from_reporter("exchange.answered", _open),
    "need.wrote": _from_reporter("exchange.wrote", _open_or_reply),
}
