"""The bot's commands, descriptions and name, and what people see of them."""

import pytest
import telegram
from telegram.error import BadRequest

from playground.driver import Neighbour, Neighbourhood
from playground.world import World
from tests.playground.kit import Ask

USUL = telegram.BotCommand("usul", "Sampaikan usulan")
ATUR = telegram.BotCommand("atur", "Pengaturan")


def test_commands_by_scope_and_language(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood, world: World
) -> None:
    everywhere, group_only = [USUL], [ATUR]
    assert ask(bot.set_my_commands(everywhere))
    assert ask(bot.set_my_commands(group_only, scope=telegram.BotCommandScopeAllGroupChats()))
    assert ask(bot.set_my_commands([ATUR, USUL], language_code="en"))
    assert ask(bot.get_my_commands()) == (USUL,)
    group = town.group("RT 03", creator=siti)
    screens = {one["chat_id"]: one["commands"] for one in siti.door.screens(siti.id)["views"]}
    assert [one["command"] for one in screens[siti.id]] == ["usul"]
    assert [one["command"] for one in screens[group.id]] == ["atur"]
    english = town.person("Ann", language="en")
    english.starts()
    assert [one["command"] for one in english.door.screens(english.id)["views"][0]["commands"]] == [
        "atur",
        "usul",
    ]
    assert ask(bot.delete_my_commands())
    assert ask(bot.get_my_commands()) == ()


def test_a_command_must_be_lower_case(bot: telegram.Bot, ask: Ask) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Bot_command_invalid"):
        ask(bot.set_my_commands([telegram.BotCommand("Usul!", "x")]))


def test_descriptions_and_name(bot: telegram.Bot, ask: Ask, world: World) -> None:
    assert ask(bot.set_my_description("Rembuk warga"))
    assert ask(bot.set_my_description("Neighbours", language_code="en"))
    assert ask(bot.get_my_description()).description == "Rembuk warga"
    assert ask(bot.get_my_description("en")).description == "Neighbours"
    assert ask(bot.get_my_description("jv")).description == "Rembuk warga"
    assert ask(bot.set_my_short_description("Usul, bahas, sepakat"))
    assert ask(bot.get_my_short_description()).short_description == "Usul, bahas, sepakat"
    assert ask(bot.set_my_name("Rembuk RT"))
    assert ask(bot.get_my_name()).name == "Rembuk RT"
    assert world.state.profile.name == "Rembuk RT"
    assert ask(bot.set_chat_menu_button(menu_button=telegram.MenuButtonCommands()))
    with pytest.raises(BadRequest, match=r"(?i)too long"):
        ask(bot.set_my_short_description("x" * 121))
