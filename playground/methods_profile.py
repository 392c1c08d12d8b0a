"""Bot API methods about the bot itself: its name, descriptions and commands, and where its post goes."""

import re
from typing import Any

from playground.parameters import Asked
from playground.refusals import bad_request
from playground.updates import Webhook
from playground.world import World

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
COMMANDS = 100
COMMAND_DESCRIPTION = 256
NAME = 64
DESCRIPTION = 512
SHORT_DESCRIPTION = 120
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def get_me(world: World, asked: Asked) -> dict[str, Any]:  # noqa: ARG001 -- every method is called alike
    return world.state.profile.as_me()


def scope_key(scope: Any) -> str:
    """One word for a BotCommandScope: its type and whom it names."""
    if not isinstance(scope, dict):
        return "default"
    named = [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return ":".join([str(scope.get("type", "default")), *named])


def _list_key(asked: Asked) -> str:
    return f"{scope_key(asked.json('scope'))}|{asked.text('language_code')}"


def set_my_commands(world: World, asked: Asked) -> bool:
    commands = asked.array("commands")
    if len(commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for one in commands:
        name = str(one.get("command", "")).removeprefix("/")
        description = str(one.get("description", "")).strip()
        if not COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    world.state.profile.commands[_list_key(asked)] = kept
    world.changed(people=True)
    return True


def get_my_commands(world: World, asked: Asked) -> list[dict[str, Any]]:
    return world.state.profile.commands.get(_list_key(asked), [])


def delete_my_commands(world: World, asked: Asked) -> bool:
    world.state.profile.commands.pop(_list_key(asked), None)
    world.changed(people=True)
    return True


def _set(world: World, asked: Asked, kept: dict[str, str], field: str, limit: int) -> bool:
    text = asked.text(field)
    if len(text) > limit:
        raise bad_request(f"bot {field.replace('_', ' ')} is too long")
    kept[asked.text("language_code")] = text
    world.changed(people=True)
    return True


def _get(asked: Asked, kept: dict[str, str], field: str, otherwise: str = "") -> dict[str, str]:
    return {field: kept.get(asked.text("language_code")) or kept.get("") or otherwise}


def set_my_description(world: World, asked: Asked) -> bool:
    return _set(world, asked, world.state.profile.descriptions, "description", DESCRIPTION)


def get_my_description(world: World, asked: Asked) -> dict[str, str]:
    return _get(asked, world.state.profile.descriptions, "description")


def set_my_short_description(world: World, asked: Asked) -> bool:
    kept = world.state.profile.short_descriptions
    return _set(world, asked, kept, "short_description", SHORT_DESCRIPTION)


def get_my_short_description(world: World, asked: Asked) -> dict[str, str]:
    return _get(asked, world.state.profile.short_descriptions, "short_description")


def set_my_name(world: World, asked: Asked) -> bool:
    profile = world.state.profile
    _set(world, asked, profile.names, "name", NAME)
    if not asked.text("language_code") and asked.text("name"):
        profile.name = asked.text("name")
    return True


def get_my_name(world: World, asked: Asked) -> dict[str, str]:
    return _get(asked, world.state.profile.names, "name", world.state.profile.name)


def set_webhook(world: World, asked: Asked) -> bool:
    """Unlike Telegram this one also pushes to plain HTTP, since bot and stand-in share a machine."""
    url = asked.text("url")
    if not url:
        return delete_webhook(world, asked)
    if not url.startswith(("https://", "http://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = asked.text("secret_token")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("bad webhook: secret token contains unallowed characters")
    connections = max(1, min(asked.integer("max_connections", 40) or 40, 100))
    world.state.updates.webhook = Webhook(url, secret, connections)
    allow(world, asked)
    if asked.flag("drop_pending_updates"):
        world.post.clear()
    world.post.recall()
    world.changed()
    return True


def delete_webhook(world: World, asked: Asked) -> bool:
    world.state.updates.webhook = Webhook()
    if asked.flag("drop_pending_updates"):
        world.post.clear()
    world.changed()
    return True


def allow(world: World, asked: Asked) -> None:
    """Remember which kinds of updates the bot asks for; an empty list means the usual ones."""
    if asked.raw.get("allowed_updates") is not None:
        world.state.updates.allowed = [str(one) for one in asked.array("allowed_updates")] or None


def get_webhook_info(world: World, asked: Asked) -> dict[str, Any]:  # noqa: ARG001 -- every method is called alike
    updates = world.state.updates
    webhook = updates.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = "127.0.0.1"
    if webhook.last_error_date:
        info["last_error_date"] = webhook.last_error_date
        info["last_error_message"] = webhook.last_error_message
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    return info
