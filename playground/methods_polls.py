"""Bot API methods for native polls: opening one within Telegram's limits, and closing it."""

from typing import Any

from playground import taps
from playground.entities import parse_html
from playground.limits import check_markup
from playground.methods_messages import message_of
from playground.parameters import Asked
from playground.polls import Poll
from playground.refusals import bad_request
from playground.sending import reachable, send
from playground.world import World

QUESTION = 300
OPTION = 100
OPTIONS = 12
EXPLANATION = 200
OPEN_SECONDS = range(5, 2_628_001)


def send_poll(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    poll = _drafted(world, asked, chat.id)
    message = send(world, chat, asked, {"poll": poll.as_poll()})
    poll.message_id = message.id
    world.state.polls[poll.id] = poll
    return message.payload


def _drafted(world: World, asked: Asked, chat_id: int) -> Poll:
    question = _worded(asked.text("question"), asked.text("question_parse_mode"))
    if len(question) > QUESTION:
        raise bad_request(f"poll question length must not exceed {QUESTION}")
    quiz = asked.text("type", "regular") == "quiz"
    poll = Poll(
        id=str(world.random.randrange(10**18, 10**19)),
        chat_id=chat_id,
        message_id=0,
        question=question,
        options=_options(asked),
        anonymous=asked.flag("is_anonymous", default=True),
        type="quiz" if quiz else "regular",
        multiple=asked.flag("allows_multiple_answers"),
        revoting=asked.flag("allows_revoting", default=not quiz),
        closed=asked.flag("is_closed"),
    )
    if quiz:
        _add_answer(poll, asked)
    _set_end(world, poll, asked)
    return poll


def _worded(source: str, mode: str) -> str:
    """The plain words: of its formatting nothing is kept here."""
    text, _ = parse_html(source) if mode.lower() == "html" else (source, [])
    if not text.strip():
        raise bad_request("text must be non-empty")
    return text.strip()


def _options(asked: Asked) -> list[dict[str, Any]]:
    given = asked.array("options")
    if not given:
        raise bad_request("poll must have at least one answer option")
    if len(given) > OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    options = []
    for number, one in enumerate(given):
        text = str(one.get("text", "") if isinstance(one, dict) else one).strip()
        if not text:
            raise bad_request("text must be non-empty")
        if len(text) > OPTION:
            raise bad_request(f"poll options length must not exceed {OPTION}")
        options.append({"persistent_id": str(number), "text": text})
    return options


def _add_answer(poll: Poll, asked: Asked) -> None:
    single = asked.integer("correct_option_id")
    correct = asked.array("correct_option_ids") or ([] if single is None else [single])
    if not correct or any(not 0 <= one < len(poll.options) for one in correct):
        raise bad_request("wrong correct option ID specified")
    poll.correct_option_ids = correct
    poll.explanation = asked.text("explanation")
    if len(poll.explanation) > EXPLANATION:
        raise bad_request("MESSAGE_TOO_LONG")


def _set_end(world: World, poll: Poll, asked: Asked) -> None:
    period, date = asked.integer("open_period"), asked.integer("close_date")
    if period is not None and period not in OPEN_SECONDS:
        raise bad_request("POLL_OPEN_PERIOD_INVALID")
    if date is not None and date - world.now not in OPEN_SECONDS:
        raise bad_request("POLL_CLOSE_DATE_INVALID")
    poll.open_period = period
    poll.close_date = world.now + period if period else date


def stop_poll(world: World, asked: Asked) -> dict[str, Any]:
    chat = reachable(world, asked)
    message = message_of(chat, asked, "message with poll to stop not found")
    if "poll" not in message.payload:
        raise bad_request("message is not a poll")
    if not message.by_bot:
        raise bad_request("poll can't be stopped")
    poll = world.state.polls[message.payload["poll"]["id"]]
    if poll.closed:
        raise bad_request("poll has already been closed")
    markup = check_markup(asked.json("reply_markup"), private=chat.private)
    poll.closed = True
    message.payload.pop("reply_markup", None)
    if markup:
        message.payload["reply_markup"] = markup
    taps.refresh_poll(world, poll.id)
    return poll.as_poll()
