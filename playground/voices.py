"""Under whose name somebody acts in a chat: their own, the group's, or a channel's."""

from dataclasses import dataclass
from typing import Any

from playground.chats import Chat
from playground.people import ANONYMOUS_ADMIN, CHANNEL_BOT, Person
from playground.refusals import bad_request

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Voice:
    """`who` is a User of Telegram's, or a Chat where `is_chat`; `author` is what a message of theirs bears."""

    id: int
    who: Json
    author: Json
    is_chat: bool = False


def voice_of(chat: Chat, person: Person, *, anonymous: bool = False) -> Voice:
    """An anonymous administrator speaks and votes as the group, whoever has taken on a channel as that channel.

    Who asks for anonymity and is no administrator is refused; who was one once is simply themselves again.
    """
    member, admin = chat.members.get(person.id), chat.is_administrator(person.id)
    if anonymous and not admin:
        raise bad_request("only administrators can be anonymous")
    if anonymous or (admin and member and member.anonymous):
        return _of_chat(chat.as_chat(), ANONYMOUS_ADMIN)
    if person.channel and not chat.private:
        return _of_chat(person.channel, CHANNEL_BOT)
    return Voice(person.id, person.as_user(), {"from": person.as_user()})


def _of_chat(chat: Json, stand_in: Json) -> Voice:
    return Voice(int(chat["id"]), dict(chat), {"from": dict(stand_in), "sender_chat": dict(chat)}, is_chat=True)
