"""Consensus (mufakat): everyone agrees, or objects and says why; each objection is answered, and its owner has a word.

An objection goes one way: raised → answered → withdrawn, or kept on record (`community.objections`). Kept on record
means: my objection stays in the minutes, and I do not stand in the way. Whoever withdraws agrees. Nothing is called
consensus while one is without an answer, or answered and without its owner's word.

If it was declared beforehand, and the time that was set has come, a majority decides, but never before every objection
has an answer: one that has none when time is up leaves it undecided, whatever was declared. For the count those who
object, and have not withdrawn it, say no; everybody else says yes.

Sources: musyawarah, one of the principles of village government, Law 6/2014 on villages, article 3; objections that
are answered, withdrawn or put on record ("stand aside"): Butler and Rothstein, "On Conflict and Consensus" (1987).
"""

from enum import StrEnum

from community.voting.yes_no import Majority, has_majority


class Standing(StrEnum):
    """Where a proposal stands when its time is up; the key of its words."""

    objected = "objected"
    consensus = "consensus"
    consensus_with_record = "consensus_with_record"
    carried_by_majority = "carried_by_majority"
    not_carried = "not_carried"
    no_consensus = "no_consensus"


def standing(agree: int, *, raised: int, answered: int, kept: int, majority: Majority | None = None) -> Standing:
    """From how many agree, and how many object: without an answer, with one, or on record.

    `majority` is the one that was declared, if any.
    """
    if not agree + raised + answered + kept:
        return Standing.no_consensus
    if raised:
        return Standing.objected
    if not answered:
        return Standing.consensus_with_record if kept else Standing.consensus
    if majority is None:
        return Standing.no_consensus
    is_carried = has_majority(agree, answered + kept, majority)
    return Standing.carried_by_majority if is_carried else Standing.not_carried
