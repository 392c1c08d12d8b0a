"""What organisers and reporter are told of a need that neighbours find unfitting; nobody reads who said so."""

from sqlmodel import Session

from community import flags
from conversations import need_lines
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.screens import inline_keyboard, message
from conversations.talk import House
from locales import Words
from storage import needs as stored
from storage import timeline
from storage.flags import WAITING, Review
from storage.needs import Need
from storage.outbox import Row
from storage.timeline import TimelineEntry


def flagged(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Please look, to those who may decide; None once somebody has, or for who is no organiser any more."""
    need = stored.by_id(session, row.subject_id or 0)
    standing = flags.standing(session, need.id) if need else None
    if need is None or need.hidden_at is None or standing not in WAITING:
        return None
    if row.person_id not in {one.id for one in flags.judges(session, need)}:
        return None
    values = {"number": need.number, "what": need_lines.short_title(words, need)}
    if standing is Review.appealed:
        text = words.text("flags.notice.appealed", **values)
    else:
        text = words.text("flags.notice.flagged", count=flags.count(session, need.id), **values)
    return [_message(row, words, text, [[Choice(f"flag.{need.id}", "flags.look")]])]


def hidden(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """It is hidden for now, to its reporter; None if an organiser was quicker with a word."""
    need, line = _of_reporter(session, row)
    if need is None or line is None or flags.standing(session, need.id) is not Review.flagged:
        return None
    return [_message(row, words, words.text("flags.notice.hidden", number=need.number), [])]


def reviewed(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """What an organiser has decided and why, with the way to have somebody else look."""
    need, line = _of_reporter(session, row)
    if need is None or line is None or line.about is None:
        return None
    rows = [[Choice(f"relook.{need.id}", "flags.appeal")]] if flags.may_appeal(session, need.id) else []
    text = words.text(f"flags.notice.reviewed.{line.about}", number=need.number, reason=line.reason or "")
    return [_message(row, words, text, rows)]


def _of_reporter(session: Session, row: Row) -> tuple[Need | None, TimelineEntry | None]:
    """The line of `row` and its need, if the recipient is still its reporter."""
    line = timeline.by_id(session, row.subject_id or 0)
    need = stored.by_id(session, line.need_id) if line else None
    if need is None or need.reporter_id is None or need.reporter_id != row.person_id:
        return None, None
    return need, line


def _message(row: Row, words: Words, html: str, rows: Rows) -> Call:
    return Call("sendMessage", message(row.chat, html, keyboard=inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {"need.flagged": flagged, "need.hidden": hidden, "need.reviewed": reviewed}
