"""A poll as the bot asks for it: read from the call, within Telegram's limits, refused in Telegram's words."""

from dataclasses import replace
from typing import Any

from playground.ballots import OPTIONS, check_option
from playground.chats import Chat, Message
from playground.entities import Entity, parse_html, trimmed, with_found
from playground.media import DESCRIBING, OPTIONAL, poll_media
from playground.parameters import Asked
from playground.polls import Option, Poll
from playground.refusals import bad_request
from playground.sending import send
from playground.world import World

QUESTION = 300
DESCRIPTION = 1024
EXPLANATION = 200
EXPLANATION_LINES = 2
OPEN_SECONDS = range(5, 2_628_001)


def drafted(world: World, asked: Asked, chat_id: int) -> Poll:
    """The poll of a sendPoll call, not yet in any message."""
    question, entities = _worded(asked, "question")
    if len(question) > QUESTION:
        raise bad_request(f"poll question length must not exceed {QUESTION}")
    quiz = asked.text("type", "regular") == "quiz"
    poll = Poll(
        id=_new_id(world),
        chat_id=chat_id,
        message_id=0,
        question=question,
        options=_options(world, asked),
        anonymous=asked.flag("is_anonymous", default=True),
        type="quiz" if quiz else "regular",
        multiple=asked.flag("allows_multiple_answers"),
        revoting=asked.flag("allows_revoting", default=not quiz),
        shuffled=asked.flag("shuffle_options"),
        hidden=asked.flag("hide_results_until_closes"),
        question_entities=entities,
        closed=asked.flag("is_closed"),
    )
    _check_voters(asked)
    _allow_adding(poll, asked)
    poll.described = _described(world, asked)
    if quiz:
        _add_answer(world, poll, asked)
    _set_end(world, poll, asked)
    return poll


def anew(world: World, poll: Poll, chat_id: int) -> Poll:
    """The same question as a poll of its own: open, without votes and without what was added; its period begins now."""
    return replace(
        poll,
        id=_new_id(world),
        chat_id=chat_id,
        message_id=0,
        options=[replace(one) for one in poll.options if one.added_by is None],
        close_date=world.now + poll.open_period if poll.open_period else None,
        closed=False,
        votes={},
        copies=[],
    )


def stand(world: World, chat: Chat, asked: Asked, poll: Poll) -> Message:
    """Send the poll and keep it, with the message it stands in."""
    message = send(world, chat, asked, {"poll": poll.in_message()})
    poll.message_id = message.id
    world.state.polls[poll.id] = poll
    return message


def _new_id(world: World) -> str:
    return str(world.random.randrange(10**18, 10**19))


def _formatted(asked: Asked, name: str) -> tuple[str, list[Entity]]:
    """A text with its own parse mode or entities; it may be empty."""
    mode = asked.text(f"{name}_parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    source = asked.text(name)
    return trimmed(*(parse_html(source) if mode == "html" else (source, asked.array(f"{name}_entities"))))


def _worded(asked: Asked, name: str) -> tuple[str, list[Entity]]:
    """Of the formatting of questions and options Telegram keeps custom emoji alone."""
    text, entities = _formatted(asked, name)
    if not text:
        raise bad_request("text must be non-empty")
    return text, [one for one in entities if one["type"] == "custom_emoji"]


def _options(world: World, asked: Asked) -> list[Option]:
    given = asked.array("options")
    if not given:
        raise bad_request("poll must have at least one answer option")
    if len(given) > OPTIONS:
        raise bad_request(f"poll can't have more than {OPTIONS} options")
    return [_option(world, asked, number, one) for number, one in enumerate(given)]


def _option(world: World, asked: Asked, number: int, given: Any) -> Option:
    fields = given if isinstance(given, dict) else {"text": given}
    text, entities = _worded(Asked(asked.method, fields, asked.uploads), "text")
    check_option(text)
    media = poll_media(world, asked, fields.get("media"), OPTIONAL)
    return Option(str(number), text, text_entities=entities, media=media)


def _check_voters(asked: Asked) -> None:
    """There are no channels to send to here, and only there voters can be chosen."""
    if asked.flag("members_only") or asked.array("country_codes"):
        raise bad_request("poll voters can be restricted only in channel chats")


def _allow_adding(poll: Poll, asked: Asked) -> None:
    """Refused where the reference calls it unsupported; what Telegram's servers say to it is not known."""
    if asked.flag("allow_adding_options"):
        if poll.anonymous or poll.quiz:
            raise bad_request("adding options is not supported for anonymous polls and quizzes")
        poll.adding = True


def _described(world: World, asked: Asked) -> dict[str, Any]:
    text, entities = _formatted(asked, "description")
    if len(text) > DESCRIPTION:
        raise bad_request("message caption is too long")
    found = with_found(text, entities)
    media = poll_media(world, asked, asked.json("media"), DESCRIBING)
    fields = {"description": text, "description_entities": found, "media": media}
    return {name: value for name, value in fields.items() if value}


def _add_answer(world: World, poll: Poll, asked: Asked) -> None:
    single = asked.integer("correct_option_id")
    correct = asked.array("correct_option_ids") or ([] if single is None else [single])
    if not correct:
        raise bad_request("correct quiz option list must be non-empty")
    if sorted(set(correct)) != correct:
        raise bad_request("correct quiz option list must be increasing")
    if any(not 0 <= one < len(poll.options) for one in correct):
        raise bad_request("wrong quiz correct_option_id")
    poll.correct_option_ids = correct
    text, entities = _formatted(asked, "explanation")
    if len(text) > EXPLANATION or text.count("\n") > EXPLANATION_LINES:
        raise bad_request("MESSAGE_TOO_LONG")
    media = poll_media(world, asked, asked.json("explanation_media"), DESCRIBING)
    fields = {"explanation": text, "explanation_entities": entities, "explanation_media": media}
    poll.explained = {name: value for name, value in fields.items() if value}


def _set_end(world: World, poll: Poll, asked: Asked) -> None:
    """A close_date beside an open_period is left aside, as by the official server; each is told by the other."""
    period, date = asked.integer("open_period"), asked.integer("close_date")
    if period is not None:
        if period not in OPEN_SECONDS:
            raise bad_request("POLL_OPEN_PERIOD_INVALID")
        date = world.now + period
    elif date is not None:
        period = date - world.now
        if period not in OPEN_SECONDS:
            raise bad_request("POLL_CLOSE_DATE_INVALID")
    poll.open_period, poll.close_date = period, date
