"""The bot's own page: its name, descriptions, commands and menu button, by scope and language."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Profile:
    """`commands` is keyed by scope and language as `scope_key` and `|` and a language code or nothing."""

    id: int
    username: str
    name: str
    privacy: bool = True
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    menu_button: dict[str, Any] = field(default_factory=lambda: {"type": "commands"})

    def as_user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def as_me(self) -> dict[str, Any]:
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def commands_for(self, scopes: list[str], language: str | None) -> list[dict[str, Any]]:
        """The first list that exists, from the narrowest scope to the widest, own language first."""
        for scope in scopes:
            for code in (language or "", ""):
                if commands := self.commands.get(f"{scope}|{code}"):
                    return commands
        return []
