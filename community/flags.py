"""Ini tidak pantas: three different residents hide a need from neighbours until an organiser has looked, with a reason.

flagged (hidden) → shown
                 ↘ hidden → appealed → shown, or hidden for good
Who said so is known to the count alone: no audit line, no organiser and no reporter reads it.
"""

from datetime import datetime

from sqlmodel import Session

from community import closing_rounds, journeys, office, supports, telling
from community.journeys import LONGEST_REASON
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from storage import audit, erasures, people
from storage import flags as stored
from storage import needs as rows
from storage.flags import WAITING, Flag, Review
from storage.needs import Need
from storage.people import Person
from storage.timeline import Event, TimelineEntry

ENOUGH = 3
"""So many different residents: one may have a quarrel with its reporter, two may be one house."""


def standing(session: Session, need_id: int) -> Review | None:
    """Where the looking at it stands; None if nobody ever had to look."""
    lines = stored.reviews(session, need_id)
    return Review(lines[-1].about) if lines and lines[-1].about else None


def is_hidden(session: Session, need_id: int) -> bool:
    """True while neighbours do not see it for what they or the organisers have said, whatever else hides it."""
    return standing(session, need_id) not in (None, Review.shown)


def count(session: Session, need_id: int) -> int:
    """How many residents say so since it was last shown: all that organisers learn of them."""
    shown = [line.at for line in stored.reviews(session, need_id) if line.about == Review.shown]
    return stored.count_since(session, need_id, shown[-1] if shown else None)


# ── neighbours ──


def flag(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """One resident's word, once; the third hides it and calls the organisers.

    Refuses its reporter, a second word of the same person, and a word that an organiser has looked at before.
    """
    need = rows.held(session, supports.of_neighbours(session, need_id, by=by).id)
    if need is None or need.hidden_at is not None:
        raise NotThere("stage.gone")
    if by == need.reporter_id:
        raise NotAllowed("flags.yours")
    before = stored.of_person(session, need.id, by)
    if before is not None:
        raise AlreadySo("flags.before" if before.settled_at is None else "flags.looked_at")
    session.add(Flag(need_id=need.id, person_id=by, created_at=now))
    session.flush()
    if stored.open_count(session, need.id) >= ENOUGH and judges(session, need):  # nobody could show it again
        _hide(session, need, now)
    return need


def _hide(session: Session, need: Need, now: datetime) -> None:
    need.hidden_at = now
    line = journeys.write(session, need, Event.reviewed, by=None, now=now, about=Review.flagged.value)
    audit.note(
        session, at=now, community_id=need.community_id, actor_id=None, action="need.hidden", subject="need",
        subject_id=need.id, before={"hidden": False}, after={"hidden": True},
    )  # fmt: skip
    telling.office(
        session, "need.flagged", need.id, community_id=need.community_id, but=need.reporter_id, now=now,
        once=f"need.flagged:{line.id}",
    )  # fmt: skip
    telling.one(session, "need.hidden", line.id, need.reporter_id, community_id=need.community_id, now=now)


# ── organisers ──


def judges(session: Session, need: Need) -> list[Person]:
    """Who may decide on it now: any organiser but its reporter.

    An appeal goes to the chair; if the chair has decided before, to the others; only where there is nobody else does
    the same person look twice.
    """
    able = [one for one in people.organisers_of(session, need.community_id) if one.id != need.reporter_id]
    if standing(session, need.id) is not Review.appealed:
        return able
    decided = [line.actor_id for line in stored.reviews(session, need.id) if line.about == Review.hidden]
    others = [one for one in able if one.id != decided[-1]] or able
    chair = people.chair_of(session, need.community_id)
    return [one for one in others if chair is not None and one.id == chair.id] or others


def decide(
    session: Session, need_id: int, *, show: bool, reason: str, by: int, now: datetime, seen: int | None
) -> TimelineEntry:
    """Neighbours see it again, or it stays hidden; its reporter hears why. What was said against it counts no more.

    Refuses without a reason, its own reporter, and on an appeal whoever has decided before, if there is another.
    """
    need = office.holds(session, need_id, by=by, seen=seen)
    if need.hidden_at is None or standing(session, need.id) not in WAITING:
        raise AlreadySo("flags.not_waiting", number=need.number)
    if by == need.reporter_id:
        raise NotAllowed("flags.yours")
    if by not in {one.id for one in judges(session, need)}:
        raise NotAllowed("flags.another_decides", number=need.number)
    if not reason.strip():
        raise NotAllowed("desk.reason_needed")
    if len(reason) > LONGEST_REASON:
        raise TooMuch("needs.too_long", most=LONGEST_REASON)
    outcome = Review.shown if show else Review.hidden
    if show:  # unless its reporter is having it deleted
        need.hidden_at = erasures.hidden_since(session, need.id, need.reporter_id)
    stored.settle(session, need.id, now)
    line = journeys.write(
        session, need, Event.reviewed, by=by, now=now, as_office=True, about=outcome.value, reason=reason
    )
    after: dict[str, object] = {"hidden": not show}
    office.note(session, need, "need.reviewed", by=by, now=now, before={"hidden": True}, after=after)
    telling.one(session, "need.reviewed", line.id, need.reporter_id, community_id=need.community_id, now=now)
    if show:
        closing_rounds.ask_after_hiding(session, need, now=now)
    return line


# ── its reporter ──


def may_appeal(session: Session, need_id: int) -> bool:
    """Once for each time that it was hidden."""
    story = [line.about for line in stored.reviews(session, need_id)]
    if not story or story[-1] != Review.hidden:
        return False
    since = len(story) - story[::-1].index(Review.flagged.value)
    return Review.appealed.value not in story[since:]


def appeal(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """[Minta dilihat lagi]: somebody else is to look. Refuses others than its reporter, and a second time."""
    need = rows.held(session, need_id)
    if need is None or need.reporter_id != by:
        raise NotThere("stage.gone")
    if not may_appeal(session, need.id):
        raise AlreadySo("flags.appealed_before", number=need.number)
    line = journeys.write(session, need, Event.reviewed, by=by, now=now, about=Review.appealed.value)
    for judge in judges(session, need):
        telling.one(session, "need.flagged", need.id, judge.id, community_id=need.community_id, now=now,
                    once=f"need.appealed:{line.id}:{judge.id}")  # fmt: skip
    return need
