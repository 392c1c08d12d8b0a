"""One call of the Bot API: the method by its name, trouble on demand, and the journal of what the bot did."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from playground import (
    methods_chats,
    methods_edits,
    methods_media,
    methods_messages,
    methods_polls,
    methods_profile,
)
from playground.parameters import Asked
from playground.rates import COUNTED
from playground.refusals import RefusedError, internal_error, too_many
from playground.switches import Failure
from playground.world import World

Method = Callable[[World, Asked], Any]

_ROOMS: tuple[tuple[Any, str], ...] = (
    (
        methods_profile,
        (
            "getMe setWebhook deleteWebhook getWebhookInfo setMyCommands getMyCommands deleteMyCommands"
            " setMyDescription getMyDescription setMyShortDescription getMyShortDescription setMyName getMyName"
        ),
    ),
    (
        methods_messages,
        (
            "sendMessage sendLocation sendVenue sendChatAction copyMessage forwardMessage deleteMessage"
            " deleteMessages answerCallbackQuery setMessageReaction"
        ),
    ),
    (
        methods_edits,
        "editMessageText editMessageCaption editMessageMedia editMessageReplyMarkup pinChatMessage unpinChatMessage",
    ),
    (
        methods_media,
        "sendPhoto sendVoice sendDocument sendVideo sendAudio sendMediaGroup getFile",
    ),
    (methods_polls, "sendPoll stopPoll"),
    (
        methods_chats,
        (
            "getChat getChatMember getChatAdministrators getChatMemberCount leaveChat exportChatInviteLink"
            " createForumTopic setChatMenuButton"
        ),
    ),
)


def _function_name(method: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in method)


METHODS: dict[str, tuple[str, Method]] = {
    method.lower(): (method, getattr(room, _function_name(method)))
    for room, methods in _ROOMS
    for method in methods.split()
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON body; `failure` tells the door to withhold or spoil the answer."""

    status: int
    body: bytes
    failure: Failure | None = None


def call(world: World, asked: Asked) -> Answer:
    """Carry one call out under the world's lock. Method names are matched without regard to case."""
    with world.lock:
        found = METHODS.get(asked.method.lower())
        if found is None:
            return _refused(RefusedError("Not Found", 404))
        asked.method, method = found
        failure = world.state.switches.failure_of(asked.method)
        if failure and failure.kind in {"500", "drop"}:
            _note(world, asked, error=f"{failure.kind} on demand")
            return _refused(internal_error(), failure)
        try:
            _check_flood(world, asked)
            asked.check_required()
            result = method(world, asked)
        except RefusedError as refused:
            _note(world, asked, error=refused.description)
            return _refused(refused, failure)
        _note(world, asked, result=result)
        return Answer(200, b'{"ok":true,"result":' + orjson.dumps(result) + b"}", failure)


def _refused(refused: RefusedError, failure: Failure | None = None) -> Answer:
    return Answer(refused.code, orjson.dumps(refused.answer()), failure)


def _check_flood(world: World, asked: Asked) -> None:
    retry_after = world.state.switches.flood_of(asked.integer("chat_id"))
    chat_id, rates = asked.integer("chat_id"), world.state.switches.rates
    if retry_after is None and rates is not None and chat_id is not None and asked.method.startswith(COUNTED):
        media = asked.array("media") if asked.method == "sendMediaGroup" else ()
        retry_after = rates.wait(chat_id, len(media) or 1, world.clock())
    if retry_after is not None:
        raise too_many(retry_after)


def _note(world: World, asked: Asked, *, result: Any = None, error: str | None = None) -> None:
    if asked.method in {"getMe", "getWebhookInfo"}:
        return
    sent = world.state.sent
    message_id = result.get("message_id") if isinstance(result, dict) else asked.integer("message_id")
    sent.append(
        {
            "n": sent[-1]["n"] + 1 if sent else 1,
            "method": asked.method,
            "params": asked.journal(),
            "chat_id": asked.integer("chat_id"),
            "message_id": message_id,
            "time": world.clock(),
            "ok": error is None,
            "error": error,
        }
    )
    # An audit that waits for a call hears of it even where nothing else has changed.
    world.lock.notify_all()
