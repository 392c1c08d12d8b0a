"""What organisers are told of their desk, looked at again at the moment it leaves."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import needs, triage
from community.needs import Report
from conversations import desk_notices
from conversations.calls import Render
from conversations.talk import House
from locales import words
from storage import outbox, people, timeline
from storage.database import writing
from storage.needs import Need
from storage.outbox import Row
from storage.people import Role
from tests.community.rt_three import NOW, RtThree, settle

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip


def told(session: Session, render: Render, subject: int, to: int) -> list[str] | None:
    """The methods of the calls that leave, or None."""
    session.flush()
    row = Row(1, 5_000_000_002, outbox.Class.notice, None, None, None, subject, to, 1, NOW.timestamp())
    calls = render(session, row, words("id"), HOUSE)
    return [call.method for call in calls] if isinstance(calls, list) else None


def row_to(session: Session, person: int) -> Row:
    """The one notice of new needs that waits for this organiser."""
    session.flush()
    query = sa.select(*outbox.ROW).where(outbox.outbox.c.kind == "desk.new", outbox.outbox.c.person_id == person)
    return Row(*session.connection().execute(query).one())


def tell(session: Session, rt: RtThree, now: datetime = NOW) -> Need:
    report = Report(kind="drain", detail="clogged")
    return needs.submit(session, report, by=rt.tini, community_id=rt.community, dialogue_id=None, now=now)


def test_what_somebody_has_looked_at_is_new_no_more(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        row = row_to(session, rt.siti)
        assert desk_notices.new(session, row, words("id"), HOUSE)
        assert desk_notices.new(session, replace(row, person_id=rt.tini), words("id"), HOUSE) is None, "no organiser"
        triage.accept(session, need.id, title=None, by=rt.budi, now=NOW, seen=0)
        session.flush()
        assert desk_notices.new(session, row, words("id"), HOUSE) is None


def test_after_days_in_which_nothing_could_leave_all_are_counted_however_late_it_is(engine: Engine) -> None:
    """The power comes back at night, and the gate puts it off to the morning."""
    with writing(engine) as session:
        rt = settle(session)
        for days in range(4):
            tell(session, rt, now=NOW + timedelta(days=days))
        row = row_to(session, rt.siti)
        (call,) = desk_notices.new(session, replace(row, due_at=row.due_at + 5 * 86_400), words("id"), HOUSE) or []
        assert "4 usulan baru" in str(call.parameters)


def test_what_went_on_to_another_is_not_asked_of_the_first(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        triage.hand_over(session, need.id, to=rt.siti, by=rt.budi, now=NOW, seen=0)
        line = timeline.of_need(session, need.id)[-1]
        assert told(session, desk_notices.handed, line.id, rt.siti) == ["sendMessage"]
        triage.hand_over(session, need.id, to=rt.budi, by=rt.siti, now=NOW, seen=1)
        assert told(session, desk_notices.handed, line.id, rt.siti) is None


def test_the_day_and_the_letter_are_for_what_still_stands_elsewhere(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        need = tell(session, rt)
        today = NOW.date()
        triage.forward(session, need.id, triage.Forwarding("PLN", check_on=today), by=rt.budi, now=NOW, seen=0)
        assert told(session, desk_notices.check, need.id, rt.siti) == ["sendMessage"]
        assert told(session, desk_notices.printed, need.id, rt.siti) == ["sendDocument", "sendDocument"]
        later = today + timedelta(days=14)
        triage.look_again(session, need.id, on=later, by=rt.budi, now=NOW, seen=1)
        assert told(session, desk_notices.check, need.id, rt.siti) is None
        member = people.membership_of(session, rt.siti, rt.community)
        assert member is not None
        member.role = Role.resident
        assert told(session, desk_notices.printed, need.id, rt.siti) is None
        triage.start(session, need.id, by=rt.budi, now=NOW, seen=2)
        assert told(session, desk_notices.printed, need.id, rt.budi) is None
