"""How things stand, for operators: what waits, since when, what was set aside. Seconds since 1970, UTC."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from storage import dead_letters
from storage.ballots import PollVoter
from storage.columns import word
from storage.inbox import inbox
from storage.outbox import Class, outbox
from storage.polls import Poll, Way

_INBOX = sa.select(
    sa.func.count().filter(inbox.c.state == word("open")),
    sa.func.min(inbox.c.received_at).filter(inbox.c.state == word("open")),
    sa.func.count().filter(inbox.c.state.in_([word("parked"), word("flood")]), inbox.c.payload.is_not(None)),
)
# Each is read from a partial index alone, however much has been sent.
_UNSENT = sa.select(sa.func.count()).where(outbox.c.state.in_([word("due"), word("leased")]))
_QUEUES = sa.union_all(
    *(
        sa.select(sa.literal_column(str(rank.value)), sa.func.count(), sa.func.min(outbox.c.due_at)).where(
            outbox.c.state == word("due"), outbox.c.rank == sa.literal_column(str(rank.value))
        )
        for rank in Class
    )
)
_ENDED = sa.select(
    sa.func.coalesce(sa.func.sum(outbox.c.unknown), 0), sa.func.count().filter(outbox.c.state == word("given_up"))
)

_POLLS = (
    sa.select(col(Poll.way), sa.func.count(sa.distinct(col(Poll.id))), sa.func.count(col(PollVoter.person_id)))
    .outerjoin(PollVoter, sa.and_(col(PollVoter.poll_id) == col(Poll.id), col(PollVoter.has_vote)))
    .where(col(Poll.state) == word("open"))
    .group_by(col(Poll.way))
)


def of_polls(session: Session) -> dict[str, int]:
    """How many are open, and how many have voted in those, by their way of voting; never who, and never what."""
    found = {row[0]: (row[1], row[2]) for row in session.connection().execute(_POLLS)}
    voters = {f"voters_{way.value}": found.get(way, (0, 0))[1] for way in Way}
    return {"polls_open": sum(polls for polls, _ in found.values()), **voters}


def of_inbox(session: Session) -> dict[str, Any]:
    """How many updates wait, since when the oldest has waited, how many are parked."""
    row = session.connection().execute(_INBOX).one()
    return {"open": row[0], "oldest": row[1], "parked": row[2]}


def of_outbox(session: Session) -> dict[str, Any]:
    """Unsent rows, those in hand included; since when the oldest is due; and by class how many are due, since when."""
    queues = {Class(row[0]): (row[1], row[2]) for row in session.connection().execute(_QUEUES)}
    oldest = min((since for _, since in queues.values() if since is not None), default=None)
    return {"unsent": session.connection().execute(_UNSENT).scalar_one(), "oldest": oldest, "queues": queues}


def of_ended(session: Session) -> dict[str, int]:
    """How many may have arrived twice, were given up, might be tried again. It looks at every row."""
    row = session.connection().execute(_ENDED).one()
    return {"unknown": row[0], "given_up": row[1], "letters": dead_letters.count(session)}
