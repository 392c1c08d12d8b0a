"""How a private matter reads: to its author and to its one reader, each with what they may know."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from community import matters
from community.matters import Reader, Side
from conversations import need_lines, screens
from conversations.calls import Call
from conversations.dialogue import Choice, Rows
from conversations.widgets import media, review
from locales import Words
from storage import communities, people
from storage import matters as stored
from storage import media as files
from storage.matters import Matter, MatterLine, MatterState
from storage.media import Media
from storage.people import Role

NEWEST = 5
"""So many of the lines said afterwards stand on a card."""


def numbered(matter: Matter) -> str:
    """P3, as it is spoken of."""
    return f"P{matter.number}"


def community_name(session: Session, matter: Matter) -> str:
    community = communities.by_id(session, matter.community_id)
    return community.name if community else ""


def reader_label(words: Words, reader: Reader) -> str:
    """Pak Budi, Ketua RT; Bu Rina, pengurus RT 03."""
    if reader.role is Role.chair:
        chair = words.label(f"place.chair.{reader.office.kind.value}")
        return words.label("matter.reader.chair", name=reader.name, chair=chair)
    return words.label("matter.reader.organiser", name=reader.name, community=reader.office.name)


def instead(words: Words, matter: Matter, reader: Reader) -> Choice:
    """One who may read it instead of a reader who can no more."""
    return Choice(f"entrust.{matter.id}.{reader.person_id}", label=reader_label(words, reader))


def name_of(session: Session, words: Words, matter: Matter, who: Side) -> str:
    """Who it is; an author who does not want to be known is a neighbour."""
    if who is Side.author and not matter.author_shown:
        return words.label("matter.somebody")
    person_id = matter.author_id if who is Side.author else matter.reader_id
    person = people.by_id(session, person_id) if person_id is not None else None
    return person.name if person else words.label("matter.somebody")


def card(session: Session, words: Words, matter: Matter, side: Side) -> Sequence[str]:
    """The whole of it as plain lines, for one of the two who may read it."""
    lines = stored.lines_of(session, matter.id)
    story = files.of_matter(session, matter.id)
    told = [
        words.label("matter.head", number=numbered(matter), community=community_name(session, matter)),
        _between(session, words, matter, side),
        f"“{matter.text}”" if matter.text else "",
        media.line(words, _before(story, lines)),
        words.label(f"matter.hope.{matter.hope.value}.is"),
        *(_said(session, words, matter, line, side) for line in lines[-NEWEST:]),
    ]
    return [*told, words.label("matter.is_handled") if matter.state is MatterState.handled else ""]


def _between(session: Session, words: Words, matter: Matter, side: Side) -> str:
    if side is Side.reader:
        return words.label("matter.from", name=name_of(session, words, matter, Side.author))
    known = "known" if matter.author_shown else "unknown"
    reader = name_of(session, words, matter, Side.reader)
    if not matters.reader_is_there(session, matter):
        return words.label("matter.to.gone", name=reader)
    return words.label(f"matter.to.{known}", name=reader)


def _before(sent: Iterable[Media], lines: Iterable[MatterLine]) -> list[Media]:
    """What came with the story itself, not with a later line."""
    later = {line.dialogue_id for line in lines if line.dialogue_id is not None}
    return [one for one in sent if one.dialogue_id not in later]


def _said(session: Session, words: Words, matter: Matter, line: MatterLine, side: Side) -> str:
    by = Side.reader if line.by_reader else Side.author
    who = words.label("matter.me") if by is side else name_of(session, words, matter, by)
    return f"{who}: {need_lines.quoted(line.text) or '🎤📷'}"


def of_line(session: Session, line: MatterLine) -> list[Media]:
    """What came with this line."""
    if line.dialogue_id is None:
        return []
    return [one for one in files.of_matter(session, line.matter_id) if one.dialogue_id == line.dialogue_id]


def rows(matter: Matter, side: Side, instead: Sequence[Choice] = ()) -> Rows:
    """What each may do with it; `instead` are the readers among whom its author may choose anew."""
    answer = [Choice(f"whisper.{matter.id}", "matter.reply")]
    back = [Choice("matters.1", "matter.list.back")]
    if side is Side.author:
        return [*([one] for one in instead), *([] if instead else [answer]), back]
    handled = [] if matter.state is MatterState.handled else [[Choice(f"eased.{matter.id}", "matter.handle")]]
    return [[Choice(f"appeal.{matter.id}", "matter.appeal")], answer, *handled, back]


def sent_on(chat: int, found: Iterable[Media]) -> list[Call]:
    """Photos and voices, as they were sent."""
    calls = []
    for one in found:
        method, parameter = media.SENDING[one.kind]
        calls.append(Call(method, {"chat_id": chat, parameter: one.file_id}))
    return calls


def message(chat: int, words: Words, key: str, rows: Rows, told: Iterable[str] = (), **values: object) -> Call:
    """A message of its own, with lines in it if there are any."""
    text = words.text(key, lines=review.lines(told), **values)
    return Call("sendMessage", screens.message(chat, text, keyboard=screens.inline_keyboard(words, rows)))
