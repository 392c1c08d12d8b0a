"""After a need is closed those whom it concerns have the last word: it is not met after all, or it is.

Nobody reads who said so, neither neighbours nor organisers.
"""

from datetime import datetime

from sqlmodel import Session

from community import closing_rounds, closings, journeys, supports, telling
from community.closing_answers import LONGEST_WORDS
from community.closings import Reason
from community.moves import Mover
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import closings as rows
from storage import needs as stored
from storage import supports as supporters
from storage import timeline
from storage.needs import Need, NeedState
from storage.timeline import Event


def is_concerned(session: Session, need: Need, person_id: int) -> bool:
    """Reported it, supports it, or was asked in its last round."""
    if person_id in supporters.concerned(session, need.id):
        return True
    last = rows.latest_of(session, need.id)
    return last is not None and bool(rows.asked(session, last.id, person_id))


def may_reopen(session: Session, need: Need, *, by: int, now: datetime) -> bool:
    """True if this person can still say that it is not met."""
    return closings.may_reopen(need.state, _closed_at(session, need), now) and is_concerned(session, need, by)


def may_confirm(session: Session, need: Need, *, by: int) -> bool:
    """True if it is closed without anybody's word, and this person can give theirs."""
    is_theirs = need.state is NeedState.unconfirmed and is_concerned(session, need, by)
    return is_theirs and by not in closing_rounds.barred_from(session, need)


def _closed_at(session: Session, need: Need) -> datetime:
    """When it came to stand where it stands."""
    story = timeline.of_need(session, need.id)
    return next((line.at for line in reversed(story) if line.state is need.state), need.changed_at)


def check(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """The need, if this person may reopen it.

    Raises NotAllowed for those whom it does not concern, AlreadySo where it is open or has been closed for too long.
    """
    need = supports.open_to(session, need_id, by=by)
    if not is_concerned(session, need, by):
        raise NotAllowed("needs.not_yours")
    if need.state not in (NeedState.resolved, NeedState.unconfirmed):
        raise AlreadySo("closing.not_closed", number=need.number)
    if not closings.may_reopen(need.state, _closed_at(session, need), now):
        raise AlreadySo("closing.long_ago", number=need.number)
    return need


def reopen(
    session: Session, need_id: int, *, reason: Reason | None = None, words: str | None = None, by: int, now: datetime
) -> Need:
    """It is not met after all: by a button's reason, or in words that may be passed on to the organisers."""
    if words is not None and len(words) > LONGEST_WORDS:
        raise TooMuch("needs.too_long", most=LONGEST_WORDS)
    need = _held(session, check(session, need_id, by=by, now=now))
    check(session, need.id, by=by, now=now)
    about = reason.value if reason else None
    line = journeys.move(session, need, NeedState.reopened, Mover.concerned, by=None, now=now, about=about)
    if words:
        journeys.write(session, need, Event.lacking, by=None, now=now, reason=words)
    telling.office(session, "closing.reopened", line.id, community_id=need.community_id, but=None, now=now)
    return need


def confirm(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """A late "beres" for what was closed without anybody's word. Never by one who has worked on it or moved it."""
    need = _held(session, supports.open_to(session, need_id, by=by))
    if need.state is NeedState.resolved:
        return need
    if need.state is not NeedState.unconfirmed:
        raise AlreadySo("closing.not_closed", number=need.number)
    if not may_confirm(session, need, by=by):
        raise NotAllowed("closing.not_by_movers" if is_concerned(session, need, by) else "needs.not_yours")
    journeys.move(session, need, NeedState.resolved, Mover.residents, by=None, now=now)
    return need


def _held(session: Session, need: Need) -> Need:
    held = stored.held(session, need.id)
    if held is None:
        raise NotThere("stage.gone")
    return held
