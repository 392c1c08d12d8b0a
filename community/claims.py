"""Ini usul saya: a neighbour for whom another spoke joins later, and takes over what was told for them.

asked → granted, or refused and asked once more at most. The one who spoke answers; after seven days without a word,
or if they are gone, the organisers do.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from community import erasure, journeys, office, supports, telling
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal, TooMuch
from storage import audit, people, timeline
from storage import claims as stored
from storage import needs as needs_stored
from storage import supports as rows
from storage.claims import Claim
from storage.needs import Audience, Awaited, Need, NeedState
from storage.people import Membership
from storage.supports import NAMELESS, ONESELF, Support
from storage.timeline import Event

WAITS = timedelta(days=7)
MOST_TIMES = 2
MOST_WAITING = 3
"""So many of one person's wait for an answer at a time: who claims everything claims nothing."""


# ── decisions ──


def is_told_for_another(need: Need | None) -> bool:
    """True if it can be found by whoever only knows its number: told for a neighbour, and neither hidden nor gone."""
    return need is not None and need.on_behalf_of is not None and _is_there(need)


def _is_there(need: Need) -> bool:
    return need.hidden_at is None and need.state is not NeedState.withdrawn


def why_not_ask(
    need: Need | None, member: Membership | None, earlier: Claim | None, *, by: int, waiting: int
) -> Refusal | None:
    """Why this person may not say that the need was told for them, or None."""
    if need is None or not _is_there(need):
        return NotThere("stage.gone")
    if member is None:
        return NotAllowed("needs.not_a_member")
    if need.on_behalf_of is None:
        return NotThere("claims.not_told_for", number=need.number)
    if need.reporter_id == by:
        return NotAllowed("claims.by_yourself", number=need.number)
    if earlier is not None and earlier.answered_at is None:
        return AlreadySo("claims.waits", number=need.number)
    if earlier is not None and earlier.times >= MOST_TIMES:
        return TooMuch("claims.enough", number=need.number)
    if waiting >= MOST_WAITING:
        return TooMuch("claims.many", most=MOST_WAITING)
    return None


# ── use cases ──


def found(session: Session, community_id: int, number: int, *, by: int) -> Need:
    """A need that was told for somebody, by its spoken number. Whatever else has that number is not to be found."""
    need = needs_stored.numbered(session, community_id, number)
    if need is None or not is_told_for_another(need) or people.membership_of(session, by, community_id) is None:
        raise NotThere("claims.not_found")
    return need


def ask(session: Session, need_id: int, *, by: int, now: datetime) -> Claim:
    """Say that it was told for oneself; whoever told it is asked in private. Refuses as `why_not_ask`."""
    need = needs_stored.held(session, need_id)
    member = people.membership_of(session, by, need.community_id) if need is not None else None
    claim = stored.of_person(session, need_id, by)
    waiting = stored.count_waiting(session, by)
    if refusal := why_not_ask(need, member, claim, by=by, waiting=waiting):
        raise refusal
    if claim is None:
        claim = Claim(need_id=need_id, person_id=by, asked_at=now, times=0)
    claim.times += 1
    claim.asked_at, claim.answered_at, claim.granted, claim.passed_on_at = now, None, None, None
    session.add(claim)
    session.flush()
    if need is not None:
        _ask_whoever_told(session, need, claim, now)
    return claim


def _ask_whoever_told(session: Session, need: Need, claim: Claim, now: datetime) -> None:
    speaker = need.reporter_id
    if speaker is None or people.membership_of(session, speaker, need.community_id) is None:
        _pass_on(session, need, claim, now)
    else:
        telling.one(session, "claim.asked", claim.id, speaker, community_id=need.community_id, now=now)


def pass_on_unanswered(session: Session, now: datetime) -> int:
    """The clock's job: what has waited for seven days goes to the organisers; returns how many did."""
    late = stored.unanswered(session, now - WAITS)
    for claim in late:
        need = needs_stored.by_id(session, claim.need_id)
        if need is not None:
            _pass_on(session, need, claim, now)
    return len(late)


def _pass_on(session: Session, need: Need, claim: Claim, now: datetime) -> None:
    claim.passed_on_at = now
    session.add(claim)
    once = f"claim.office:{claim.id}:{claim.times}"
    telling.office(
        session, "claim.office", claim.id, community_id=need.community_id, but=claim.person_id, now=now, once=once
    )


def may_answer(session: Session, need: Need, claim: Claim, *, by: int) -> bool:
    """Whoever told it; once they have been silent for long, organisers too; nobody for themselves."""
    if by == claim.person_id:
        return False
    if by == need.reporter_id:
        return True
    return claim.passed_on_at is not None and office.is_office(people.membership_of(session, by, need.community_id))


def answer(session: Session, claim_id: int, *, granted: bool, by: int, now: datetime) -> Need:
    """Yes, it is theirs; or no. Raises NotAllowed for all who were not asked, AlreadySo once it is answered."""
    asked = stored.by_id(session, claim_id)
    need = needs_stored.held(session, asked.need_id) if asked is not None else None
    claim = stored.held(session, claim_id)
    if need is None or claim is None or need.state is NeedState.withdrawn:
        raise NotThere("stage.gone")
    if not may_answer(session, need, claim, by=by):
        raise NotAllowed("claims.not_asked")
    if claim.answered_at is not None or need.on_behalf_of is None:
        raise AlreadySo("claims.answered", number=need.number)
    _settle(session, need, claim, granted=granted, by=by, now=now)
    if granted:
        for other in stored.waiting_for(session, need.id):
            _settle(session, need, other, granted=False, by=by, now=now)
    return need


def _settle(session: Session, need: Need, claim: Claim, *, granted: bool, by: int, now: datetime) -> None:
    claim.answered_at, claim.granted = now, granted
    session.add(claim)
    audit.note(
        session, at=now, community_id=need.community_id, actor_id=by, subject="need", subject_id=need.id,
        action="need.claim_granted" if granted else "need.claim_refused", before={"reporter": need.reporter_id},
        after={"reporter": claim.person_id if granted else need.reporter_id},
    )  # fmt: skip
    speaker = need.reporter_id
    if granted:
        _hand_over(session, need, claim.person_id, now=now)
    kind = "claim.granted" if granted else "claim.refused"
    telling.one(session, kind, claim.id, claim.person_id, community_id=need.community_id, now=now)
    if granted and speaker != by:
        telling.one(session, "claim.taken", claim.id, speaker, community_id=need.community_id, now=now)


def _hand_over(session: Session, need: Need, to: int, *, now: datetime) -> None:
    """From now on it is theirs; whoever spoke goes on hearing of it, and what they allowed for name and photos ends."""
    _turn_supports(session, need, to, now)
    for word in rows.words_of(session, need.id, to):
        session.delete(word)
    need.spoken_by_id, need.reporter_id, need.on_behalf_of = need.reporter_id, to, None
    need.name_shown_to = need.photos_shown_to = Audience.organisers
    erasure.is_anothers(session, need, now=now)
    journeys.write(session, need, Event.claimed, by=to, now=now)
    if need.awaits is Awaited.answer:
        _ask_again(session, need, to, now)


def _turn_supports(session: Session, need: Need, to: int, now: datetime) -> None:
    """What was said for the neighbour becomes their own word: nobody is lost by it, and nobody counted twice.

    A neighbour with a name is the same one wherever the same person spoke for them of this matter; if another took
    that name over before, the speaker says by a second yes that they are two.
    """
    whom = supports.whom_for(need.on_behalf_of)
    everywhere = rows.of_need(session, supports.root(session, need).id)
    theirs = {one.need_id for one in everywhere if one.person_id == to and one.whom == ONESELF}
    for one in everywhere:
        same_need = one.need_id == need.id
        if one.person_id != need.reporter_id or one.whom != whom or (whom == NAMELESS and not same_need):
            continue
        if one.need_id in theirs:
            session.delete(one)
        else:
            one.person_id, one.whom = to, ONESELF
            session.add(one)
    session.flush()
    if not any(one.need_id == need.id and one.whom == ONESELF for one in rows.own(session, need.id, to)):
        session.add(Support(need_id=need.id, person_id=to, created_at=now))


def _ask_again(session: Session, need: Need, to: int, now: datetime) -> None:
    """A question of the organisers that was put to the speaker is put to the one whose need it is."""
    asked = [line for line in timeline.of_need(session, need.id) if line.event is Event.asked]
    if asked:
        telling.one(session, "need.question", asked[-1].id, to, community_id=need.community_id, now=now)
