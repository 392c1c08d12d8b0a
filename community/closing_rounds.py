"""Rounds of asking whether a need is met: opened by the organisers, who then work on it again or explain.

Whom they ask and what comes of it is decided in `community.closings`; answers are `community.closing_answers`.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from community import closings, moves, office, supports, telling
from community.closings import Asked
from community.journeys import LONGEST_REASON
from community.moves import Mover
from community.refusals import AlreadySo, NotAllowed, TooMuch
from storage import closings as rows
from storage import communities, media, people, timeline
from storage import needs as stored
from storage import supports as supporters
from storage.closings import Closing, ClosingAnswer, Verdict
from storage.media import Media, MediaKind
from storage.needs import Need, NeedState
from storage.timeline import Event

# ── opening ──


def say_done(
    session: Session, need_id: int, *, words: str | None, dialogue_id: int | None, by: int, now: datetime,
    seen: int | None, chance: Random,
) -> Closing:  # fmt: skip
    """An organiser says that it is done, by a sentence or the last photo of that draft; residents are asked.

    Refuses a bare claim, and what is hidden. Those who are asked read it in their question, all others who hear of it
    as news.
    """
    need = office.holds(session, need_id, by=by, seen=seen)
    refuse_hidden(need)
    photo = _last_photo(session, dialogue_id)
    if photo is None and not (words or "").strip():
        raise NotAllowed("closing.proof_needed")
    if words is not None and len(words) > LONGEST_REASON:
        raise TooMuch("needs.too_long", most=LONGEST_REASON)
    line = office.move(
        session, need, NeedState.awaiting_confirmation, by=by, now=now, reason=words or None,
        media_id=photo.id if photo else None, quietly=True,
    )  # fmt: skip
    if dialogue_id is not None:
        media.give_to_need(session, dialogue_id, need.id)
    community = communities.by_id(session, need.community_id)
    days = timedelta(days=community.confirm_days if community else 0)
    opened = Closing(need_id=need.id, opened_at=now, opened_by_id=by, entry_id=line.id, ends_at=now + days)
    session.add(opened)
    session.flush()
    asked = _ask(session, need, opened, by=by, now=now, chance=chance)
    telling.all_concerned(session, need, line, but=by, now=now, asked=asked)
    return opened


def refuse_hidden(need: Need) -> None:
    """Neighbours cannot be asked about what they may not see. Raises AlreadySo."""
    if need.hidden_at is not None:
        raise AlreadySo("closing.is_hidden", number=need.number)


def _last_photo(session: Session, dialogue_id: int | None) -> Media | None:
    sent = media.of_dialogue(session, dialogue_id) if dialogue_id is not None else []
    return next((one for one in reversed(sent) if one.kind is MediaKind.photo), None)


def _ask(session: Session, need: Need, opened: Closing, *, by: int, now: datetime, chance: Random) -> set[int]:
    """Write down whom the round asks, and the questions; returns who they are."""
    here = rows.within_reach(session, need.community_id)
    concerned = [one for one in whom_it_concerns(session, need) if one.person_id in here]
    residents = [person_id for person_id, is_resident in here.items() if is_resident]
    barred = barred_from(session, need) | {by}
    asked = closings.to_ask(concerned, residents, barred=barred, chance=chance)
    questions = [
        ClosingAnswer(
            closing_id=opened.id, person_id=one.person_id, whom=one.whom, is_concerned=one.is_concerned,
            is_reporter=one.is_reporter, asked_at=now,
        )
        for one in asked
    ]  # fmt: skip
    session.add_all(questions)
    session.flush()
    _put(session, need, questions, now)
    return {one.person_id for one in asked}


def _put(
    session: Session, need: Need, questions: Collection[ClosingAnswer], now: datetime, *, gathered: bool = False
) -> None:
    """Each question to the one whom it asks, where they can be reached; `gathered` as in `telling.each`."""
    asked = {one.id: one for one in people.by_ids(session, {one.person_id for one in questions}) if one.reachable}
    told = [(asked[one.person_id], one.id) for one in questions if one.person_id in asked]
    telling.each(session, "closing.ask", told, community_id=need.community_id, now=now, gathered=gathered)


def whom_it_concerns(session: Session, need: Need) -> list[Asked]:
    """Reporters and supporters of the need and of all that were merged into it, once for each they speak for."""
    found: dict[tuple[int, str], Asked] = {}
    for need_id in supporters.family_ids(session, need.id):
        told = stored.by_id(session, need_id)
        if told is not None and told.reporter_id is not None:
            whom = supports.whom_for(told.on_behalf_of)
            found[told.reporter_id, whom] = Asked(told.reporter_id, whom, is_concerned=True, is_reporter=True)
    for one in supporters.of_need(session, need.id):
        if one.person_id is not None:
            key = (one.person_id, one.whom)
            found.setdefault(key, Asked(*key, is_concerned=True, is_reporter=False))
    return list(found.values())


def barred_from(session: Session, need: Need) -> set[int]:
    """Who cannot say that it is done: organisers who moved it since it came or was reopened, and who sees to it."""
    story = timeline.of_need(session, need.id)
    begins = max(
        (place for place, line in enumerate(story) if line.state in (NeedState.received, NeedState.reopened)), default=0
    )
    movers = {line.actor_id for line in story[begins:] if line.by_office and line.event is Event.moved}
    return {one for one in (*movers, need.assigned_to_id) if one is not None}


# ── what organisers do with it ──


def work_again(session: Session, need_id: int, *, by: int, now: datetime, seen: int | None) -> Need:
    """[Kerjakan lagi]: something is lacking, and the organisers see to it. Raises AlreadySo if nobody is asked."""
    need = office.holds(session, need_id, by=by, seen=seen)
    opened = rows.latest_of(session, need.id)
    if opened is None or not moves.may_move(need.state, NeedState.reopened, Mover.office):
        raise AlreadySo("needs.cannot_move", number=need.number)
    end(session, opened, now)
    office.move(session, need, NeedState.reopened, by=by, now=now, about=",".join(opened.reasons) or None)
    return need


def ask_anew(session: Session, need: Need, *, now: datetime) -> set[int]:
    """The organisers have explained: whoever said that something is lacking is asked again; returns who they are.

    Their answer stands until they give another.
    """
    opened = rows.latest_of(session, need.id) if need.state is NeedState.awaiting_confirmation else None
    if opened is None or opened.ended_at is not None:
        return set()
    again = [one for one in rows.answers_of(session, opened.id) if one.verdict is Verdict.partly]
    for one in again:
        one.asked_at = now
        session.add(one)
    _put(session, need, again, now)
    return {one.person_id for one in again}


def ask_after_hiding(session: Session, need: Need, *, now: datetime) -> None:
    """Neighbours see it again: whoever has yet to answer is asked anew, for what was due while it was hidden is lost.

    A question that still waits for the morning is not written twice.
    """
    opened = rows.latest_of(session, need.id) if need.state is NeedState.awaiting_confirmation else None
    if need.hidden_at is not None or opened is None or opened.ended_at is not None:
        return
    answers = rows.answers_of(session, opened.id)
    unanswered = [one for one in answers if one.answered_at is None or one.answered_at < one.asked_at]
    _put(session, need, unanswered, now, gathered=True)


def end(session: Session, opened: Closing, now: datetime) -> None:
    """The round is over: who said what is known to nobody any more. What was told of it stays counted."""
    opened.ended_at = now
    session.add(opened)
    for one in rows.answers_of(session, opened.id):
        one.verdict = one.reason = one.words = one.answered_at = None
        session.add(one)
    session.flush()
