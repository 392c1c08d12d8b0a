"""Honest closing, as rules on values: who is asked, what their answers come to, when organisers are told of them.

Only residents say that a need is met. Organisers see numbers, several answers at a time, never who said what; making
it so is `community.closing_rounds`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from community.moves import REOPEN_WITHIN
from community.quiet_hours import next_allowed
from storage.closings import Verdict
from storage.needs import NeedState

FEW = 5
"""So many people are asked at least, where there are so many: one answer must not be one face."""
TOGETHER = 3
"""New answers of so many people are told at once; so many people who say that it is done make it so."""
EVENING = time(19, 30)
MORNING = time(7, 0)
"""Local: when fewer new answers are told, and when instead if that is an hour in which nothing is sent."""
SETTLE = timedelta(minutes=2)
"""So long after an answer its author may still be saying why."""


class Reason(StrEnum):
    """What a button says is lacking."""

    some = "some"
    again = "again"
    same = "same"


class Outcome(StrEnum):
    """What the answers come to when organisers are told of them."""

    waits = "waits"
    lacking = "lacking"
    """Something is lacking: the organisers work on it, or explain."""
    resolved = "resolved"
    reopened = "reopened"
    unconfirmed = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: to whom, for whom (as `storage.supports.Support.whom`), and as what."""

    person_id: int
    whom: str
    is_concerned: bool
    is_reporter: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """One answer. By `person_id` whoever speaks for several is known as one hand, and for nothing else."""

    verdict: Verdict
    answered_at: datetime
    person_id: int
    is_reporter: bool = False
    reason: str | None = None

    @property
    def says_something(self) -> bool:
        """False for one who has not seen it: that is no answer yet."""
        return self.verdict is not Verdict.unseen


@dataclass(frozen=True, slots=True)
class Tally:
    """How many say what, all answers together: whoever speaks for several has several."""

    done: int = 0
    partly: int = 0
    not_yet: int = 0
    unseen: int = 0
    people_done: int = 0
    """How many people say that it is done, for however many neighbours each."""
    reporter_done: bool = False

    @property
    def answers(self) -> int:
        return self.done + self.partly + self.not_yet


def to_ask(
    concerned: Iterable[Asked], residents: Iterable[int], *, barred: Collection[int], chance: Random
) -> list[Asked]:
    """All whom it concerns; if they are fewer than FEW people, residents by lot as well.

    Never one of the `barred`, who have worked on it or moved it: neither for themselves nor for a neighbour.
    """
    asked = [one for one in concerned if one.person_id not in barred]
    people = {one.person_id for one in asked}
    others = sorted(set(residents) - people - set(barred))
    drawn = chance.sample(others, min(max(FEW - len(people), 0), len(others)))
    return asked + [Asked(person_id, "", is_concerned=False, is_reporter=False) for person_id in sorted(drawn)]


def tally(voices: Iterable[Voice]) -> Tally:
    said = list(voices)
    count = {verdict: sum(one.verdict is verdict for one in said) for verdict in Verdict}
    return Tally(
        done=count[Verdict.done],
        partly=count[Verdict.partly],
        not_yet=count[Verdict.not_yet],
        unseen=count[Verdict.unseen],
        people_done=len({one.person_id for one in said if one.verdict is Verdict.done}),
        reporter_done=any(one.is_reporter and one.verdict is Verdict.done for one in said),
    )


def reasons(voices: Iterable[Voice]) -> dict[str, int]:
    """How often each reason was given, in the order of the buttons: not in that of the answers."""
    given = [one.reason for one in voices if one.verdict in (Verdict.partly, Verdict.not_yet)]
    return {reason.value: count for reason in Reason if (count := given.count(reason.value))}


def outcome(counted: Tally, *, is_over: bool) -> Outcome:
    """One "belum" is enough to work on; "beres" takes the reporter or three people, and nobody who misses something.

    `is_over`: the time for answering has passed, and silence says no more than that.
    """
    if counted.not_yet:
        return Outcome.reopened
    if not counted.partly and (counted.reporter_done or counted.people_done >= TOGETHER):
        return Outcome.resolved
    if is_over:
        return Outcome.unconfirmed
    return Outcome.lacking if counted.partly else Outcome.waits


def are_told(
    voices: Iterable[Voice],
    *,
    told_at: datetime | None,
    ends_at: datetime,
    now: datetime,
    quiet: Sequence[Sequence[str]],
    zone: str,
) -> bool:
    """True if organisers are told now: new answers of three people, or the evening after one, or the end of the round.

    Three answers of one hand are one face: they wait for the evening.
    """
    if now >= ends_at:
        return True
    new = [one for one in voices if one.says_something and (not told_at or one.answered_at > told_at)]
    if not new:
        return False
    moments = [one.answered_at for one in new]
    are_enough = len({one.person_id for one in new}) >= TOGETHER
    return (are_enough and now >= max(moments) + SETTLE) or now >= evening_after(min(moments), quiet, zone)


def evening_after(moment: datetime, quiet: Sequence[Sequence[str]], zone: str) -> datetime:
    """The next EVENING there, or the MORNING after it if that evening is quiet."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() if local.time() <= EVENING else local.date() + timedelta(days=1)
    evening = datetime.combine(day, EVENING, tzinfo=local.tzinfo)
    if next_allowed(evening, quiet, zone) != evening:
        evening = datetime.combine(day + timedelta(days=1), MORNING, tzinfo=local.tzinfo)
    return next_allowed(evening, quiet, zone)


def may_reopen(state: NeedState, closed_at: datetime, now: datetime) -> bool:
    """So long after it was closed those whom it concerns may say that it is not met."""
    return state in (NeedState.resolved, NeedState.unconfirmed) and now <= closed_at + REOPEN_WITHIN
