"""The command lists that Telegram shows: per scope and language, set at start only where they differ."""

from typing import Any

from bot.post import Post
from locales import OFFERED, REFERENCE, words

PRIVATE = ("usul", "usulan", "jadwal", "menu", "bantuan", "batal")
GROUP = ("usul",)
_SCOPES = (("all_private_chats", PRIVATE), ("all_group_chats", GROUP))


async def show_commands(post: Post) -> int:
    """Bring Telegram's lists up to date; returns how many were changed."""
    changed = 0
    for scope, names in _SCOPES:
        for language in ("", *(code for code in OFFERED if code != REFERENCE)):
            where: dict[str, Any] = {"scope": {"type": scope}}
            if language:  # without one, the list is for every language that has none of its own
                where["language_code"] = language
            said = words(language or REFERENCE)
            wanted = [{"command": name, "description": said.label(f"command.{name}")} for name in names]
            if await post.call("getMyCommands", where) != wanted:
                await post.call("setMyCommands", {**where, "commands": wanted})
                changed += 1
    return changed
