"""A day has won: its result leads the organisers to the meeting on it, with the day and the hour filled in."""

from datetime import datetime, timedelta

from conversations.ask_draft import short_moment
from locales import words
from playground.driver import Neighbour
from storage import polls
from storage.events import EventKind
from storage.polls import Method, Poll, PollKind
from tests.stories.calling import LOOK, WHEN, WHERE, the_event, times_of
from tests.stories.first_steps import forges
from tests.stories.town import Town
from tests.stories.voting import are_known, asks, ends, items

BUTTON = "Jadikan kegiatan"


def days_asked(town: Town, chair: Neighbour, tini: Neighbour) -> tuple[int, list[datetime]]:
    """Rapat hari apa? Bu Tini votes for the second day."""
    are_known(town, tini)
    meets = [(town.now() + timedelta(days=days)).replace(minute=30, second=0, microsecond=0) for days in (4, 9)]
    named = [short_moment(one, "Asia/Jakarta", words("id")) for one in meets]
    poll_id = asks(
        town, chair, items(*named), kind=PollKind.day, question="Rapat hari apa?", method=Method.choose_one, most=1
    )
    tini.says("/pilih")
    tini.sees("Rapat hari apa?")
    tini.taps(f"2 {named[1]}")
    tini.sees("Pilih satu")
    return poll_id, meets


def result(one: Neighbour) -> list[str]:
    one.says("/pilih")
    listed = one.sees("Rapat hari apa?")
    if "📊 1 · Rapat hari apa?" in listed.labels:
        one.taps("📊 1")
    return one.sees("Jadi: ").labels


def test_the_day_that_won_becomes_a_meeting_in_three_taps(town: Town, chair: Neighbour, tini: Neighbour) -> None:
    poll_id, meets = days_asked(town, chair, tini)
    ends(town, poll_id)
    assert f"📅 {BUTTON}" not in result(tini), "residents do not call"
    assert f"📅 {BUTTON}" in result(chair)
    chair.taps(BUTTON)
    chair.sees(WHERE)
    chair.taps("Pos ronda")
    assert chair.sees(LOOK).says("💬 Rapat")
    chair.taps("✅ Kirim")
    chair.sees("Terkirim ✓")
    event = the_event(town)
    assert (event.kind, event.poll_id) == (EventKind.meeting, poll_id)
    assert times_of(town)[0].begins_at == meets[1]
    assert f"📅 {BUTTON}" not in result(chair), "they are called already"


def test_a_day_that_is_over_is_asked_for_and_who_may_not_call_may_not(
    town: Town, chair: Neighbour, tini: Neighbour
) -> None:
    poll_id, _ = days_asked(town, chair, tini)
    tini.says("/menu")
    menu = tini.sees("Mau apa?")
    forges(tini, menu, f"meet.{poll_id}")
    ends(town, poll_id)
    assert "Yang mengajak kumpul pengurus" in str(forges(tini, menu, f"meet.{poll_id}"))
    with town.writing() as session:
        poll = session.get_one(Poll, poll_id)
        poll.opened_at -= timedelta(days=20)
        for one in polls.options_of(session, poll_id):
            one.text = short_moment(town.now() - timedelta(days=one.place), "Asia/Jakarta", words("id"))
    result(chair)
    chair.taps(BUTTON)
    chair.sees(WHEN)
