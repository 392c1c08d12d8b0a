"""What people do with words, places and files in a chat, and what the bot hears of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground import limits
from playground.ballots import stands_also
from playground.chats import Chat, Message
from playground.entities import trimmed, with_found
from playground.files import File, as_media
from playground.membership import set_blocked
from playground.messages import carried, deliver, post, quoted, revise, source
from playground.people import Person
from playground.refusals import bad_request, upgraded
from playground.voices import voice_of
from playground.world import World


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody writes: the chat, and what they answer, in which topic, under which face."""

    chat: Chat
    reply_to: int | None = None
    thread_id: int | None = None
    anonymous: bool = False


def introduce(
    world: World,
    first_name: str,
    last_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "id",
) -> Person:
    person = _settle(world, Person(0, first_name, last_name, username, language_code))
    world.changed(people=True)
    return person


def introduce_all(world: World, first_names: list[str]) -> list[Person]:
    people = [_settle(world, Person(0, name)) for name in first_names]
    world.changed(people=True)
    return people


def _settle(world: World, person: Person) -> Person:
    world.state.last_person_id += 1
    person.id = world.state.last_person_id
    world.state.people[person.id] = person
    return person


def private_chat(world: World, person: Person) -> Chat:
    """The person's chat with the bot; opened, as by the START button, where there was none."""
    chat = world.state.chats.get(person.id)
    if chat is None:
        chat = world.keep(Chat(person.id, "private"))
        world.changed(chat.id, people=True)
    return chat


def start(world: World, person: Person, payload: str | None = None) -> Message:
    """Press START, perhaps behind a link; that also unblocks the bot, as with Telegram."""
    if payload and not limits.START_PAYLOAD.fullmatch(payload):
        raise bad_request("START_PARAM_INVALID")
    chat = private_chat(world, person)
    set_blocked(world, person, blocked=False)
    return say(world, person, Place(chat), f"/start {payload}" if payload else "/start")


def say(world: World, person: Person, place: Place, text: str) -> Message:
    """Write a text; longer than Telegram's limit it is refused rather than cut into several."""
    body, _ = trimmed(text, [])
    limits.check_text(body)
    content: dict[str, Any] = {"text": body}
    if found := with_found(body, []):
        content["entities"] = found
    return bring(world, person, place, content)


def bring(world: World, person: Person, place: Place, content: dict[str, Any]) -> Message:
    """Post whatever content a person has made, and deliver it."""
    chat = place.chat
    _may_write(person, place)
    head = voice_of(chat, person, anonymous=place.anonymous).author | _thread(chat, place)
    if place.reply_to is not None:
        if (answered := chat.messages.get(place.reply_to)) is None:
            raise bad_request("message to be replied not found")
        content = {"reply_to_message": quoted(answered), **content}
    message = post(world, chat, content, author=head)
    _put_keyboard_away(chat, person)
    deliver(world, chat, message)
    return message


def forward(world: World, person: Person, place: Place, message: Message) -> Message:
    """Pass a message on into another chat; a poll stays the same poll there."""
    content = carried(message)
    if not content:
        raise bad_request("message can't be forwarded")
    sent = bring(world, person, place, {**source(message), **content})
    stands_also(world, place.chat, sent)
    return sent


def _may_write(person: Person, place: Place) -> None:
    chat = place.chat
    if person.deactivated:
        raise bad_request("USER_DEACTIVATED")
    if not chat.has(person.id):
        raise bad_request("CHAT_WRITE_FORBIDDEN")
    if chat.migrated_to:
        raise upgraded(chat.migrated_to)
    if chat.private:
        if person.blocked:
            raise bad_request("YOU_BLOCKED_USER")
        person.started = True
    topic = chat.topics.get(place.thread_id or 0)
    if topic and topic.closed and not chat.is_administrator(person.id):
        raise bad_request("TOPIC_CLOSED")


def _thread(chat: Chat, place: Place) -> dict[str, Any]:
    thread_id = place.thread_id
    if thread_id is None and chat.forum and place.reply_to in chat.messages:
        thread_id = chat.messages[place.reply_to].payload.get("message_thread_id")
    if thread_id in {None, 1} or not chat.forum:
        return {}
    if thread_id not in chat.topics:
        raise bad_request("message thread not found")
    return chat.topics[thread_id].as_thread()


def _put_keyboard_away(chat: Chat, person: Person) -> None:
    keyboard = chat.keyboards.get(person.id)
    if keyboard and (keyboard.get("one_time_keyboard") or keyboard.get("force_reply")):
        del chat.keyboards[person.id]


def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """Change one's own text or caption; the bot hears of it as an edited message."""
    message = chat.messages.get(message_id)
    if message is None or message.payload.get("from", {}).get("id") != person.id:
        raise bad_request("MESSAGE_AUTHOR_REQUIRED")
    field = "text" if "text" in message.payload else "caption"
    body, _ = trimmed(text, [])
    limits.check_text(body)
    name = "entities" if field == "text" else "caption_entities"
    revise(world, chat, message, {field: body, name: with_found(body, []) or None})
    deliver(world, chat, message, edited=True)
    return message


def bring_files(
    world: World, person: Person, place: Place, files: list[File], caption: str | None
) -> Iterator[Message]:
    """One file is a message, several are an album; the caption stands under the first.

    Each message is sent when it is asked for, so that an album may come with gaps.
    """
    album = str(world.random.randrange(10**16, 10**17)) if len(files) > 1 else None
    for number, file in enumerate(files):
        content: dict[str, Any] = {"media_group_id": album} if album else {}
        content[file.kind] = as_media(world.state.files, file)
        if caption and number == 0:
            limits.check_caption(caption)
            content["caption"] = caption
            if found := with_found(caption, []):
                content["caption_entities"] = found
        with world.lock:
            message = bring(world, person, place, content)
        yield message


def location_content(latitude: float, longitude: float, live_period: int | None = None) -> dict[str, Any]:
    """Degrees; live_period in seconds."""
    limits.check_degrees(latitude, longitude)
    location: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
    if live_period:
        location["live_period"] = live_period
    return {"location": location}


def sticker_content(world: World, emoji: str) -> dict[str, Any]:
    number = world.random.randrange(10**9)
    return {
        "sticker": {
            "file_id": f"CAACAgStickerOfPlayground{number}",
            "file_unique_id": f"AgADSt{number}",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
    }


def contact_content(person: Person) -> dict[str, Any]:
    """A person's own card, as the contact button sends it; the number is in no one's numbering plan."""
    contact = {
        "phone_number": f"6200{person.id}",
        "first_name": person.first_name,
        "user_id": person.id,
    }
    if person.last_name:
        contact["last_name"] = person.last_name
    return {"contact": contact}
