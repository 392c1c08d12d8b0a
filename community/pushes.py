"""The gate through which every notice leaves: now, later, in the digest or not at all, as its recipient wants it.

It is looked at when a message leaves, not when it is written: after hours of silence nothing arrives at night.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import event_gate
from community.quiet_hours import next_allowed
from storage import communities, hearing, needs, timeline
from storage.broadcasts import Urgency
from storage.hearing import ANNOUNCEMENT, Listener
from storage.outbox import Class, Row
from storage.people import Person
from storage.preferences import Hearing, Rhythm

WEEK = timedelta(days=7)


class Voice(StrEnum):
    """How much a notice may disturb.

    `urgent`: danger, and what a tap of one's own has just asked for: always. `personal`: about one's own thing, a
    question to oneself, an answer: never in quiet hours. `news`: what one follows, reminders: besides, no more of it a
    week than wanted, the rest in the digest. `passing`: news of the day for a group, that in quiet hours is let go.
    """

    urgent = "urgent"
    personal = "personal"
    news = "news"
    passing = "passing"


VOICES: Mapping[str, Voice] = {
    # danger, what a tap has just asked for, and what makes no sound: taking away, drawing anew
    "need.danger": Voice.urgent,
    "need.letter": Voice.urgent,
    "need.redrawn": Voice.urgent,
    "week.report": Voice.urgent,
    "broadcast.card": Voice.urgent,
    "broadcast.progress": Voice.urgent,
    "broadcast.edit": Voice.urgent,
    "broadcast.recall": Voice.urgent,
    "person.data": Voice.urgent,
    "person.gone.id": Voice.urgent,
    "person.gone.en": Voice.urgent,
    "community.poster": Voice.urgent,
    "group.placing": Voice.urgent,
    "group.card": Voice.urgent,
    "group.tidy": Voice.urgent,
    "poll.redrawn": Voice.urgent,
    "poll.stopped": Voice.urgent,
    "poll.votes": Voice.urgent,
    "poll.chart": Voice.urgent,
    "event.redrawn": Voice.urgent,
    "event.errand": Voice.urgent,
    "event.code": Voice.urgent,
    # about one's own thing, a question to oneself, an answer
    "closing.ask": Voice.personal,
    "closing.told": Voice.personal,
    "closing.reopened": Voice.personal,
    "need.question": Voice.personal,
    "need.answered": Voice.personal,
    "need.wrote": Voice.personal,
    "need.replied": Voice.personal,
    "need.handed": Voice.personal,
    "need.flagged": Voice.personal,
    "need.hidden": Voice.personal,
    "need.reviewed": Voice.personal,
    "need.shown": Voice.personal,
    "media.lost": Voice.personal,
    "matter.sent": Voice.personal,
    "matter.line": Voice.personal,
    "matter.handled": Voice.personal,
    "broadcast.steered": Voice.personal,
    "claim.asked": Voice.personal,
    "claim.office": Voice.personal,
    "claim.granted": Voice.personal,
    "claim.refused": Voice.personal,
    "claim.taken": Voice.personal,
    "community.confirmed": Voice.personal,
    "community.organiser": Voice.personal,
    "community.cadre": Voice.personal,
    "community.joined": Voice.personal,
    "community.recognised": Voice.personal,
    "destination.lost": Voice.personal,
    "erasure.no_chair": Voice.personal,
    "erasure.no_reader": Voice.personal,
    "digest": Voice.personal,
    # what one has taken part in, or decides
    "poll.card": Voice.personal,
    "poll.native": Voice.personal,
    "poll.outcome": Voice.personal,
    "poll.result": Voice.personal,
    "poll.moved": Voice.personal,
    "poll.objection": Voice.personal,
    "poll.answer": Voice.personal,
    "poll.paper": Voice.personal,
    "poll.remind": Voice.news,
    # what the neighbours are called together for
    "event.card": Voice.personal,
    "event.proposed": Voice.personal,
    "event.proposal": Voice.personal,
    "event.room": Voice.personal,
    "event.item": Voice.personal,
    "event.swap": Voice.personal,
    "event.swapped": Voice.personal,
    "event.changed": Voice.personal,
    "minutes.ask": Voice.personal,
    "minutes.corrected": Voice.personal,
    "minutes.published": Voice.personal,
    "minutes.group": Voice.personal,
    "minutes.task": Voice.personal,
    "event.nudge": Voice.personal,
    "week.five": Voice.personal,
    "need.new": Voice.passing,
    "group.week": Voice.passing,
    "event.line": Voice.passing,
    # what one follows, and reminders; of one's own need, or what one comes to, it is personal
    "event.remind": Voice.news,
    "event.thanks": Voice.news,
    "need.moved": Voice.news,
    "need.certain": Voice.news,
    "need.silent": Voice.news,
    "need.check": Voice.news,
    "desk.new": Voice.news,
    "desk.silent": Voice.news,
    ANNOUNCEMENT: Voice.news,
}
"""Every kind of notice."""

URGENT = frozenset(kind for kind, voice in VOICES.items() if voice is Voice.urgent)
_OF_A_LINE = "need.moved"
_OF_A_NEED = "need.certain"
_REMINDS = "event.remind"
_CHANGED = "event.changed"


@dataclass(frozen=True, slots=True)
class Send:
    """It leaves now; `quietly` without a sound."""

    quietly: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """It is read in the next digest; `why` is for operators."""

    why: str


@dataclass(frozen=True, slots=True)
class Drop:
    why: str


Verdict = Send | Wait | Digest | Drop


# ── the decision ──


def decide(voice: Voice, listener: Listener, now: datetime, *, came: Callable[[], int]) -> Verdict:
    """Whether a message of this voice leaves at `now`.

    `came` counts what came in the last seven days; it is asked only where that matters.
    """
    if voice is Voice.urgent:
        return Send()
    if listener.stopped and not (listener.keeps_urgent and listener.urgency is Urgency.urgent):
        return Drop("all stopped")
    if listener.urgency is not None:
        return _announcement(listener.urgency, listener, now, came)
    if voice is Voice.news and listener.news is Hearing.never:
        return Drop("no news wanted")
    return _in_its_time(voice, listener, now, came)


def _announcement(urgency: Urgency, listener: Listener, now: datetime, came: Callable[[], int]) -> Verdict:
    """What is urgent, a flood or a fire, comes also to those who want no others of that neighbourhood; they know."""
    if urgency is Urgency.urgent:
        return Send()
    if not listener.hears_here:
        return Drop("no announcements wanted")
    if urgency is Urgency.mourning:
        return Send(quietly=_allowed(listener, now) != now)
    return _in_its_time(Voice.news, listener, now, came)


def _in_its_time(voice: Voice, listener: Listener, now: datetime, came: Callable[[], int]) -> Verdict:
    if voice is Voice.news and listener.news is Hearing.digest:
        return _later_with_others(listener, "news in the digest")
    if (until := _allowed(listener, now)) != now:
        return Drop("not in quiet hours") if voice is Voice.passing else Wait(until)
    if voice is Voice.news and came() >= listener.weekly_cap:
        return _later_with_others(listener, "enough this week")
    return Send()


def _later_with_others(listener: Listener, why: str) -> Verdict:
    return Drop(f"{why}, no digest wanted") if listener.digest is Rhythm.never else Digest(why)


def _allowed(listener: Listener, now: datetime) -> datetime:
    return next_allowed(now, listener.quiet_hours, listener.time_zone)


# ── looked at as it leaves ──


def decide_for(session: Session, row: Row, now: datetime) -> Verdict:
    """The verdict on a row that is about to leave: one statement, and one more where the week's messages count.

    A letter that was put into words when it was written has no kind: it is personal.

    Raises KeyError for a kind that this release does not know.
    """
    kind = row.kind or ""
    voice = VOICES[kind] if kind else Voice.personal
    if voice is Voice.urgent or row.rank == Class.reply:
        return Send()
    announcement = row.subject_id if kind == ANNOUNCEMENT else None
    if row.person_id is None:
        listener = hearing.group(session, row.chat, announcement)
        if listener is not None and voice is Voice.passing and _is_of_another_day(row, listener.time_zone, now):
            return Drop("its day is over")
        if kind == _CHANGED and event_gate.presses(session, row, now):
            return Send()
        return Send() if listener is None else decide(_in_group(voice), listener, now, came=lambda: 0)
    listener = hearing.person(session, row.person_id, announcement)
    if listener is None:
        return Send()  # their renderer knows that they are gone
    if kind == _CHANGED and not listener.stopped and event_gate.presses(session, row, now):
        return Send()
    if kind == _REMINDS:
        listener = replace(listener, news=Hearing.now)  # how early, or never, they have chosen for events alone
    voice = Voice.personal if voice is Voice.news and _is_own(session, row) else voice
    return decide(voice, listener, now, came=lambda: came_this_week(session, row.chat, now, most=listener.weekly_cap))


def _in_group(voice: Voice) -> Voice:
    """A group has no digest of what was not said: it waits."""
    return Voice.personal if voice is Voice.news else voice


def _is_of_another_day(row: Row, zone: str, now: datetime) -> bool:
    """After an outage: today has a message of its own, and a group gets one a day."""
    local = ZoneInfo(zone)
    return datetime.fromtimestamp(row.due_at, local).date() != now.astimezone(local).date()


def _is_own(session: Session, row: Row) -> bool:
    """True if it is about what the recipient has told, or comes to; its renderer reads the same rows next."""
    if row.kind == _REMINDS:
        return event_gate.is_own(session, row)
    need_id = row.subject_id or 0
    if row.kind == _OF_A_LINE:
        line = timeline.by_id(session, need_id)
        need_id = line.need_id if line else 0
    elif row.kind != _OF_A_NEED:
        return False
    need = needs.by_id(session, need_id)
    return need is not None and need.reporter_id == row.person_id


def came_this_week(session: Session, chat: int, now: datetime, *, most: int) -> int:
    """How many messages nobody had just asked for have left for them in seven days, urgent ones aside; up to `most`."""
    return hearing.came_since(session, chat, (now - WEEK).timestamp(), most=most, urgent=URGENT)


# ── chosen when it is written ──


def leave_at(session: Session, them: Iterable[Person], community_id: int, at: datetime) -> Callable[[Person], datetime]:
    """When a notice that is written for each of them leaves: outside their own quiet hours, or the neighbourhood's."""
    own = hearing.own_hours(session, [one.id for one in them])
    community = communities.by_id(session, community_id)
    theirs = next_allowed(at, community.quiet_hours, community.time_zone) if community else at

    def of(person: Person) -> datetime:
        return next_allowed(at, *own[person.id]) if person.id in own else theirs

    return of
