"""From votes to the result: quorum, ties, what costs nothing, paper on top; in any order the same."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import counting
from community.counting import Asked, Pile, Sheet
from storage.objections import Stance
from storage.polls import Method

OPTIONS = {1: "Selokan", 2: "Lampu", 3: "Paving"}


def asked(method: Method = Method.choose_one, **more: Any) -> Asked:
    settled: dict[str, Any] = {
        "number": 4, "question": "Mana dulu?", "method": method, "options": OPTIONS, "eligible": 20, "most": 3
    }  # fmt: skip
    return Asked(**settled | more)


def sheets(*choices: tuple[int, ...], **more: Any) -> list[Sheet]:
    return [Sheet(f"r{number}", one, **more) for number, one in enumerate(choices)]


def tallies(result: Mapping[str, Any]) -> dict[int, str]:
    return {one["place"]: one["tally"] for one in result["order"]}


# ── who is counted ──


def test_only_what_counts_is_counted_and_the_rest_is_told() -> None:
    given_ = [
        Sheet("a", (1,)), Sheet("b", (2,), counted=False), Sheet("c", ()),
        Sheet("e", (1,), by_neighbour=True), Sheet("f", (), by_neighbour=True, counted=False),
    ]  # fmt: skip
    result = counting.count(asked(), given_)
    assert (result["votes"], result["apart"], result["by_neighbours"], result["paper"]) == (2, 2, 1, 0)
    assert tallies(result) == {1: "2", 2: "0", 3: "0"}


@pytest.mark.parametrize(
    ("quorum", "eligible", "voted", "met"),
    [
        (0, 20, 0, True),
        (50, 20, 9, False),
        (50, 20, 10, True),
        (50, 21, 10, False),
        (50, 21, 11, True),
        (100, 3, 3, True),
    ],
)
def test_a_quorum_is_met_by_exactly_so_many(quorum: int, eligible: int, voted: int, met: bool) -> None:  # noqa: FBT001 - a column of the table above
    result = counting.count(asked(quorum=quorum, eligible=eligible), sheets(*[(1,)] * voted))
    assert result["quorum_met"] is met
    answers = asked(Method.yes_no, quorum=quorum, eligible=eligible)
    assert (counting.count(answers, sheets(*[(1,)] * voted))["outcome"] != "no_quorum") is met


@pytest.mark.parametrize(("quorum", "met"), [(68, True), (69, False)])
def test_who_votes_through_others_or_on_paper_could_have_voted_too(quorum: int, *, met: bool) -> None:
    """They are on no list of residents: among these alone eleven of ten would have voted."""
    given = [*sheets(*[(1,)] * 5), Sheet("z", (1,), by_neighbour=True)]
    result = counting.count(asked(eligible=10, quorum=quorum), given, [Pile(5, {1: 5})])
    assert (result["votes"], result["eligible"], result["quorum_met"]) == (11, 16, met)


def test_blank_sheets_have_taken_part() -> None:
    answers = asked(Method.yes_no, quorum=50, eligible=12)
    result = counting.count(answers, [], [Pile(12, {1: 3, 2: 1})])
    assert (result["votes"], result["quorum_met"], result["outcome"]) == (12, True, "carried")


def test_there_are_never_more_votes_than_people() -> None:
    """Who has left since is on the list of residents no more."""
    result = counting.count(asked(eligible=1, quorum=100), sheets((1,), (1,), (2,)))
    assert (result["votes"], result["eligible"], result["quorum_met"]) == (3, 3, True)


@pytest.mark.parametrize("method", list(Method))
def test_nobody_has_voted(method: Method) -> None:
    result = counting.count(asked(method, budget=100, costs={1: 0, 2: 50, 3: 100}), [])
    assert (result["votes"], result["eligible"]) == (0, 20)
    assert result.get("outcome") in (None, "not_carried", "no_consensus")


# ── equals ──


@pytest.mark.parametrize("method", [Method.choose_one, Method.approval, Method.borda, Method.schulze, Method.points])
def test_equals_share_their_rank_and_are_named(method: Method) -> None:
    result = counting.count(asked(method), sheets((1,), (2,)))
    assert result["first"] == [1, 2]
    assert [one["rank"] for one in result["order"]] == [1, 1, 3]
    assert result["ties"][0] == {"options": [1, 2], "broken_by": ["lower_number"]}


@pytest.mark.parametrize(
    ("yes", "no", "abstain", "two_thirds", "outcome"),
    [
        (3, 2, 0, False, "carried"),
        (2, 2, 5, False, "not_carried"),
        (0, 0, 5, False, "not_carried"),
        (4, 2, 0, True, "carried"),
        (3, 2, 0, True, "not_carried"),
    ],
)
def test_yes_or_no(yes: int, no: int, abstain: int, outcome: str, *, two_thirds: bool) -> None:
    given_ = sheets(*[(1,)] * yes, *[(2,)] * no, *[(3,)] * abstain)
    result = counting.count(asked(Method.yes_no, two_thirds=two_thirds), given_)
    assert (result["yes"], result["no"], result["abstain"], result["outcome"]) == (yes, no, abstain, outcome)


# ── on the way to mufakat ──


@pytest.mark.parametrize(
    ("objection", "choice", "falls_back", "outcome"),
    [
        (None, 1, False, "consensus"),
        # one without an answer stops a declared majority too: nobody is outvoted unheard
        (Stance.raised, 3, True, "objected"),
        (Stance.raised, 3, False, "objected"),
        (Stance.answered, 3, False, "no_consensus"),
        (Stance.answered, 3, True, "carried_by_majority"),
        (Stance.withdrawn, 2, False, "consensus"),
        (Stance.kept, 3, False, "consensus_with_record"),
        # who agreed after all by another way than the answer
        (Stance.raised, 1, False, "consensus"),
        # Keberatan without a word: it says no, and stops nobody
        (None, 3, False, "no_consensus"),
        (None, 3, True, "carried_by_majority"),
    ],
)
def test_where_a_proposal_stands_in_the_end(
    objection: Stance | None, choice: int, outcome: str, *, falls_back: bool
) -> None:
    given_ = [*sheets((1,), (1,)), Sheet("z", (choice,), objection=objection)]
    result = counting.count(asked(Method.consensus, falls_back=falls_back), given_)
    assert result["outcome"] == outcome
    assert result["agree"] + result["with_note"] + result["object"] == 3


def test_a_mufakat_without_its_quorum_is_none() -> None:
    """For whoever counts the published list again as well as in the chat."""
    few = counting.count(asked(Method.consensus, quorum=50, eligible=20), sheets((1,), (1,)))
    assert (few["quorum_met"], few["outcome"]) == (False, "no_quorum")


# ── money ──


def test_what_costs_nothing_is_chosen_if_anybody_wants_it() -> None:
    money = asked(Method.equal_shares, budget=100, costs={1: 0, 2: 100, 3: 0})
    result = counting.count(money, sheets((1, 2), (2,)))
    assert result["first"] == [1, 2]
    assert {one["place"]: one["why"] for one in result["projects"]} == {1: "free", 2: "bought", 3: "no_supporters"}
    assert (result["left"], result["budget"]) == ("0", 100)


def test_exact_money_is_kept_as_fractions_and_not_rounded() -> None:
    money = asked(Method.equal_shares, budget=100, costs={1: 100, 2: 50, 3: 50})
    result = counting.count(money, sheets((1,), (2,), (3,)))
    assert "/" in result["share"] or result["share"].isdecimal()
    assert all(isinstance(one["had"], str) for one in result["projects"])


def test_with_which_share_everyone_began_can_be_told_from_the_result() -> None:
    money = asked(Method.equal_shares, budget=100, costs={1: 60, 2: 30, 3: 90})
    result = counting.count(money, sheets((1, 2), (1,), (3,)))
    assert Fraction(result["share"]) - Fraction(result["raised"]) == Fraction(100, 3)
    assert result["raised"] != "0", "the second fits, and its supporter could not pay for it"
    exact = counting.count(asked(Method.equal_shares, budget=90, costs={1: 90, 2: 95, 3: 95}), sheets((1,), (1,)))
    assert (exact["share"], exact["raised"]) == ("45", "0")


# ── paper ──


@pytest.mark.parametrize(
    ("method", "votes", "expected"),
    [
        (Method.choose_one, {1: 1, 3: 4}, {1: "2", 2: "1", 3: "4"}),
        (Method.approval, {1: 5, 2: 5}, {1: "6", 2: "6", 3: "0"}),
        (Method.points, {3: 7}, {1: "1", 2: "1", 3: "7"}),
    ],
)
def test_sheets_of_paper_go_on_top(method: Method, votes: dict[int, int], expected: dict[int, str]) -> None:
    result = counting.count(asked(method), sheets((1,), (2,)), [Pile(5, votes)])
    assert (result["votes"], result["paper"]) == (7, 5)
    assert tallies(result) == expected


def test_paper_says_yes_too() -> None:
    result = counting.count(asked(Method.yes_no), sheets((2,)), [Pile(3, {1: 2, 3: 1}), Pile(1, {1: 1})])
    assert (result["yes"], result["no"], result["abstain"], result["votes"]) == (3, 1, 1, 5)


# ── any votes ──

_CHOICES: dict[Method, st.SearchStrategy[tuple[int, ...]]] = {
    Method.choose_one: st.tuples(st.integers(1, 3)),
    Method.yes_no: st.tuples(st.integers(1, 3)),
    Method.consensus: st.tuples(st.integers(1, 3)),
    Method.approval: st.lists(st.integers(1, 3), unique=True, max_size=3).map(tuple),
    Method.equal_shares: st.lists(st.integers(1, 3), unique=True, max_size=3).map(tuple),
    Method.borda: st.permutations([1, 2, 3]).map(tuple),
    Method.schulze: st.lists(st.integers(1, 3), unique=True, max_size=3).map(tuple),
    Method.points: st.lists(st.integers(1, 3), max_size=3).map(tuple),
}


@given(st.data())
def test_the_same_votes_in_any_order_give_the_same(data: st.DataObject) -> None:
    method = data.draw(st.sampled_from(list(Method)))
    question = asked(method, most_on_one=3, budget=data.draw(st.integers(1, 500)), costs={1: 0, 2: 70, 3: 200})
    one_sheet = st.builds(
        Sheet, st.text("abc", max_size=3), _CHOICES[method], counted=st.booleans(), by_neighbour=st.booleans(),
        objection=st.none() | st.sampled_from(Stance),
    )  # fmt: skip
    given_ = data.draw(st.lists(one_sheet, max_size=12))
    mixed = data.draw(st.permutations(given_))
    result = counting.count(question, given_)
    assert counting.count(question, mixed) == result
    assert result["votes"] + result["apart"] == sum(bool(one.choices) or not one.counted for one in given_)
    if "order" in result:
        assert sorted(tallies(result)) == [1, 2, 3], "every option is told, also what nobody wanted"
