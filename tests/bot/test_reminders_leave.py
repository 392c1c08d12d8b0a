"""Many reminders that leave together: how each person stands is looked for once, and nothing else is said by that."""

import sqlalchemy as sa
from sqlalchemy import Engine

from conversations import notices
from storage.database import reading, writing
from storage.outbox import ROW, Row, outbox
from storage.rsvps import Answer
from tests.community.leaving import house
from tests.community.meetings import called, only_time
from tests.community.reminded_of import EVE, answers, neighbours, ticks
from tests.community.rt_three import settle

CROWD = 26


def test_how_they_stand_is_looked_for_once(engine: Engine) -> None:
    with writing(engine) as session:
        rt = settle(session)
        more = neighbours(session, rt, CROWD)
        one = only_time(session, called(session, rt))
        ticks(session, EVE)
        answers(session, one, more[0], Answer.coming)
        answers(session, one, more[1], Answer.maybe)
        answers(session, one, more[2], Answer.away)
    asked: list[str] = []
    with reading(engine, remembers=True) as session:
        query = sa.select(*ROW).where(outbox.c.kind == "event.remind").order_by(outbox.c.id)
        rows = [Row(*found) for found in session.connection().execute(query)]
        alone = [str(notices.render(session, row, house(EVE))) for row in rows]
    with reading(engine, remembers=True) as session:
        sa.event.listen(session.connection(), "before_cursor_execute", lambda *call: asked.append(call[2]))
        notices.look_ahead(session, rows, house(EVE))
        ahead = len(asked)
        together = [str(notices.render(session, row, house(EVE))) for row in rows]
    assert together == alone
    assert together.count("None") == 2, "one comes, one cannot"
    assert ahead < 20
    assert len(asked) - ahead < 6 * len(rows)
    assert not any("event_hush" in statement for statement in asked[ahead:])
