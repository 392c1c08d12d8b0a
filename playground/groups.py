"""Groups: founding them, their topics, and their move to a supergroup."""

from playground.chats import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID, Chat, Member, Topic
from playground.messages import by, post, service
from playground.people import Person
from playground.refusals import bad_request
from playground.world import World

TOPIC_NAME = 128


def found(world: World, title: str, creator: Person, members: list[Person], *, forum: bool = False) -> Chat:
    """A new group without the bot; one with topics is a supergroup from the start."""
    chat = Chat(_new_id(world, supergroup=forum), "supergroup" if forum else "group", title, forum=forum)
    chat.members[creator.id] = Member("creator")
    for person in members:
        chat.members.setdefault(person.id, Member())
    world.keep(chat)
    post(world, chat, {"group_chat_created": True}, author=by(creator))
    world.changed(chat.id, people=True)
    return chat


def _new_id(world: World, *, supergroup: bool) -> int:
    state = world.state
    if supergroup:
        state.last_supergroup_id = min(state.last_supergroup_id, FIRST_SUPERGROUP_ID + 1) - 1
        return state.last_supergroup_id
    state.last_group_id = min(state.last_group_id, FIRST_GROUP_ID + 1) - 1
    return state.last_group_id


def migrate(world: World, chat: Chat) -> Chat:
    """Turn a basic group into a supergroup: new id, new message numbers, a service message on both sides."""
    if chat.type != "group" or chat.migrated_to:
        raise bad_request("the chat is not a basic group")
    moved = Chat(_new_id(world, supergroup=True), "supergroup", chat.title, members=dict(chat.members))
    moved.migrated_from = chat.id
    world.keep(moved)
    author = by(world.person(chat.creator_id))
    service(world, chat, {"migrate_to_chat_id": moved.id}, author)
    service(world, moved, {"migrate_from_chat_id": chat.id}, author)
    chat.migrated_to = moved.id
    world.changed(chat.id, moved.id, people=True)
    return moved


def open_topic(world: World, chat: Chat, name: str, author: Person | None = None) -> Topic:
    """A new topic; its id is the number of the service message that opens it."""
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not 1 <= len(name) <= TOPIC_NAME:
        raise bad_request("TOPIC_NAME_INVALID")
    topic = Topic(chat.last_message_id + 1, name)
    chat.topics[topic.id] = topic
    content = {"forum_topic_created": {"name": name, "icon_color": topic.icon_color}, **topic.as_thread()}
    if author:
        service(world, chat, content, by(author))
    else:
        post(world, chat, content)
    return topic


def set_topic(world: World, chat: Chat, thread_id: int, author: Person, *, closed: bool) -> Topic:
    if (topic := chat.topics.get(thread_id)) is None:
        raise bad_request("message thread not found")
    if topic.closed != closed:
        topic.closed = closed
        kind = "forum_topic_closed" if closed else "forum_topic_reopened"
        service(world, chat, {kind: {}, **topic.as_thread()}, by(author))
    return topic
