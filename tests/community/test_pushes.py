"""What leaves now, later, with others or not at all, as tables; and every kind of notice has its place there."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from community.pushes import Digest, Drop, Send, Verdict, Wait, decide
from community.voices import URGENT, VOICES, Voice
from conversations.notices import RENDER
from storage.broadcasts import Urgency
from storage.communities import QUIET_HOURS
from storage.hearing import ANNOUNCEMENT, Listener
from storage.preferences import Hearing, Rhythm

WIB = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=WIB).astimezone(UTC)
NIGHT = datetime(2026, 11, 26, 23, 0, tzinfo=WIB).astimezone(UTC)
MORNING = datetime(2026, 11, 27, 5, 0, tzinfo=WIB).astimezone(UTC)
TINI = Listener([list(one) for one in QUIET_HOURS], "Asia/Jakarta", weekly_cap=12)
SEND, WAIT = Send(), Wait(MORNING)


def verdict(voice: Voice, listener: Listener = TINI, now: datetime = NOON, came: int = 0) -> Verdict:
    return decide(voice, listener, now, came=lambda: came)


def test_every_kind_of_notice_has_its_voice() -> None:
    assert set(VOICES) == {*RENDER, ANNOUNCEMENT}


@pytest.mark.parametrize(
    ("voice", "by_day", "by_night", "enough", "stopped"),
    [
        (Voice.urgent, Send, Send, Send, Send),
        (Voice.personal, Send, Wait, Send, Drop),
        (Voice.news, Send, Wait, Digest, Drop),
        (Voice.passing, Send, Drop, Send, Drop),
    ],
)
def test_each_voice(voice: Voice, by_day: type, by_night: type, enough: type, stopped: type) -> None:
    assert isinstance(verdict(voice), by_day)
    assert isinstance(verdict(voice, now=NIGHT), by_night)
    assert isinstance(verdict(voice, came=12), enough)
    assert isinstance(verdict(voice, replace(TINI, stopped=True)), stopped)


@pytest.mark.parametrize(
    ("news", "digest", "by_day", "by_night"),
    [
        (Hearing.now, Rhythm.weekly, Send, Wait),
        (Hearing.digest, Rhythm.weekly, Digest, Digest),
        (Hearing.digest, Rhythm.daily, Digest, Digest),
        (Hearing.digest, Rhythm.never, Drop, Drop),
        (Hearing.never, Rhythm.weekly, Drop, Drop),
    ],
)
def test_how_news_reaches_a_person(news: Hearing, digest: Rhythm, by_day: type, by_night: type) -> None:
    tini = replace(TINI, news=news, digest=digest)
    assert isinstance(verdict(Voice.news, tini), by_day)
    assert isinstance(verdict(Voice.news, tini, NIGHT), by_night)
    assert verdict(Voice.personal, tini) == SEND, "it is about her own thing"


@pytest.mark.parametrize(("cap", "came", "leaves"), [(12, 11, True), (12, 12, False), (12, 99, False), (0, 0, False)])
def test_enough_is_enough(cap: int, came: int, *, leaves: bool) -> None:
    tini = replace(TINI, weekly_cap=cap)
    assert isinstance(verdict(Voice.news, tini, came=came), Send if leaves else Digest)
    assert isinstance(verdict(Voice.news, replace(tini, digest=Rhythm.never), came=came), Send if leaves else Drop)


@pytest.mark.parametrize(
    ("urgency", "by_day", "by_night", "enough"),
    [
        (Urgency.normal, SEND, WAIT, Digest("enough this week")),
        (Urgency.mourning, SEND, Send(quietly=True), SEND),
        (Urgency.urgent, SEND, SEND, SEND),
    ],
)
def test_announcements(urgency: Urgency, by_day: Verdict, by_night: Verdict, enough: Verdict) -> None:
    tini = replace(TINI, urgency=urgency)
    assert verdict(Voice.news, tini) == by_day
    assert verdict(Voice.news, tini, NIGHT) == by_night
    assert verdict(Voice.news, tini, came=12) == enough
    assert verdict(Voice.news, replace(tini, news=Hearing.never)) == by_day, "that is of needs; these have their own"
    is_urgent = urgency is Urgency.urgent
    for now in (NOON, NIGHT):
        declined = verdict(Voice.news, replace(tini, hears_here=False), now)
        assert declined == (SEND if is_urgent else Drop("no announcements wanted"))
        stopped = replace(tini, stopped=True, hears_here=False)
        assert verdict(Voice.news, stopped, now) == Drop("all stopped"), "truly everything"
        kept = verdict(Voice.news, replace(stopped, keeps_urgent=True), now)
        assert kept == (SEND if is_urgent else Drop("all stopped"))


@pytest.mark.parametrize("voice", [Voice.personal, Voice.news])
def test_who_keeps_the_urgent_ones_hears_nothing_else(voice: Voice) -> None:
    assert verdict(voice, replace(TINI, stopped=True, keeps_urgent=True)) == Drop("all stopped")


@pytest.mark.parametrize("voice", [Voice.urgent, Voice.personal, Voice.passing])
def test_it_is_only_counted_where_that_matters(voice: Voice) -> None:
    def nobody_counts() -> int:
        raise AssertionError("counted")

    decide(voice, TINI, NOON, came=nobody_counts)
    decide(Voice.news, TINI, NIGHT, came=nobody_counts)
    decide(Voice.news, replace(TINI, news=Hearing.digest), NOON, came=nobody_counts)


def test_danger_and_what_was_asked_for_is_urgent() -> None:
    assert {"need.danger", "person.data", "need.letter", "community.poster"} <= URGENT
    assert not URGENT & {"need.moved", "closing.ask", ANNOUNCEMENT}
