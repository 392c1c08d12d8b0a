"""What a bot may ask for with a poll: description, media, formatting, whose answers, and Telegram's refusals."""

from typing import Any

import httpx
import orjson
import pytest
import telegram
from telegram.error import BadRequest

from playground.driver import Group, Neighbour
from playground.picture import picture
from playground.world import World
from tests.playground.kit import Ask, Clock, Updates

OPTIONS = ["Selokan", "Lampu"]


def test_a_description_stands_in_the_message_alone(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    sent = ask(
        bot.send_poll(
            group.id, "Mana dulu?", OPTIONS, description="Kas ada <b>2 juta</b>", description_parse_mode="HTML"
        )
    )
    assert sent.poll.description == "Kas ada 2 juta"
    assert [one.type for one in sent.poll.description_entities] == ["bold"]
    siti.sees("Kas ada 2 juta", in_=group)
    siti.votes("Lampu", in_=group)
    assert updates()[-1].poll.description is None
    assert siti.sees_poll(in_=group).poll["description"] == "Kas ada 2 juta"


def test_of_formatting_options_keep_custom_emoji_alone(bot: telegram.Bot, ask: Ask, group: Group) -> None:
    question = "<b>Mana</b> dulu?"
    option = telegram.InputPollOption("<i>Selokan</i>", text_parse_mode="HTML")
    sent = ask(bot.send_poll(group.id, question, [option, "Lampu"], question_parse_mode="HTML"))
    assert (sent.poll.question, sent.poll.question_entities) == ("Mana dulu?", ())
    assert (sent.poll.options[0].text, sent.poll.options[0].text_entities) == ("Selokan", ())


def test_photos_of_the_poll_and_of_its_options(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    known = ask(bot.send_photo(siti.id, picture(1))).photo[-1].file_id
    options: list[str | telegram.InputPollOption] = [
        telegram.InputPollOption("Selokan", media=telegram.InputMediaPhoto(known)),
        telegram.InputPollOption("Lampu", media=telegram.InputMediaLocation(-7.59, 110.94)),
        "Paving",
    ]
    sent = ask(bot.send_poll(group.id, "Mana dulu?", options, media=telegram.InputMediaPhoto(known)))
    assert sent.poll.media.photo[-1].file_id == known
    assert sent.poll.options[0].media.photo[-1].file_id == known
    assert sent.poll.options[1].media.location.latitude == -7.59
    assert sent.poll.options[2].media is None
    siti.votes("Paving", in_=group)
    told = updates()[-1].poll
    assert (told.media, told.options[0].media.photo[-1].file_id) == (None, known)
    seen = siti.sees_poll(in_=group).poll
    assert seen["media"]["photo"]["url"] == f"/play/files/{known}"
    small = seen["options"][0]["media"]["small"]
    assert small["size"] <= seen["options"][0]["media"]["photo"]["size"]


def test_a_photo_may_be_uploaded_with_the_poll(url: str, world: World, group: Group) -> None:
    media = {"type": "photo", "media": "attach://got"}
    form = {
        "chat_id": str(group.id),
        "question": "Mana dulu?",
        "options": orjson.dumps([{"text": "Selokan", "media": media}, {"text": "Lampu"}]).decode(),
    }
    upload = {"got": ("got.jpg", picture(2), "image/jpeg")}
    answer = httpx.post(f"{url}/bot{world.state.token}/sendPoll", data=form, files=upload).json()
    photo = answer["result"]["poll"]["options"][0]["media"]["photo"]
    assert world.shelf.take(photo[-1]["file_id"]) == picture(2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"description": "x" * 1025}, "message caption is too long"),
        ({"allow_adding_options": True}, "not supported for anonymous polls"),
        ({"allow_adding_options": True, "is_anonymous": False, "type": "quiz"}, "not supported for anonymous polls"),
        ({"members_only": True}, "poll voters can be restricted only in channel chats"),
        ({"country_codes": ["ID"]}, "poll voters can be restricted only in channel chats"),
        ({"type": "quiz"}, "correct quiz option list must be non-empty"),
        ({"type": "quiz", "correct_option_ids": [1, 0]}, "correct quiz option list must be increasing"),
        ({"type": "quiz", "correct_option_ids": [2]}, "wrong quiz correct_option_id"),
        ({"type": "quiz", "correct_option_ids": [0], "explanation": "x" * 201}, "message_too_long"),
        ({"type": "quiz", "correct_option_ids": [0], "explanation": "a\nb\nc\nd"}, "message_too_long"),
        ({"media": telegram.InputMediaPhoto("AgACAgNone")}, "wrong file identifier"),
        ({"media": telegram.InputMediaLocation(91, 0)}, "wrong latitude or longitude"),
    ],
)
def test_refusals(bot: telegram.Bot, ask: Ask, group: Group, more: dict[str, Any], words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, **more))


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ({"type": "document", "media": "x"}, "invalid media content specified"),
        ({"type": "photo", "media": "x", "caption": "Got"}, "media caption must be empty"),
    ],
)
def test_media_an_option_does_not_take(url: str, world: World, group: Group, media: dict[str, str], words: str) -> None:
    options = [{"text": "Selokan", "media": media}]
    call = {"chat_id": group.id, "question": "Mana?", "options": options}
    answer = httpx.post(f"{url}/bot{world.state.token}/sendPoll", json=call).json()
    assert answer["description"] == f"Bad Request: {words}"


def test_a_poll_says_when_it_closes_while_it_is_open(bot: telegram.Bot, ask: Ask, group: Group, clock: Clock) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, close_date=int(clock()) + 90)).poll
    assert (sent.open_period.total_seconds(), sent.close_date.timestamp()) == (90, int(clock()) + 90)
    both = ask(bot.send_poll(group.id, "Mana?", OPTIONS, open_period=60, close_date=int(clock()) + 90))
    assert both.poll.close_date.timestamp() == int(clock()) + 60
    closed = ask(bot.stop_poll(group.id, both.message_id))
    assert (closed.open_period, closed.close_date) == (None, None)


@pytest.mark.parametrize("seconds", [4, 2_628_001])
def test_close_dates(bot: telegram.Bot, ask: Ask, group: Group, clock: Clock, seconds: int) -> None:
    with pytest.raises(BadRequest, match=r"(?i)poll_close_date_invalid"):
        ask(bot.send_poll(group.id, "x", OPTIONS, close_date=int(clock()) + seconds))


def test_a_preview_is_closed_from_the_start(bot: telegram.Bot, ask: Ask, group: Group) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_closed=True))
    assert sent.poll.is_closed
    with pytest.raises(BadRequest, match=r"(?i)poll has already been closed"):
        ask(bot.stop_poll(group.id, sent.message_id))
