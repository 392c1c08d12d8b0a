"""What residents answered is counted and told to organisers, several answers at a time; then it has its outcome."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from community import closing_rounds, closings, journeys, telling
from community.closing_answers import MISSING
from community.closings import Outcome, Voice
from community.moves import Mover
from storage import closings as rows
from storage import communities
from storage import needs as stored
from storage.closings import Closing, ClosingAnswer
from storage.needs import Need, NeedState
from storage.timeline import Event

_WHERE_IT_GOES = {
    Outcome.resolved: (NeedState.resolved, Mover.residents),
    Outcome.reopened: (NeedState.reopened, Mover.residents),
    Outcome.unconfirmed: (NeedState.unconfirmed, Mover.clock),
}


def tally_due(session: Session, now: datetime) -> int:
    """Tell organisers what is due to be told, and let it have its outcome; returns how many rounds that were."""
    due = [one.need_id for one in rows.open_rounds(session) if _is_due(session, one, now)]
    return sum(_tell(session, need_id, now) for need_id in due)


def _is_due(session: Session, opened: Closing, now: datetime) -> bool:
    need = stored.by_id(session, opened.need_id)
    community = communities.by_id(session, need.community_id) if need else None
    if need is None or community is None:
        return False
    return closings.are_told(
        _voices(rows.answers_of(session, opened.id)), told_at=opened.told_at, ends_at=opened.ends_at, now=now,
        quiet=community.quiet_hours, zone=community.time_zone,
    )  # fmt: skip


def _voices(answers: Iterable[ClosingAnswer]) -> list[Voice]:
    return [
        Voice(one.verdict, one.answered_at, one.person_id, one.is_reporter, one.reason)
        for one in answers
        if one.verdict is not None and one.answered_at is not None
    ]


def _tell(session: Session, need_id: int, now: datetime) -> bool:
    """Count, tell, and move the need where the answers lead; looked at once more now that the need is held."""
    need, opened = stored.held(session, need_id), rows.latest_of(session, need_id)
    if need is None or opened is None or opened.ended_at is not None or not _is_due(session, opened, now):
        return False
    if need.state is not NeedState.awaiting_confirmation:
        closing_rounds.end(session, opened, now)  # it stands elsewhere by another way: nobody's answer matters any more
        return False
    answers = rows.answers_of(session, opened.id)
    counted = _count(opened, _voices(answers))
    opened.told_at, opened.told_count = now, counted.answers
    session.add(opened)
    _pass_words_on(session, need, answers, now)
    came_to = closings.outcome(counted, is_over=now >= opened.ends_at)
    if came_to in _WHERE_IT_GOES:
        state, mover = _WHERE_IT_GOES[came_to]
        about = ",".join(opened.reasons) if came_to is Outcome.reopened else None
        closing_rounds.end(session, opened, now)
        journeys.move(session, need, state, mover, by=None, now=now, about=about or None)
    telling.office(session, "closing.told", opened.id, community_id=need.community_id, but=None, now=now, gathered=True)
    return True


def _count(opened: Closing, voices: list[Voice]) -> closings.Tally:
    counted = closings.tally(voices)
    opened.done, opened.partly = counted.done, counted.partly
    opened.not_yet, opened.unseen = counted.not_yet, counted.unseen
    opened.reasons = closings.reasons(voices)
    return counted


def _pass_words_on(session: Session, need: Need, answers: Iterable[ClosingAnswer], now: datetime) -> None:
    """Words that may be passed on become lines for the organisers, mixed; from then on they are nobody's."""
    given = [one for one in answers if one.words and one.verdict in MISSING]
    for words in sorted(one.words or "" for one in given):
        journeys.write(session, need, Event.lacking, by=None, now=now, reason=words)
    for one in given:
        one.words = None
        session.add(one)
