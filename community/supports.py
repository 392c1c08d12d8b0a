"""Saya juga: a need is everybody's whom it concerns. A supporter is never lost but by their own act.

A need that was merged lives on in another: whoever supports or follows it does so there.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from community import group_cards, houses, journeys, speaking
from community.refusals import NotAllowed, NotThere, TooMuch
from storage import communities, media, people
from storage import needs as stored
from storage import supports as rows
from storage.communities import CommunityKind
from storage.needs import Need, NeedState
from storage.people import Membership
from storage.supports import NAMELESS, ONESELF, Follow, Support
from storage.timeline import Event

LONGEST_ADDITION = 1_000


def root(session: Session, need: Need) -> Need:
    """The need in which this one lives on: itself, unless it was merged."""
    return stored.root(session, need)


def whom_for(on_behalf_of: str | None) -> str:
    """As `Support.whom`: oneself for None, a neighbour's name, or one who stays nameless for ""."""
    if on_behalf_of is None:
        return ONESELF
    return on_behalf_of or NAMELESS


def open_to(session: Session, need_id: int, *, by: int) -> Need:
    """The need, or the one in which it lives on, if a member of its neighbourhood may look at it.

    A neighbourhood's needs are also those of the members of the one that it lies in: an RT's are its RW's.
    Raises NotThere for what is withdrawn or hidden, NotAllowed for strangers to the neighbourhood.
    """
    found = stored.by_id(session, need_id)
    if found is None:
        raise NotThere("stage.gone")
    need = root(session, found)
    if _membership(session, by, need.community_id) is None:
        raise NotAllowed("needs.not_a_member")
    if need.state is NeedState.withdrawn or (need.hidden_at is not None and need.reporter_id != by):
        raise NotThere("stage.gone")
    return need


def of_neighbours(session: Session, need_id: int, *, by: int) -> Need:
    """As `open_to`, for members of its own neighbourhood alone: who lives elsewhere in the RW looks on and is along."""
    need = open_to(session, need_id, by=by)
    if people.membership_of(session, by, need.community_id) is None:
        raise NotAllowed("needs.not_a_member")
    return need


def _held(session: Session, need_id: int, *, by: int) -> Need:
    """As `open_to`, held: what has been merged, hidden or taken back while we waited is seen."""
    waited = stored.held(session, open_to(session, need_id, by=by).id)
    need = open_to(session, need_id, by=by)
    return need if waited is not None and waited.id == need.id else _held(session, need.id, by=by)


def _membership(session: Session, person_id: int, community_id: int) -> Membership | None:
    """By which this person belongs to it: in it, or in the nearest that it lies in."""
    for _ in CommunityKind:  # no neighbourhood lies in more than there are kinds
        found = people.membership_of(session, person_id, community_id)
        community = communities.by_id(session, community_id)
        if found is not None or community is None or community.parent_id is None:
            return found
        community_id = community.parent_id
    return None


def of_concerned(session: Session, need_id: int, *, by: int) -> Need:
    """As `open_to`, for those whom it concerns; raises NotAllowed for all others."""
    need = open_to(session, need_id, by=by)
    if by not in rows.concerned(session, need.id):
        raise NotAllowed("needs.not_yours")
    return need


def support(session: Session, need_id: int, *, by: int, now: datetime, whom: str = ONESELF) -> Need:
    """Note that it concerns this person too, or the neighbour they speak for; said once more, it changes nothing.

    Whoever wanted to hear no more of it and now says that it concerns them hears of it again. Refuses to speak for
    more neighbours in a day than by reports (`community.speaking`).
    """
    need = _held(session, need_id, by=by)  # of two who come at once, one counts both houses
    if not any(one.whom == whom for one in rows.own(session, need.id, by)):
        if whom != ONESELF:
            _speak_for(session, need, by=by, now=now)
        session.add(Support(need_id=need.id, person_id=by, whom=whom, created_at=now))
        for word in rows.words_of(session, need.id, by):
            session.delete(word)
        session.flush()
        group_cards.changed(session, need, now=now)
        houses.reach(session, need, now=now)
    return need


def _speak_for(session: Session, need: Need, *, by: int, now: datetime) -> None:
    """One more neighbour is spoken for, who agreed. Raises TooMuch when that were too many in a day."""
    member = _membership(session, by, need.community_id)
    if member is not None and (refusal := speaking.why_not(member, today=speaking.today_of(session, by, now))):
        raise refusal
    speaking.note_agreement(session, need, by=by, now=now)


def is_supporter(session: Session, need_id: int, person_id: int) -> bool:
    """True if it concerns this person themselves, in the need or in one merged into it."""
    return any(one.whom == ONESELF for one in rows.own(session, need_id, person_id))


def leave(session: Session, need_id: int, *, by: int, now: datetime) -> Need:
    """Batal ikut: one's own support is taken back, wherever in the family it was given; those for neighbours stay.

    Raises NotAllowed for its reporter, who withdraws instead.
    """
    need = open_to(session, need_id, by=by)
    if need.reporter_id == by and need.on_behalf_of is None:
        raise NotAllowed("needs.yours")
    for one in rows.own(session, need.id, by):
        if one.whom == ONESELF:
            session.delete(one)
    session.flush()
    group_cards.changed(session, need, now=now)
    return need


def follow(session: Session, need_id: int, *, wants: bool, by: int, now: datetime) -> Need:
    """[🔔 Kabari saya] and [Jangan kabari]: one's own word on hearing of it; the last one counts."""
    need = open_to(session, need_id, by=by)
    word = rows.follow_of(session, need.id, by)
    if word is None:
        word = Follow(need_id=need.id, person_id=by, wants=wants, changed_at=now)
    word.wants, word.changed_at = wants, now
    session.add(word)
    session.flush()
    return need


def hears(session: Session, need_id: int, person_id: int) -> bool:
    """True if news of this need reach this person."""
    return any(one.id == person_id for one in rows.hearing(session, need_id))


def join(
    session: Session, need_id: int, *, whom: str, text: str, dialogue_id: int | None, by: int, now: datetime
) -> Need:
    """Saya juga, instead of a report of one's own: all that was said and sent for it is kept on this need.

    `dialogue_id` is the draft to which photos or voices were sent, None without any.
    """
    need = support(session, need_id, by=by, now=now, whom=whom)
    parts: list[str | None] = [*_in_parts(text)]
    for part in parts or ([None] if dialogue_id is not None else []):
        add_words(session, need.id, text=part, dialogue_id=dialogue_id, by=by, now=now)
    return need


def _in_parts(text: str) -> Iterator[str]:
    """A report may be longer than one addition: cut between words, nothing is left out."""
    while len(text) > LONGEST_ADDITION:
        cut = max(text.rfind(space, 1, LONGEST_ADDITION) for space in (" ", "\n"))
        cut = cut if cut > 0 else LONGEST_ADDITION
        yield text[:cut]
        text = text[cut:].lstrip()
    if text:
        yield text


def add_words(
    session: Session, need_id: int, *, text: str | None, dialogue_id: int | None, by: int, now: datetime
) -> Need:
    """A supporter's own words, photos or voices go to the need they support. Refuses words over LONGEST_ADDITION."""
    need = of_concerned(session, need_id, by=by)
    if text is not None and len(text) > LONGEST_ADDITION:
        raise TooMuch("needs.too_long", most=LONGEST_ADDITION)
    if dialogue_id is not None:
        media.give_to_need(session, dialogue_id, need.id)
    journeys.write(session, need, Event.added, by=by, now=now, reason=text)
    return need
