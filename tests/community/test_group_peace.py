"""The group's peace, whatever speaks there: one unasked message a day, in no quiet hour, also after an outage."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import event_group_line, event_reminders, events, group_news, pushes
from community.pushes import Drop, Send
from community.voices import VOICES, Voice
from conversations.notices import RENDER
from storage import communities
from storage.communities import QUIET_HOURS, Community
from storage.database import writing
from storage.outbox import ROW, Row, outbox
from tests.community.meetings import call
from tests.community.rt_three import RtThree
from tests.community.test_group_news import GROUP, accepted, placed

WIB = ZoneInfo("Asia/Jakarta")
MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=WIB).astimezone(UTC)
HALF_HOUR = timedelta(minutes=30)
BY_A_TAP = {"group.placing", "group.card", "group.tidy", "need.shown", "need.redrawn"}
"""The bot was added, a neighbour shares; or no sound is made."""
UNASKED = {group_news.UNASKED, group_news.OF_WEEK, event_group_line.LINE}


def due(session: Session, now: datetime) -> list[Row]:
    query = sa.select(*ROW).where(
        outbox.c.chat == GROUP, outbox.c.state == "due", outbox.c.due_at <= now.timestamp(), outbox.c.kind.in_(UNASKED)
    )
    return [Row(*row) for row in session.connection().execute(query.order_by(outbox.c.id))]


def leaves(session: Session, now: datetime) -> list[datetime]:
    """What the courier sends at this moment; what is dropped has ended."""
    sent = []
    for row in due(session, now):
        verdict = pushes.decide_for(session, row, now)
        assert isinstance(verdict, Send | Drop), "nothing unasked waits for another hour"
        state = "sent" if isinstance(verdict, Send) else "moot"
        session.connection().execute(outbox.update().where(outbox.c.id == row.id).values(state=state))
        sent += [now] if state == "sent" else []
    return sent


STRIKES = {time(16, 30), time(17), time(19, 30), time(20)}
"""When the clock looks for news, also where the power goes before anything leaves."""


def two_weeks(session: Session, rt: RtThree, rng: Random) -> list[datetime]:
    """Needs come in at any hour, organisers call for one of the next days; now and then the power is off for hours."""
    sent: list[datetime] = []
    off_until = MONDAY
    for step in range(14 * 48):
        now = MONDAY + step * HALF_HOUR
        clock = now.astimezone(WIB).time()
        if rng.random() < 0.05:
            accepted(session, rt, at=now)
        if rng.random() < 0.03:
            _called(session, rt, now, days=rng.randint(1, 3), hour=rng.choice((6, 7, 16, 20)))
        while event_reminders.write_due(session, now):
            pass
        if rng.random() < 0.02:
            off_until = now + timedelta(hours=rng.choice((2, 5, 26)))
        if clock in STRIKES:
            group_news.show_what_is_new(session, now)
            group_news.show_the_week(session, now)
        if now >= off_until and (clock in STRIKES or clock.minute == 0):
            sent += leaves(session, now)
    return sent


def _called(session: Session, rt: RtThree, now: datetime, *, days: int, hour: int) -> None:
    here = [one.id for one in communities.destinations_of(session, rt.community)]
    day = now.astimezone(WIB).date() + timedelta(days=days)
    events.call_together(
        session, rt.community, call(begins_on=day, begins_at=time(hour), destinations=here), by=rt.budi, now=now
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_at_most_one_a_day_and_none_in_quiet_hours(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        here = session.get_one(Community, rt.community)
        here.quiet_hours = [list(one) for one in QUIET_HOURS]
        sent = two_weeks(session, rt, Random(3))
        days = Counter(one.astimezone(WIB).date() for one in sent)
        assert set(days.values()) == {1}
        assert len(days) > 4
        assert any(day.weekday() == 6 for day in days)
        assert {row.kind for row in _all(session)} == UNASKED
        assert not [one for one in sent if group_news.is_quiet(here, one)]


def _all(session: Session) -> list[Row]:
    query = sa.select(*ROW).where(outbox.c.kind.in_(UNASKED), outbox.c.state == "sent")
    return [Row(*row) for row in session.connection().execute(query)]


def test_what_comes_late_is_of_another_day(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        accepted(session, rt, at=MONDAY)
        assert group_news.show_what_is_new(session, MONDAY + timedelta(hours=17)) == 1
        (row,) = due(session, MONDAY + timedelta(hours=17))
        assert pushes.decide_for(session, row, MONDAY + timedelta(hours=20)) == Send()
        assert pushes.decide_for(session, row, MONDAY + timedelta(hours=33)) == Drop("its day is over")


def test_what_may_be_said_in_a_group_unasked_is_known() -> None:
    """A new kind that speaks there of its own accord must take the day's one name, as these do."""
    unasked = {kind for kind, voice in VOICES.items() if voice is Voice.passing}
    assert unasked == UNASKED
    assert set(RENDER) > BY_A_TAP
