"""Bot API methods that change what stands in a chat: texts, captions, media, buttons, pins."""

from collections.abc import Collection
from typing import Any

from playground import limits
from playground.chats import Chat, Message
from playground.files import KINDS
from playground.media import media_content
from playground.messages import post, quoted, revise
from playground.methods_messages import message_of
from playground.parameters import Asked
from playground.refusals import bad_request
from playground.sending import caption_content, reachable, text_content
from playground.world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def _own(world: World, asked: Asked, parts: Collection[str] = (), refusal: str = "") -> tuple[Chat, Message]:
    """The bot's own message, and its chat; it must have one of the parts, if any are named."""
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    if parts and message.payload.keys().isdisjoint(parts):
        raise bad_request(refusal)
    return chat, message


def _edit(world: World, chat: Chat, message: Message, asked: Asked, content: dict[str, Any]) -> dict[str, Any]:
    """A call without reply_markup takes the buttons away, as with Telegram."""
    markup = limits.check_markup(asked.json("reply_markup"), private=chat.private)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    content = {**content, "reply_markup": markup}
    if all(message.payload.get(name) == value for name, value in content.items()):
        raise bad_request(NOT_MODIFIED)
    revise(world, chat, message, content)
    return message.payload


def edit_message_text(world: World, asked: Asked) -> dict[str, Any]:
    chat, message = _own(world, asked, ["text"], "there is no text in the message to edit")
    content = {"entities": None, "link_preview_options": None, **text_content(asked)}
    return _edit(world, chat, message, asked, content)


def edit_message_caption(world: World, asked: Asked) -> dict[str, Any]:
    chat, message = _own(world, asked, KINDS, "there is no caption in the message to edit")
    content = {"caption": None, "caption_entities": None, **caption_content(asked)}
    return _edit(world, chat, message, asked, content)


def edit_message_media(world: World, asked: Asked) -> dict[str, Any]:
    chat, message = _own(world, asked, KINDS, "message media can't be edited")
    media = asked.json("media")
    if not isinstance(media, dict):
        raise bad_request("media must be an Object")
    blank = dict.fromkeys((*KINDS, "caption", "caption_entities"))
    return _edit(world, chat, message, asked, {**blank, **media_content(world, asked, media)})


def edit_message_reply_markup(world: World, asked: Asked) -> dict[str, Any]:
    chat, message = _own(world, asked)
    return _edit(world, chat, message, asked, {})


def pin_chat_message(world: World, asked: Asked) -> bool:
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message to pin not found")
    _may_pin(world, chat)
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
    post(world, chat, {"pinned_message": quoted(message)}, by_bot=True)
    return True


def unpin_chat_message(world: World, asked: Asked) -> bool:
    chat = reachable(world, asked)
    _may_pin(world, chat)
    message_id = asked.integer("message_id", chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.changed(chat.id)
    return True


def _may_pin(world: World, chat: Chat) -> None:
    if not chat.private and not chat.is_administrator(world.bot_id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
