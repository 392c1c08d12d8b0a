"""The way of every message the bot sends: is the chat reachable, what is answered, which keyboard comes along."""

from typing import Any

from playground import limits
from playground.chats import Chat, Message
from playground.entities import Entity, parse_html, trimmed, with_found
from playground.messages import post, quoted
from playground.parameters import Asked
from playground.people import FIRST_PERSON_ID
from playground.refusals import bad_request, forbidden, upgraded
from playground.world import World


def chat_named(world: World, asked: Asked, name: str = "chat_id") -> Chat:
    """The chat a call means, whether or not the bot may write there."""
    value = asked.text(name)
    if not value:
        raise bad_request("chat_id is empty")
    if value.startswith("@"):
        raise bad_request("chat not found")
    try:
        chat_id = int(value)
    except ValueError:
        raise bad_request("chat not found") from None
    chat = world.state.chats.get(chat_id)
    if chat is None:
        if chat_id >= FIRST_PERSON_ID and chat_id in world.state.people:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    return chat


def reachable(world: World, asked: Asked) -> Chat:
    """The chat, if the bot may write there now; else Telegram's refusal."""
    chat = chat_named(world, asked)
    if chat.private:
        person = world.person(chat.id)
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    if chat.migrated_to:
        raise upgraded(chat.migrated_to)
    status = chat.members.get(world.bot_id)
    if status is None:
        raise bad_request("chat not found")
    if status.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status.status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def written(asked: Asked, field: str, entities: str = "entities") -> tuple[str, list[Entity]]:
    """A text and its entities, from HTML, from given entities, or plain."""
    source = asked.text(field)
    mode = asked.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    text, given = parse_html(source) if mode == "html" else (source, asked.array(entities))
    text, given = trimmed(text, given)
    return text, with_found(text, given)


def text_content(asked: Asked) -> dict[str, Any]:
    if not asked.text("text").strip():
        raise bad_request("message text is empty")
    text, entities = written(asked, "text")
    limits.check_text(text)
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if preview := asked.json("link_preview_options"):
        content["link_preview_options"] = preview
    return content


def caption_content(asked: Asked) -> dict[str, Any]:
    caption, entities = written(asked, "caption", "caption_entities")
    limits.check_caption(caption)
    content: dict[str, Any] = {"caption": caption} if caption else {}
    if entities:
        content["caption_entities"] = entities
    if asked.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def send(world: World, chat: Chat, asked: Asked, content: dict[str, Any]) -> Message:
    """Post the bot's content with its topic, its answer and its keyboard."""
    markup = limits.check_markup(asked.json("reply_markup"), private=chat.private)
    head = _thread(world, chat, asked)
    answered = _answered(chat, asked)
    if answered:
        head["reply_to_message"] = quoted(answered)
    inline = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    if asked.flag("protect_content"):
        head["has_protected_content"] = True
    author = {"from": world.state.profile.as_user()}
    message = post(world, chat, {**head, **content, **inline}, author=author, by_bot=True)
    if markup and not inline:
        _show_keyboard(chat, message, markup, answered)
    return message


def _thread(world: World, chat: Chat, asked: Asked) -> dict[str, Any]:
    thread_id = asked.integer("message_thread_id")
    if not thread_id:
        return {}
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not chat.is_administrator(world.bot_id):
        raise bad_request("TOPIC_CLOSED")
    return topic.as_thread()


def _answered(chat: Chat, asked: Asked) -> Message | None:
    reply = asked.json("reply_parameters") or {}
    message_id = reply.get("message_id") or asked.integer("reply_to_message_id")
    if message_id is None:
        return None
    message = chat.messages.get(int(message_id))
    lenient = reply.get("allow_sending_without_reply") or asked.flag("allow_sending_without_reply")
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return message


def _show_keyboard(chat: Chat, message: Message, markup: dict[str, Any], answered: Message | None) -> None:
    people = [chat.id] if chat.private else [one for one in chat.members if one > 0]
    if not chat.private and markup.get("selective"):
        people = _selected(message, answered)
    for person_id in people:
        if markup.get("remove_keyboard"):
            chat.keyboards.pop(person_id, None)
        else:
            chat.keyboards[person_id] = markup | {"message_id": message.id}


def _selected(message: Message, answered: Message | None) -> list[int]:
    people = [answered.payload["from"]["id"]] if answered else []
    entities = message.payload.get("entities", [])
    return people + [one["user"]["id"] for one in entities if one["type"] == "text_mention"]
