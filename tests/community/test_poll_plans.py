"""Until when a poll lasts unless somebody says otherwise: in the neighbourhood's own week, whatever its zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from community import poll_closing, poll_plans, polls
from community.polls import Item, Plan
from community.refusals import NotAllowed, NotThere, Overtaken, Refusal
from storage import polls as stored
from storage.database import writing
from storage.polls import Method, PollKind, PollState, Way
from tests.community.rt_three import NOW, settle

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


@pytest.mark.parametrize(
    ("zone", "now", "end"),
    [
        (WIB, "2026-11-23T08:00", "2026-11-27T20:00"),  # Monday
        (WIB, "2026-11-25T20:00", "2026-11-27T20:00"),  # two days to the minute
        (WIB, "2026-11-25T20:01", "2026-12-04T20:00"),
        (WIB, "2026-11-27T19:00", "2026-12-04T20:00"),  # Friday itself
        (WIB, "2026-11-28T09:00", "2026-12-04T20:00"),
        (WITA, "2026-11-25T20:00", "2026-11-27T20:00"),
        (WITA, "2026-11-25T20:01", "2026-12-04T20:00"),
        (WIT, "2026-11-25T20:00", "2026-11-27T20:00"),
        (WIT, "2026-11-25T20:01", "2026-12-04T20:00"),
        (WIT, "2026-11-26T01:00", "2026-12-04T20:00"),  # Thursday there, Wednesday still in UTC
        (WIT, "2026-12-29T12:00", "2027-01-01T20:00"),
        ("America/New_York", "2026-10-28T12:00", "2026-10-30T20:00"),
        ("America/New_York", "2026-10-31T12:00", "2026-11-06T20:00"),  # summer time ends in between
    ],
)
def test_the_usual_end_is_a_friday_evening_two_days_away(zone: str, now: str, end: str) -> None:
    local = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    found = poll_plans.usual_end(local.astimezone(UTC), zone)
    assert found == datetime.fromisoformat(end).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("days", "end"),
    [
        ([], "2026-11-27T20:00"),
        (["2026-12-05T19:30", "2026-12-06T09:00"], "2026-11-27T20:00"),
        (["2026-11-28T19:30", "2026-11-29T09:00"], "2026-11-27T20:00"),
        (["2026-11-26T19:30", "2026-11-29T09:00"], "2026-11-25T20:00"),
        (["2026-11-23T19:30", "2026-11-29T09:00"], "2026-11-23T18:30"),  # this very evening
    ],
)
def test_days_are_chosen_before_the_first_of_them(days: list[str], end: str) -> None:
    zone = ZoneInfo(WIB)
    now = datetime(2026, 11, 23, 8, tzinfo=zone)
    offered = [datetime.fromisoformat(one).replace(tzinfo=zone) for one in days]
    assert poll_plans.end_before(offered, now, WIB) == datetime.fromisoformat(end).replace(tzinfo=zone)


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_the_soonest_day_that_is_taken_leaves_time_to_choose(hour: int) -> None:
    now = datetime(2026, 11, 23, hour, tzinfo=ZoneInfo(WIB))
    polls.refuse_time(poll_plans.end_before([now + poll_plans.SOONEST_DAY], now, WIB), now)


def test_ends_that_are_offered_are_to_come_and_in_order() -> None:
    now = datetime(2026, 11, 27, 23, tzinfo=ZoneInfo(WIB))
    found = poll_plans.ends(now, WIB)
    assert found == sorted(set(found))
    assert all(one > now and one.hour == 20 for one in found)
    assert poll_plans.usual_end(now, WIB) in found


def test_more_time_is_at_the_same_hour_there() -> None:
    zone = "America/New_York"
    closes = datetime(2026, 10, 31, 20, tzinfo=ZoneInfo(zone))
    found = poll_plans.later_ends(closes.astimezone(UTC), closes - timedelta(days=1), zone)
    assert [(one.day, one.hour) for one in found] == [(1, 20), (3, 20), (7, 20)]


# ── rules of opening and extending ──


def plan(**other: object) -> Plan:
    asked: dict[str, object] = {
        "kind": PollKind.own, "items": [Item("A"), Item("B")], "method": Method.choose_one,
        "closes_at": NOW + timedelta(days=3),
    }  # fmt: skip
    return Plan(**(asked | other))  # type: ignore[arg-type]  # fields of a plan


@pytest.mark.parametrize(
    ("way", "method", "fits"),
    [
        (Way.native, Method.choose_one, True),
        (Way.native, Method.yes_no, False),
        (Way.both, Method.choose_one, False),
        (Way.ballot, Method.choose_one, False),
    ],
)
def test_residents_add_options_to_telegrams_own_poll_alone(way: Way, method: Method, *, fits: bool) -> None:
    wanted = plan(way=way, method=method, adds_options=True)
    if fits:
        polls.refuse_unfit(wanted, now=NOW)
        return
    with pytest.raises(NotAllowed, match=r"polls\.not_added_to"):
        polls.refuse_unfit(wanted, now=NOW)


def test_a_native_poll_needs_a_group(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        with pytest.raises(NotThere, match=r"polls\.no_group"):
            polls.open_poll(session, rt.community, plan(way=Way.native), by=rt.budi, now=NOW)


def test_two_organisers_do_not_extend_it_twice(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = polls.open_poll(session, rt.community, plan(), by=rt.budi, now=NOW)
        later = poll.closes_at + timedelta(days=1)
        polls.extend(session, poll.id, later, by=rt.budi, now=NOW, seen=0)
        with pytest.raises(Overtaken, match=r"polls\.moved_already"):
            polls.extend(session, poll.id, later + timedelta(days=1), by=rt.siti, now=NOW, seen=0)
        assert (poll.closes_at, poll.times_extended) == (later, 1)


def test_telegrams_own_poll_lasts_thirty_days_with_all_extensions(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll = polls.open_poll(session, rt.community, plan(), by=rt.budi, now=NOW)
        poll.way = Way.native
        with pytest.raises(Refusal, match=r"polls\.too_long_native"):
            polls.extend(session, poll.id, NOW + timedelta(days=31), by=rt.budi, now=NOW)
        polls.extend(session, poll.id, NOW + timedelta(days=30), by=rt.budi, now=NOW)


def test_called_off_stays_called_off(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        poll_id = polls.open_poll(session, rt.community, plan(), by=rt.budi, now=NOW).id
        poll_closing.call_off(session, poll_id, "Tidak jadi", by=rt.siti, now=NOW)
    with writing(engine) as session:
        poll = stored.by_id(session, poll_id)
        assert poll is not None
        assert (poll.state, poll.why_closed) == (PollState.called_off, "Tidak jadi")
