"""What a person sees: chats, messages, keyboards and commands, as the page and the driver read them."""

import itertools
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from playground.chats import PRESENT, Chat, Member, Message, Topic
from playground.files import KINDS
from playground.people import ANONYMOUS_ADMIN, CHANNEL_BOT, Person
from playground.poll_views import file_view, poll_view
from playground.world import World

View = dict[str, Any]

SAME = (
    "date",
    "edit_date",
    "text",
    "entities",
    "caption",
    "caption_entities",
    "location",
    "contact",
    "media_group_id",
    "reply_markup",
    "forward_origin",
)
LAST_MESSAGES = 200
PHONES = 50


def state(world: World) -> View:
    """Everything at once, with the last 200 messages of each chat for each of the first fifty people.

    A crowd's screens are asked for one by one, as their phones are taken up.
    """
    with world.lock:
        people = world.state.people.values()
        return {
            "version": world.state.version,
            "bot": world.state.profile.as_me()
            | {
                "description": world.state.profile.descriptions.get("", ""),
                "short_description": world.state.profile.short_descriptions.get("", ""),
            },
            "people": [person_view(one) for one in people],
            "chats": [chat_view(world, one) for one in world.state.chats.values()],
            "views": [view for person in itertools.islice(people, PHONES) for view in screens(world, person)],
        }


def person_view(person: Person) -> View:
    return asdict(person) | {"name": person.name}


def chat_view(world: World, chat: Chat) -> View:
    bot = chat.members.get(world.bot_id)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": world.state.profile.name if chat.private else chat.title,
        "forum": chat.forum,
        "topics": [topic_view(one) for one in chat.topics.values()],
        "members": [
            member_view(user_id, member) for user_id, member in chat.members.items() if member.status in PRESENT
        ],
        "bot": "member" if chat.private else (bot.status if bot else "left"),
        "pinned": list(chat.pinned),
        "migrated_to": chat.migrated_to,
        "migrated_from": chat.migrated_from,
    }


def member_view(user_id: int, member: Member) -> View:
    return {"id": user_id, "status": member.status, "anonymous": member.anonymous}


def topic_view(topic: Topic) -> View:
    return {"id": topic.id, "name": topic.name, "closed": topic.closed}


def chats_of(world: World, person: Person) -> list[Chat]:
    """Those that stand in the person's list of chats: their own with the bot, then the groups.

    A world has a private chat for everybody, and few groups: only these are looked through.
    """
    own = world.state.chats.get(person.id)
    found = [one for one in world.groups if one.has(person.id) and not one.migrated_to]
    return [own, *found] if own else found


def news(world: World, person: Person, since: int, *, polls: bool = False) -> list[View]:
    """Every message the person sees that is new or changed since that version, in the order of the changes.

    With `polls` those alone: who votes among thousands need not read the whole chat again.
    """
    seen = [
        message_view(world, chat, message, person) if own else _from_before(world, chat, message, person)
        for chat in chats_of(world, person)
        for own, message in _messages(world, chat)
        if message.version > since and (not polls or "poll" in message.payload)
    ]
    return sorted(seen, key=lambda message: int(message["version"]))


def _messages(world: World, chat: Chat) -> Iterator[tuple[bool, Message]]:
    """What stands in the chat; above it (False) the polls of the group it was, which are still voted in."""
    if chat.migrated_from:
        for message in world.chat(chat.migrated_from).messages.values():
            if "poll" in message.payload:
                yield False, message
    for message in chat.messages.values():
        yield True, message


def _from_before(world: World, chat: Chat, message: Message, person: Person) -> View:
    """A message from before the move has a number of the old group's, which may be taken here: it becomes negative."""
    view = message_view(world, chat, message, person)
    return view | {"id": -message.id, "chat_id": chat.id, "inline_keyboard": None}


def screens(world: World, person: Person) -> list[View]:
    """Everything the person sees, chat by chat."""
    return [_screen(world, person, chat) for chat in chats_of(world, person)]


def _screen(world: World, person: Person, chat: Chat) -> View:
    messages = list(_messages(world, chat))[-LAST_MESSAGES:]
    return {
        "person_id": person.id,
        "chat_id": chat.id,
        "messages": [
            message_view(world, chat, one, person) if own else _from_before(world, chat, one, person)
            for own, one in messages
        ],
        "reply_keyboard": chat.keyboards.get(person.id),
        "commands": world.state.profile.commands_for(_scopes(chat, person), person.language_code),
        "menu_button": chat.menu_button or world.state.profile.menu_button,
    }


def _scopes(chat: Chat, person: Person) -> list[str]:
    if chat.private:
        return [f"chat:{chat.id}", "all_private_chats", "default"]
    scopes = [f"chat_member:{chat.id}:{person.id}"]
    if chat.is_administrator(person.id):
        scopes += [f"chat_administrators:{chat.id}"]
    scopes += [f"chat:{chat.id}"]
    if chat.is_administrator(person.id):
        scopes += ["all_chat_administrators"]
    return [*scopes, "all_group_chats", "default"]


def message_view(world: World, chat: Chat, message: Message, person: Person) -> View:
    payload = message.payload
    view: View = {
        "id": message.id,
        "chat_id": chat.id,
        "version": message.version,
        "from": _author(chat, payload),
        "by_bot": message.by_bot,
        "mine": payload.get("from", {}).get("id") == person.id,
        "thread_id": payload.get("message_thread_id"),
        "inline_keyboard": payload.get("reply_markup", {}).get("inline_keyboard"),
        **{name: payload[name] for name in SAME if name in payload},
    }
    if answered := payload.get("reply_to_message"):
        words = answered.get("text") or answered.get("caption") or ""
        view["reply_to"] = {"id": answered["message_id"], "text": words, "from": _author(chat, answered)}
    if service := _service(payload):
        view["service"] = service
    if chat.reactions.get(message.id):
        view["reactions"] = chat.reactions[message.id]
    return view | _attached(world, payload, person)


def _author(chat: Chat, payload: View) -> View:
    user = payload.get("from", {})
    if user.get("id") == ANONYMOUS_ADMIN["id"]:
        return {"id": user["id"], "name": chat.title, "is_bot": False, "anonymous": True}
    if user.get("id") == CHANNEL_BOT["id"]:
        channel = payload["sender_chat"]
        return {"id": channel["id"], "name": channel["title"], "is_bot": False}
    name = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
    return {"id": user.get("id"), "name": name, "is_bot": bool(user.get("is_bot"))}


def _attached(world: World, payload: View, person: Person) -> View:
    view: View = {}
    known = world.state.files.known
    for kind in KINDS:
        if media := payload.get(kind):
            file_id = (media[-1] if kind == "photo" else media)["file_id"]
            view[kind] = file_view(known[file_id])
    if venue := payload.get("venue"):
        view["venue"] = venue
    if sticker := payload.get("sticker"):
        view["sticker"] = sticker.get("emoji")
    if poll := payload.get("poll"):
        view["poll"] = poll_view(world, payload["chat"]["id"], poll, person)
    return view


def _service(payload: View) -> str | None:
    """One line in Indonesian, as the page's people read it."""
    who = payload.get("sender_chat", {}).get("title") or payload.get("from", {}).get("first_name", "")
    if members := payload.get("new_chat_members"):
        names = ", ".join(one["first_name"] for one in members)
        return f"{who} menambahkan {names}"
    if left := payload.get("left_chat_member"):
        name = left["first_name"]
        return f"{name} keluar" if name == who else f"{who} mengeluarkan {name}"
    if topic := payload.get("forum_topic_created"):
        return f"{who} membuka topik “{topic['name']}”"
    if added := payload.get("poll_option_added"):
        return f"{who} menambah pilihan “{added['option_text']}”"
    if deleted := payload.get("poll_option_deleted"):
        return f"{who} menghapus pilihan “{deleted['option_text']}”"
    lines = {
        "group_chat_created": f"{who} membuat grup",
        "forum_topic_closed": f"{who} menutup topik",
        "forum_topic_reopened": f"{who} membuka lagi topik",
        "migrate_to_chat_id": "Grup menjadi supergrup",
        "migrate_from_chat_id": "Grup menjadi supergrup",
        "pinned_message": f"{who} menyematkan pesan",
    }
    return next((line for name, line in lines.items() if name in payload), None)
