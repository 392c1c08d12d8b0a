"""Asep has told a need for Mbah Karto, who is Pak Joko and joins later; and what has been written to whom."""

import sqlalchemy as sa
from sqlmodel import Session

from community import needs
from community.needs import Report
from storage.needs import Need
from storage.outbox import outbox
from tests.community.rt_three import NOW, RtThree

KARTO = Report(kind="water", detail="murky", near_home=True, on_behalf_of="Mbah Karto")
Place = tuple[Session, RtThree]


def tell(place: Place, report: Report = KARTO, by: int | None = None) -> Need:
    session, rt = place
    return needs.submit(session, report, by=by or rt.asep, community_id=rt.community, dialogue_id=None, now=NOW)


def told(session: Session) -> list[tuple[str | None, int | None]]:
    """Kind and recipient of every notice that waits, in the order they were written; not that there are new needs."""
    query = (
        sa.select(outbox.c.kind, outbox.c.person_id)
        .where(outbox.c.state == "due", outbox.c.kind != "desk.new")
        .order_by(outbox.c.id)
    )
    return [(row.kind, row.person_id) for row in session.connection().execute(query)]
