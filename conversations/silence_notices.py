"""What is said when nothing was said: to those who wait, that all is kept; to organisers, that somebody waits."""

from datetime import UTC, datetime

from sqlmodel import Session

from community import silence
from conversations import need_lines, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import supports
from storage.needs import Need
from storage.outbox import Row


def silent(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """All that this person waits for, as one message; what has been heard of meanwhile is left out."""
    since = datetime.fromtimestamp(row.due_at, UTC) - silence.ONE_DAY
    waited_for = silence.waited_for(session, row.subject_id or 0, by=row.person_id or 0, since=since)
    if not waited_for:
        return None
    if len(waited_for) == 1:
        (need,) = waited_for
        html = words.text("silence.one", number=need.number, count=supports.count(session, need.id))
        rows = [[Choice(f"need.{need.id}", "news.look")], [Choice(f"hush.{need.id}", "news.hush")]]
    else:
        lines = review.lines(f"No. {need.number}  {need_lines.title(words, need)}" for need in waited_for)
        html, rows = words.text("silence.several", lines=lines), [_hush(need) for need in waited_for]
    return [_message(row, words, html, rows)]


def _hush(need: Need) -> list[Choice]:
    return [Choice(f"hush.{need.id}", "silence.hush", values={"number": need.number})]


def reminder(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """How many wait, wherever this person is an organiser; nothing if they have all been spoken of meanwhile."""
    waiting = silence.waiting(session, row.person_id or 0, house.now())
    if waiting == 0:
        return None
    return [_message(row, words, words.text("silence.office", count=waiting), [[Choice("desk", "silence.desk")]])]


def _message(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {"need.silent": silent, "desk.silent": reminder}
