"""Which updates must be handled one after the other: an update's lane, read from Telegram's raw JSON.

Everything that can touch one dialogue shares a lane, so two answers of one person are never applied at once.
"""

from collections.abc import Mapping
from typing import Any

ELSE = "other"
_LATEST = ("v:", "poll:")

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")
_MEMBERSHIP = ("my_chat_member", "chat_member", "chat_join_request")
_MOVES = (
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "new_chat_members",
    "left_chat_member",
    "group_chat_created",
)


def lane_of(update: Mapping[str, Any]) -> str:
    """The lane of any update, also of kinds that nobody has heard of yet. Never raises.

    `p:<person>` a private chat, messages and taps together; `g:<chat>:<person>` a person in a group;
    `v:<poll>:<voter>` a vote; `poll:<poll>` its closing; `c:<chat>` membership and migration.
    """
    for kind in _MESSAGES:
        if isinstance(message := update.get(kind), Mapping):
            return _of_message(message)
    if isinstance(tap := update.get("callback_query"), Mapping):
        message = tap.get("message")
        chat = _chat(message) if isinstance(message, Mapping) else {}
        return _of_person(chat, _id(tap.get("from")))
    if isinstance(vote := update.get("poll_answer"), Mapping):
        return _named("v", vote.get("poll_id"), _id(vote.get("user") or vote.get("voter_chat")))
    if isinstance(poll := update.get("poll"), Mapping):
        return _named("poll", poll.get("id"))
    for kind in _MEMBERSHIP:
        if isinstance(change := update.get(kind), Mapping):
            chat = _chat(change)
            return _of_person(chat, _id(chat)) if chat.get("type") == "private" else _named("c", _id(chat))
    return ELSE


def tells_all(lane: str) -> bool:
    """True for lanes each of whose updates says the whole anew (a vote, a poll's state): only the latest counts."""
    return lane.startswith(_LATEST)


def _of_message(message: Mapping[str, Any]) -> str:
    chat = _chat(message)
    if any(move in message for move in _MOVES):
        return _named("c", _id(chat))
    return _of_person(chat, _id(message.get("from") or message.get("sender_chat")))


def _of_person(chat: Mapping[str, Any], person: object) -> str:
    if not chat or chat.get("type") == "private":
        return _named("p", person)
    return _named("g", _id(chat), person)


def _named(*parts: object) -> str:
    """A lane as the column takes it, also from garbage: 64 whole letters, and no NUL, which PostgreSQL refuses."""
    return ":".join(map(str, parts)).encode(errors="replace").decode().replace("\0", "")[:64]


def _chat(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    chat = holder.get("chat")
    return chat if isinstance(chat, Mapping) else {}


def _id(holder: object) -> object:
    return holder.get("id") if isinstance(holder, Mapping) else None
