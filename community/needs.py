"""Needs that residents name: taking them in, saying whom they concern, adding to them, taking them back.

Speech is open at once: any member may submit. What is one's own only its reporter changes.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from community import codes, kinds
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal, TooMuch
from storage import communities, media, people
from storage import needs as stored
from storage.needs import Audience, Houses, Need, NeedState, TimelineEntry
from storage.people import Membership, Role

A_DAY = timedelta(days=1)
MOST_A_DAY = 20
"""A sanity limit, far beyond what a neighbour has to say; organisers collecting at a meeting keep it too."""
MOST_FOR_NEIGHBOURS_A_DAY = 5
"""For residents; organisers and the chair speak for as many as `MOST_A_DAY`."""
LONGEST = 4_000
"""Letters of a report's words, below Telegram's 4096 of one message."""
LONGEST_ADDITION = 1_000
_OVER = frozenset((NeedState.resolved, NeedState.merged))


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident says. Coordinates are WGS 84 degrees; `on_behalf_of` "" is a neighbour who stays nameless."""

    kind: str
    detail: str | None = None
    text: str | None = None
    place: str | None = None
    landmark: str | None = None
    near_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    name_shown_to: Audience = Audience.organisers
    danger: bool = False
    on_behalf_of: str | None = None


# ── decisions ──


def why_not_submit(
    report: Report, membership: Membership | None, *, today: int, for_neighbours_today: int
) -> Refusal | None:
    """Why this report may not be submitted, or None. The counts are of the last twenty-four hours."""
    if membership is None:
        return NotAllowed("needs.not_a_member")
    kind = kinds.BY_KEY.get(report.kind)
    if kind is None or (report.detail is not None and report.detail not in kind.details):
        return NotThere("needs.no_such_kind")
    if report.text is not None and len(report.text) > LONGEST:
        return TooMuch("needs.too_long", most=LONGEST)
    if today >= MOST_A_DAY:
        return TooMuch("needs.enough_today", most=MOST_A_DAY)
    few = membership.role is Role.resident
    if report.on_behalf_of is not None and few and for_neighbours_today >= MOST_FOR_NEIGHBOURS_A_DAY:
        return TooMuch("needs.enough_for_neighbours", most=MOST_FOR_NEIGHBOURS_A_DAY)
    return None


# ── use cases ──


def submit(
    session: Session,
    report: Report,
    *,
    by: int,
    community_id: int,
    dialogue_id: int | None,
    now: datetime,
) -> Need:
    """Take in a need of the person `by`: numbered, coded, with the draft's photos and voices, and told if dangerous.

    Refuses whoever is no member, an unknown kind, words over `LONGEST`, and more than a day's sensible number.
    """
    membership = people.membership_of(session, by, community_id)
    today, for_neighbours = stored.since(session, by, now - A_DAY)
    if refusal := why_not_submit(report, membership, today=today, for_neighbours_today=for_neighbours):
        raise refusal
    need = Need(
        community_id=community_id,
        number=communities.numbered(session, community_id),
        code=codes.draw(),
        reporter_id=by,
        created_at=now,
        changed_at=now,
        **asdict(report),
    )
    session.add(need)
    session.flush()
    _line(session, need, now, state=NeedState.received, actor_id=by)
    if dialogue_id is not None:
        media.give_to_need(session, dialogue_id, need.id)
    return need


def concerns(session: Session, need_id: int, houses: Houses, *, by: int, now: datetime) -> Need:
    """How many houses it concerns, as its reporter says; said again, the last word counts."""
    return _set(session, own_standing(session, need_id, by=by), "houses", houses, now)


def show_name(session: Session, need_id: int, to: Audience, *, by: int, now: datetime) -> Need:
    """Who may see its reporter's name: the organisers alone, or the neighbours as well."""
    return _set(session, own_standing(session, need_id, by=by), "name_shown_to", to, now)


def show_photos(session: Session, need_id: int, to: Audience, *, by: int, now: datetime) -> Need:
    """Who may see its photos. Consent to the purpose is noted by `consents.give`, this is about one need."""
    return _set(session, own_standing(session, need_id, by=by), "photos_shown_to", to, now)


def add(session: Session, need_id: int, *, by: int, text: str | None, dialogue_id: int | None, now: datetime) -> Need:
    """More words, photos or voices of its reporter. Refuses words over `LONGEST_ADDITION`."""
    need = own_standing(session, need_id, by=by)
    if text is not None and len(text) > LONGEST_ADDITION:
        raise TooMuch("needs.too_long", most=LONGEST_ADDITION)
    if dialogue_id is not None:
        media.give_to_need(session, dialogue_id, need.id)
    _line(session, need, now, actor_id=by, reason=text)
    return need


def withdraw(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Take it back. Refuses what is resolved or merged: others rely on it."""
    need = own_standing(session, need_id, by=by)
    if need.state in _OVER:
        raise AlreadySo("needs.is_over", number=need.number)
    _line(session, need, now, state=NeedState.withdrawn, actor_id=by)
    return need


def restore(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Undo `withdraw`: it stands again where it stood."""
    need = own(session, need_id, by=by)
    if need.state is NeedState.withdrawn:
        before = stored.last_state_before(session, need_id, NeedState.withdrawn) or NeedState.received
        _line(session, need, now, state=before, actor_id=by)
    return need


def own(session: Session, need_id: int, *, by: int) -> Need:
    """One's own need, for looking at; withdrawn ones too."""
    need = stored.by_id(session, need_id)
    if need is None:
        raise NotThere("stage.gone")
    if need.reporter_id != by:
        raise NotAllowed("needs.not_yours")
    return need


def own_standing(session: Session, need_id: int, *, by: int) -> Need:
    """One's own need, to which something can still be added or changed. Refuses what is withdrawn."""
    need = own(session, need_id, by=by)
    if need.state is NeedState.withdrawn:
        raise NotThere("needs.was_withdrawn", number=need.number)
    return need


def seen_by_neighbour(session: Session, need_id: int, *, community_id: int) -> Need:
    """A need as a member of `community_id` may look at it; what is withdrawn or merged is not there."""
    need = stored.by_id(session, need_id)
    if need is None or need.community_id != community_id or need.state in (NeedState.withdrawn, NeedState.merged):
        raise NotThere("stage.gone")
    return need


def seen_by_office(session: Session, need_id: int, *, by: int) -> Need:
    """A need whole, with its author's words and name, for the organisers of its community. Refuses everybody else."""
    need = stored.by_id(session, need_id)
    if need is None or need.state is NeedState.withdrawn:
        raise NotThere("stage.gone")
    member = people.membership_of(session, by, need.community_id)
    if member is None or member.role is Role.resident:
        raise NotAllowed("needs.not_yours")
    return need


def _set(session: Session, need: Need, field: str, value: object, now: datetime) -> Need:
    if getattr(need, field) is not value:
        setattr(need, field, value)
        need.changed_at = now
        session.add(need)
    return need


def _line(
    session: Session,
    need: Need,
    now: datetime,
    *,
    actor_id: int,
    state: NeedState | None = None,
    reason: str | None = None,
) -> None:
    """One dated line of its story, and the state it tells of."""
    session.add(TimelineEntry(need_id=need.id, at=now, state=state, actor_id=actor_id, reason=reason))
    need.changed_at = now
    if state is not None:
        need.state = state
    session.add(need)
