"""What organisers are told of their desk: new needs, one handed over, one to ask after; and the letter they wanted."""

from datetime import UTC, datetime

from sqlmodel import Session

from community import desk, office
from conversations import letter_words, need_lines, neighbourhood, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import communities, group_shows, people, timeline
from storage import needs as stored
from storage.needs import Need, NeedState
from storage.outbox import Row

_PDF = "pdf"
_WORD = "docx"


def new(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """How many have come since it was written that nobody has looked at; nothing if somebody has."""
    community = communities.by_id(session, row.subject_id or 0)
    written_at = group_shows.written_at(session, row.id)
    if community is None or written_at is None or not _is_organiser(session, row, community.id):
        return None
    count = desk.new_by(session, community.id, datetime.fromtimestamp(written_at, UTC))
    if count == 0:
        return None
    text = words.text("desk.new", count=count, community=neighbourhood.name_of(words, community))
    return [_message(row, words, text, [[Choice("desk.1", "desk.new.open")]])]


def handed(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """A colleague asks this organiser to see to it; not any more if it went to another meanwhile."""
    line = timeline.by_id(session, row.subject_id or 0)
    need = _of_office(session, row, line.need_id if line else 0)
    if line is None or need is None or need.assigned_to_id != row.person_id:
        return None
    giver = people.by_id(session, line.actor_id) if line.actor_id else None
    values = {"number": need.number, "what": need_lines.short_title(words, need), "name": giver.name if giver else "–"}
    return [_message(row, words, words.text("desk.handed", **values), _open(need))]


def check(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The day has come to ask again; not if somebody has set another, or it has gone on."""
    need = _of_office(session, row, row.subject_id or 0)
    if need is None or need.state is not NeedState.forwarded or need.check_on is None:
        return None
    community = communities.by_id(session, need.community_id)
    if community is None or need.check_on > desk.today_in(community, datetime.fromtimestamp(row.due_at, UTC)):
        return None
    rows = [
        [Choice(f"recheck.{need.id}.{need.moves}", "desk.check.again")],
        [Choice(f"heard.{need.id}.{need.moves}", "desk.check.heard")],
    ]
    values = {"number": need.number, "what": need_lines.short_title(words, need), "who": need.forwarded_to or "–"}
    return [_message(row, words, words.text("desk.check", **values), rows)]


def printed(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """The letter as PDF and as DOCX, written now; not to former organisers."""
    from conversations import letter_pages  # noqa: PLC0415 - Typst and Word are heavy, and letters are seldom

    need = _of_office(session, row, row.subject_id or 0)
    community = communities.by_id(session, need.community_id) if need else None
    if need is None or community is None or need.state is not NeedState.forwarded:
        return None
    content = letter_words.written(session, need, community, house, datetime.fromtimestamp(row.due_at, UTC))
    name = words.label("letter.file", number=need.number)
    caption = words.text("letter.caption", number=need.number, who=need.forwarded_to or "–")
    return [
        _document(row, f"{name}.{_PDF}", letter_pages.pdf(content), caption),
        _document(row, f"{name}.{_WORD}", letter_pages.word(content), words.text("letter.caption.word")),
    ]


def _of_office(session: Session, row: Row, need_id: int) -> Need | None:
    need = stored.by_id(session, need_id)
    if need is None or need.state is NeedState.withdrawn:
        return None
    return need if _is_organiser(session, row, need.community_id) else None


def _is_organiser(session: Session, row: Row, community_id: int) -> bool:
    return office.is_office(people.membership_of(session, row.person_id or 0, community_id))


def _open(need: Need) -> Rows:
    return [[Choice(f"see.{need.id}", "desk.next.open")]]


def _message(row: Row, words: Words, html: str, rows: Rows) -> Call:
    keyboard = screens.inline_keyboard(words, rows)
    return Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))


def _document(row: Row, name: str, content: bytes, caption: str) -> Call:
    parameters = {"chat_id": row.chat, "caption": caption, "parse_mode": "HTML"}
    return Call("sendDocument", parameters, {"document": (name, content)})


RENDER: dict[str, Render] = {
    "desk.new": new,
    "need.handed": handed,
    "need.check": check,
    "need.letter": printed,
}
