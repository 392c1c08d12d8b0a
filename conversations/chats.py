"""What Telegram tells of chats: the bot comes and goes, groups move and are renamed, people block and come back."""

from typing import Any

from telegram import ChatMember, ChatMemberUpdated

from community import chats, people
from conversations import neighbourhood
from conversations.talk import Talk
from storage import communities
from storage.communities import Chat, ChatKind

_IN = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


def is_in(member: ChatMember) -> bool:
    """True if this status means being in the chat."""
    return member.status in _IN or (
        member.status == ChatMember.RESTRICTED and bool(getattr(member, "is_member", False))
    )


def membership(talk: Talk[Any]) -> None:
    """The bot's own standing in some chat has changed. Channels are none of our business."""
    change = talk.update.my_chat_member
    if change is None:
        return
    if change.chat.type == "private":
        reachability(talk, change)
    elif change.chat.type in ("group", "supergroup"):
        group_membership(talk, change)


def reachability(talk: Talk[Any], change: ChatMemberUpdated) -> None:
    """Someone has blocked the bot, or let it in again."""
    people.is_within_reach(talk.session, change.chat.id, reachable=is_in(change.new_chat_member))


def group_membership(talk: Talk[Any], change: ChatMemberUpdated) -> None:
    """The bot was added to a group, made admin, or taken out."""
    chat = communities.chat_known_as(talk.session, change.chat.id)
    if chat is not None and chat.telegram_id != change.chat.id:
        return  # the group has moved on: what happens to its old shell says nothing
    is_admin = change.new_chat_member.status == ChatMember.ADMINISTRATOR
    if not is_in(change.new_chat_member):
        chats.left(talk.session, telegram_id=change.chat.id, now=talk.now)
    elif chat is not None and chat.left_at is None and is_in(change.old_chat_member):
        if chats.empower(talk.session, chat, bot_is_admin=is_admin):
            _say_what_is_read(talk, chat)
    else:
        kind = ChatKind(change.chat.type)
        chats.come(
            talk.session,
            telegram_id=change.chat.id,
            kind=kind,
            title=change.chat.title or "",
            bot_is_admin=is_admin,
            now=talk.now,
        )


def _say_what_is_read(talk: Talk[Any], chat: Chat) -> None:
    """An admin bot hears every message of the group: say so, and what becomes of them."""
    community = communities.by_id(talk.session, chat.community_id) if chat.community_id else None
    talk.words = neighbourhood.words_of(community)
    talk.say("group.admin")


def moved(talk: Talk[Any]) -> None:
    """Either of the two service messages by which Telegram tells of an upgrade to a supergroup."""
    message = talk.update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id:
        chats.moved(talk.session, old=message.chat.id, new=message.migrate_to_chat_id, now=talk.now)
    elif message.migrate_from_chat_id:
        chats.moved(talk.session, old=message.migrate_from_chat_id, new=message.chat.id, now=talk.now)


def title_changed(talk: Talk[Any]) -> None:
    message = talk.update.effective_message
    chat = communities.chat_known_as(talk.session, talk.chat_id)
    if chat is not None and message is not None and message.new_chat_title:
        chats.rename(talk.session, chat, message.new_chat_title)


def topic_closed(talk: Talk[Any]) -> None:
    """What was sent to this topic has lost its place; the chair is asked where to go instead."""
    message = talk.update.effective_message
    thread_id = message.message_thread_id if message else None
    chats.topic_lost(talk.session, chat=talk.chat_id, thread_id=thread_id, now=talk.now)


def topic_reopened(talk: Talk[Any]) -> None:
    """The topic is open again: messages go there as before."""
    message = talk.update.effective_message
    if message is not None and message.message_thread_id is not None:
        chats.topic_found(talk.session, chat=talk.chat_id, thread_id=message.message_thread_id)
