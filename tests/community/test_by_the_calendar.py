"""Times and reminders of events against an oracle of their own: rules, zones, moves, leap days, nights, Fridays."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_moves, event_reminders, event_times, events, quiet_hours, recurrence
from community.events import Call
from storage import occurrences, reminders
from storage.communities import QUIET_HOURS, Community
from storage.database import writing
from storage.events import Event, EventKind
from storage.occurrences import Occurrence, OccurrenceState
from storage.reminders import Wave
from tests.community import by_the_calendar as oracle
from tests.community.by_the_calendar import Plan
from tests.community.rt_three import RtThree, settle

INDONESIA = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
WITH_SUMMER_TIME = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

clocks = st.builds(time, st.integers(0, 23), st.sampled_from((0, 1, 15, 30, 59)))
zones = st.sampled_from((*INDONESIA, *WITH_SUMMER_TIME))
first_days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
untils = st.none() | st.dates(date(2026, 1, 1), date(2031, 12, 31))
weekdays = st.integers(0, 6)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    every = draw(st.sampled_from(("daily", "weekly", "monthly")))
    interval, until = draw(st.integers(1, 5)), draw(untils)
    if every == "weekly":
        chosen = draw(st.lists(weekdays, max_size=3, unique=True))
        return Plan(every, interval, tuple(sorted(chosen)), until=until)
    if every == "monthly" and draw(st.booleans()):
        nth = draw(st.sampled_from((1, 2, 3, 4, 5, -1)))
        return Plan(every, interval, (draw(weekdays),), nth=nth, until=until)
    day = draw(st.sampled_from((0, 1, 15, 28, 29, 30, 31, -1))) if every == "monthly" else 0
    return Plan(every, interval, day=day, until=until)


@st.composite
def windows(draw: st.DrawFn) -> list[list[str]]:
    """A night, often over midnight; the others that there are; some of nobody's."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        window = [f"{draw(clocks):%H:%M}", f"{draw(clocks):%H:%M}"]
        found.append(window + draw(st.sampled_from(([], ["5"], ["1"], ["7"]))))
    return found


# ── on which days ──


@given(plan=plans(), first=first_days, clock=clocks, span=st.integers(0, 800))
@example(plan=Plan("monthly", day=29), first=date(2027, 12, 29), clock=time(7), span=800)
@example(plan=Plan("monthly", 12), first=date(2028, 2, 29), clock=time(7), span=800)
@example(plan=Plan("monthly", day=31), first=date(2026, 1, 31), clock=time(0), span=400)
@example(plan=Plan("weekly", 2, until=date(2026, 12, 13)), first=date(2026, 11, 29), clock=time(23, 59), span=60)
@settings(max_examples=300, deadline=None)
def test_it_takes_place_on_the_days_that_its_rule_names(plan: Plan, first: date, clock: time, span: int) -> None:
    recurrence.refuse_unfit(plan.rule)
    last = first + timedelta(days=span)
    found = list(recurrence.days(plan.rule, first, clock, after=first, until=last))
    assert found == oracle.days(plan, first, last)
    middle = first + timedelta(days=span // 2)
    assert list(recurrence.days(plan.rule, first, clock, after=middle, until=last)) == [d for d in found if d >= middle]


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        (recurrence.daily(until=date(2026, 12, 5)), Plan("daily", until=date(2026, 12, 5))),
        (recurrence.weekly(every=2), Plan("weekly", 2)),
        (recurrence.monthly(31), Plan("monthly", day=31)),
        (recurrence.monthly(-1), Plan("monthly", day=-1)),
        (recurrence.monthly_on(6, 1), Plan("monthly", weekdays=(6,), nth=1)),
        (recurrence.monthly_on(4, recurrence.LAST), Plan("monthly", weekdays=(4,), nth=-1)),
    ],
)
def test_the_rules_that_are_offered_are_these(rule: str, plan: Plan) -> None:
    assert rule == plan.rule


@given(plan=plans(), last=st.dates(date(2026, 1, 1), date(2031, 12, 31)), first=first_days)
def test_what_is_ended_ends_on_that_day(plan: Plan, last: date, first: date) -> None:
    ended = recurrence.ending(plan.rule, last)
    assert recurrence.until_of(ended) == last
    found = list(recurrence.days(ended, first, time(7), after=first, until=first + timedelta(days=300)))
    assert found == oracle.days(
        Plan(plan.every, plan.interval, plan.weekdays, plan.day, plan.nth, last), first, first + timedelta(days=300)
    )


# ── at which moments ──


@given(day=first_days, clock=clocks, zone=zones)
@example(day=date(2027, 3, 28), clock=time(2, 30), zone="Europe/Berlin")
@example(day=date(2027, 10, 31), clock=time(2, 30), zone="Europe/Berlin")
@example(day=date(2028, 2, 29), clock=time(0, 0), zone="Asia/Jayapura")
@settings(max_examples=300, deadline=None)
def test_seven_in_the_morning_is_seven_in_the_morning(day: date, clock: time, zone: str) -> None:
    assert recurrence.instant(day, clock, zone) == oracle.instant(day, clock, zone)


def moments(day: date, clock: time, zone: str, quiet: Sequence[Sequence[str]]) -> tuple[dict[Wave, datetime], ...]:
    begins_at = oracle.instant(day, clock, zone)
    return event_reminders.times(begins_at, zone, quiet), oracle.reminded_at(begins_at, zone, quiet)


@given(day=first_days, clock=clocks, zone=st.sampled_from(INDONESIA), quiet=st.just(QUIET_HOURS) | windows())
@example(day=date(2026, 11, 27), clock=time(13), zone="Asia/Makassar", quiet=QUIET_HOURS)
@example(day=date(2026, 11, 29), clock=time(0), zone="Asia/Jakarta", quiet=QUIET_HOURS)
@example(day=date(2026, 11, 29), clock=time(5, 30), zone="Asia/Jakarta", quiet=[["19:00", "08:00"]])
@example(day=date(2026, 11, 29), clock=time(7), zone="Asia/Jakarta", quiet=[["00:00", "12:00"], ["12:00", "00:00"]])
@settings(max_examples=100, deadline=None)
def test_reminders_come_before_quiet_hours_and_never_later(
    day: date, clock: time, zone: str, quiet: Sequence[Sequence[str]]
) -> None:
    found, wanted = moments(day, clock, zone, quiet)
    assert found == wanted
    assert all(moment < oracle.instant(day, clock, zone) for moment in found.values())


@given(day=first_days, clock=clocks, zone=st.sampled_from(WITH_SUMMER_TIME), quiet=windows())
@example(day=date(2027, 10, 31), clock=time(4), zone="Europe/Berlin", quiet=[["02:15", "03:30"]])
@example(day=date(2027, 3, 28), clock=time(4), zone="Europe/Berlin", quiet=[["01:30", "03:30"]])
@settings(max_examples=100, deadline=None)
def test_where_clocks_change_they_come_before_quiet_hours_too(
    day: date, clock: time, zone: str, quiet: list[list[str]]
) -> None:
    """Where an hour comes twice, its first is as good as its second."""
    found, wanted = moments(day, clock, zone, quiet)
    minutes = oracle.quiet_minutes(quiet)
    for wave, moment in found.items():
        assert timedelta(0) <= wanted[wave] - moment <= HOUR
        assert moment == wanted[wave] or not oracle.is_quiet(moment, minutes, zone)


@given(moment=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)), zone=zones, quiet=windows())  # noqa: DTZ001 - made aware below
@settings(max_examples=200, deadline=None)
def test_what_is_allowed_last_is_not_quiet(moment: datetime, zone: str, quiet: list[list[str]]) -> None:
    at = moment.replace(tzinfo=UTC, second=0, microsecond=0)
    found = quiet_hours.last_allowed(at, quiet, zone)
    assert found <= at
    assert found == at or not quiet_hours.is_quiet(found, quiet, zone)


# ── what is written ──

NOW = datetime(2027, 12, 1, 3, 17, tzinfo=UTC)
CHANGES = st.lists(
    st.tuples(st.sampled_from(("move", "postpone", "cancel")), st.integers(0, 20), st.integers(-40, 900)), max_size=6
)


def call(session: Session, rt: RtThree, plan: Plan | None, first: date, clock: time, zone: str) -> Event:
    community = session.get_one(Community, rt.community)
    community.time_zone, community.quiet_hours = zone, [list(one) for one in QUIET_HOURS]
    session.flush()
    what = Call(EventKind.work_day, first, clock, rule=plan.rule if plan else None)
    return events.call_together(session, rt.community, what, by=rt.budi, now=NOW)


def changes(session: Session, rt: RtThree, event: Event, asked: list[tuple[str, int, int]]) -> dict[int, datetime]:
    """Each of them, as far as it is possible; when those that were moved begin, by their ids."""
    moved: dict[int, datetime] = {}
    for what, which, hours in asked:
        open_ones = [one for one in occurrences.of_event(session, event.id) if one.state != OccurrenceState.cancelled]
        if not open_ones:
            break
        one = open_ones[which % len(open_ones)]
        to = one.begins_at + hours * HOUR
        if what == "move" and to > NOW and hours:
            event_moves.move(session, one.id, to, "Hujan", by=rt.budi, now=NOW)
            moved[one.id] = to
        elif what == "postpone" and one.state is OccurrenceState.planned:
            event_moves.postpone(session, one.id, "Hujan", by=rt.budi, now=NOW)
        elif what == "cancel":
            event_moves.cancel(session, one.id, "Batal", by=rt.budi, now=NOW)
    return moved


def live(session: Session, one: Occurrence) -> dict[Wave, datetime]:
    return {wave.wave: wave.due_at for wave in reminders.of_occurrence(session, one.id) if wave.done_at is None}


def wanted(one: Occurrence, zone: str) -> dict[Wave, datetime]:
    """The waves that are still to come; whoever is called together late is asked at once."""
    if one.state is not OccurrenceState.planned:
        return {}
    due = oracle.reminded_at(one.begins_at, zone, QUIET_HOURS)
    late = {Wave.eve: NOW} if due[Wave.eve] <= NOW and one.begins_at - NOW >= 2 * HOUR else {}
    return {wave: moment for wave, moment in due.items() if moment > NOW} | late


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_written_is_what_the_calendar_says_whatever_is_changed(engine: Engine) -> None:
    """Twenty-five calls, each of them taken back; the rules and the moments themselves are compared above."""
    with writing(engine) as session:
        rt = settle(session)

        @given(
            plan=st.none() | plans(), days=st.integers(1, 90), clock=clocks, zone=zones, asked=CHANGES,
            later=st.integers(0, 40),
        )  # fmt: skip
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        def holds(
            plan: Plan | None, days: int, clock: time, zone: str, asked: list[tuple[str, int, int]], later: int
        ) -> None:
            undo = session.begin_nested()
            try:
                _compared(session, rt, plan, NOW.date() + days * DAY, clock, zone, asked, later)
            finally:
                undo.rollback()
                session.expire_all()

        holds()


def _compared(
    session: Session, rt: RtThree, plan: Plan | None, first: date, clock: time, zone: str,
    asked: list[tuple[str, int, int]], later: int,
) -> None:  # fmt: skip
    event = call(session, rt, plan, first, clock, zone)
    moved = changes(session, rt, event, asked)
    if event.state == "called":
        event_times.write_ahead(session, event, NOW)
    horizon = max(NOW.astimezone(ZoneInfo(zone)).date() + event_times.AHEAD, first)
    by_rule = oracle.days(plan, first, horizon) if plan else [first]
    found = occurrences.of_event(session, event.id)
    assert [one.original_on for one in found] == by_rule, "whatever was changed, none is lost and none comes twice"
    for one in found:
        assert one.begins_at == moved.get(one.id, oracle.instant(one.original_on, clock, zone))
        assert live(session, one) == wanted(one, zone)
    if plan and event.state == "called":
        event_times.write_ahead(session, event, NOW + later * DAY)
        more = [one.original_on for one in occurrences.of_event(session, event.id)]
        assert more == oracle.days(plan, first, max(horizon, _day(NOW + later * DAY, zone) + event_times.AHEAD))


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
