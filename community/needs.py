"""Needs that residents name: taking them in, saying whom they concern, adding to them, taking them back.

Speech is open at once: any member may submit. What is one's own only its reporter changes.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from community import codes, desk, journeys, kinds, moves, similar, speaking, supports
from community.moves import Mover
from community.refusals import AlreadySo, NotAllowed, NotThere, Refusal, TooMuch
from community.speaking import A_DAY, MOST_A_DAY
from storage import communities, media, people
from storage import needs as stored
from storage import supports as supporters
from storage.needs import Audience, Houses, Need, NeedState
from storage.people import Membership
from storage.supports import Support
from storage.timeline import Event

LONGEST = 4_000
"""Letters of a report's words, below Telegram's 4096 of one message."""


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
    return speaking.why_not(membership, today=for_neighbours_today) if report.on_behalf_of is not None else None


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
    today = stored.since(session, by, now - A_DAY)
    for_neighbours = speaking.today_of(session, by, now) if report.on_behalf_of is not None else 0
    if refusal := why_not_submit(report, membership, today=today, for_neighbours_today=for_neighbours):
        raise refusal
    need = Need(
        community_id=community_id,
        number=communities.numbered(session, community_id),
        code=codes.draw(),
        reporter_id=by,
        agreed_at=None if report.on_behalf_of is None else now,
        heard_at=now,
        created_at=now,
        changed_at=now,
        **asdict(report),
    )
    similar.remember(need)
    session.add(need)
    session.flush()
    session.add(Support(need_id=need.id, person_id=by, whom=supports.whom_for(report.on_behalf_of), created_at=now))
    journeys.write(session, need, Event.moved, by=by, now=now, state=NeedState.received, quietly=True)
    if report.on_behalf_of is not None:
        _note_agreement(session, need, by=by, now=now)
    if dialogue_id is not None:
        media.give_to_need(session, dialogue_id, need.id)
    desk.tell_of_new(session, need, now=now)
    return need


def _note_agreement(session: Session, need: Need, *, by: int, now: datetime) -> None:
    """Told for a neighbour: the story says so as well as the audit, for here it is the need itself that is theirs."""
    journeys.write(session, need, Event.spoken, by=by, now=now)
    speaking.note_agreement(session, need, by=by, now=now)


def concerns(session: Session, need_id: int, houses: Houses, *, by: int, now: datetime) -> Need:
    """How many houses it concerns, as its reporter says; said again, the last word counts."""
    return _set(session, own_standing(session, need_id, by=by), "houses", houses, now)


def show_name(session: Session, need_id: int, to: Audience, *, by: int, now: datetime) -> Need:
    """Who may see its reporter's name: the organisers alone, or the neighbours as well."""
    return _set(session, own_standing(session, need_id, by=by), "name_shown_to", to, now)


def show_photos(session: Session, need_id: int, to: Audience, *, by: int, now: datetime) -> Need:
    """Who may see its photos. Consent to the purpose is noted by `consents.give`, this is about one need."""
    return _set(session, own_standing(session, need_id, by=by), "photos_shown_to", to, now)


def withdraw(session: Session, need_id: int, *, by: int, now: datetime, wished: bool = False) -> Need:
    """Take it back. Refuses what is closed, and what others support: it is theirs as well by then.

    What was told for a neighbour is theirs: it goes only if they wish it (`wished`), as the speaker says.
    """
    need = own_standing(session, need_id, by=by)
    others = supporters.count(session, need.id, but=by)
    if others > 0:
        raise NotAllowed("needs.is_shared", number=need.number, count=others)
    if not moves.may_move(need.state, NeedState.withdrawn, Mover.reporter):
        raise AlreadySo("needs.is_over", number=need.number)
    if need.on_behalf_of is not None and not wished:
        raise NotAllowed("needs.only_if_wished", number=need.number)
    journeys.move(session, need, NeedState.withdrawn, Mover.reporter, by=by, now=now)
    return need


def restore(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Undo `withdraw`: it stands again where it stood."""
    need = _checked(stored.held(session, need_id), by)
    if need.state is NeedState.withdrawn:
        journeys.go_back(session, need, Mover.reporter, by=by, now=now)
    return need


def own(session: Session, need_id: int, *, by: int) -> Need:
    """One's own need, for looking at; withdrawn ones too."""
    need = stored.by_id(session, need_id)
    return _checked(need, by)


def _checked(need: Need | None, by: int) -> Need:
    if need is None:
        raise NotThere("stage.gone")
    if need.reporter_id != by:
        raise NotAllowed("needs.not_yours")
    return need


def own_standing(session: Session, need_id: int, *, by: int) -> Need:
    """One's own need, held, to which something can still be added or changed. Refuses what is withdrawn."""
    need = _checked(stored.held(session, need_id), by)
    if need.state is NeedState.withdrawn:
        raise NotThere("needs.was_withdrawn", number=need.number)
    return need


def _set(session: Session, need: Need, field: str, value: object, now: datetime) -> Need:
    if getattr(need, field) is not value:
        setattr(need, field, value)
        need.changed_at = now
        session.add(need)
    return need
