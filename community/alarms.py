"""Danger that a resident sees now: all organisers hear of it at once, also in quiet hours."""

from datetime import datetime

from sqlmodel import Session

from community import moves, supports
from community.refusals import AlreadySo, NotThere
from storage import needs, outbox, people
from storage.needs import Need


def raise_alarm(session: Session, need: Need, *, now: datetime) -> int:
    """Tell every organiser who can be reached, except the one who says it; returns how many know of it now.

    Sent in the class of replies: quiet hours are for what can wait, this cannot. Twice is the same as once.
    """
    return _tell(session, need, but=need.reporter_id, once=f"need.danger:{need.id}", now=now)


def still_dangerous(session: Session, need_id: int, *, by: int, now: datetime) -> int:
    """Someone whom a known need concerns sees danger there now: told anew, though it may have been told before.

    Each one's word counts once a day (UTC). Returns how many organisers know; raises NotAllowed for those whom it
    does not concern, AlreadySo for what is closed: nobody would be told.
    """
    supports.of_concerned(session, need_id, by=by)
    need = supports.root(session, _held(session, need_id))
    if need.state in moves.CLOSED:
        raise AlreadySo("needs.is_over", number=need.number)
    need.danger, need.changed_at = True, now
    session.add(need)
    return _tell(session, need, but=by, once=f"need.danger:{need.id}:{by}:{now:%y%m%d}", now=now)


def _held(session: Session, need_id: int) -> Need:
    need = needs.held(session, need_id)
    if need is None:
        raise NotThere("stage.gone")
    return need


def _tell(session: Session, need: Need, *, but: int | None, once: str, now: datetime) -> int:
    organisers = people.organisers_of(session, need.community_id)
    for organiser in organisers:
        if organiser.id == but:
            continue
        outbox.notice(
            session,
            kind="need.danger",
            chat=organiser.telegram_id,
            subject_id=need.id,
            person_id=organiser.id,
            due_at=now.timestamp(),
            now=now.timestamp(),
            rank=outbox.Class.reply,
            once=f"{once}:{organiser.id}",
        )
    return len(organisers)
