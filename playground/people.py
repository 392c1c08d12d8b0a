"""The residents of this Telegram: who they are, and whether the bot may write to them."""

from dataclasses import dataclass
from typing import Any

ANONYMOUS_ADMIN: dict[str, Any] = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: dict[str, Any] = {
    "id": 136817688,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
FIRST_PERSON_ID = 700_000_001
FIRST_CHANNEL_ID = -1_009_000_000_000


@dataclass(slots=True)
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "id"
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    channel: dict[str, Any] | None = None
    """The channel, as a Chat of Telegram's, in whose name this person speaks and votes in groups."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def take_channel(self, title: str | None) -> None:
        """Speak as one's own channel of this title from now on; None is oneself again."""
        number = FIRST_CHANNEL_ID - self.id
        self.channel = {"id": number, "type": "channel", "title": title} if title else None

    def as_user(self) -> dict[str, Any]:
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for field in ("last_name", "username", "language_code"):
            if value := getattr(self, field):
                user[field] = value
        return user

    def as_chat(self) -> dict[str, Any]:
        chat: dict[str, Any] = {"id": self.id, "type": "private", "first_name": self.first_name}
        for field in ("last_name", "username"):
            if value := getattr(self, field):
                chat[field] = value
        return chat
