"""Taps: on buttons under messages, and on keyboards under the screen."""

from typing import Any

from playground import residents
from playground.chats import Chat, Message
from playground.people import Person
from playground.refusals import bad_request
from playground.residents import Place
from playground.screen import Button, matching
from playground.updates import CALLBACK_QUEUE
from playground.world import Query, World

ANSWER_LIFETIME = 150


def find_button(chat: Chat, message_id: int, label: str) -> Button:
    """The button under the message that the label means. Refuses, listing all, if there is none."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message not found")
    return _meant(message.payload.get("reply_markup", {}).get("inline_keyboard", []), label)


def _meant(rows: list[list[Button]], label: str) -> Button:
    buttons = [button for row in rows for button in row]
    if found := matching(buttons, label):
        return found
    labels = ", ".join(f"“{button['text']}”" for button in buttons) or "none"
    raise bad_request(f"no button “{label}” here; the buttons are: {labels}")


def tap(world: World, person: Person, chat: Chat, message_id: int, data: str) -> Query:
    """Send a callback query; a message that is gone is sent along as an inaccessible one."""
    if not chat.has(person.id):
        raise bad_request("CHAT_FORBIDDEN")
    if chat.private and person.blocked:
        raise bad_request("YOU_BLOCKED_USER")
    message = chat.messages.get(message_id)
    _forget_old(world)
    query = Query(str(world.random.randrange(10**17, 10**18)), person.id, world.clock())
    world.state.queries[query.id] = query
    gone = {"chat": world.as_chat(chat), "message_id": message_id, "date": 0}
    world.mail(
        "callback_query",
        str(CALLBACK_QUEUE + person.id),
        {
            "id": query.id,
            "from": person.as_user(),
            "message": message.payload if message else gone,
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        },
    )
    return query


def _forget_old(world: World) -> None:
    queries = world.state.queries
    while queries:
        oldest = next(iter(queries.values()))
        if world.clock() - oldest.asked_at <= ANSWER_LIFETIME:
            return
        del queries[oldest.id]


def answer(world: World, query_id: str, said: dict[str, Any]) -> None:
    """Refuses a query that is unknown or older than 150 s."""
    query = world.state.queries.get(query_id)
    if query is None or world.clock() - query.asked_at > ANSWER_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer = said
    toast = {"person_id": query.person_id, "text": said.get("text"), "alert": bool(said.get("show_alert"))}
    world.changed(toast=toast if said.get("text") else None)
    if answered := world.waiting.pop(query_id, None):
        answered()


def press(world: World, person: Person, chat: Chat, label: str, location: dict[str, float] | None = None) -> Message:
    """Tap a button of the keyboard under the screen; refuses where none is shown."""
    keyboard = chat.keyboards.get(person.id, {})
    button = _meant(keyboard.get("keyboard", []), label)
    place = Place(chat)
    if button.get("request_location"):
        if location is None:
            raise bad_request("this button asks for a location: give one")
        spot = residents.location_content(location["latitude"], location["longitude"])
        return residents.bring(world, person, place, spot)
    if button.get("request_contact"):
        return residents.bring(world, person, place, residents.contact_content(person))
    return residents.say(world, person, place, button["text"])
