"""Bot API methods about chats: what they are, who is in them, leaving them, opening topics."""

from typing import Any

from playground.chats import ADMINISTRATORS, PRESENT, Chat, Member
from playground.groups import open_topic
from playground.membership import as_member
from playground.messages import post
from playground.parameters import Asked
from playground.refusals import bad_request
from playground.sending import chat_named, reachable
from playground.world import World

PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def get_chat(world: World, asked: Asked) -> dict[str, Any]:
    chat = chat_named(world, asked) if asked.text("chat_id").lstrip("-").isdigit() else reachable(world, asked)
    if not chat.private:
        reachable(world, asked)
    full = world.as_chat(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if not chat.private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        full["pinned_message"] = pinned.payload
    return full


def _group(world: World, asked: Asked, words: str) -> Chat:
    chat = reachable(world, asked)
    if chat.private:
        raise bad_request(words)
    return chat


def get_chat_member(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    user_id = asked.integer("user_id")
    if user_id is None:
        raise bad_request("invalid user_id specified")
    if user_id != world.bot_id and user_id not in world.state.people:
        raise bad_request("invalid user_id specified")
    if chat.private:
        return as_member(world, user_id, "member")
    member = chat.members.get(user_id, Member("left"))
    return as_member(world, user_id, member.status, anonymous=member.anonymous)


def get_chat_administrators(world: World, asked: Asked) -> list[dict[str, Any]]:
    chat = _group(world, asked, "there are no administrators in the private chat")
    return [
        as_member(world, user_id, member.status, anonymous=member.anonymous)
        for user_id, member in chat.members.items()
        if member.status in ADMINISTRATORS and (user_id != world.bot_id or asked.flag("return_bots"))
    ]


def get_chat_member_count(world: World, asked: Asked) -> int:
    chat = reachable(world, asked)
    return 2 if chat.private else sum(one.status in PRESENT for one in chat.members.values())


def leave_chat(world: World, asked: Asked) -> bool:
    chat = _group(world, asked, "chat member status can't be changed in private chats")
    chat.members[world.bot_id] = Member("left")
    post(world, chat, {"left_chat_member": world.state.profile.as_user()})
    world.changed(chat.id, people=True)
    return True


def export_chat_invite_link(world: World, asked: Asked) -> str:
    chat = _group(world, asked, "can't export invite link of a private chat")
    if not chat.is_administrator(world.bot_id):
        raise bad_request("not enough rights to manage chat invite link")
    return f"https://t.me/+playground{abs(chat.id)}"


def create_forum_topic(world: World, asked: Asked) -> dict[str, Any]:
    chat = _group(world, asked, "the chat is not a forum")
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.is_administrator(world.bot_id):
        raise bad_request("not enough rights to create a topic")
    topic = open_topic(world, chat, asked.text("name"))
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def set_chat_menu_button(world: World, asked: Asked) -> bool:
    button = asked.json("menu_button") or {"type": "default"}
    if asked.raw.get("chat_id"):
        reachable(world, asked).menu_button = button
    else:
        world.state.profile.menu_button = button
    world.changed(people=True)
    return True
