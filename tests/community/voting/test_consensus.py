"""Consensus: what it is called when time is up, and that no objection is passed over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting import consensus
from community.voting.consensus import Standing
from community.voting.yes_no import Majority

SIMPLE, TWO_THIRDS = Majority


@pytest.mark.parametrize(
    ("agree", "raised", "answered", "kept", "majority", "standing"),
    [
        (0, 0, 0, 0, None, "no_consensus"),
        (0, 0, 0, 0, SIMPLE, "no_consensus"),
        (2, 0, 0, 0, None, "consensus"),
        (2, 0, 0, 0, SIMPLE, "consensus"),
        (1, 1, 0, 0, None, "objected"),
        (9, 1, 0, 0, SIMPLE, "objected"),
        (0, 1, 0, 1, None, "objected"),
        (1, 0, 0, 1, None, "consensus_with_record"),
        (0, 0, 0, 2, SIMPLE, "consensus_with_record"),
        (2, 0, 1, 0, None, "no_consensus"),
        (2, 0, 1, 0, SIMPLE, "carried_by_majority"),
        (1, 0, 1, 0, SIMPLE, "not_carried"),
        (2, 0, 1, 1, SIMPLE, "not_carried"),
        (3, 0, 1, 1, SIMPLE, "carried_by_majority"),
        (2, 0, 1, 0, TWO_THIRDS, "carried_by_majority"),
        (1, 0, 1, 0, TWO_THIRDS, "not_carried"),
    ],
)
def test_where_a_proposal_stands(
    agree: int, raised: int, answered: int, kept: int, majority: Majority | None, standing: str
) -> None:
    found = consensus.standing(agree, raised=raised, answered=answered, kept=kept, majority=majority)
    assert found is Standing(standing)


@settings(max_examples=1000, deadline=None)
@given(st.tuples(*[st.integers(0, 4)] * 4), st.sampled_from([None, *Majority]))
def test_no_objection_is_passed_over(votes: tuple[int, int, int, int], majority: Majority | None) -> None:
    agree, raised, answered, kept = votes
    standing = consensus.standing(agree, raised=raised, answered=answered, kept=kept, majority=majority)
    if raised:
        assert standing is Standing.objected
    if standing in {Standing.consensus, Standing.consensus_with_record}:
        assert not raised + answered
        assert (kept > 0) == (standing is Standing.consensus_with_record)
    if standing in {Standing.carried_by_majority, Standing.not_carried}:
        assert majority
        assert (standing is Standing.carried_by_majority) == (
            agree > answered + kept if majority is Majority.simple else 3 * agree >= 2 * sum(votes)
        )
