"""Who belongs to a chat: people and bot coming, going, blocking, and what the bot is told of it."""

from typing import Any

from playground.chats import Chat, Member
from playground.messages import by, service
from playground.people import Person
from playground.updates import CALLBACK_QUEUE
from playground.world import World

Json = dict[str, Any]
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
NEVER_RIGHTS = ("can_post_stories", "can_edit_stories", "can_delete_stories")


def user_of(world: World, user_id: int) -> Json:
    if user_id == world.bot_id:
        return world.state.profile.as_user()
    return world.person(user_id).as_user()


def as_member(world: World, user_id: int, status: str, *, anonymous: bool = False) -> Json:
    """A ChatMember object of Telegram's for this status."""
    member: Json = {"user": user_of(world, user_id), "status": status}
    if status == "kicked":
        return member | {"until_date": 0}
    if status == "creator":
        return member | {"is_anonymous": anonymous}
    if status == "administrator":
        rights = dict.fromkeys(RIGHTS, True) | dict.fromkeys(NEVER_RIGHTS, False)
        return member | rights | {"can_be_edited": False, "is_anonymous": anonymous}
    return member


def set_status(world: World, chat: Chat, user_id: int, status: str, by_person: Person) -> None:
    """Change somebody's place in a group and tell the bot: of itself always, of others if it is admin."""
    old = chat.members.get(user_id, Member("left"))
    chat.members[user_id] = Member(status, old.anonymous)
    before, after = (as_member(world, user_id, one, anonymous=old.anonymous) for one in (old.status, status))
    change = _change(world, chat, by_person, before, after)
    if user_id == world.bot_id:
        world.mail("my_chat_member", str(chat.id), change)
    elif chat.is_administrator(world.bot_id):
        world.mail("chat_member", str(CALLBACK_QUEUE + user_id), change)
    world.changed(chat.id, people=True)


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot in the private chat; telling it as Telegram does."""
    if person.blocked == blocked:
        return
    person.blocked = blocked
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    before, after = (as_member(world, world.bot_id, status) for status in statuses)
    if chat := world.state.chats.get(person.id):
        world.mail("my_chat_member", str(person.id), _change(world, chat, person, before, after))
    world.changed(person.id, people=True)


def _change(world: World, chat: Chat, author: Person, before: Json, after: Json) -> Json:
    """A ChatMemberUpdated object of Telegram's."""
    return {
        "chat": world.as_chat(chat),
        "from": author.as_user(),
        "date": world.now,
        "old_chat_member": before,
        "new_chat_member": after,
    }


def add_person(world: World, chat: Chat, person: Person, added_by: Person) -> None:
    set_status(world, chat, person.id, "member", added_by)
    service(world, chat, {"new_chat_members": [person.as_user()]}, by(added_by))


def remove_person(world: World, chat: Chat, person: Person, removed_by: Person) -> None:
    service(world, chat, {"left_chat_member": person.as_user()}, by(removed_by))
    set_status(world, chat, person.id, "left" if person is removed_by else "kicked", removed_by)


def add_bot(world: World, chat: Chat, added_by: Person, *, admin: bool) -> None:
    bot = world.state.profile.as_user()
    if not chat.has(world.bot_id):
        set_status(world, chat, world.bot_id, "member", added_by)
        service(world, chat, {"new_chat_members": [bot]}, by(added_by))
    status = "administrator" if admin else "member"
    if chat.status_of(world.bot_id) != status:
        set_status(world, chat, world.bot_id, status, added_by)


def remove_bot(world: World, chat: Chat, removed_by: Person) -> None:
    set_status(world, chat, world.bot_id, "kicked", removed_by)
    service(world, chat, {"left_chat_member": world.state.profile.as_user()}, by(removed_by))
