"""What organisers do with a need: take it into the list, plan, forward, decline, ask, explain, hand over, put right.

Each verb takes what the organiser saw (`seen`, as `community.office.holds`) and refuses whoever has been overtaken.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from community import closing_rounds, houses, journeys, kinds, media, office, similar, telling
from community.journeys import LONGEST_REASON
from community.refusals import AlreadySo, NotAllowed, NotThere, TooMuch
from community.supports import LONGEST_ADDITION
from storage import needs as stored
from storage import people
from storage.needs import Awaited, Need, NeedState
from storage.timeline import Event

LONGEST_TITLE = 60
LONGEST_NAME = 64
"""Letters of an authority's name or a letter's number."""


@dataclass(frozen=True, slots=True)
class Forwarding:
    """To whom, with which letter, and on which local day the organisers want to ask what became of it."""

    to: str
    check_on: date
    letter_number: str | None = None
    letter_on: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right; None leaves it as it is. A place is a landmark, words or a point (WGS 84 degrees)."""

    kind: str | None = None
    place: str | None = None
    landmark: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def moves_it(self) -> bool:
        return self.place is not None or self.landmark is not None or self.latitude is not None


def accept(session: Session, need_id: int, *, title: str | None, by: int, now: datetime, seen: int | None) -> Need:
    """Into the neighbours' list, under a short title if one is given; from now on neighbours read its words."""
    need = office.holds(session, need_id, by=by, seen=seen)
    short = None if title is None else _short(title, LONGEST_TITLE)
    office.move(session, need, NeedState.accepted, by=by, now=now)
    if short is not None:
        need.title = short
        similar.remember(need)
    return need


def plan(
    session: Session, need_id: int, *, at: datetime, about: str, reason: str | None, by: int, now: datetime,
    seen: int | None,
) -> Need:  # fmt: skip
    """A day is set; `about` is that day as the neighbourhood says it."""
    need = office.holds(session, need_id, by=by, seen=seen)
    office.move(session, need, NeedState.planned, by=by, now=now, about=about, reason=_reason(reason))
    need.planned_for = at
    return need


def start(
    session: Session, need_id: int, *, by: int, now: datetime, seen: int | None, reason: str | None = None
) -> Need:
    """Work on it has begun."""
    need = office.holds(session, need_id, by=by, seen=seen)
    office.move(session, need, NeedState.in_progress, by=by, now=now, reason=_reason(reason))
    return need


def forward(session: Session, need_id: int, to: Forwarding, *, by: int, now: datetime, seen: int | None) -> Need:
    """Not the neighbourhood's to decide: passed on to those who can, and asked after on a day."""
    need = office.holds(session, need_id, by=by, seen=seen)
    whom = _short(to.to, LONGEST_NAME)
    office.move(session, need, NeedState.forwarded, by=by, now=now, about=whom)
    need.forwarded_to, need.check_on = whom, to.check_on
    need.letter_number, need.letter_on = to.letter_number, to.letter_on
    return need


def look_again(session: Session, need_id: int, *, on: date, by: int, now: datetime, seen: int | None) -> Need:
    """It stands with whom it was forwarded to; the organisers will ask again on `on`, and have done so today."""
    need = office.holds(session, need_id, by=by, seen=seen)
    if need.state is not NeedState.forwarded:
        raise AlreadySo("needs.cannot_move", number=need.number)
    before, need.check_on, need.heard_at = need.check_on, on, now
    need.moves += 1
    session.add(need)
    office.note(
        session,
        need,
        "need.looked_again",
        by=by,
        now=now,
        before={"check_on": str(before)},
        after={"check_on": str(on)},
    )
    return need


def decline(session: Session, need_id: int, *, reason: str, by: int, now: datetime, seen: int | None) -> Need:
    """Not now, and why. Refuses to say so without a reason: there are ways on, but no silence.

    With enough houses it is talked about all the same (`community.houses`).
    """
    need = office.holds(session, need_id, by=by, seen=seen)
    if not reason.strip():
        raise NotAllowed("desk.reason_needed")
    office.move(session, need, NeedState.not_now, by=by, now=now, reason=_reason(reason))
    houses.reach(session, need, now=now)
    return need


def explain(session: Session, need_id: int, *, words: str, by: int, now: datetime, seen: int | None) -> Need:
    """A word to all whom it concerns; it stands where it stood. Who said that something is lacking is asked anew."""
    need = office.holds(session, need_id, by=by, seen=seen)
    line = journeys.write(
        session, need, Event.explained, by=by, now=now, as_office=True, reason=_reason(words), quietly=True
    )
    asked = closing_rounds.ask_anew(session, need, now=now)
    telling.all_concerned(session, need, line, but=by, now=now, asked=asked)
    return need


def ask(session: Session, need_id: int, *, question: str, by: int, now: datetime, seen: int | None) -> Need:
    """A question to its reporter, who answers in the chat. What is new counts as being looked at from then on."""
    need = office.holds(session, need_id, by=by, seen=seen)
    if need.reporter_id is None:
        raise NotThere("desk.nobody_to_ask")
    if need.state is NeedState.received:
        office.move(session, need, NeedState.under_review, by=by, now=now)
    line = journeys.write(session, need, Event.asked, by=by, now=now, as_office=True, reason=_reason(question))
    need.awaits = Awaited.answer
    telling.one(session, "need.question", line.id, need.reporter_id, community_id=need.community_id, now=now)
    return need


def answer(
    session: Session, need_id: int, *, text: str | None, dialogue_id: int | None, by: int, now: datetime
) -> Need:
    """Its reporter answers what was asked, in words or by voice; whoever asked is told.

    Raises AlreadySo if nothing is asked any more, NotAllowed for anyone else.
    """
    need = stored.held(session, need_id)
    if need is None:
        raise NotThere("stage.gone")
    if need.reporter_id != by:
        raise NotAllowed("needs.not_yours")
    if need.awaits is not Awaited.answer:
        raise AlreadySo("needs.not_asked", number=need.number)
    if text is not None and len(text) > LONGEST_ADDITION:
        raise TooMuch("needs.too_long", most=LONGEST_ADDITION)
    file = media.give_to_need(session, dialogue_id, need.id)
    line = journeys.write(session, need, Event.answered, by=by, now=now, reason=text or None, media_id=file)
    need.awaits = None
    telling.office(session, "need.answered", line.id, community_id=need.community_id, but=by, now=now)
    return need


def hand_over(session: Session, need_id: int, *, to: int, by: int, now: datetime, seen: int | None) -> Need:
    """Another organiser sees to it. Refuses whoever is none."""
    need = office.holds(session, need_id, by=by, seen=seen)
    receiver = people.by_id(session, to)
    if receiver is None or not office.is_office(people.membership_of(session, to, need.community_id)):
        raise NotThere("stage.gone")
    before = need.assigned_to_id
    need.assigned_to_id = to
    line = journeys.write(session, need, Event.handed, by=by, now=now, as_office=True)
    office.note(session, need, "need.handed", by=by, now=now, before={"to": before}, after={"to": to})
    if to != by:
        telling.one(session, "need.handed", line.id, to, community_id=need.community_id, now=now)
    return need


def correct(
    session: Session, need_id: int, correction: Correction, *, by: int, now: datetime, seen: int | None
) -> Need:
    """Its kind or place is put right; the audit keeps what it was. Refuses a kind that does not exist."""
    need = office.holds(session, need_id, by=by, seen=seen)
    if correction.kind is not None and correction.kind not in kinds.BY_KEY:
        raise NotThere("needs.no_such_kind")
    before: dict[str, object] = {"kind": need.kind, "landmark": need.landmark}
    if correction.kind is not None and correction.kind != need.kind:
        need.kind, need.detail = correction.kind, None
    if correction.moves_it:
        need.place, need.landmark, need.near_home = correction.place, correction.landmark, False
        need.latitude, need.longitude = correction.latitude, correction.longitude
    similar.remember(need)
    journeys.write(session, need, Event.changed, by=by, now=now, as_office=True)
    after: dict[str, object] = {"kind": need.kind, "landmark": need.landmark}
    office.note(session, need, "need.corrected", by=by, now=now, before=before, after=after)
    return need


def _short(words: str, most: int) -> str:
    plain = " ".join(words.split())
    if not plain:
        raise NotAllowed("desk.words_needed")
    if len(plain) > most:
        raise TooMuch("needs.too_long", most=most)
    return plain


def _reason(words: str | None) -> str | None:
    if words is not None and len(words) > LONGEST_REASON:
        raise TooMuch("needs.too_long", most=LONGEST_REASON)
    return words or None
