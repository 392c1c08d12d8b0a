"""Trouble on demand, as a real client library meets it."""

from datetime import timedelta

import pytest
import telegram
from telegram.error import NetworkError, RetryAfter, TimedOut

from playground.driver import Group, Neighbour, Neighbourhood
from tests.playground.kit import Ask, Updates


def test_a_flood_passes(bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood) -> None:
    town.flood(siti.id, retry_after=7, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refused:
            ask(bot.send_message(siti.id, "halo"))
        assert refused.value.retry_after == timedelta(seconds=7)
    assert ask(bot.send_message(siti.id, "halo")).text == "halo"
    assert [one["ok"] for one in town.sent()] == [False, False, True]


def test_a_flood_may_be_for_one_chat_only(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, budi: Neighbour, town: Neighbourhood
) -> None:
    budi.starts()
    town.flood(siti.id, times=1)
    assert ask(bot.send_message(budi.id, "halo"))


def test_an_error_of_the_server_does_nothing(bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood) -> None:
    town.fail("sendMessage", "500")
    with pytest.raises(NetworkError, match="Internal Server Error"):
        ask(bot.send_message(siti.id, "halo"))
    siti.does_not_see("halo", seconds=0)


@pytest.mark.parametrize(("kind", "seen"), [("drop", []), ("disconnect_after", ["halo"])])
def test_a_cut_connection(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood, kind: str, seen: list[str]
) -> None:
    town.fail("sendMessage", kind)
    with pytest.raises(NetworkError):
        ask(bot.send_message(siti.id, "halo"))
    messages = siti.door.news(siti.id)["messages"]
    assert [one["text"] for one in messages if not one["mine"]] == seen


def test_an_answer_that_never_comes_to_something_done(
    bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood
) -> None:
    town.fail("sendMessage", "timeout")
    with pytest.raises(TimedOut):
        ask(bot.send_message(siti.id, "halo", read_timeout=0.2))
    siti.sees("halo", patience=0)


def test_a_late_answer(bot: telegram.Bot, ask: Ask, siti: Neighbour, town: Neighbourhood) -> None:
    town.fail(None, "timeout", delay=0.05)
    assert ask(bot.send_message(siti.id, "halo")).text == "halo"


def test_questions_are_spared_unless_named(bot: telegram.Bot, ask: Ask, town: Neighbourhood) -> None:
    town.fail(None, "500")
    assert ask(bot.get_me())
    town.fail("getMe", "500")
    with pytest.raises(NetworkError):
        ask(bot.get_me())


def test_votes_may_be_kept_back_and_let_go(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour, town: Neighbourhood, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    town.withhold("poll_answer")
    siti.votes("Lampu", in_=group)
    budi.votes("Selokan", in_=group)
    siti.votes("Selokan", in_=group)
    known = updates()
    assert not any(one.poll_answer for one in known), "the counts alone come"
    town.withhold("poll_answer", on=False)
    late = updates()
    assert [(one.poll_answer.user.id, one.poll_answer.option_ids) for one in late] == [
        (siti.id, (1,)),
        (budi.id, (0,)),
        (siti.id, (0,)),
    ]
    assert late[0].update_id > known[-1].update_id


def test_votes_may_come_twice(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, town: Neighbourhood, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    town.deliver_twice("poll_answer")
    siti.votes("Lampu", in_=group)
    first, _ = updates()
    assert [one.update_id for one in updates()] == [first.update_id]
    assert updates() == []
    siti.votes("Selokan", in_=group)
    assert len(updates()) == 2
    assert updates() == []
