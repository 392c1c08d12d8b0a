"""Consensus (mufakat): everyone agrees, agrees with a note, or objects and says why; an objection is answered first.

An objection goes one way: open → answered → withdrawn, or kept on record (`community.objections`). Nothing is called
consensus while one is open, or answered and waiting for its author's word. Kept on record means: my objection stays in
the minutes, and I do not stand in the way. Whether it was withdrawn or kept is only its author's to say.

If it was declared beforehand, and the time that was set has come, a majority decides, but never before every objection
has an answer: one that has none when time is up leaves it undecided, whatever was declared. For the count those who
object, and have not withdrawn it, say no; everybody else says yes.

Sources: musyawarah, one of the principles of village government, Law 6/2014 on villages, article 3; objections that
are answered, withdrawn or put on record ("stand aside"): Butler and Rothstein, "On Conflict and Consensus" (1987).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from community.voting.yes_no import Majority, has_majority


class Answer(StrEnum):
    agree = "agree"
    agree_with_note = "agree_with_note"
    object = "object"


class ObjectionState(StrEnum):
    open = "open"
    answered = "answered"
    withdrawn = "withdrawn"
    on_record = "on_record"


SETTLED = frozenset((ObjectionState.withdrawn, ObjectionState.on_record))


@dataclass(frozen=True, slots=True)
class Objection:
    """Whose it is, why, and how far it has come."""

    by: int
    reason: str
    state: ObjectionState = ObjectionState.open

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError("an objection says why")


@dataclass(frozen=True, slots=True)
class Fallback:
    """What was declared beforehand: which majority decides, if any, and whether the time for it has come."""

    majority: Majority | None = None
    is_due: bool = False


class Standing(StrEnum):
    """Where a proposal stands; the key of its words."""

    waiting = "waiting"
    objected = "objected"
    answered = "answered"
    consensus = "consensus"
    consensus_with_record = "consensus_with_record"
    carried_by_majority = "carried_by_majority"
    not_carried = "not_carried"
    no_consensus = "no_consensus"


def standing(
    answers: Mapping[int, Answer], objections: Collection[Objection], fallback: Fallback = Fallback()
) -> Standing:
    """Where it stands, from each person's answer and from the objections of those who object."""
    if not _objecting(answers) <= {one.by for one in objections}:
        raise ValueError("everyone who objects says why")
    states = {one.state for one in objections}
    if not answers:
        return Standing.no_consensus if fallback.is_due else Standing.waiting
    if ObjectionState.open in states:
        return Standing.objected
    if states <= SETTLED:
        return Standing.consensus_with_record if ObjectionState.on_record in states else Standing.consensus
    return _fallen_back(answers, objections, fallback) if fallback.is_due else Standing.answered


def _fallen_back(answers: Mapping[int, Answer], objections: Collection[Objection], fallback: Fallback) -> Standing:
    if fallback.majority is None:
        return Standing.no_consensus
    holding = {one.by for one in objections if one.state is not ObjectionState.withdrawn}
    no = len(_objecting(answers) & holding)
    carried = has_majority(len(answers) - no, no, fallback.majority)
    return Standing.carried_by_majority if carried else Standing.not_carried


def _objecting(answers: Mapping[int, Answer]) -> set[int]:
    return {person for person, answer in answers.items() if answer is Answer.object}
