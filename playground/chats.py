"""Chats as this Telegram keeps them: messages, members, topics, keyboards, and where a group has moved to."""

from dataclasses import dataclass, field
from typing import Any

FIRST_GROUP_ID = -4_000_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001
PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
ADMINISTRATORS = frozenset({"creator", "administrator"})


@dataclass(slots=True)
class Message:
    """One message as the bot would see it; `version` is the world's version at its last change."""

    payload: dict[str, Any]
    version: int = 0
    by_bot: bool = False

    @property
    def id(self) -> int:
        return int(self.payload["message_id"])


@dataclass(slots=True)
class Member:
    status: str = "member"
    anonymous: bool = False


@dataclass(slots=True)
class Topic:
    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False

    def as_thread(self) -> dict[str, Any]:
        """What every message in the topic bears."""
        return {"message_thread_id": self.id, "is_topic_message": True}


@dataclass(slots=True)
class Chat:
    """A private chat bears the id of its person; a basic group has no message numbers of its own."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    keyboards: dict[int, dict[str, Any]] = field(default_factory=dict)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    migrated_to: int | None = None
    migrated_from: int | None = None
    menu_button: dict[str, Any] | None = None

    @property
    def private(self) -> bool:
        return self.type == "private"

    @property
    def creator_id(self) -> int:
        """The person who founded the group; 0 for a private chat, which nobody did."""
        return next((user_id for user_id, member in self.members.items() if member.status == "creator"), 0)

    def status_of(self, user_id: int) -> str:
        member = self.members.get(user_id)
        return member.status if member else "left"

    def has(self, user_id: int) -> bool:
        return (self.private and user_id == self.id) or self.status_of(user_id) in PRESENT

    def is_administrator(self, user_id: int) -> bool:
        return self.status_of(user_id) in ADMINISTRATORS

    def as_chat(self) -> dict[str, Any]:
        chat: dict[str, Any] = {"id": self.id, "type": self.type, "title": self.title}
        if self.forum:
            chat["is_forum"] = True
        return chat
