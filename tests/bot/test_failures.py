"""Every way in which Telegram or the wire says no, and what it means for the message."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.failures import LONGEST_WAIT, MOST_ATTEMPTS, Failure, Meaning, is_outage, meaning_of, place_of, wait_before
from bot.transport import Down, NotConnected, refusal

GONE = [
    ("Forbidden: bot was blocked by the user", "blocked"),
    ("Forbidden: user is deactivated", "deactivated"),
    ("Forbidden: bot was kicked from the group chat", "kicked"),
    ("Forbidden: bot was kicked from the supergroup chat", "kicked"),
    ("Forbidden: bot is not a member of the supergroup chat", "kicked"),
    ("Forbidden: the group chat was deleted", "kicked"),
    ("Forbidden: bot can't initiate conversation with a user", "not found"),
]
HOPELESS = [
    "Bad Request: message text is empty",
    "Bad Request: message is too long",
    "Bad Request: can't parse entities: Unsupported start tag",
    "Bad Request: message to edit not found",
    "Bad Request: message can't be edited",
    "Bad Request: message can't be deleted",
    "Bad Request: not enough rights to send text messages to the chat",
    "Bad Request: CHAT_WRITE_FORBIDDEN",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
]
UNCHANGED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def answered(status: int, words: str, **parameters: object) -> Failure:
    """What a refusal means that came over the wire."""
    return meaning_of(refusal(status, {"ok": False, "description": words, "parameters": parameters}))


@pytest.mark.parametrize(("words", "reason"), GONE)
def test_a_person_or_group_that_is_gone(words: str, reason: str) -> None:
    assert answered(403, words) == Failure(Meaning.never, gone=True, reason=reason)


@pytest.mark.parametrize("words", ["Bad Request: chat not found", "Bad Request: PEER_ID_INVALID"])
def test_a_chat_that_never_was_is_gone_too(words: str) -> None:
    assert answered(400, words) == Failure(Meaning.never, gone=True, reason="not found")


@pytest.mark.parametrize("words", HOPELESS)
def test_a_message_that_telegram_will_not_have_says_nothing_about_the_person(words: str) -> None:
    assert answered(400, words) == Failure(Meaning.never, reason="refused")


def test_what_stands_there_already_is_fine() -> None:
    assert answered(400, UNCHANGED) == Failure(Meaning.fine)


@pytest.mark.parametrize("words", ["TOPIC_CLOSED", "message thread not found", "TOPIC_DELETED"])
def test_a_topic_that_is_closed_or_lost(words: str) -> None:
    assert answered(400, f"Bad Request: {words}") == Failure(Meaning.topic)


def test_a_group_that_has_moved() -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    assert answered(400, words, migrate_to_chat_id=-1005) == Failure(Meaning.moved, chat=-1005)


@pytest.mark.parametrize("seconds", [1, 35, 3600])
def test_a_limit_says_how_long_to_wait(seconds: int) -> None:
    words = f"Too Many Requests: retry after {seconds}"
    assert answered(429, words, retry_after=seconds) == Failure(Meaning.later, seconds=seconds)


@pytest.mark.parametrize("status", [502, 504])
def test_a_gateway_does_not_know_what_became_of_it(status: int) -> None:
    assert answered(status, "Bad Gateway") == Failure(Meaning.unknown)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_of_theirs_is_waited_for(status: int) -> None:
    assert answered(status, "Internal Server Error") == Failure(Meaning.later)


@pytest.mark.parametrize("status", [401, 404])
def test_a_refused_token_locks(status: int) -> None:
    assert answered(status, "Unauthorized") == Failure(Meaning.locked)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (NotConnected("ClientConnectorError"), Meaning.later),
        (TimedOut("SocketTimeoutError"), Meaning.unknown),
        (NetworkError("Bad Gateway"), Meaning.later),
        (InvalidToken("Not Found"), Meaning.locked),
        (ChatMigrated(-1007), Meaning.moved),
        (BadRequest("something new"), Meaning.never),
        (Forbidden("something new"), Meaning.never),
        (KeyError("a kind that nobody renders yet"), Meaning.later),
        (ValueError("a mistake of ours"), Meaning.later),
    ],
)
def test_errors_that_do_not_come_as_an_answer(error: Exception, meaning: Meaning) -> None:
    assert meaning_of(error).meaning is meaning


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (413, NetworkError),
        (429, NetworkError),
        (500, Down),
        (503, Down),
        (502, TimedOut),
    ],
)
def test_an_answer_becomes_the_error_that_python_telegram_bot_raises(status: int, kind: type[TelegramError]) -> None:
    error = refusal(status, {"ok": False, "description": "words"})
    assert type(error) is kind
    assert "words" in str(error).lower()


@pytest.mark.parametrize(
    "error", [NotConnected("x"), TimedOut("x"), refusal(500, {}), refusal(502, {}), refusal(504, {})]
)
def test_who_does_not_answer_or_cannot_is_down(error: Exception) -> None:
    assert is_outage(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 429])
def test_a_refusal_is_no_outage(status: int) -> None:
    assert not is_outage(refusal(status, {}))
    assert not is_outage(refusal(status, {"parameters": {"retry_after": 3}}))


def test_neither_is_a_mistake_of_ours() -> None:
    assert not is_outage(KeyError("kind"))


def test_a_refusal_without_words_is_a_refusal() -> None:
    assert str(refusal(502, {})) == "502"


@given(st.integers(1, 10 * MOST_ATTEMPTS), st.floats(0, 1, exclude_max=True))
def test_waits_grow_to_a_quarter_of_an_hour_and_no_further(attempt: int, luck: float) -> None:
    wait = wait_before(attempt, luck)
    assert 0.5 <= wait <= LONGEST_WAIT
    assert wait <= wait_before(attempt + 1, luck)
    assert wait_before(attempt, 0) <= wait < 2 * wait_before(attempt, 0) + 0.001


def test_trying_goes_on_for_more_than_a_day() -> None:
    shortest = sum(wait_before(attempt, 0) for attempt in range(1, MOST_ATTEMPTS))
    assert timedelta(seconds=shortest) > timedelta(days=0.9)


def test_the_place_of_an_error_tells_nothing_of_what_was_written() -> None:
    try:
        int("rahasia warga")
    except ValueError as error:
        place = place_of(error)
    assert place.startswith("ValueError at test_failures.py:")
    assert "rahasia" not in place
    assert place_of(KeyError("rahasia")) == "KeyError at ?"
