"""Bot API methods that send, copy, forward and delete messages without files, and answer taps."""

from typing import Any

from playground import limits, taps
from playground.ballots import stands_also
from playground.chats import Chat, Message
from playground.media import location_of
from playground.messages import carried, remove, source
from playground.parameters import Asked
from playground.poll_drafts import anew, stand
from playground.refusals import bad_request
from playground.sending import caption_content, chat_named, reachable, send, text_content
from playground.world import World

DELETABLE_SECONDS = 48 * 3600
CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    return send(world, chat, asked, text_content(asked)).payload


def send_location(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    location = location_of(asked)
    if live := asked.integer("live_period"):
        if not (60 <= live <= 86400 or live == 0x7FFFFFFF):
            raise bad_request("wrong live_period specified")
        location["live_period"] = live
    return send(world, chat, asked, {"location": location}).payload


def send_venue(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    venue = {"location": location_of(asked), "title": asked.text("title"), "address": asked.text("address")}
    return send(world, chat, asked, {"venue": venue, "location": venue["location"]}).payload


def send_chat_action(world: World, asked: Asked) -> bool:
    reachable(world, asked)
    if asked.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def message_of(chat: Chat, asked: Asked, words: str) -> Message:
    message_id = asked.integer("message_id")
    if message_id is None:
        raise bad_request("message identifier is not specified")
    if message := chat.messages.get(message_id):
        return message
    raise bad_request(words)


def _original(world: World, asked: Asked, act: str, done: str) -> tuple[Message, dict[str, Any]]:
    """The message to be copied or forwarded, and as much of it as goes along."""
    message = message_of(chat_named(world, asked, "from_chat_id"), asked, f"message to {act} not found")
    content = carried(message)
    if not content:
        raise bad_request(f"message can't be {done}")
    return message, content


def copy_message(world: World, asked: Asked) -> dict[str, Any]:
    """The copy of a poll is a new poll, open and without votes."""
    chat = reachable(world, asked)
    _, content = _original(world, asked, "copy", "copied")
    if poll := content.get("poll"):
        return {"message_id": stand(world, chat, asked, anew(world, world.state.polls[poll["id"]], chat.id)).id}
    if "caption" in asked.raw and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= caption_content(asked)
    return {"message_id": send(world, chat, asked, content).id}


def forward_message(world: World, asked: Asked) -> dict[str, Any]:
    """A forwarded poll is the same poll: it is voted in, and counted, wherever it stands."""
    chat = reachable(world, asked)
    origin, content = _original(world, asked, "forward", "forwarded")
    message = send(world, chat, asked, {**source(origin), **content})
    stands_also(world, chat, message)
    return message.payload


def _may_delete(world: World, chat: Chat, message: Message) -> bool:
    if chat.is_administrator(world.bot_id):
        return True
    own_or_private = message.by_bot or chat.private
    return own_or_private and world.now - message.payload["date"] < DELETABLE_SECONDS


def delete_message(world: World, asked: Asked) -> bool:
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message to delete not found")
    if not _may_delete(world, chat, message):
        raise bad_request("message can't be deleted for everyone")
    remove(world, chat, message.id)
    return True


def delete_messages(world: World, asked: Asked) -> bool:
    """Those that are gone or not the bot's to delete are passed over, as with Telegram."""
    chat = reachable(world, asked)
    wanted = [int(one) for one in asked.array("message_ids")]
    if not 1 <= len(wanted) <= 100:
        raise bad_request(
            "too many message identifiers specified" if wanted else "message identifiers are not specified"
        )
    for message_id in wanted:
        message = chat.messages.get(message_id)
        if message and _may_delete(world, chat, message):
            remove(world, chat, message_id)
    return True


def answer_callback_query(world: World, asked: Asked) -> bool:
    text = asked.text("text")
    if len(text) > limits.ANSWER_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    url = asked.text("url")
    if url and "t.me/" not in url:
        raise bad_request("URL_INVALID")
    said = {"text": text or None, "show_alert": asked.flag("show_alert"), "url": url or None}
    taps.answer(world, asked.text("callback_query_id"), said)
    return True


def set_message_reaction(world: World, asked: Asked) -> bool:
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message to react not found")
    reaction = asked.array("reaction")
    if len(reaction) > 1 or any(one.get("type") == "paid" for one in reaction):
        raise bad_request("REACTIONS_TOO_MANY" if len(reaction) > 1 else "REACTION_INVALID")
    chat.reactions[message.id] = reaction
    message.version = world.changed(chat.id)
    return True
