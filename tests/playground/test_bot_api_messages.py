"""Texts, buttons, edits and refusals, as python-telegram-bot sends and understands them."""

from typing import Any

import httpx
import pytest
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken

from playground.driver import Neighbour, Neighbourhood, RefusedError
from playground.world import World
from tests.playground.kit import Ask, Clock, NewBot, Updates

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="yes")]])


def test_get_me(bot: telegram.Bot, ask: Ask) -> None:
    me = ask(bot.get_me())
    assert (me.username, me.is_bot, me.can_read_all_group_messages) == ("rembuk_bot", True, False)


def test_a_wrong_token_is_invalid(new_bot: NewBot, ask: Ask) -> None:
    with pytest.raises(InvalidToken):
        ask(new_bot("5000000001:wrong").initialize())


def test_an_unknown_method_is_not_found(url: str, world: World) -> None:
    answer = httpx.post(f"{url}/bot{world.state.token}/danceTango")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_every_way_of_sending_parameters(url: str, world: World, siti: Neighbour, way: str) -> None:
    address = f"{url}/bot{world.state.token}/SENDMESSAGE"
    given: dict[str, Any] = {"chat_id": str(siti.id), "text": "Halo"}
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": given},
        "form": {"data": given},
        "json": {"json": given | {"chat_id": siti.id}},
        "multipart": {"data": given, "files": {"unused": b"x"}},
    }
    assert httpx.post(address, **ways[way]).json()["result"]["text"] == "Halo"


def test_html_becomes_text_and_entities(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    message = ask(bot.send_message(siti.id, "🙏 <b>Jalan &amp; <i>got</i></b>", parse_mode="HTML"))
    assert message.text == "🙏 Jalan & got"
    assert message.text_html == "🙏 <b>Jalan &amp; <i>got</i></b>"
    assert [one.offset for one in message.entities] == [3, 11]


def test_bad_html_is_refused_in_telegrams_words(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Can't parse entities: can't find end tag corresponding to start tag"):
        ask(bot.send_message(siti.id, "<b>Jalan", parse_mode="HTML"))


def test_an_edit_keeps_what_it_says_and_drops_the_buttons(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    sent = ask(bot.send_message(siti.id, "satu", reply_markup=YES))
    edited = ask(bot.edit_message_text("dua", siti.id, sent.message_id))
    assert isinstance(edited, telegram.Message)
    assert (edited.text, edited.reply_markup) == ("dua", None)
    assert edited.edit_date is not None


def test_an_edit_without_change_is_refused(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    sent = ask(bot.send_message(siti.id, "satu", reply_markup=YES))
    with pytest.raises(BadRequest, match=r"(?i)Message is not modified: specified new message content"):
        ask(bot.edit_message_text("satu", siti.id, sent.message_id, reply_markup=YES))


def test_only_buttons_may_be_edited(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    sent = ask(bot.send_message(siti.id, "satu", reply_markup=YES))
    edited = ask(bot.edit_message_reply_markup(siti.id, sent.message_id))
    assert isinstance(edited, telegram.Message)
    assert edited.reply_markup is None
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        ask(bot.edit_message_reply_markup(siti.id, sent.message_id))


def test_deleting(bot: telegram.Bot, ask: Ask, siti: Neighbour, clock: Clock) -> None:
    first, second, third = [ask(bot.send_message(siti.id, word)) for word in ("a", "b", "c")]
    assert ask(bot.delete_message(siti.id, first.message_id))
    with pytest.raises(BadRequest, match=r"(?i)Message to delete not found"):
        ask(bot.delete_message(siti.id, first.message_id))
    assert ask(bot.delete_messages(siti.id, [first.message_id, second.message_id]))
    seen = [one["id"] for one in siti.door.news(siti.id)["messages"]]
    assert third.message_id in seen
    assert second.message_id not in seen
    clock.passes(49 * 3600)
    with pytest.raises(BadRequest, match=r"(?i)Message can't be deleted"):
        ask(bot.delete_message(siti.id, third.message_id))


def test_copy_and_forward(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    said = siti.says("Got depan masjid")
    copy = ask(bot.copy_message(siti.id, siti.id, said.id))
    forwarded = ask(bot.forward_message(siti.id, siti.id, said.id))
    assert copy.message_id == forwarded.message_id - 1
    assert forwarded.forward_origin.sender_user.id == siti.id
    assert forwarded.text == "Got depan masjid"


def test_location_venue_and_chat_action(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    place = ask(bot.send_location(siti.id, -6.2, 106.8))
    venue = ask(bot.send_venue(siti.id, -6.2, 106.8, "Balai RW", "Jl. Mawar"))
    assert place.location.latitude == -6.2
    assert (venue.venue.title, venue.venue.location.longitude) == ("Balai RW", 106.8)
    assert ask(bot.send_chat_action(siti.id, "typing"))
    with pytest.raises(BadRequest, match=r"(?i)Wrong parameter action"):
        ask(bot.send_chat_action(siti.id, "dancing"))


def test_a_place_lies_on_the_earth(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong latitude or longitude"):
        ask(bot.send_location(siti.id, 90.1, 106.8))
    with pytest.raises(RefusedError, match=r"wrong latitude or longitude"):
        siti.sends_location(-6.2, -180.1)


def test_pin_reaction_and_reply(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    said = siti.says("halo")
    answer = ask(bot.send_message(siti.id, "ya", reply_parameters=telegram.ReplyParameters(message_id=said.id)))
    assert answer.reply_to_message.text == "halo"
    assert ask(bot.pin_chat_message(siti.id, answer.message_id))
    assert ask(bot.get_chat(siti.id)).pinned_message.message_id == answer.message_id
    assert ask(bot.unpin_chat_message(siti.id))
    assert ask(bot.set_message_reaction(siti.id, said.id, "👍"))
    with pytest.raises(BadRequest, match=r"(?i)Message to be replied not found"):
        ask(bot.send_message(siti.id, "ya", reply_parameters=telegram.ReplyParameters(message_id=999)))


def buttons(*row: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([list(row)])


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("Message text is empty", {"text": "  "}),
    ("Text must be non-empty", {"text": "<b></b>", "parse_mode": "HTML"}),
    ("Message is too long", {"text": "x" * 4097}),
    ("Button_data_invalid", {"reply_markup": buttons(InlineKeyboardButton("a", callback_data="é" * 33))}),
    (
        "Inline keyboard button url 'http://localhost/x' is invalid: wrong http url",
        {"reply_markup": buttons(InlineKeyboardButton("a", url="http://localhost/x"))},
    ),
    (
        "unsupported url protocol",
        {"reply_markup": buttons(InlineKeyboardButton("a", url="ftp://contoh.id"))},
    ),
    (
        "Reply_markup_too_long",
        {"reply_markup": buttons(*[InlineKeyboardButton("a", callback_data="b")] * 9)},
    ),
    (
        "Reply_markup_too_long",
        {"reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="b")]] * 101)},
    ),
    ("text buttons are unallowed", {"reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}),
    ("Unsupported parse_mode", {"parse_mode": "Pidgin"}),
    ("Message thread not found", {"message_thread_id": 5}),
]


@pytest.mark.parametrize(("words", "given"), REFUSED)
def test_limits(bot: telegram.Bot, ask: Ask, siti: Neighbour, words: str, given: dict[str, Any]) -> None:
    parameters: dict[str, Any] = {"text": "x"} | given
    with pytest.raises(BadRequest) as refused:
        ask(bot.send_message(siti.id, **parameters))
    assert words.casefold() in refused.value.message.casefold()


def test_what_the_limits_just_allow(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    full = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x" * 64)] * 4] * 25)
    assert len(ask(bot.send_message(siti.id, "x" * 4096, reply_markup=full)).text) == 4096


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("blocks_bot", "bot was blocked by the user"),
        ("deletes_account", "user is deactivated"),
    ],
)
def test_people_who_cannot_be_reached(bot: telegram.Bot, ask: Ask, siti: Neighbour, trouble: str, words: str) -> None:
    getattr(siti, trouble)()
    with pytest.raises(Forbidden, match=words):
        ask(bot.send_message(siti.id, "halo"))


def test_nobody_can_be_written_to_first(bot: telegram.Bot, ask: Ask, budi: Neighbour) -> None:
    with pytest.raises(Forbidden, match=r"(?i)bot can't initiate conversation with a user"):
        ask(bot.send_message(budi.id, "halo"))


def test_an_unknown_chat(bot: telegram.Bot, ask: Ask) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Chat not found"):
        ask(bot.send_message(12345, "halo"))


def test_a_reply_keyboard_stays_until_removed(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    ask(bot.send_message(siti.id, "Pilih", reply_markup=ReplyKeyboardMarkup([["Usul", "Lihat"]])))
    assert siti.buttons() == ["Usul", "Lihat"]
    siti.taps("Usul")
    assert siti.buttons() == ["Usul", "Lihat"]
    ask(bot.send_message(siti.id, "ok", reply_markup=telegram.ReplyKeyboardRemove()))
    assert siti.buttons() == []


def test_a_location_button_is_for_private_chats(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood, updates: Updates
) -> None:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Kirim lokasi", request_location=True)]], one_time_keyboard=True)
    ask(bot.send_message(siti.id, "Di mana?", reply_markup=keyboard))
    siti.taps("lokasi", location=(-6.2, 106.8))
    assert updates()[-1].message.location.latitude == -6.2
    assert siti.buttons() == []
    group = town.group("RT 03", creator=siti)
    group.add_bot(siti)
    with pytest.raises(BadRequest, match=r"(?i)Location can be requested in private chats only"):
        ask(bot.send_message(group.id, "Di mana?", reply_markup=keyboard))


def test_a_tap_and_its_answer(bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates) -> None:
    sent = ask(bot.send_message(siti.id, "Setuju?", reply_markup=YES))
    siti.door.tap(siti.id, siti.id, sent.message_id, data="yes", seconds=0)
    query = updates()[-1].callback_query
    assert (query.data, query.from_user.id, query.message.message_id) == ("yes", siti.id, sent.message_id)
    assert ask(query.answer("Tercatat", show_alert=True))
    with pytest.raises(BadRequest, match=r"(?i)Message_too_long"):
        ask(query.answer("x" * 201))


def test_an_old_query_is_refused(bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates, clock: Clock) -> None:
    sent = ask(bot.send_message(siti.id, "Setuju?", reply_markup=YES))
    siti.door.tap(siti.id, siti.id, sent.message_id, data="yes", seconds=0)
    query = updates()[-1].callback_query
    clock.passes(151)
    with pytest.raises(BadRequest, match=r"(?i)Query is too old and response timeout expired"):
        ask(query.answer())


def test_a_tap_on_a_deleted_message_still_arrives(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates
) -> None:
    sent = ask(bot.send_message(siti.id, "Setuju?", reply_markup=YES))
    ask(bot.delete_message(siti.id, sent.message_id))
    siti.door.tap(siti.id, siti.id, sent.message_id, data="yes", seconds=0)
    message = updates()[-1].callback_query.message
    assert (message.message_id, message.date.year, message.text) == (sent.message_id, 1970, None)


def test_the_journal_knows_what_was_done_and_refused(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood
) -> None:
    ask(bot.send_message(siti.id, "halo"))
    with pytest.raises(BadRequest):
        ask(bot.send_message(siti.id, "x" * 5000))
    done, refused = town.sent("sendMessage")
    assert (done["ok"], done["chat_id"], done["params"]["text"]) == (True, siti.id, "halo")
    assert (refused["ok"], refused["error"]) == (False, "Bad Request: message is too long")
    assert town.sent(after=done["n"]) == [refused]
