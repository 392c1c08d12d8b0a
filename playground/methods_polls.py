"""Bot API methods for native polls: opening one, and closing it."""

from typing import Any

from playground import ballots
from playground.limits import check_markup
from playground.methods_messages import message_of
from playground.parameters import Asked
from playground.poll_drafts import drafted, stand
from playground.refusals import bad_request
from playground.sending import reachable
from playground.world import World


def send_poll(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    return stand(world, chat, asked, drafted(world, asked, chat.id)).payload


def stop_poll(world: World, asked: Asked) -> dict[str, Any]:
    """Only where the bot sent it: a forwarded copy is somebody else's message of the same poll."""
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message with poll to stop not found")
    if "poll" not in message.payload:
        raise bad_request("message is not a poll")
    if not message.by_bot or "forward_origin" in message.payload:
        raise bad_request("poll can't be stopped")
    poll = world.state.polls[message.payload["poll"]["id"]]
    if poll.closed:
        raise bad_request("poll has already been closed")
    markup = check_markup(asked.json("reply_markup"), private=chat.private)
    message.payload.pop("reply_markup", None)
    if markup:
        message.payload["reply_markup"] = markup
    ballots.close(world, poll)
    return poll.as_poll()
