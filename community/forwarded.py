"""What stands with somebody else: asking again on the day that was set, and the letter that goes along."""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import office, telling
from community.desk import today_in
from community.refusals import AlreadySo, NotThere
from storage import communities, outbox, people, waiting
from storage.needs import Need, NeedState

LATER = timedelta(weeks=2)
"""[Tanya lagi nanti]."""
_A_DAY = timedelta(days=1)
_LOOKS_BACK = timedelta(days=14)
"""What fell due while we were down is still told; less than the outbox remembers what it has told."""


def remind(session: Session, now: datetime) -> int:
    """Ask the organisers once about each need whose day has come; returns how many needs that were."""
    today = now.date()
    due = [
        need
        for need in waiting.to_ask_after(session, today - _LOOKS_BACK, today + _A_DAY)  # a zone may be a day ahead
        if _is_due(session, need, now)
    ]
    for need in due:
        telling.office(
            session, "need.check", need.id, community_id=need.community_id, but=None, now=now,
            once=f"need.check:{need.id}:{need.check_on}",
        )  # fmt: skip
    return len(due)


def _is_due(session: Session, need: Need, now: datetime) -> bool:
    community = communities.by_id(session, need.community_id)
    return community is not None and need.check_on is not None and need.check_on <= today_in(community, now)


def of_office(session: Session, need_id: int, *, by: int) -> Need:
    """A need that stands with somebody else, for one of its organisers. Raises AlreadySo if it no longer does."""
    need = office.sees(session, need_id, by=by)
    if need.state is not NeedState.forwarded:
        raise AlreadySo("needs.cannot_move", number=need.number)
    return need


def send_letter(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Have the letter written and sent to the organiser, as it reads when it leaves; twice in a minute is once."""
    need = of_office(session, need_id, by=by)
    person = people.by_id(session, by)
    if person is None:
        raise NotThere("stage.gone")
    outbox.notice(
        session, kind="need.letter", chat=person.telegram_id, subject_id=need.id, person_id=by,
        due_at=now.timestamp(), now=now.timestamp(), once=f"need.letter:{need.id}:{by}:{now:%Y%m%d%H%M}",
    )  # fmt: skip
    return need
