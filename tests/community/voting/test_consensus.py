"""Consensus: what it is called at every turn, and that no objection is passed over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting import consensus
from community.voting.consensus import Answer, Fallback, Objection, ObjectionState, Standing
from community.voting.yes_no import Majority

YES, NOTE, NO = Answer.agree, Answer.agree_with_note, Answer.object
OPEN, ANSWERED, WITHDRAWN, RECORD = ObjectionState
DUE = Fallback(Majority.simple, is_due=True)


def objections(*states: ObjectionState) -> list[Objection]:
    """By the persons 1, 2, 3 …"""
    return [Objection(by, "terlalu mahal", state) for by, state in enumerate(states, 1)]


def answers(*said: Answer) -> dict[int, Answer]:
    return dict(enumerate(said, 1))


@pytest.mark.parametrize(
    ("said", "states", "fallback", "standing"),
    [
        ((), (), Fallback(), "waiting"),
        ((), (), DUE, "no_consensus"),
        ((YES, YES), (), Fallback(), "consensus"),
        ((YES, NOTE), (), Fallback(), "consensus"),
        ((NO, YES), (OPEN,), Fallback(), "objected"),
        ((NO, YES), (OPEN,), DUE, "objected"),
        ((NO, YES), (ANSWERED,), Fallback(), "answered"),
        ((NO, YES), (ANSWERED,), Fallback(Majority.simple), "answered"),
        ((NO, YES), (WITHDRAWN,), Fallback(), "consensus"),
        ((YES, YES), (WITHDRAWN,), Fallback(), "consensus"),
        ((NO, YES), (RECORD,), Fallback(), "consensus_with_record"),
        ((NO, NO), (RECORD, OPEN), Fallback(), "objected"),
        ((NO, NO), (RECORD, WITHDRAWN), DUE, "consensus_with_record"),
        ((NO, YES, YES), (ANSWERED,), DUE, "carried_by_majority"),
        ((NO, YES), (ANSWERED,), DUE, "not_carried"),
        ((NO, NO, YES, YES), (ANSWERED, WITHDRAWN), DUE, "carried_by_majority"),
        ((NO, NO, YES, YES), (ANSWERED, RECORD), DUE, "not_carried"),
        ((NO, YES, YES), (ANSWERED,), Fallback(Majority.two_thirds, is_due=True), "carried_by_majority"),
        ((NO, YES), (ANSWERED,), Fallback(Majority.two_thirds, is_due=True), "not_carried"),
        ((NO, YES, YES), (ANSWERED,), Fallback(is_due=True), "no_consensus"),
    ],
)
def test_where_a_proposal_stands(
    said: tuple[Answer, ...], states: tuple[ObjectionState, ...], fallback: Fallback, standing: str
) -> None:
    assert consensus.standing(answers(*said), objections(*states), fallback) is Standing(standing)


def test_whoever_objects_says_why() -> None:
    with pytest.raises(ValueError, match="says why"):
        Objection(1, " ")
    with pytest.raises(ValueError, match="says why"):
        consensus.standing(answers(NO), [])


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.sampled_from(ObjectionState), max_size=4),
    st.lists(st.sampled_from([YES, NOTE]), max_size=5),
    st.sampled_from([None, *Majority]),
    st.booleans(),
)
def test_no_objection_is_passed_over(
    states: list[ObjectionState],
    others: list[Answer],
    majority: Majority | None,
    is_due: bool,  # noqa: FBT001 - drawn
) -> None:
    said = answers(*[NO] * len(states), *others)
    standing = consensus.standing(said, objections(*states), Fallback(majority, is_due))
    if OPEN in states:
        assert standing is Standing.objected
    if standing in {Standing.consensus, Standing.consensus_with_record}:
        assert set(states) <= {WITHDRAWN, RECORD}
        assert (RECORD in states) == (standing is Standing.consensus_with_record)
    if standing in {Standing.carried_by_majority, Standing.not_carried}:
        assert is_due
        assert majority
        no = sum(state is not WITHDRAWN for state in states)
        yes = len(said) - no
        assert (standing is Standing.carried_by_majority) == (
            yes > no if majority is Majority.simple else 3 * yes >= 2 * len(said)
        )
