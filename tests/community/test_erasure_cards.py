"""What the group was shown of a need follows its erasure: taken away if it stands alone, else drawn anew."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import Session

from community import erasure, supports
from storage.database import writing
from storage.needs import Need
from storage.outbox import outbox
from tests.community.polling import SECRET
from tests.community.rt_three import NOW
from tests.community.test_group_news import GROUP, placed, tell
from tests.community.traces import ASKED, an_hour_later


def stands(session: Session, *needs: Need) -> int:
    """One message in the group that shows these."""
    connection = session.connection()
    connection.execute(sa.delete(outbox))
    values = {"chat": GROUP, "rank": 2, "state": "sent", "kind": "need.shown", "message_id": 9}
    made: int = connection.execute(
        sa.insert(outbox).values(**values, due_at=0, created_at=0).returning(outbox.c.id)
    ).scalar_one()
    for need in needs:
        need.group_row_id, need.shown_in_group_at = made, NOW
    session.flush()
    return made


def touched(session: Session) -> list[tuple[str, int]]:
    """What is to be done with messages in the group, and forgotten here."""
    query = sa.select(outbox.c.id, outbox.c.kind, outbox.c.subject_id).order_by(outbox.c.id)
    found = session.connection().execute(query.where(outbox.c.kind.in_(["group.tidy", "need.redrawn"]))).all()
    session.connection().execute(sa.delete(outbox).where(outbox.c.id.in_([one.id for one in found])))
    return [(one.kind, one.subject_id) for one in found]


def test_a_card_of_its_own_is_taken_away_and_may_come_back(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need = tell(session, rt)
        row = stands(session, need)
        asked = erasure.of_need(session, need.id, by=rt.tini, now=ASKED)
        assert touched(session) == [("group.tidy", row)]
        erasure.take_back(session, asked.id, by=rt.tini, now=ASKED)
        assert touched(session) == [], "nothing stands there to be drawn anew"
        assert (need.group_row_id, need.shown_in_group_at) == (None, None), "the group may be shown it once more"


@pytest.mark.parametrize("late", [False, True])
def test_a_list_or_an_old_card_is_drawn_anew_there_and_back(engine: Engine, *, late: bool) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need, other = tell(session, rt), tell(session, rt)
        row = stands(session, need) if late else stands(session, need, other)
        moment = NOW + timedelta(hours=48) if late else ASKED
        asked = erasure.of_need(session, need.id, by=rt.tini, now=moment)
        assert touched(session) == [("need.redrawn", row)]
        erasure.take_back(session, asked.id, by=rt.tini, now=moment)
        assert touched(session) == [("need.redrawn", row)]
        assert need.group_row_id == row


def test_a_need_that_stays_without_its_reporter_is_drawn_anew(engine: Engine) -> None:
    with writing(engine) as session:
        rt = placed(session)
        need, other = tell(session, rt), tell(session, rt)
        supports.support(session, need.id, by=rt.asep, now=NOW)
        row = stands(session, need, other)
        erasure.of_need(session, need.id, by=rt.tini, now=ASKED)
        touched(session)
        erasure.make_final(session, an_hour_later(), secret=SECRET)
        assert touched(session) == [("need.redrawn", row)]
