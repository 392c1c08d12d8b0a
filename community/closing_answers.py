"""What residents answer when they are asked whether a need is met: each for themselves, changed until the round ends.

Whoever answers holds the need, so that no answer falls between count and end.
"""

from datetime import datetime

from sqlmodel import Session

from community.closings import Reason
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import closings as rows
from storage import needs as stored
from storage import people
from storage.closings import ClosingAnswer, Verdict
from storage.needs import Need

LONGEST_WORDS = 500
"""Letters of what a resident says is lacking."""
MISSING = (Verdict.partly, Verdict.not_yet)


def asked_of(session: Session, answer_id: int, *, by: int) -> ClosingAnswer:
    """A question to this person, for looking at. Raises NotThere, and NotAllowed for anyone else or who has left."""
    row = rows.answer_by_id(session, answer_id)
    opened = rows.by_id(session, row.closing_id) if row else None
    need = stored.by_id(session, opened.need_id) if opened else None
    if row is None or need is None:
        raise NotThere("stage.gone")
    if row.person_id != by:
        raise NotAllowed("needs.not_yours")
    if people.membership_of(session, by, need.community_id) is None:
        raise NotAllowed("needs.not_a_member")
    return row


def need_of(session: Session, row: ClosingAnswer) -> Need:
    """The need that a question is about."""
    opened = rows.by_id(session, row.closing_id)
    need = stored.by_id(session, opened.need_id) if opened else None
    if need is None:
        raise NotThere("stage.gone")
    return need


def answer(session: Session, answer_id: int, verdict: Verdict, *, by: int, now: datetime) -> ClosingAnswer:
    """What this person says now; until the round ends the last word counts. Raises AlreadySo once it has ended."""
    row = _open_answer(session, answer_id, by=by)
    if row.verdict is not verdict:
        row.reason = row.words = None
    row.verdict, row.answered_at = verdict, now
    session.add(row)
    return row


def say_why(
    session: Session, answer_id: int, *, reason: Reason | None = None, words: str | None = None, by: int,
    now: datetime,
) -> ClosingAnswer:  # fmt: skip
    """What is lacking: by a button, or in words that may be passed on. Raises AlreadySo if nothing is said to lack."""
    row = _open_answer(session, answer_id, by=by)
    if row.verdict not in MISSING:
        raise AlreadySo("closing.nothing_lacks")
    if words is not None and len(words) > LONGEST_WORDS:
        raise TooMuch("needs.too_long", most=LONGEST_WORDS)
    row.reason, row.words, row.answered_at = reason or row.reason, words or row.words, now
    session.add(row)
    return row


def is_open(session: Session, row: ClosingAnswer) -> bool:
    """True while this question can be answered, and the answer changed."""
    opened = rows.by_id(session, row.closing_id)
    return opened is not None and opened.ended_at is None


def _open_answer(session: Session, answer_id: int, *, by: int) -> ClosingAnswer:
    """As `asked_of`, with its need held, so that no count happens beside it."""
    row = asked_of(session, answer_id, by=by)
    need = stored.held(session, need_of(session, row).id)
    if need is None:
        raise NotThere("stage.gone")
    session.refresh(row)
    opened = rows.latest_of(session, need.id)
    if opened is None or opened.id != row.closing_id or opened.ended_at is not None:
        raise AlreadySo("closing.is_over", number=need.number)
    return row
