"""What is said about somebody's own data: the copy they asked for, that all is gone, and what that means for others."""

from functools import partial

from sqlmodel import Session

from community import my_copy
from conversations import screens
from conversations.calls import Call, Render
from conversations.talk import House
from locales import OFFERED, Words, words
from storage import communities, matters, people
from storage.outbox import Row

COPY = "person.data"
"""The kind of the notice that brings a copy of everything."""


def copied(session: Session, row: Row, said: Words, house: House) -> list[Call] | None:
    """One ZIP of those that make up the copy, to the very chat of whoever asked for it, and to no other."""
    person = people.by_id(session, row.person_id) if row.person_id else None
    if person is None or person.telegram_id != row.chat:
        return None
    part = row.subject_id or 0
    content = my_copy.pack(session, person.id, part, house.fetch)
    if content is None:
        return None
    name = said.label("data.copy.file") if part == 1 else said.label("data.copy.file.more", part=part)
    parameters = {"chat_id": row.chat, "caption": said.text("data.copy.caption"), "parse_mode": "HTML"}
    return [Call("sendDocument", parameters, {"document": (f"{name}.zip", content)})]


def gone(_session: Session, row: Row, _: Words, __: House, *, language: str) -> list[Call] | None:
    """The last word, to a chat whose person nobody knows any more."""
    return [Call("sendMessage", screens.message(row.chat, words(language).text("erase.gone")))]


def no_chair(session: Session, row: Row, said: Words, house: House) -> list[Call] | None:
    """The organisers are without a chair; None if there is one again."""
    community = communities.by_id(session, row.subject_id or 0)
    if community is None or people.chair_of(session, community.id) is not None:
        return None
    contact = house.contact or said.label("join.full.operator")
    return [Call("sendMessage", screens.message(row.chat, said.text("erase.no_chair", contact=contact)))]


def no_reader(session: Session, row: Row, said: Words, _: House) -> list[Call] | None:
    """Nobody reads a private matter any more; None if somebody else does by now."""
    matter = matters.by_id(session, row.subject_id or 0)
    if matter is None or matter.author_id != row.person_id or matter.reader_id is not None:
        return None
    return [Call("sendMessage", screens.message(row.chat, said.text("erase.no_reader", number=matter.number)))]


RENDER: dict[str, Render] = {
    COPY: copied,
    "erasure.no_chair": no_chair,
    "erasure.no_reader": no_reader,
    **{f"person.gone.{code}": partial(gone, language=code) for code in OFFERED},
}
