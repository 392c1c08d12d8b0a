"""Calling the neighbours together: who may, what fits, what is written.

An organiser calls an event; a resident proposes one, and it is called once an organiser has said yes. What has been
called is written with its times (`community.event_times`), its cards and its reminders in one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from community import audiences, codes, event_needs, event_times, office, recurrence, telling
from community.event_needs import Story
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import audit, communities, events, needs, people, polls
from storage.communities import Community
from storage.events import NEVER_CALLED, Event, EventItem, EventKind, EventNeed, EventState, Invited, ItemKind

USUAL_MINUTES: Mapping[EventKind, int] = {
    EventKind.work_day: 180,
    EventKind.meeting: 120,
    EventKind.clinic: 180,
    EventKind.night_watch: 360,
    EventKind.savings_round: 120,
    EventKind.other: 120,
}
"""How long it takes unless something else is said. Our own guess; it is shown, and changed by a tap."""
LONGEST_TITLE, LONGEST_PLACE, LONGEST_ITEM, LONGEST_WHY, LONGEST_AGENDA = 100, 100, 60, 300, 200
MOST_ITEMS, MOST_AGENDA, MOST_WANTED, MOST_NEEDS = 20, 20, 1000, 20
LONGEST_WORDS = 1000
LONGEST_DURATION = 24 * 60
FARTHEST = timedelta(days=730)
MOST_PROPOSED = 3
"""A resident's proposals that wait for an answer at the same time."""
PROPOSED, PROPOSAL_ANSWERED = "event.proposed", "event.proposal"
"""Notices: to the organisers that there is one, to the one who proposed it what they say."""


@dataclass(frozen=True, slots=True)
class ItemWanted:
    kind: ItemKind
    name: str
    wanted: int = 1


@dataclass(frozen=True, slots=True)
class Call:
    """An event before it is one. Day and clock time are local, by the neighbourhood's zone."""

    kind: EventKind
    begins_on: date
    begins_at: time
    minutes: int = 0
    """0 for as long as it usually takes."""
    title: str = ""
    words: str = ""
    agenda: Sequence[str] = ()
    rule: str | None = None
    place: str = ""
    latitude: float | None = None
    longitude: float | None = None
    wanted: int | None = None
    rota_size: int | None = None
    invited: Invited = Invited.everyone
    destinations: Sequence[int] = ()
    needs: Sequence[int] = ()
    items: Sequence[ItemWanted] = field(default_factory=tuple)
    poll_id: int | None = None


def place_of(session: Session, community_id: int, *, by: int) -> Community:
    """The neighbourhood, for an organiser who may call it together. Raises NotAllowed before it is confirmed."""
    community = communities.by_id(session, community_id)
    if community is None:
        raise NotThere("stage.gone")
    if not office.is_office(people.membership_of(session, by, community_id)):
        raise NotAllowed("events.only_office")
    if community.chair_confirmed_at is None:
        raise NotAllowed("desk.not_confirmed")
    return community


def holds(session: Session, event_id: int, *, by: int) -> Event:
    """An event, for an organiser to change: nobody else does before this transaction ends.

    Raises NotThere for none that was called, NotAllowed for all but its organisers, AlreadySo for a cancelled one.
    """
    event = events.held(session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    place_of(session, event.community_id, by=by)
    if event.state in NEVER_CALLED:
        raise NotThere("stage.gone")
    if event.state is EventState.cancelled:
        raise AlreadySo("events.is_cancelled", number=event.number)
    return event


# ── what fits ──


def refuse_unfit(call: Call, zone: str, now: datetime) -> None:
    """Why this cannot be called so. Raises TooMuch, NotThere; Overtaken if its time is over."""
    refuse_shape(call)
    refuse_time(recurrence.instant(call.begins_on, call.begins_at, zone), now)
    if call.rule is not None:
        recurrence.refuse_unfit(call.rule)


def refuse_shape(call: Call) -> None:
    """As `refuse_unfit`, but for when it is."""
    if len(call.title) > LONGEST_TITLE or len(call.place) > LONGEST_PLACE:
        raise TooMuch("needs.too_long", most=LONGEST_TITLE)
    if len(call.words) > LONGEST_WORDS:
        raise TooMuch("needs.too_long", most=LONGEST_WORDS)
    if len(call.agenda) > MOST_AGENDA or any(len(line) > LONGEST_AGENDA for line in call.agenda):
        raise TooMuch("needs.too_long", most=LONGEST_AGENDA)
    if not 0 <= call.minutes <= LONGEST_DURATION or not 1 <= (1 if call.wanted is None else call.wanted) <= MOST_WANTED:
        raise TooMuch("events.out_of_range")
    if len(call.needs) > MOST_NEEDS:
        raise TooMuch("events.too_many_needs", most=MOST_NEEDS)
    _refuse_items(call.items)


def refuse_time(begins_at: datetime, now: datetime) -> None:
    """Raises Overtaken for a moment that is over, TooMuch for one too far ahead."""
    if begins_at <= now:
        raise Overtaken("events.time_over")
    if begins_at - now > FARTHEST:
        raise TooMuch("events.too_far", years=FARTHEST.days // 365)


def _refuse_items(items: Sequence[ItemWanted]) -> None:
    if len(items) > MOST_ITEMS:
        raise TooMuch("events.too_many_items", most=MOST_ITEMS)
    for one in items:
        if not one.name.strip() or len(one.name) > LONGEST_ITEM:
            raise TooMuch("needs.too_long", most=LONGEST_ITEM)
        if not 1 <= one.wanted <= MOST_WANTED:
            raise TooMuch("events.out_of_range")
    names = [(one.kind, one.name.strip().casefold()) for one in items]
    if len(set(names)) < len(names):
        raise AlreadySo("events.item_twice")


def _refuse_foreign(session: Session, community: Community, call: Call) -> None:
    """Groups, needs and polls of other neighbourhoods."""
    here = {place.destination.id for place in audiences.places(session, community.id)}
    if not set(call.destinations) <= here:
        raise NotAllowed("announce.not_yours")
    for need_id in call.needs:
        need = needs.by_id(session, need_id)
        if need is None or need.community_id != community.id or need.hidden_at is not None:
            raise NotAllowed("events.need_not_here")
    poll = polls.by_id(session, call.poll_id) if call.poll_id is not None else None
    if call.poll_id is not None and (poll is None or poll.community_id != community.id):
        raise NotAllowed("events.need_not_here")


# ── called, proposed ──


def call_together(
    session: Session, community_id: int, call: Call, *, by: int, now: datetime, story: Story = event_needs.NOTHING,
    seen: Mapping[int, int] | None = None,
) -> Event:  # fmt: skip
    """Written with its first times; the needs that it is for are planned, as their `story` says it.

    Raises as `place_of`, `refuse_unfit` and `event_needs.refuse_unfit`, which reads `seen`.
    """
    community = place_of(session, community_id, by=by)
    refuse_unfit(call, community.time_zone, now)
    _refuse_foreign(session, community, call)
    event_needs.refuse_unfit(session, call.kind, call.needs, by=by, seen=seen)
    event = _written(session, community, call, by=by, now=now)
    event.state, event.confirmed_by_id = EventState.called, by
    event_times.write_ahead(session, event, now)
    event_needs.called(session, event, story, by=by, now=now)
    note(session, event, "event.called", by=by, now=now)
    return event


def propose(session: Session, community_id: int, call: Call, *, by: int, now: datetime) -> Event:
    """A resident's wish. The organisers are told, and it is called once one of them says yes.

    Raises NotAllowed for who does not live here, TooMuch for one proposal too many, and as `refuse_unfit`.
    """
    community = communities.by_id(session, community_id)
    if community is None or people.membership_of(session, by, community_id) is None:
        raise NotAllowed("events.not_a_member")
    waiting = [one for one in events.proposed(session, community_id) if one.author_id == by]
    if len(waiting) >= MOST_PROPOSED:
        raise TooMuch("events.enough_proposed", most=MOST_PROPOSED)
    refuse_unfit(call, community.time_zone, now)
    _refuse_foreign(session, community, call)
    event = _written(session, community, call, by=by, now=now)
    event.state = EventState.proposed
    session.add(event)
    session.flush()
    telling.office(session, PROPOSED, event.id, community_id=community_id, but=by, now=now)
    return event


def _written(session: Session, community: Community, call: Call, *, by: int, now: datetime) -> Event:
    event = Event(
        community_id=community.id, number=communities.event_numbered(session, community.id), code=codes.draw(),
        kind=call.kind, title=call.title.strip(), words=call.words.strip(),
        agenda=[line.strip() for line in call.agenda if line.strip()],
        begins_on=call.begins_on, begins_at=f"{call.begins_at:%H:%M}", minutes=call.minutes or USUAL_MINUTES[call.kind],
        rule=call.rule, place=call.place.strip(), latitude=call.latitude, longitude=call.longitude, wanted=call.wanted,
        rota_size=call.rota_size, invited=call.invited, destinations=list(call.destinations), poll_id=call.poll_id,
        author_id=by, changed_at=now, created_at=now,
    )  # fmt: skip
    session.add(event)
    session.flush()
    session.add_all(EventNeed(event_id=event.id, need_id=need_id) for need_id in dict.fromkeys(call.needs))
    session.add_all(
        EventItem(event_id=event.id, kind=one.kind, name=one.name.strip(), wanted=one.wanted) for one in call.items
    )
    session.flush()
    return event


def confirm(
    session: Session, event_id: int, *, by: int, now: datetime, story: Story = event_needs.NOTHING,
    at: tuple[date, time] | None = None,
) -> Event:  # fmt: skip
    """An organiser says yes to what a resident proposed, perhaps `at` another local day and clock time.

    Raises as `holds`; AlreadySo, Overtaken too late.
    """
    event = proposed(session, event_id, by=by)
    community = place_of(session, event.community_id, by=by)
    begins_on, begins_at = at or (event.begins_on, time.fromisoformat(event.begins_at))
    refuse_time(recurrence.instant(begins_on, begins_at, community.time_zone), now)
    event.begins_on, event.begins_at = begins_on, f"{begins_at:%H:%M}"
    event.state, event.confirmed_by_id, event.changed_at = EventState.called, by, now
    if not event.destinations:
        event.destinations = [place.destination.id for place in audiences.places(session, community.id)]
    event_times.write_ahead(session, event, now)
    event_needs.called(session, event, story, by=by, now=now)
    _tell_proposer(session, event, now)
    note(session, event, "event.confirmed", by=by, now=now)
    return event


def decline(session: Session, event_id: int, why: str, *, by: int, now: datetime) -> Event:
    """An organiser says no, with a reason that the one who proposed it reads. Raises as `confirm`."""
    event = proposed(session, event_id, by=by)
    event.state, event.why, event.changed_at = EventState.declined, reason(why), now
    session.add(event)
    _tell_proposer(session, event, now)
    note(session, event, "event.declined", by=by, now=now)
    return event


def proposed(session: Session, event_id: int, *, by: int) -> Event:
    """What a resident proposed and nobody has answered, for organisers. Raises as `place_of`, AlreadySo if it is, or
    was taken back.
    """
    event = events.held(session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    place_of(session, event.community_id, by=by)
    refuse_answered(event)
    return event


def refuse_answered(event: Event) -> None:
    """Raises AlreadySo for a proposal that is none any more."""
    if event.state is EventState.withdrawn:
        raise AlreadySo("events.withdrawn_already", number=event.number)
    if event.state is not EventState.proposed:
        raise AlreadySo("events.confirmed_already", number=event.number)


def _tell_proposer(session: Session, event: Event, now: datetime) -> None:
    telling.one(session, PROPOSAL_ANSWERED, event.id, event.author_id, community_id=event.community_id, now=now)


def reason(why: str) -> str:
    """A reason, which there must be. Raises NotThere for none, TooMuch for one too long."""
    said = " ".join(why.split())
    if not said:
        raise NotThere("events.why_wanted")
    if len(said) > LONGEST_WHY:
        raise TooMuch("needs.too_long", most=LONGEST_WHY)
    return said


def note(session: Session, event: Event, action: str, *, by: int | None, now: datetime) -> None:
    """A line of the audit about this event, without words of residents."""
    audit.note(
        session, at=now, community_id=event.community_id, actor_id=by, action=action, subject="event",
        subject_id=event.id, before=None, after=None,
    )  # fmt: skip
