"""Private matters between neighbours: told to one reader of the author's choice, and to nobody else.

sent → handled, and sent again if the author answers. Reader and author alone open it; that is looked at in every act.
Nothing of it is written into the audit: what became of it stands in its own lines, and no list names its author.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from community import telling
from community.office import is_office
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import communities, media, outbox, people
from storage import matters as stored
from storage.communities import Community
from storage.matters import Hope, Matter, MatterLine, MatterState
from storage.media import MediaKind
from storage.people import Person, Role

A_DAY = timedelta(days=1)
MOST_A_DAY = 5
"""A sanity limit for one author."""
LONGEST = 2_000
LONGEST_LINE = 1_000
"""Letters; with its frame each fits into one message."""


class Side(StrEnum):
    """As whom somebody opens a matter."""

    author = "author"
    reader = "reader"


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who may be chosen, and the office by which they may."""

    person_id: int
    name: str
    role: Role
    office: Community


@dataclass(frozen=True, slots=True)
class Story:
    """What a resident tells. `danger`: it is told at once, also in quiet hours."""

    reader_id: int
    hope: Hope
    text: str | None = None
    author_shown: bool = False
    about_office: bool = False
    danger: bool = False


# ── who may read ──


def readers(session: Session, community_id: int, *, author_id: int, about_office: bool) -> list[Reader]:
    """Who may be chosen: the organisers here, then those of the community above; those alone if it is about the former.

    Only those who can be reached, never the author; nobody of a community whose chair has not confirmed it.
    """
    found: dict[int, Reader] = {}
    for office in _offices(session, community_id, about_office=about_office):
        for person in people.organisers_of(session, office.id):
            if person.id != author_id and may_read(session, person.id, community_id, about_office=about_office):
                found.setdefault(person.id, _reader(session, person, office))
    return list(found.values())


def may_read(session: Session, person_id: int, community_id: int, *, about_office: bool) -> bool:
    """True while this person holds an office by which such a matter of this community may be read."""
    if about_office and is_office(people.membership_of(session, person_id, community_id)):
        return False
    offices = _offices(session, community_id, about_office=about_office)
    return any(is_office(people.membership_of(session, person_id, office.id)) for office in offices)


def _offices(session: Session, community_id: int, *, about_office: bool) -> list[Community]:
    here = communities.by_id(session, community_id)
    above = communities.by_id(session, here.parent_id) if here is not None and here.parent_id is not None else None
    asked = (above,) if about_office else (here, above)
    return [one for one in asked if one is not None and one.chair_confirmed_at is not None]


def _reader(session: Session, person: Person, office: Community) -> Reader:
    member = people.membership_of(session, person.id, office.id)
    return Reader(person.id, person.name, member.role if member else Role.organiser, office)


def reader_is_there(session: Session, matter: Matter) -> bool:
    """False once the chosen reader has lost the office, or is forgotten: then the author may choose another."""
    if matter.reader_id is None:
        return False
    return may_read(session, matter.reader_id, matter.community_id, about_office=matter.about_office)


def opened(session: Session, matter_id: int, *, by: int) -> tuple[Matter, Side]:
    """A matter for its author or for its reader. For all others it is not there, whoever they are."""
    return _checked(session, stored.by_id(session, matter_id), by)


def _held(session: Session, matter_id: int, by: int, *sides: Side) -> tuple[Matter, Side]:
    matter, side = _checked(session, stored.held(session, matter_id), by)
    if side not in sides:
        raise NotThere("stage.gone")
    return matter, side


def _checked(session: Session, matter: Matter | None, by: int) -> tuple[Matter, Side]:
    if matter is not None and matter.author_id == by:
        return matter, Side.author
    if matter is not None and matter.reader_id == by and reader_is_there(session, matter):
        return matter, Side.reader
    raise NotThere("stage.gone")


def of(session: Session, person_id: int) -> list[tuple[Matter, Side]]:
    """One's own, written or to be read, the newest first."""
    found = stored.of_person(session, person_id)
    return [
        (matter, Side.author if matter.author_id == person_id else Side.reader)
        for matter in found
        if matter.author_id == person_id or reader_is_there(session, matter)
    ]


# ── acts ──


def submit(
    session: Session, story: Story, *, by: int, community_id: int, dialogue_id: int | None, now: datetime
) -> Matter:
    """Tell one reader. Refuses whoever is no member, who may not be chosen, an empty story, one too long, too many."""
    if people.membership_of(session, by, community_id) is None:
        raise NotAllowed("needs.not_a_member")
    chosen = readers(session, community_id, author_id=by, about_office=story.about_office)
    if story.reader_id not in {one.person_id for one in chosen}:
        raise NotAllowed("matter.reader.gone")
    _sayable(story.text, LONGEST, has_media=_carries(session, dialogue_id))
    if stored.since(session, by, now - A_DAY) >= MOST_A_DAY:
        raise TooMuch("matter.enough_today", most=MOST_A_DAY)
    matter = Matter(
        community_id=community_id, number=communities.matter_numbered(session, community_id), author_id=by,
        author_shown=story.author_shown, reader_id=story.reader_id, about_office=story.about_office,
        text=story.text or None, hope=story.hope, created_at=now, changed_at=now,
    )  # fmt: skip
    session.add(matter)
    session.flush()
    if dialogue_id is not None:
        media.give_to_matter(session, dialogue_id, matter.id)
    _tell_reader(session, matter, now, at_once=story.danger)
    return matter


def reply(
    session: Session, matter_id: int, *, text: str, dialogue_id: int | None, by: int, now: datetime
) -> MatterLine:
    """Reader and author talk on, both ways; an answer of the author opens again what was handled.

    Raises NotThere if nobody is left on the other side: the author may then choose another reader.
    """
    matter, side = _held(session, matter_id, by, Side.author, Side.reader)
    to = matter.reader_id if side is Side.author else matter.author_id
    if to is None or (side is Side.author and not reader_is_there(session, matter)):
        raise NotThere(f"matter.{side.value}.alone")
    sent = _carries(session, dialogue_id)
    _sayable(text, LONGEST_LINE, has_media=sent)
    line = MatterLine(
        matter_id=matter.id, at=now, by_reader=side is Side.reader, text=text, dialogue_id=dialogue_id if sent else None
    )
    session.add(line)
    if side is Side.author:
        matter.state = MatterState.sent
    matter.changed_at = now
    if dialogue_id is not None:
        media.give_to_matter(session, dialogue_id, matter.id)
    session.flush()
    telling.one(session, "matter.line", line.id, to, community_id=matter.community_id, now=now)
    return line


def handle(session: Session, matter_id: int, *, by: int, now: datetime) -> Matter:
    """Its reader has done what could be done, and the author hears of it."""
    matter, _ = _held(session, matter_id, by, Side.reader)
    if matter.state is MatterState.handled:
        raise AlreadySo("matter.handled.before", number=matter.number)
    matter.state, matter.changed_at = MatterState.handled, now
    session.flush()
    telling.one(session, "matter.handled", matter.id, matter.author_id, community_id=matter.community_id, now=now)
    return matter


def others(session: Session, matter: Matter, *, by: int) -> list[Reader]:
    """Whom its author may choose instead of a reader who can read it no more."""
    if matter.author_id != by or reader_is_there(session, matter):
        return []
    return readers(session, matter.community_id, author_id=by, about_office=matter.about_office)


def entrust(session: Session, matter_id: int, *, to: int, by: int, now: datetime) -> Matter:
    """Its author chooses another reader, because the first one can read it no more; there is never more than one."""
    matter, _ = _held(session, matter_id, by, Side.author)
    if reader_is_there(session, matter):
        raise AlreadySo("stage.gone")
    if to not in {one.person_id for one in others(session, matter, by=by)}:
        raise NotAllowed("matter.reader.gone")
    matter.reader_id, matter.state, matter.changed_at = to, MatterState.sent, now
    session.flush()
    _tell_reader(session, matter, now)
    return matter


def _tell_reader(session: Session, matter: Matter, now: datetime, *, at_once: bool = False) -> None:
    reader = people.by_id(session, matter.reader_id or 0)
    if not at_once or reader is None:
        telling.one(session, "matter.sent", matter.id, matter.reader_id, community_id=matter.community_id, now=now)
        return
    outbox.notice(
        session, kind="matter.sent", chat=reader.telegram_id, subject_id=matter.id, person_id=reader.id,
        due_at=now.timestamp(), now=now.timestamp(), rank=outbox.Class.reply,
    )  # fmt: skip


def _carries(session: Session, dialogue_id: int | None) -> bool:
    """True if something came to this draft that goes on with it (`storage.media.give_to_matter`)."""
    sent = media.of_dialogue(session, dialogue_id) if dialogue_id is not None else []
    return any(one.kind is not MediaKind.document for one in sent)


def _sayable(text: str | None, most: int, *, has_media: bool) -> None:
    if text is not None and len(text) > most:
        raise TooMuch("needs.too_long", most=most)
    if not (text or "").strip() and not has_media:
        raise NotAllowed("desk.words_needed")
