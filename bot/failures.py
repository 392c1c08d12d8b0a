"""What it means that a message did not go out.

later     it did not arrive; try again (a limit, no connection, a fault of theirs)
unknown   it may have arrived; try again, and count it
moved     the chat has a new id
topic     the topic is closed or gone
never     it cannot arrive: they left, or Telegram will not have it
fine      it stands there already
locked    our token is refused: nothing can leave
"""

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TimedOut

from bot.transport import Down, NotConnected


class Meaning(StrEnum):
    later = "later"
    unknown = "unknown"
    moved = "moved"
    topic = "topic"
    never = "never"
    fine = "fine"
    locked = "locked"


@dataclass(frozen=True, slots=True)
class Failure:
    """`seconds` is how long to wait, `chat` the id it has moved to, `gone` that nothing can arrive there.

    `reason` is one of a few words, by which those that never arrive are counted.
    """

    meaning: Meaning
    seconds: float = 0
    chat: int = 0
    gone: bool = False
    reason: str = ""


_REASONS = {
    "bot was blocked": "blocked",
    "deactivated": "deactivated",
    "bot was kicked": "kicked",
    "not a member": "kicked",
    "chat was deleted": "kicked",
    "chat not found": "not found",
    "can't initiate conversation": "not found",
    "peer_id_invalid": "not found",
}
"""What Telegram says of a chat in which nothing can arrive any more, and what we count it as."""
REFUSED = "refused"
GONE = frozenset(_REASONS.values())
_FINE = ("message is not modified", "poll has already been closed")
_TOPIC = ("topic_closed", "message thread not found", "topic_deleted", "topic closed")


def meaning_of(error: Exception) -> Failure:
    """Sort a failed call."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return Failure(Meaning.later, seconds=wait if isinstance(wait, int) else wait.total_seconds())
    if isinstance(error, ChatMigrated):
        return Failure(Meaning.moved, chat=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Failure(Meaning.never, gone=True, reason=_reason_of(str(error).casefold()))
    if isinstance(error, InvalidToken):
        return Failure(Meaning.locked)
    if isinstance(error, BadRequest):
        return _of_bad_request(str(error).casefold())
    if isinstance(error, TimedOut):
        return Failure(Meaning.unknown)
    # It never left, or Telegram says itself that it did not do it (5xx), or it is our own fault: still wanted.
    return Failure(Meaning.later)


def _of_bad_request(words: str) -> Failure:
    if any(sign in words for sign in _FINE):
        return Failure(Meaning.fine)
    if any(sign in words for sign in _TOPIC):
        return Failure(Meaning.topic)
    reason = _reason_of(words)
    return Failure(Meaning.never, gone=reason in GONE, reason=reason)


def _reason_of(words: str) -> str:
    return next((reason for sign, reason in _REASONS.items() if sign in words), REFUSED)


def is_outage(error: Exception) -> bool:
    """True if it tells that Telegram cannot be reached or does not work; what it refuses, it has answered."""
    return isinstance(error, NotConnected | Down | TimedOut)


LONGEST_WAIT = 900.0
OUR_ATTEMPTS = 12
"""An error of ours is tried for some hours; then the message is given up rather than hold up its chat."""
MOST_ATTEMPTS = 200
"""About two days of trying with the longest wait; then it is given up, and counted."""


def wait_before(attempt: int, luck: float) -> float:
    """Seconds until the next try: doubling from one second, half of it left to `luck` in [0, 1)."""
    span = min(2.0 ** min(attempt - 1, 12), LONGEST_WAIT)
    return span / 2 + span / 2 * luck


def place_of(error: BaseException) -> str:
    """The error's kind and where it arose, for the log: its message may quote what somebody wrote."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{last.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{last.tb_lineno}" if last else "?"
    return f"{type(error).__name__} at {where}"
