"""What a need's reporter and its organisers say to each other, and what is waited for of the reporter.

Neighbours read none of it. Asking and answering a question is `community.triage`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from community import journeys, media, needs, office, telling
from community.refusals import NotThere, TooMuch
from community.supports import LONGEST_ADDITION
from storage import arrivals, people, timeline
from storage import needs as stored
from storage.needs import Awaited, Need, NeedState
from storage.people import Person
from storage.timeline import Event, TimelineEntry

ANSWER_WITHIN = timedelta(days=14)
REACTION_WITHIN = timedelta(days=3)
"""So long after a question or a refusal has come, what is said out of the blue is taken to be about it."""
LONGEST = LONGEST_ADDITION


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The need, and the organisers' line that its reporter may be speaking about."""

    need: Need
    line: TimelineEntry


_NEWS_OF = {Awaited.answer: "need.question", Awaited.reaction: "need.moved"}
_WITHIN = {Awaited.answer: ANSWER_WITHIN, Awaited.reaction: REACTION_WITHIN}


def awaited(session: Session, reporter: int, *, chat: int, after: float, now: datetime) -> Awaiting | None:
    """What this reporter is most likely speaking about out of the blue: the newest question or refusal.

    It counts once it has arrived in `chat`, and only if that was later than `after`, when their own talk last went on
    (seconds since 1970, UTC).
    """
    found: list[tuple[float, Awaiting]] = []
    for need in stored.awaiting(session, reporter):
        line = _line(session, need)
        if need.awaits is None or line is None or now - line.at > _WITHIN[need.awaits]:
            continue
        kinds = (_NEWS_OF[need.awaits],)
        told = arrivals.told_at(session, chat, need.id, kinds=kinds, since=line.at.timestamp())
        if told is not None and told > after:
            found.append((told, Awaiting(need, line)))
    return max(found, key=lambda one: one[0])[1] if found else None


def _line(session: Session, need: Need) -> TimelineEntry | None:
    if need.awaits is Awaited.answer:
        return timeline.newest(session, need.id, Event.asked)
    return timeline.newest(session, need.id, Event.moved, NeedState.not_now)


def question(session: Session, need_id: int, *, by: int) -> Awaiting | None:
    """The question that this need's reporter has not answered yet; None for anyone else, or if there is none."""
    need = stored.by_id(session, need_id)
    if need is None or need.reporter_id != by or need.awaits is not Awaited.answer:
        return None
    line = _line(session, need)
    return Awaiting(need, line) if line else None


def question_replied_to(session: Session, *, chat: int, message_id: int, by: int) -> Awaiting | None:
    """The open question that stands in this message of the chat."""
    notice = arrivals.notice_at(session, chat, message_id)
    if notice is None or notice[0] != _NEWS_OF[Awaited.answer]:
        return None
    asked = timeline.by_id(session, notice[1])
    return question(session, asked.need_id, by=by) if asked else None


def goes_its_way(session: Session, need_id: int, *, by: int) -> None:
    """What was said has nothing to do with the refusal: nothing more is expected to be said of it."""
    need = needs.own_standing(session, need_id, by=by)
    if need.awaits is Awaited.reaction:
        need.awaits = None
        session.add(need)


def write(session: Session, need_id: int, *, text: str | None, dialogue_id: int | None, by: int, now: datetime) -> Need:
    """A need's reporter says or asks the organisers something; all of them are told. Refuses words over LONGEST."""
    need = needs.own_standing(session, need_id, by=by)
    if text is not None and len(text) > LONGEST:
        raise TooMuch("needs.too_long", most=LONGEST)
    file = media.give_to_need(session, dialogue_id, need.id)
    line = journeys.write(session, need, Event.added, by=by, now=now, reason=text or None, media_id=file)
    telling.office(session, "need.wrote", line.id, community_id=need.community_id, but=by, now=now)
    return need


def readers(session: Session, need_id: int, *, by: int) -> list[Person]:
    """The organisers of whom a need's reporter may choose one, to write to alone."""
    need = needs.own_standing(session, need_id, by=by)
    return [one for one in people.organisers_of(session, need.community_id) if one.id != by]


def reader(session: Session, need_id: int, to: int, *, by: int) -> Person:
    """The chosen one. Raises NotThere for whoever is no organiser there, or cannot be reached."""
    found = next((one for one in readers(session, need_id, by=by) if one.id == to), None)
    if found is None:
        raise NotThere("stage.gone")
    return found


def correspondent(session: Session, need_id: int, *, by: int) -> tuple[Need, Person]:
    """To whom an organiser may write about this need: its reporter. Raises NotThere if they are gone."""
    need = office.holds(session, need_id, by=by)
    person = people.by_id(session, need.reporter_id) if need.reporter_id is not None else None
    if person is None:
        raise NotThere("desk.nobody_to_ask")
    return need, person


def reply(session: Session, need_id: int, *, words: str, by: int, now: datetime) -> Need:
    """The organisers answer its reporter, and nobody else."""
    need, person = correspondent(session, need_id, by=by)
    if len(words) > journeys.LONGEST_REASON:
        raise TooMuch("needs.too_long", most=journeys.LONGEST_REASON)
    line = journeys.write(session, need, Event.answered, by=by, now=now, as_office=True, reason=words)
    telling.one(session, "need.replied", line.id, person.id, community_id=need.community_id, now=now)
    return need
