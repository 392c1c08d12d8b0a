"""What do we learn: three buttons for who came, and a few spoken words; counted for organisers, without a name.

How many have said what is shown only once five have: of fewer one could guess who.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from community import events
from community.refusals import NotAllowed, NotThere
from storage import attendances, media, occurrences
from storage import events as stored_events
from storage import minutes as stored
from storage.events import Event
from storage.media import Media, MediaKind
from storage.minutes import EventLesson, Lesson
from storage.occurrences import Occurrence

ENOUGH = 5
OPEN_FOR = timedelta(days=14)
"""So long after its end one may still say it, or otherwise."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`counts` is None while fewer than `ENOUGH` have said it. `voices` were sent for organisers to hear."""

    said: int
    counts: Mapping[Lesson, int] | None
    voices: tuple[Media, ...] = ()


def _reach(session: Session, occurrence_id: int, by: int, now: datetime) -> Occurrence:
    one = occurrences.by_id(session, occurrence_id)
    if one is None:
        raise NotThere("stage.gone")
    if attendances.of_person(session, one.id, by) is None:
        raise NotAllowed("learn.only_there")
    if now < one.ends_at or now >= one.ends_at + OPEN_FOR:
        raise NotAllowed("learn.not_now", days=OPEN_FOR.days)
    return one


def say(session: Session, occurrence_id: int, lesson: Lesson, *, by: int, now: datetime) -> EventLesson:
    """By who was there; said otherwise as often as they like. Raises NotThere, NotAllowed."""
    one = _reach(session, occurrence_id, by, now)
    said = stored.lesson(session, one.id, by) or EventLesson(
        occurrence_id=one.id, person_id=by, lesson=lesson, at=now
    )  # fmt: skip
    said.lesson, said.at = lesson, now
    session.add(said)
    session.flush()
    return said


def said_by(session: Session, occurrence_id: int, *, by: int, now: datetime) -> EventLesson:
    """What this one has said, so that they may say more. Raises as `say`, NotThere if nothing."""
    one = _reach(session, occurrence_id, by, now)
    said = stored.lesson(session, one.id, by)
    if said is None:
        raise NotThere("learn.first")
    return said


def tell(session: Session, occurrence_id: int, dialogue_id: int | None, *, by: int, now: datetime) -> None:
    """The voice that came last to this draft, in place of an earlier one. Raises as `said_by`, NotThere for none."""
    said = said_by(session, occurrence_id, by=by, now=now)
    session.flush()
    sent = [] if dialogue_id is None else media.of_dialogue(session, dialogue_id)
    voices = [file for file in sent if file.kind is MediaKind.voice and file.person_id == by]
    if not voices:
        raise NotThere("learn.no_voice")
    before = media.by_id(session, said.media_id) if said.media_id else None
    if before is not None:
        before.occurrence_id = None  # nobody's: it goes with the next sweep
        session.add(before)
    voices[-1].occurrence_id, said.media_id = occurrence_id, voices[-1].id
    session.add_all((voices[-1], said))
    session.flush()


def learnt(session: Session, occurrence_id: int, *, by: int) -> tuple[Event, Occurrence, Learnt]:
    """For its organisers. Raises NotThere, NotAllowed."""
    one = occurrences.by_id(session, occurrence_id)
    event = stored_events.by_id(session, one.event_id) if one else None
    if one is None or event is None:
        raise NotThere("stage.gone")
    events.place_of(session, event.community_id, by=by)
    said = stored.lessons_of(session, one.id)
    counts = {lesson: sum(each.lesson is lesson for each in said) for lesson in Lesson} if len(said) >= ENOUGH else None
    files = media.by_ids(session, [each.media_id for each in said if each.media_id])
    return event, one, Learnt(len(said), counts, tuple(sorted(files, key=lambda file: file.name)))
