"""Neighbours vote in the group, in Telegram's own poll: in a talk with nobody, and it counts."""

from datetime import timedelta

from sqlmodel import select

from community import poll_closing, polls
from playground.driver import Neighbour
from storage import polls as stored
from storage.ballots import Ballot, PollVoter
from storage.people import Membership
from storage.polls import PollState, Way
from storage.stray_votes import StrayVote
from tests.community.polling import tap
from tests.stories.native_polls import (
    QUESTION,
    has,
    is_counted,
    poll_of,
    stands_in_the_group,
    updates_handled,
    votes,
)
from tests.stories.rt_three import person_of
from tests.stories.town import Town

SOON = 40.0
"""Two rounds of the clock."""


def test_it_is_asked_with_all_that_one_should_know(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    _, group = stands_in_the_group(town, chair, tini)
    seen = tini.sees_poll(QUESTION, in_=group).poll
    assert str(seen["question"]).startswith("Rapat hari apa? (No. 1 · ")
    assert [one["text"] for one in seen["options"]] == ["Sabtu", "Minggu", "Senin"]
    (call,) = town.neighbourhood.sent("sendPoll")
    asked = call["params"]
    assert "Pak Budi bertanya untuk warga RT 03" in str(asked["description"])
    assert "Nama pemilih terlihat oleh semua" in str(asked["description"])
    flags = ("is_anonymous", "allows_multiple_answers", "allows_revoting", "hide_results_until_closes")
    assert [str(asked[flag]).lower() for flag in flags] == ["false", "false", "true", "true"]


def test_neighbours_vote_change_their_minds_and_take_it_back(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, asep)
    said = len(town.neighbourhood.sent("sendMessage"))
    tini.votes("Minggu", in_=group)
    asep.votes("Sabtu", in_=group)
    has(town, poll_id, "Minggu", "Sabtu")
    asep.votes("Senin", in_=group)
    has(town, poll_id, "Minggu", "Senin")
    tini.retracts(in_=group)
    has(town, poll_id, "Senin")
    assert len(town.neighbourhood.sent("sendMessage")) == said, "nobody is spoken to for a vote"


def test_several_may_be_chosen_where_it_says_so(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, method=stored.Method.approval, most=2)
    tini.votes("Minggu", "Senin", in_=group)
    town.waits_for(lambda session: votes(session, poll_id) == [["Minggu", "Senin"]], "both")


def test_a_strangers_an_anonymous_and_a_channels_vote_leave_nothing(
    town: Town, chair: Neighbour, tini: Neighbour, joko: Neighbour
) -> None:
    rina = town.person("Rina")
    poll_id, group = stands_in_the_group(town, chair, tini, joko, rina)
    group.make_admin(chair, anonymous=True)
    rina.takes_channel("Kabar Rina")
    chair.votes("Sabtu", in_=group)
    rina.votes("Senin", in_=group)
    joko.votes("Senin", in_=group)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    updates_handled(town)
    with town.session() as session:
        assert [one.person_id for one in session.exec(select(PollVoter))] == [person_of(session, tini).id]
        assert list(session.exec(select(StrayVote))) == []
        assert len(list(session.exec(select(Ballot)))) == 1


def test_a_vote_does_not_open_the_way_into_a_closed_chat(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    """Who blocked us, and votes in the group, has not unblocked us."""
    poll_id, group = stands_in_the_group(town, chair, tini)
    tini.blocks_bot()
    town.waits_for(lambda session: not person_of(session, tini).reachable, "the block")
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    with town.session() as session:
        assert not person_of(session, tini).reachable


def test_who_has_left_votes_in_vain(town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, asep)
    with town.writing() as session:
        gone = person_of(session, asep).id
        session.delete(session.exec(select(Membership).where(Membership.person_id == gone)).one())
    asep.votes("Sabtu", in_=group)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    updates_handled(town)
    has(town, poll_id, "Minggu")


def test_an_option_that_a_neighbour_adds_can_be_chosen_and_deleted(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, asep, adds_options=True)
    tini.adds_option("Selasa malam", in_=group)
    asep.votes("Selasa malam", in_=group)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu", "Selasa malam")
    tini.deletes_option("Selasa malam", in_=group)
    has(town, poll_id, "Minggu")


def test_a_vote_for_an_option_that_overtakes_the_news_of_it_is_not_lost(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, adds_options=True)
    town.neighbourhood.withhold("poll")
    tini.adds_option("Selasa malam", in_=group)
    tini.votes("Selasa malam", in_=group)
    town.waits_for(lambda session: list(session.exec(select(StrayVote))), "the vote")
    town.neighbourhood.withhold("poll", on=False)
    has(town, poll_id, "Selasa malam")


def test_the_group_becomes_a_supergroup_in_the_middle(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    """The poll stays in the old chat's history, and is voted in there; nothing can stop it there but its own time."""
    poll_id, group = stands_in_the_group(town, chair, tini, asep)
    tini.votes("Minggu", in_=group)
    group.migrate()
    updates_handled(town)
    asep.votes("Sabtu", in_=group)
    tini.votes("Senin", in_=group)
    has(town, poll_id, "Senin", "Sabtu")
    with town.writing() as session:
        poll_closing.close_early(session, poll_id, "Sudah jelas", by=person_of(session, chair).id or 0, now=town.now())
    asep.votes("Minggu", in_=group)
    updates_handled(town)
    has(town, poll_id, "Senin", "Sabtu")


def test_closing_it_early_stops_it_in_the_group(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    with town.writing() as session:
        poll_closing.close_early(session, poll_id, "Sudah jelas", by=person_of(session, chair).id or 0, now=town.now())
    town.neighbourhood.waits_for(lambda: tini.sees_poll(QUESTION, in_=group).poll["is_closed"], "the end in the group")
    assert is_counted(town, poll_id)["votes"] == 1


def test_telegram_closes_it_in_time_and_it_is_counted(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    """Its last seconds: the answers are still on their way when the time is over."""
    poll_id, group = stands_in_the_group(town, chair, tini)
    town.neighbourhood.withhold("poll_answer")
    tini.votes("Minggu", in_=group)
    town.passes(minutes=60)
    for one in town.world.state.polls.values():
        one.close_date = town.world.now
    town.neighbourhood.withhold("poll_answer", on=False)
    town.neighbourhood.patience = SOON
    assert is_counted(town, poll_id)["votes"] == 1


def test_it_is_counted_late_rather_than_never_with_what_came_meanwhile(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    """The bot is away over its end. What Telegram took in time, it has kept for us."""
    poll_id, group = stands_in_the_group(town, chair, tini, asep)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    town.stop()
    asep.votes("Sabtu", in_=group)
    town.passes(hours=2)
    for one in town.world.state.polls.values():
        one.close_date = town.world.now
    town.start()
    town.neighbourhood.patience = SOON
    assert is_counted(town, poll_id)["votes"] == 2


def test_with_more_time_it_is_put_up_again_when_telegram_closes_it(
    town: Town, chair: Neighbour, tini: Neighbour, asep: Neighbour
) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, asep)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    with town.writing() as session:
        until = poll_of(session, poll_id).closes_at + timedelta(days=1)
        polls.extend(session, poll_id, until, by=person_of(session, chair).id or 0, now=town.now())
    for one in town.world.state.polls.values():
        one.close_date = town.world.now
    town.waits_for(lambda session: len(stored.cards_of(session, poll_id)) == 2, "another poll")
    town.waits_for(lambda session: all(one.native_id for one in stored.cards_of(session, poll_id)), "its id")
    asep.votes("Senin", in_=group)
    tini.votes("Sabtu", in_=group)
    has(town, poll_id, "Sabtu", "Senin")
    with town.session() as session:
        assert poll_of(session, poll_id).state is PollState.open


def test_who_votes_by_both_ways_has_one_vote(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    poll_id, group = stands_in_the_group(town, chair, tini, way=Way.both)
    tini.votes("Minggu", in_=group)
    has(town, poll_id, "Minggu")
    with town.writing() as session:
        option = next(one.id for one in stored.options_of(session, poll_id) if one.text == "Senin")
        by = person_of(session, tini).id or 0
        tap(session, option, by=by, secret=town.settings.secret_key.get_secret_value(), now=town.now())
    has(town, poll_id, "Senin")
    tini.votes("Sabtu", in_=group)
    has(town, poll_id, "Sabtu")
