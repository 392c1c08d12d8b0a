"""What people do with a poll: vote, take the vote back, add an option, delete their own; and its close."""

from typing import Any

from playground.chats import Chat, Message
from playground.messages import quoted, service
from playground.people import Person
from playground.polls import Option, Poll
from playground.refusals import bad_request
from playground.voices import Voice, voice_of
from playground.world import World

OPTION = 100
OPTIONS = 12
THREAD = ("message_thread_id", "is_topic_message")


def chat_now(world: World, chat: Chat) -> Chat:
    """The chat, or the supergroup it has become: its old messages are read, and its old polls voted in, there."""
    while chat.migrated_to:
        chat = world.chat(chat.migrated_to)
    return chat


def _found(world: World, person: Person, poll_id: str) -> tuple[Poll, Chat]:
    """The open poll, and the chat where the person has it before them."""
    poll = world.state.polls.get(poll_id)
    standing = [
        chat_now(world, world.state.chats[chat_id])
        for chat_id, message_id in (poll.places if poll else [])
        if message_id in world.state.chats[chat_id].messages
    ]
    if poll is None or not standing:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = next((one for one in standing if one.has(person.id)), None)
    if chat is None:
        raise bad_request("CHAT_FORBIDDEN")
    if person.deactivated:
        raise bad_request("USER_DEACTIVATED")
    if poll.closed:
        raise bad_request("MESSAGE_POLL_CLOSED")
    return poll, chat


def vote(world: World, person: Person, poll_id: str, option_ids: list[int]) -> Poll:
    """Vote by the options' places, change the vote or take it back (no options). Refuses as the apps do.

    The same vote once more changes nothing, and nobody hears of it.
    """
    poll, chat = _found(world, person, poll_id)
    if len(set(option_ids)) > 1 and not poll.multiple:
        raise bad_request("OPTIONS_TOO_MUCH")
    if any(not 0 <= place < len(poll.options) for place in option_ids):
        raise bad_request("OPTION_INVALID")
    voice = voice_of(chat, person)
    if not poll.revoting and (voice.id in poll.votes or not option_ids):
        raise bad_request("REVOTE_NOT_ALLOWED")
    chosen = [int(poll.options[place].persistent_id) for place in sorted(set(option_ids))]
    if chosen != poll.votes.get(voice.id, []):
        poll.cast(voice.id, chosen)
        _tell_of_vote(world, poll, voice)
        refresh(world, poll)
    return poll


def stands_also(world: World, chat: Chat, message: Message) -> None:
    """A forwarded message may bear a poll: it is the same poll, and kept up to date there too."""
    if poll := message.payload.get("poll"):
        world.state.polls[poll["id"]].copies.append((chat.id, message.id))


def _tell_of_vote(world: World, poll: Poll, voice: Voice) -> None:
    """Who voted is told of polls that are not anonymous, and before the new counts."""
    if poll.anonymous:
        return
    chosen = poll.votes.get(voice.id, [])
    answer = {
        "poll_id": poll.id,
        "voter_chat" if voice.is_chat else "user": voice.who,
        "option_ids": poll.positions(chosen),
        "option_persistent_ids": [str(one) for one in chosen],
    }
    world.mail("poll_answer", f"poll {poll.id}", answer)


def add_option(world: World, person: Person, poll_id: str, text: str) -> Poll:
    """Anybody who may vote may add an option where the poll allows it; it gets a number nobody had before."""
    poll, chat = _found(world, person, poll_id)
    if not poll.adding:
        raise bad_request("options can't be added to the poll")
    text = text.strip()
    check_option(text)
    if len(poll.options) >= OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    voice = voice_of(chat, person)
    added = {"added_by_chat" if voice.is_chat else "added_by_user": voice.who, "addition_date": world.now}
    option = Option(str(poll.last_number + 1), text, added=added, added_by=voice.id)
    poll.add(option)
    refresh(world, poll)
    _announce(world, poll, chat, voice, "poll_option_added", option)
    return poll


def check_option(text: str) -> None:
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > OPTION:
        raise bad_request(f"poll options length must not exceed {OPTION}")


def delete_option(world: World, person: Person, poll_id: str, place: int) -> Poll:
    """Only who added an option may delete it; the votes for it go without a word, as the service message says it."""
    poll, chat = _found(world, person, poll_id)
    voice = voice_of(chat, person)
    option = poll.options[place] if 0 <= place < len(poll.options) else None
    if option is None or option.added_by != voice.id:
        raise bad_request("OPTION_INVALID")
    poll.remove(option)
    refresh(world, poll)
    _announce(world, poll, chat, voice, "poll_option_deleted", option)
    return poll


def _announce(world: World, poll: Poll, chat: Chat, voice: Voice, kind: str, option: Option) -> None:
    """The service message, in the chat and topic where the poll is now."""
    told: dict[str, Any] = {"option_persistent_id": option.persistent_id, "option_text": option.text}
    thread: dict[str, Any] = {}
    message = world.state.chats[poll.chat_id].messages.get(poll.message_id)
    if message is not None:
        told = {"poll_message": quoted(message), **told}
        if poll.chat_id == chat.id:
            thread = {name: message.payload[name] for name in THREAD if name in message.payload}
    service(world, chat, {kind: told, **thread}, voice.author)


def refresh(world: World, poll: Poll) -> None:
    """Bring every message with the poll up to date and tell the bot the new counts."""
    state = poll.as_poll()
    shown = state | poll.described
    standing = [
        (chat_id, message)
        for chat_id, message_id in poll.places
        if (message := world.state.chats[chat_id].messages.get(message_id)) is not None
    ]
    version = world.changed(*{chat_now(world, world.state.chats[chat_id]).id for chat_id, _ in standing})
    for _, message in standing:
        message.payload["poll"] = shown
        message.version = version
    world.mail("poll", f"poll {poll.id}", state)


def close(world: World, poll: Poll) -> None:
    poll.closed = True
    refresh(world, poll)


def close_due_polls(world: World) -> None:
    """Close every poll whose time is over."""
    now = world.clock()
    for poll in list(world.state.polls.values()):
        if not poll.closed and poll.close_date is not None and poll.close_date <= now:
            close(world, poll)
