"""How a message comes to stand in a chat, changes there, and reaches the bot's post."""

from typing import Any

from playground.chats import Chat, Message
from playground.people import Person
from playground.world import World

Payload = dict[str, Any]
COPIED = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "voice",
    "video",
    "document",
    "audio",
    "location",
    "venue",
    "contact",
    "sticker",
    "poll",
)


def post(world: World, chat: Chat, content: Payload, *, author: Payload | None = None, by_bot: bool = False) -> Message:
    """Put a message into the chat; `author` carries from, sender_chat and the like."""
    payload: Payload = {
        "message_id": world.next_message_id(chat),
        **(author or {"from": world.state.profile.as_user()}),
        "chat": world.as_chat(chat),
        "date": world.now,
        **content,
    }
    message = Message(payload, by_bot=by_bot)
    chat.messages[message.id] = message
    message.version = world.changed(chat.id)
    return message


def revise(world: World, chat: Chat, message: Message, content: Payload, *, dated: bool = True) -> None:
    """Replace parts of a message; a part that is None goes away."""
    for name, value in content.items():
        if value is None:
            message.payload.pop(name, None)
        else:
            message.payload[name] = value
    if dated:
        message.payload["edit_date"] = world.now
    message.version = world.changed(chat.id)


def remove(world: World, chat: Chat, message_id: int) -> None:
    chat.messages.pop(message_id, None)
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    world.changed(chat.id)


def quoted(message: Message) -> Payload:
    """A message as it stands inside another: without what it answered itself."""
    return {name: value for name, value in message.payload.items() if name != "reply_to_message"}


def carried(message: Message) -> Payload:
    """As much of a message as goes along when it is copied or forwarded."""
    return {name: message.payload[name] for name in COPIED if name in message.payload}


def source(message: Message) -> Payload:
    """Where a forwarded message is from: the first origin, however often it has been passed on."""
    payload = message.payload
    if known := payload.get("forward_origin"):
        return {"forward_origin": known}
    if chat := payload.get("sender_chat"):
        return {"forward_origin": {"type": "chat", "sender_chat": chat, "date": payload["date"]}}
    return {"forward_origin": {"type": "user", "sender_user": payload["from"], "date": payload["date"]}}


def deliver(world: World, chat: Chat, message: Message, *, edited: bool = False) -> None:
    """Hand a person's message to the bot, if it may see it."""
    if may_bot_see(world, chat, message.payload):
        kind = "edited_message" if edited else "message"
        world.mail(kind, str(chat.id), message.payload)


SERVICE = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "group_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "forum_topic_created",
        "forum_topic_closed",
        "forum_topic_reopened",
        "pinned_message",
        "new_chat_title",
        "poll_option_added",
        "poll_option_deleted",
    }
)


def may_bot_see(world: World, chat: Chat, payload: Payload) -> bool:
    """Privacy mode: in groups only commands, replies to the bot, its name and service messages."""
    if chat.private:
        return True
    bot = world.state.profile
    if not chat.has(bot.id):
        return False
    if chat.is_administrator(bot.id) or not bot.privacy or not SERVICE.isdisjoint(payload):
        return True
    if payload.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    return _is_addressed(bot.username, payload)


def _is_addressed(username: str, payload: Payload) -> bool:
    text = str(payload.get("text") or payload.get("caption") or "")
    if text.startswith("/"):
        _, at, addressee = text.split(maxsplit=1)[0].partition("@")
        return not at or addressee.lower() == username.lower()
    return f"@{username}".lower() in text.lower()


def service(world: World, chat: Chat, content: Payload, author: Payload | None = None) -> Message:
    """A message that Telegram itself writes, such as somebody's joining."""
    message = post(world, chat, content, author=author)
    deliver(world, chat, message)
    return message


def by(person: Person) -> Payload:
    return {"from": person.as_user()}
