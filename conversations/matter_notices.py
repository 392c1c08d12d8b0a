"""What is said of private matters to the other one of the two: looked at again when it leaves, so to nobody else."""

from sqlmodel import Session

from community import matters
from community.matters import Side
from community.refusals import NotThere
from conversations import matter_lines
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import matters as stored
from storage import media as files
from storage.matters import Matter, MatterState
from storage.outbox import Row


def sent(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The story, to its reader; None if that is somebody else by now, or no organiser any more."""
    matter = _for(session, row, row.subject_id or 0, Side.reader)
    if matter is None:
        return None
    told = matter_lines.card(session, words, matter, Side.reader)
    rows = matter_lines.rows(matter, Side.reader)
    first = matter_lines.message(row.chat, words, "matter.notice.sent", rows, told)
    return [first, *matter_lines.sent_on(row.chat, files.of_matter(session, matter.id))]


def line(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """What the other one has said, in full."""
    said = stored.line_by_id(session, row.subject_id or 0)
    if said is None:
        return None
    from_side, to_side = (Side.reader, Side.author) if said.by_reader else (Side.author, Side.reader)
    matter = _for(session, row, said.matter_id, to_side)
    if matter is None:
        return None
    name = matter_lines.name_of(session, words, matter, from_side)
    told = [f"“{said.text}”"] if said.text else []
    first = matter_lines.message(
        row.chat, words, "matter.notice.line", _both(matter), told, number=matter_lines.numbered(matter), name=name
    )
    return [first, *matter_lines.sent_on(row.chat, matter_lines.of_line(session, said))]


def handled(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The reader has done what could be done; None if it has been opened again since."""
    matter = _for(session, row, row.subject_id or 0, Side.author)
    if matter is None or matter.state is not MatterState.handled:
        return None
    name = matter_lines.name_of(session, words, matter, Side.reader)
    values = {"number": matter_lines.numbered(matter), "name": name}
    return [matter_lines.message(row.chat, words, "matter.notice.handled", _both(matter), **values)]


def _for(session: Session, row: Row, matter_id: int, side: Side) -> Matter | None:
    try:
        matter, found = matters.opened(session, matter_id, by=row.person_id or 0)
    except NotThere:
        return None
    return matter if found is side else None


def _both(matter: Matter) -> Rows:
    return [[Choice(f"whisper.{matter.id}", "matter.reply")], [Choice(f"matter.{matter.id}", "matter.open")]]


RENDER: dict[str, Render] = {"matter.sent": sent, "matter.line": line, "matter.handled": handled}
