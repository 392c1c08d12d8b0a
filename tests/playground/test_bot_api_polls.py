"""Native polls: opening, voting, revoting, closing by hand and by time, and their limits."""

import pytest
import telegram
from telegram.error import BadRequest

from playground import ballots
from playground.driver import Group, Neighbour, RefusedError
from playground.world import World
from tests.playground.kit import Ask, Clock, Updates


def test_an_open_poll(bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    siti.votes("Selokan", in_=group)
    siti.votes("Lampu", in_=group)
    siti.votes(in_=group)
    answers = [one.poll_answer for one in updates() if one.poll_answer]
    assert [one.option_ids for one in answers] == [(0,), (1,), ()]
    assert answers[0].option_persistent_ids == ("0",)
    assert {(one.poll_id, one.user.id) for one in answers} == {(sent.poll.id, siti.id)}


def test_counts_come_as_polls(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], allows_multiple_answers=True))
    siti.votes("Selokan", "Lampu", in_=group)
    budi.votes("Lampu", in_=group)
    polls = [one.poll for one in updates()]
    assert all(polls)
    assert [one.voter_count for one in polls[-1].options] == [1, 2]
    assert polls[-1].total_voter_count == 2


def test_stopping(bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"]))
    siti.votes("Lampu", in_=group)
    poll = ask(bot.stop_poll(group.id, sent.message_id))
    assert (poll.is_closed, poll.options[1].voter_count) == (True, 1)
    with pytest.raises(BadRequest, match=r"(?i)poll has already been closed"):
        ask(bot.stop_poll(group.id, sent.message_id))
    with pytest.raises(RefusedError, match="MESSAGE_POLL_CLOSED"):
        siti.door.vote(sent.poll.id, siti.id, [0])


def test_a_poll_closes_by_its_time(
    bot: telegram.Bot, ask: Ask, group: Group, updates: Updates, clock: Clock, world: World
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], open_period=600))
    clock.passes(601)
    with world.lock:
        ballots.close_due_polls(world)
    assert updates()[-1].poll.is_closed


def test_a_quiz_has_one_chance(bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour) -> None:
    sent = ask(bot.send_poll(group.id, "Iuran?", ["10", "20"], type="quiz", correct_option_ids=[1]))
    siti.votes("10", in_=group)
    with pytest.raises(RefusedError, match="REVOTE_NOT_ALLOWED"):
        siti.door.vote(sent.poll.id, siti.id, [1])


def test_an_anonymous_admin_votes_as_the_group(
    bot: telegram.Bot, ask: Ask, group: Group, budi: Neighbour, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    group.make_admin(budi, anonymous=True)
    budi.votes("Lampu", in_=group)
    answer = next(one.poll_answer for one in updates() if one.poll_answer)
    assert (answer.user, answer.voter_chat.id) == (None, group.id)


@pytest.mark.parametrize(
    ("question", "options", "words"),
    [
        ("x" * 301, ["a"], "length must not exceed 300"),
        ("x", ["a" * 101], "length must not exceed 100"),
        ("x", ["a"] * 13, "more than 12 options"),
        ("x", [], "poll must have at least one answer option"),
        (" ", ["a"], "text must be non-empty"),
        ("x", ["a", " "], "text must be non-empty"),
    ],
)
def test_limits(bot: telegram.Bot, ask: Ask, group: Group, question: str, options: list[str], words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        ask(bot.send_poll(group.id, question, options))


@pytest.mark.parametrize("seconds", [4, 2_628_001])
def test_open_periods(bot: telegram.Bot, ask: Ask, group: Group, seconds: int) -> None:
    with pytest.raises(BadRequest, match=r"(?i)poll_open_period_invalid"):
        ask(bot.send_poll(group.id, "x", ["a", "b"], open_period=seconds))


def test_a_copy_is_a_poll_of_its_own(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", ["Selokan", "Lampu"], is_anonymous=False))
    budi.votes("Lampu", in_=group)
    ask(bot.copy_message(siti.id, group.id, sent.message_id))
    copied = siti.sees_poll("Mana dulu?", in_=siti)
    assert copied.poll["id"] != sent.poll.id
    siti.votes("Selokan", in_=siti)
    assert siti.sees_poll(in_=siti).counts == {"Selokan": 1, "Lampu": 0}
    assert budi.sees_poll(in_=group).counts == {"Selokan": 0, "Lampu": 1}
