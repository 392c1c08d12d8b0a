"""Was it so: two who took part confirm minutes, or one says what is missing; then everyone reads them.

waiting → two say so, and nothing is said to be missing → published, confirmed
        ↘ something is missing → organisers write them anew, or answer why it stays so; until then nothing is published
        ↘ for a week nobody has said anything → an organiser may publish them as not confirmed, which they then say
"""

from datetime import datetime

from sqlmodel import Session

from community import events, journeys, minutes, office, one_by_one, telling
from community.minutes import ENOUGH
from community.one_by_one import Failed
from community.refusals import AlreadySo, NotAllowed, NotThere, Overtaken, TooMuch
from storage import attendances, communities, erasures, needs, occurrences, outbox, people
from storage import events as stored_events
from storage import minutes as stored
from storage.events import Event, Invited
from storage.minutes import Minutes, MinutesConfirmation, MinutesState
from storage.needs import NeedState
from storage.occurrences import Occurrence
from storage.people import Person
from storage.timeline import Event as Line

LONGEST_WORDS = 500
AT_ONCE = 50
_CLOSED = frozenset((NeedState.resolved, NeedState.merged, NeedState.withdrawn))
CORRECTED, KEPT, WAITS = "minutes.corrected", "minutes.kept", "minutes.waits"
"""Notices: something is missing; why it stays so; they have waited for a week, and what can be done."""
PUBLISHED, IN_GROUP = "minutes.published", "minutes.group"
"""Notices: they are published, to their writer; the minutes in the group."""


# ── who may say so ──


def seen(session: Session, minutes_id: int, *, by: int) -> tuple[Event, Occurrence, Minutes]:
    """For who may confirm them, organises it or took part. Raises NotThere, NotAllowed."""
    found = stored.by_id(session, minutes_id)
    one = occurrences.by_id(session, found.occurrence_id) if found else None
    event = stored_events.by_id(session, one.event_id) if one else None
    if found is None or one is None or event is None:
        raise NotThere("stage.gone")
    is_office = office.is_office(people.membership_of(session, by, event.community_id))
    if not is_office and not attendances.have_part(session, one.id, by):
        raise NotAllowed("minutes.only_there")
    return event, one, found


def reach(session: Session, minutes_id: int, version: int, by: int) -> tuple[Event, Minutes]:
    """For who is asked, as long as it is this version that waits. Raises as `seen`, AlreadySo, Overtaken."""
    event, one, _ = seen(session, minutes_id, by=by)
    found = _waiting(session, minutes_id)
    if by == found.writer_id:
        raise NotAllowed("minutes.own")
    if by not in {person.id for person in minutes.askable(session, event, one, found)}:
        raise NotAllowed("minutes.only_there")
    _refuse_older(found, version)
    return event, found


def _waiting(session: Session, minutes_id: int) -> Minutes:
    """Held: of two taps at the same moment the second sees what the first has done."""
    found = stored.held(session, minutes_id)
    if found is None:
        raise NotThere("stage.gone")
    return found


def _refuse_older(found: Minutes, version: int) -> None:
    if found.state is MinutesState.published:
        raise AlreadySo("minutes.published_already")
    if found.version != version:
        raise Overtaken("minutes.newer")


def answers(session: Session, minutes_id: int, version: int, *, by: int) -> tuple[Event, Minutes]:
    """For organisers, to answer what is said to be missing. Raises as `seen`, AlreadySo, Overtaken."""
    event, _, _ = seen(session, minutes_id, by=by)
    events.place_of(session, event.community_id, by=by)
    found = _waiting(session, minutes_id)
    _refuse_older(found, version)
    return event, found


# ── saying so ──


def confirm(session: Session, minutes_id: int, version: int, *, by: int, now: datetime, story: str = "") -> Minutes:
    """[✓ Cocok]. The second one publishes them, unless something that is said to be missing waits for an answer.

    `story` is how the needs that it was for tell of it. Raises as `reach`.
    """
    event, found = reach(session, minutes_id, version, by)
    _say(session, found, by, agrees=True, words=None, now=now)
    _publish_if_enough(session, event, found, story, now)
    return found


def object_to(session: Session, minutes_id: int, version: int, words: str, *, by: int, now: datetime) -> Minutes:
    """[✏️ Ada yang kurang]: the writer reads what, and by whom; it stops them from being published until answered.

    Raises as `confirm`, NotThere for no words, TooMuch.
    """
    event, found = reach(session, minutes_id, version, by)
    _say(session, found, by, agrees=False, words=_fit(words), now=now)
    found.look_at = now + minutes.QUIET
    session.add(found)
    told = [(person, found.id) for person in _writers(session, event, found)]
    telling.each(
        session, CORRECTED, told, community_id=event.community_id, now=now, at=now + telling.GATHER, gathered=True
    )
    return found


def _fit(words: str) -> str:
    said = " ".join(words.split())
    if not said:
        raise NotThere("minutes.words_wanted")
    if len(said) > LONGEST_WORDS:
        raise TooMuch("needs.too_long", most=LONGEST_WORDS)
    return said


def _say(session: Session, found: Minutes, by: int, *, agrees: bool, words: str | None, now: datetime) -> None:
    said = stored.confirmation(session, found.id, by)
    if said is None:
        said = MinutesConfirmation(minutes_id=found.id, person_id=by, version=0, agrees=agrees, at=now)
    said.version, said.agrees, said.words, said.answer, said.at = found.version, agrees, words, None, now
    session.add(said)
    session.flush()


def _writers(session: Session, event: Event, found: Minutes) -> list[Person]:
    """Who wrote them, as long as they organise and can be reached; else all who do."""
    writer = people.by_id(session, found.writer_id) if found.writer_id else None
    member = people.membership_of(session, writer.id, event.community_id) if writer else None
    if writer is not None and writer.reachable and office.is_office(member):
        return [writer]
    return [person for person in people.organisers_of(session, event.community_id) if person.reachable]


# ── answering what is missing ──


def missing(session: Session, found: Minutes) -> list[MinutesConfirmation]:
    """What is said to be missing in this version and is not answered, the first to say so first.

    What somebody said who is having everything deleted is said no more, and stops nothing.
    """
    said = [one for one in stored.confirmations_of(session, found) if not one.agrees and one.answer is None]
    erasures.look_ahead(session, [one.person_id for one in said])
    return [one for one in said if not erasures.is_leaving(session, one.person_id)]


def keep(
    session: Session, minutes_id: int, version: int, why: str, *, by: int, now: datetime, story: str = ""
) -> Minutes:  # fmt: skip
    """[Tetap begitu]: an organiser says why they stay as they are; whoever said that something is missing reads it.

    It answers all that waits for an answer, and publishes them if enough have confirmed them. Raises as `answers`,
    AlreadySo if nothing waits, NotThere for no words, TooMuch.
    """
    event, found = answers(session, minutes_id, version, by=by)
    waiting, said = missing(session, found), _fit(why)
    if not waiting:
        raise AlreadySo("minutes.kept_already")
    for one in waiting:
        one.answer = said
        session.add(one)
    found.look_at = now + minutes.QUIET
    session.add(found)
    session.flush()
    told = people.by_ids(session, [one.person_id for one in waiting])
    telling.each(
        session, KEPT, [(person, found.id) for person in told if person.reachable], community_id=event.community_id,
        now=now, gathered=True,
    )  # fmt: skip
    events.note(session, event, "event.minutes_kept", by=by, now=now)
    _publish_if_enough(session, event, found, story, now)
    return found


# ── what waits for long ──


def tell_waiting(session: Session, now: datetime, failed: Failed | None = None) -> int:
    """For the clock: to the writers of the next few that have waited in silence for a week. Returns how many."""
    found = stored.waiting(session, now, most=AT_ONCE, but=failed or ())
    one_by_one.each(session, [(one.id, one) for one in found], lambda one: _tell_waiting(session, one, now), failed)
    return len(found)


def _tell_waiting(session: Session, found: Minutes, now: datetime) -> None:
    found.look_at = None
    session.add(found)
    one = occurrences.by_id(session, found.occurrence_id)
    event = stored_events.by_id(session, one.event_id) if one else None
    if event is not None:
        told = [(person, found.id) for person in _writers(session, event, found)]
        telling.each(session, WAITS, told, community_id=event.community_id, now=now, gathered=True)


def have_waited(session: Session, found: Minutes, now: datetime) -> bool:
    """True once they may be published though too few have confirmed them: nothing was said for `minutes.QUIET`."""
    is_quiet = found.look_at is None or found.look_at <= now
    return found.state is MinutesState.waiting and is_quiet and not missing(session, found)


def publish_as_is(
    session: Session, minutes_id: int, version: int, *, by: int, now: datetime, story: str = ""
) -> Minutes:  # fmt: skip
    """[Terbitkan apa adanya], by an organiser: they say themselves that nobody else has confirmed them.

    Raises as `answers`, NotAllowed while something was said within `minutes.QUIET` or waits for an answer.
    """
    event, found = answers(session, minutes_id, version, by=by)
    if not have_waited(session, found, now):
        raise NotAllowed("minutes.waits_still", days=minutes.QUIET.days)
    _publish(session, event, found, story, now, by=by)
    return found


# ── published ──


def agreeing(session: Session, found: Minutes) -> int:
    """How many have confirmed this version."""
    return sum(said.agrees for said in stored.confirmations_of(session, found))


def _publish_if_enough(session: Session, event: Event, found: Minutes, story: str, now: datetime) -> None:
    if agreeing(session, found) >= ENOUGH and not missing(session, found):
        _publish(session, event, found, story, now)


def _publish(
    session: Session, event: Event, found: Minutes, story: str, now: datetime, *, by: int | None = None
) -> None:  # fmt: skip
    found.state, found.published_at, found.look_at = MinutesState.published, now, None
    found.is_confirmed = agreeing(session, found) >= ENOUGH
    session.add(found)
    for need_id in stored_events.needs_of(session, event.id) if story else ():
        need = needs.held(session, need_id)
        if need is not None and need.hidden_at is None and need.state not in _CLOSED:
            journeys.write(session, need, Line.explained, by=found.writer_id, now=now, as_office=True, reason=story)
    if by is None or by != found.writer_id:
        telling.one(
            session, PUBLISHED, found.id, found.writer_id, community_id=event.community_id, now=now,
            once=f"{PUBLISHED}:{found.id}",
        )  # fmt: skip
    if event.invited is not Invited.office:
        _to_groups(session, event, found, now)
    events.note(session, event, "event.published", by=by, now=now)


def _to_groups(session: Session, event: Event, found: Minutes, now: datetime) -> None:
    """Once into each: taps have brought it there."""
    for destination_id in event.destinations:
        destination = communities.destination_by_id(session, destination_id)
        chat = communities.chat_by_id(session, destination.chat_id) if destination and not destination.lost_at else None
        if chat is not None and not chat.left_at:
            outbox.notice(
                session, kind=IN_GROUP, chat=chat.telegram_id, subject_id=found.id, due_at=now.timestamp(),
                now=now.timestamp(), once=f"{IN_GROUP}:{found.id}:{chat.id}",
            )  # fmt: skip
