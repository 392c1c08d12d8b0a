"""Votes: changed, refused, hidden, from people and from chats, through copies and after a move."""

import pytest
import telegram
from telegram.error import BadRequest, ChatMigrated

from playground import ballots
from playground.driver import Group, Neighbour, Neighbourhood, RefusedError
from playground.world import World
from tests.playground.kit import Ask, Clock, Updates

OPTIONS = ["Selokan", "Lampu", "Paving"]


def test_of_an_anonymous_poll_only_counts_are_told(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    siti.votes("Selokan", in_=group)
    siti.votes("Lampu", in_=group)
    siti.retracts(in_=group)
    told = updates()
    assert [one.poll_answer for one in told] == [None] * 3
    assert [[each.voter_count for each in one.poll.options] for one in told] == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_who_voted_is_told_before_the_counts(
    bot: telegram.Bot, ask: Ask, group: Group, budi: Neighbour, updates: Updates
) -> None:
    """Budi is in the group and has never started the bot."""
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False))
    budi.votes("Paving", in_=group)
    answer, counts = updates()
    assert (answer.poll_answer.user.id, answer.poll_answer.option_persistent_ids) == (budi.id, ("2",))
    assert counts.poll.total_voter_count == 1


def test_the_same_vote_again_is_told_to_nobody(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False))
    siti.votes("Lampu", in_=group)
    updates()
    siti.votes("Lampu", in_=group)
    assert updates() == []


def test_a_vote_may_be_the_last_word(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False, allows_revoting=False))
    siti.votes("Selokan", in_=group)
    updates()
    for again in ([1], [0], []):
        with pytest.raises(RefusedError, match="REVOTE_NOT_ALLOWED"):
            siti.door.vote(sent.poll.id, siti.id, again)
    assert updates() == []
    assert siti.sees_poll(in_=group).counts["Selokan"] == 1


@pytest.mark.parametrize(("places", "words"), [([0, 1], "OPTIONS_TOO_MUCH"), ([3], "OPTION_INVALID")])
def test_votes_that_cannot_be(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, places: list[int], words: str
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    with pytest.raises(RefusedError, match=words):
        siti.door.vote(sent.poll.id, siti.id, places)


def test_only_who_is_in_the_chat_votes(
    bot: telegram.Bot, ask: Ask, group: Group, town: Neighbourhood, siti: Neighbour
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    joko = town.person("Joko")
    with pytest.raises(RefusedError, match="CHAT_FORBIDDEN"):
        joko.door.vote(sent.poll.id, joko.id, [0])
    siti.deletes_account()
    with pytest.raises(RefusedError, match="USER_DEACTIVATED"):
        siti.door.vote(sent.poll.id, siti.id, [0])
    ask(bot.delete_message(group.id, sent.message_id))
    with pytest.raises(RefusedError, match="MESSAGE_ID_INVALID"):
        siti.door.vote(sent.poll.id, siti.id, [0])


def test_results_wait_for_the_vote_or_the_close(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    siti.votes("Lampu", in_=group)
    before = budi.sees_poll(in_=group)
    assert (before.poll["results"], before.counts["Lampu"]) == ("after_vote", 0)
    assert siti.sees_poll(in_=group).counts["Lampu"] == 1


def test_results_may_be_hidden_until_the_close(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, hide_results_until_closes=True))
    siti.votes("Lampu", in_=group)
    assert updates()[-1].poll.options[1].voter_count == 1, "its own bot sees them"
    seen = siti.sees_poll(in_=group)
    assert (seen.poll["results"], seen.counts["Lampu"], seen.poll["my_option_ids"]) == ("after_close", 0, [1])
    ask(bot.stop_poll(group.id, sent.message_id))
    assert siti.sees_poll(in_=group).counts["Lampu"] == 1


def test_the_answer_of_a_quiz_is_no_secret_after_the_vote(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour
) -> None:
    quiz = bot.send_poll(group.id, "Iuran?", ["10", "20"], type="quiz", correct_option_ids=[1], explanation="Rapat Mei")
    assert ask(quiz).poll.correct_option_ids == (1,)
    assert not {"correct_option_ids", "explanation"} & siti.sees_poll(in_=group).poll.keys()
    siti.votes("10", in_=group)
    seen = siti.sees_poll(in_=group).poll
    assert (seen["correct_option_ids"], seen["explanation"]) == ([1], "Rapat Mei")


def test_shuffled_options_keep_their_places_for_the_bot(
    bot: telegram.Bot, ask: Ask, group: Group, town: Neighbourhood, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, shuffle_options=True, is_anonymous=False))
    crowd = town.people(12)
    for one in crowd:
        group.add(one)
    orders = [tuple(one.sees_poll(in_=group).poll["order"]) for one in crowd]
    assert len(set(orders)) > 1
    assert orders == [tuple(one.sees_poll(in_=group).poll["order"]) for one in crowd], "the same at each look"
    updates()
    crowd[0].votes("Paving", in_=group)
    assert updates()[0].poll_answer.option_ids == (2,)


def test_a_channel_votes_beside_its_owner(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False))
    siti.votes("Lampu", in_=group)
    siti.takes_channel("Warung Siti")
    siti.votes("Selokan", in_=group)
    siti.retracts(in_=group)
    siti.takes_channel(None)
    answers = [one.poll_answer for one in updates() if one.poll_answer]
    assert [one.option_ids for one in answers] == [(1,), (0,), ()]
    assert [one.user.id if one.user else one.voter_chat.title for one in answers] == [siti.id, *["Warung Siti"] * 2]
    assert answers[1].voter_chat.type == "channel"
    assert ask(bot.stop_poll(group.id, sent.message_id)).total_voter_count == 1


def test_who_is_no_administrator_any_more_votes_as_herself(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates
) -> None:
    ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False))
    group.make_admin(siti, anonymous=True)
    group.remove(siti)
    group.add(siti)
    updates()
    siti.votes("Lampu", in_=group)
    assert updates()[0].poll_answer.user.id == siti.id


def test_what_a_channel_says_is_the_channels(group: Group, siti: Neighbour, budi: Neighbour) -> None:
    siti.takes_channel("Warung Siti")
    siti.says("Buka sampai malam", in_=group)
    assert budi.sees("Buka sampai malam", in_=group).view["from"]["name"] == "Warung Siti"


def test_a_forwarded_poll_is_the_same_poll(
    bot: telegram.Bot, ask: Ask, group: Group, town: Neighbourhood, siti: Neighbour, budi: Neighbour, updates: Updates
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, is_anonymous=False))
    joko = town.person("Joko")
    other = town.group("RT 04", creator=siti, members=[joko])
    siti.forwards(siti.sees_poll(in_=group), in_=other)
    joko.votes("Lampu", in_=other)
    budi.votes("Lampu", in_=group)
    assert {one.poll_answer.poll_id for one in updates() if one.poll_answer} == {sent.poll.id}
    assert budi.sees_poll(in_=group).counts["Lampu"] == joko.sees_poll(in_=other).counts["Lampu"] == 2


def test_the_bot_forwards_a_poll_and_stops_only_its_own(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    passed = ask(bot.forward_message(siti.id, group.id, sent.message_id))
    assert passed.poll.id == sent.poll.id
    with pytest.raises(BadRequest, match=r"(?i)poll can't be stopped"):
        ask(bot.stop_poll(siti.id, passed.message_id))
    ask(bot.stop_poll(group.id, sent.message_id))
    assert siti.sees_poll(in_=siti).poll["is_closed"]


def test_a_pinned_poll_stays_alive(bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, budi: Neighbour) -> None:
    group.add_bot(by=budi, admin=True)
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS))
    ask(bot.pin_chat_message(group.id, sent.message_id))
    siti.votes("Lampu", in_=group)
    assert ask(bot.get_chat(group.id)).pinned_message.poll.options[1].voter_count == 1


def test_a_poll_outlives_the_move_to_a_supergroup(
    bot: telegram.Bot,
    ask: Ask,
    group: Group,
    town: Neighbourhood,
    siti: Neighbour,
    updates: Updates,
    clock: Clock,
    world: World,
) -> None:
    """It stays in the old history: people read and vote there, but the bot's hands no longer reach it."""
    old = group.id
    sent = ask(
        bot.send_poll(old, "Mana dulu?", OPTIONS, is_anonymous=False, open_period=600, allow_adding_options=True)
    )
    siti.votes("Lampu", in_=group)
    group.migrate()
    joko = town.person("Joko")
    group.add(joko)
    updates()
    joko.votes("Lampu", in_=group)
    siti.adds_option("Gapura", in_=group)
    told = updates()
    assert (told[0].poll_answer.poll_id, told[0].poll_answer.user.id) == (sent.poll.id, joko.id)
    added = next(one.message for one in told if one.message)
    assert (added.chat.id, added.poll_option_added.poll_message.chat.id) == (group.id, old)
    assert siti.sees_poll(in_=group).counts["Lampu"] == 2
    with pytest.raises(ChatMigrated):
        ask(bot.stop_poll(old, sent.message_id))
    clock.passes(601)
    with world.lock:
        ballots.close_due_polls(world)
    assert updates()[-1].poll.is_closed


def test_the_server_closes_polls_by_its_clock(
    bot: telegram.Bot, ask: Ask, group: Group, siti: Neighbour, updates: Updates, clock: Clock, town: Neighbourhood
) -> None:
    sent = ask(bot.send_poll(group.id, "Mana dulu?", OPTIONS, close_date=int(clock()) + 60))
    clock.passes(60)
    town.waits_for(lambda: siti.sees_poll(in_=group).poll["is_closed"], "the close")
    assert updates()[-1].poll.is_closed
    with pytest.raises(RefusedError, match="MESSAGE_POLL_CLOSED"):
        siti.door.vote(sent.poll.id, siti.id, [0])
