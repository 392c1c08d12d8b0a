"""A crowd: what one person does must not cost more because thousands have done it before."""

import asyncio
from functools import partial
from typing import Any, NoReturn

import httpx
import pytest
import telegram

from playground import views
from playground.calls import call
from playground.driver import Group, Neighbour, Neighbourhood
from playground.parameters import Asked
from playground.rush import rush
from playground.world import World
from tests.playground.kit import Ask


class NotWalkedThrough(dict[int, list[int]]):
    """Votes that may be looked up one by one and not read as a whole."""

    def _refuse(self, *_: object) -> NoReturn:
        raise AssertionError("all votes were read for one")

    values = items = keys = __iter__ = _refuse


@pytest.fixture
def people() -> bool:
    return True


@pytest.fixture
def crowd(town: Neighbourhood, group: Group) -> list[Neighbour]:
    people = town.people(300)
    for one in people:
        group.add(one)
    return people


def test_a_vote_reads_nobody_elses(
    bot: telegram.Bot, ask: Ask, group: Group, crowd: list[Neighbour], world: World
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"]))
    poll = world.state.polls[sent.poll.id]
    for one in crowd[1:]:
        one.votes("Lampu", in_=group)
    poll.votes = NotWalkedThrough(poll.votes)
    crowd[0].votes("Selokan", in_=group)
    crowd[0].votes("Lampu", in_=group)
    crowd[0].retracts(in_=group)
    assert [one.count for one in poll.options] == [0, 299]


def test_who_joins_is_answered_with_themselves_alone(town: Neighbourhood, group: Group, crowd: list[Neighbour]) -> None:
    late = town.person("Joko")
    answer = town.door.set_member(group.id, late.id, add=True)
    assert answer == {"id": late.id, "status": "member", "anonymous": False}


def test_the_first_screens_of_a_crowd_are_enough(crowd: list[Neighbour], world: World) -> None:
    state = views.state(world)
    assert len(state["people"]) == 302
    assert len({view["person_id"] for view in state["views"]}) == 50


def test_who_looks_for_a_poll_is_shown_polls_alone(
    bot: telegram.Bot, ask: Ask, group: Group, crowd: list[Neighbour]
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan"]))
    one = crowd[0]
    assert len(one.door.news(one.id)["messages"]) > 300
    assert [view["poll"]["question"] for view in one.door.news(one.id, polls=True)["messages"]] == ["Mana dulu?"]


def test_who_waits_for_an_answer_keeps_nobody_waiting(
    bot: telegram.Bot, ask: Ask, group: Group, crowd: list[Neighbour], world: World, url: str
) -> None:
    """Each tap is answered by itself, however many wait: there is no thread for each."""
    keyboard = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Saya juga", callback_data="y"))
    sent = ask(bot.send_message(group.id, "Selokan mampet", reply_markup=keyboard))

    async def taps() -> list[Any]:
        async with httpx.AsyncClient(base_url=f"{url}/play", timeout=10) as client:
            path, which = f"/chats/{group.id}/taps", {"message_id": sent.message_id, "label": "Saya juga"}
            calls = [client.post(path, json={**which, "person": one.id}) for one in crowd[:60]]
            answers = asyncio.gather(*calls)
            await asyncio.to_thread(world.wait_for, lambda: len(world.waiting) == 60, 5)
            for query_id, query in list(world.state.queries.items()):
                call(world, Asked("answerCallbackQuery", {"callback_query_id": query_id, "text": str(query.person_id)}))
            return [one.json() for one in await answers]

    toasts = [{"answered": True, "toast": str(one.id)} for one in crowd[:60]]
    assert ask(taps()) == toasts
    assert not world.waiting


def test_a_rush_of_votes_and_taps_from_afar(
    bot: telegram.Bot, ask: Ask, url: str, group: Group, crowd: list[Neighbour], world: World
) -> None:
    keyboard = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Buka", url="https://desa.id"))
    sent = ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], reply_markup=keyboard))
    far = Neighbourhood.over_http(url, patience=5)
    people = [Neighbour(far.door, world.state.people[one.id].as_user() | {"name": one.name}) for one in crowd[:100]]
    votes = rush([partial(one.votes, "Lampu", in_=group) for one in people], per_second=500)
    poll = people[0].sees_poll(in_=group)
    taps = rush([partial(one.taps_old, poll, "Buka") for one in people], per_second=0, hands=8)
    assert world.state.polls[sent.poll.id].options[1].count == len(votes.waits) == len(taps.waits) == 100
    assert votes.seconds > 99 / 500
    assert votes.within(0) <= votes.within(0.5) <= votes.within(1) == votes.waits[-1] <= votes.seconds
    far.close()


def test_a_rush_tells_what_failed() -> None:
    with pytest.raises(ZeroDivisionError):
        rush([lambda: 1 / 0], per_second=0)
