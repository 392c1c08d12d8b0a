"""Everything that is stored of one person, table by table: read for them, and for nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.audit import AuditEntry
from storage.ballots import PollVoter
from storage.claims import Claim
from storage.closings import Closing, ClosingAnswer
from storage.communities import Community
from storage.consents import Consent
from storage.dialogues import Standing, open_of
from storage.events import Event
from storage.flags import Flag
from storage.matters import Matter, MatterLine
from storage.media import Media, MediaState
from storage.needs import Need
from storage.outbox import outbox
from storage.people import Membership
from storage.polls import Poll
from storage.reminders import EventHush
from storage.supports import Follow, Support
from storage.timeline import TimelineEntry


@dataclass(frozen=True, slots=True)
class Sent:
    """One message to them; its text is not kept. Times are seconds since 1970, UTC."""

    at: float
    rank: int
    kind: str | None


def _of(session: Session, table: Any, person_id: int) -> list[Any]:
    """Rows of a table that has a column `person_id`, the oldest first."""
    return list(session.exec(select(table).where(table.person_id == person_id).order_by(table.id)))


def memberships(session: Session, person_id: int) -> Sequence[tuple[Membership, Community]]:
    joined = select(Membership, Community).join(Community, col(Community.id) == col(Membership.community_id))
    return session.exec(joined.where(Membership.person_id == person_id).order_by(col(Membership.id))).all()


def consents(session: Session, person_id: int) -> list[Consent]:
    """Withdrawn ones too: they prove what was agreed to while it was."""
    return _of(session, Consent, person_id)


def supports(session: Session, person_id: int) -> list[Support]:
    return _of(session, Support, person_id)


def follows(session: Session, person_id: int) -> list[Follow]:
    return _of(session, Follow, person_id)


def hushed_events(session: Session, person_id: int) -> list[int]:
    """The spoken numbers of events of which they want no reminders."""
    query = select(Event.number).join(EventHush, col(EventHush.event_id) == col(Event.id))
    return list(session.exec(query.where(EventHush.person_id == person_id).order_by(col(Event.id))))


def flags(session: Session, person_id: int) -> list[Flag]:
    return _of(session, Flag, person_id)


def claims(session: Session, person_id: int) -> list[Claim]:
    return _of(session, Claim, person_id)


def votes(session: Session, person_id: int) -> Sequence[tuple[PollVoter, Poll]]:
    """That they have voted, for themselves or for a neighbour, in which polls; the newest first."""
    joined = select(PollVoter, Poll).join(Poll, col(Poll.id) == col(PollVoter.poll_id))
    mine = joined.where(PollVoter.person_id == person_id, col(PollVoter.has_vote))
    return session.exec(mine.order_by(col(Poll.id).desc(), col(PollVoter.whom))).all()


def matters(session: Session, person_id: int) -> list[Matter]:
    return list(session.exec(select(Matter).where(Matter.author_id == person_id).order_by(col(Matter.id))))


def own_lines(session: Session, matter_id: int) -> list[MatterLine]:
    """What the author has added; what the reader answered is the reader's."""
    query = select(MatterLine).where(MatterLine.matter_id == matter_id, col(MatterLine.by_reader).is_(False))
    return list(session.exec(query.order_by(col(MatterLine.id))))


def closing_answers(session: Session, person_id: int) -> Sequence[tuple[ClosingAnswer, Closing]]:
    asked = select(ClosingAnswer, Closing).join(Closing, col(Closing.id) == col(ClosingAnswer.closing_id))
    return session.exec(asked.where(ClosingAnswer.person_id == person_id).order_by(col(ClosingAnswer.id))).all()


def drafts(session: Session, person_id: int) -> list[Standing]:
    """Those that can still be gone on with, the newest first."""
    return open_of(session, person_id)


def files(session: Session, person_id: int) -> list[Media]:
    return _of(session, Media, person_id)


def kept_files(session: Session, person_id: int) -> list[Media]:
    """Those that are on the shelf."""
    return [one for one in files(session, person_id) if one.state is MediaState.kept and one.path]


def own_words(session: Session, person_id: int) -> Sequence[tuple[TimelineEntry, Need]]:
    """Lines of any need's story that this person wrote for themselves, not for the organisers."""
    query = select(TimelineEntry, Need).join(Need, col(Need.id) == col(TimelineEntry.need_id))
    mine = TimelineEntry.actor_id == person_id, col(TimelineEntry.by_office).is_(False)
    return session.exec(query.where(*mine).order_by(col(TimelineEntry.id))).all()


def audit(session: Session, person_id: int) -> list[AuditEntry]:
    """What others changed of this person's things, and of what they are here; the newest first."""
    needs = sa.select(col(Need.id)).where(col(Need.reporter_id) == person_id)
    standing = sa.select(col(Membership.id)).where(col(Membership.person_id) == person_id)
    concerns = sa.or_(
        sa.and_(col(AuditEntry.subject) == "need", col(AuditEntry.subject_id).in_(needs)),
        sa.and_(col(AuditEntry.subject) == "membership", col(AuditEntry.subject_id).in_(standing)),
    )
    return list(session.exec(select(AuditEntry).where(concerns).order_by(col(AuditEntry.id).desc())))


def sent(session: Session, telegram_id: int) -> list[Sent]:
    """What has left for their chat in the last thirty days, the newest first."""
    query = sa.select(outbox.c.sent_at, outbox.c.rank, outbox.c.kind).where(
        outbox.c.chat == telegram_id, outbox.c.sent_at.is_not(None)
    )
    return [Sent(*row) for row in session.connection().execute(query.order_by(outbox.c.id.desc()))]


def numbers(session: Session, need_ids: Sequence[int]) -> dict[int, int]:
    """The spoken number of each need."""
    found = session.exec(select(Need.id, Need.number).where(col(Need.id).in_(need_ids)))
    return dict(found.all())
