"""Files of Pabulib: two small ones by hand, as pabutools reads them too, bad ones, and any real ones there are.

To read real ones as well, put .pb files of https://pabulib.org into a folder and name it:
REMBUK_TEST_PABULIB=/path/to/folder make test arguments="-k pabulib". Without, that one test is skipped.
"""

import contextlib
import os
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.voting import equal_shares, pabulib
from community.voting.ballots import Approval, Points, Ranking
from community.voting.pabulib_tables import BadFile, BadValue, MissingPart, UnknownVoteType
from community.voting.shared_budget import Project
from tests.community.voting.oracles import read_pabulib
from tests.community.voting.polls import SHARED_BUDGETS, SharedBudget

FOLDER = Path(__file__).parent / "pabulib"
REAL = os.environ.get("REMBUK_TEST_PABULIB", "")


def own(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def approvals_of(poll: pabulib.Poll) -> list[Approval]:
    return [ballot for ballot in poll.ballots if isinstance(ballot, Approval)]


def test_a_poll_by_approval() -> None:
    poll = pabulib.read(own("rt_three.pb"))
    assert (poll.budget, poll.meta["unit"]) == (1_400_000, "RT 03")
    assert poll.names == ("selokan", "lampu-2", "pos.1", "rumput")
    assert [one.cost for one in poll.projects] == [700_000, 350_000, 900_000, 0]
    assert [sorted(ballot.options) for ballot in approvals_of(poll)] == [
        [1, 2], [1, 2], [1], [1, 4], [2, 3], [2, 3], [],
    ]  # fmt: skip
    shares = equal_shares.count(poll.projects, approvals_of(poll), budget=poll.budget)
    assert shares.chosen == (4, 2, 1)


def test_a_poll_by_dots_with_parts_of_a_rupiah() -> None:
    poll = pabulib.read("\ufeff" + own("dots.pb"))
    assert (poll.budget, poll.projects[0].cost) == (Fraction(2001, 2), Fraction(2001, 4))
    assert poll.ballots == (Points(((1, 3), (3, 2))), Points(((2, 5),)))
    assert pabulib.read(own("dots.pb").replace("cumulative", "scoring")).ballots == poll.ballots


def test_a_poll_by_order() -> None:
    poll = pabulib.read(own("dots.pb").replace("cumulative", "ordinal"))
    assert poll.ballots[0] == Ranking((frozenset((1,)), frozenset((3,))))
    assert pabulib.read(own("dots.pb").replace("cumulative", "ordinal").replace("10,30", " 10, 30 ")) == poll


def test_what_votes_of_any_type_want() -> None:
    approval, order, dots = (
        Approval(frozenset((2,))),
        Ranking((frozenset((1, 3)), frozenset((2,)))),
        Points(((1, 3), (3, 0))),
    )
    assert [sorted(pabulib.wanted(one).options) for one in (approval, order, dots)] == [[2], [1, 2, 3], [1]]


def test_pabutools_reads_the_same() -> None:
    instance, profile = read_pabulib(str(FOLDER / "rt_three.pb"))
    poll = pabulib.read(own("rt_three.pb"))
    assert {one.name: int(one.cost) for one in instance} == {
        name: project.cost for name, project in zip(poll.names, poll.projects, strict=True)
    }
    assert [{one.name for one in ballot} for ballot in profile] == [
        {poll.names[number - 1] for number in ballot.options} for ballot in approvals_of(poll)
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("budget;1400000\n", "", MissingPart, 0),
        ("PROJECTS\n", "", BadValue, 12),
        ("META\n", "", MissingPart, 1),
        ("budget;1400000", "budget;banyak", BadValue, 9),
        ("budget;1400000", "budget;1/2", BadValue, 9),
        ("budget;1400000", "budget;1e999999999", BadValue, 9),
        ("approval", "veto", UnknownVoteType, 10),
        ("selokan;700000", "selokan;", MissingPart, 14),
        ("selokan;700000", "selokan;-7", BadValue, 14),
        ("lampu-2;350000", "selokan;350000", BadValue, 15),
        ("3;45;selokan", "3;45;jembatan", BadValue, 22),
        ("3;45;selokan", "3;45;selokan,selokan", BadValue, 22),
        ("3;45;selokan", "3;45;selokan;;;9", BadValue, 22),
    ],
)
def test_a_bad_file_says_what_is_wrong_and_where(old: str, new: str, kind: type[BadFile], line: int) -> None:
    text = own("rt_three.pb")
    assert old in text
    with pytest.raises(kind) as caught:
        pabulib.read(text.replace(old, new, 1))
    assert caught.value.line == line


def test_a_file_without_votes_is_no_poll() -> None:
    with pytest.raises(MissingPart, match="no section VOTES"):
        pabulib.read(own("rt_three.pb").partition("VOTES")[0])


@pytest.mark.parametrize(("points", "line"), [("3", 18), ("3,x", 18)])
def test_points_that_do_not_fit(points: str, line: int) -> None:
    with pytest.raises(BadValue) as caught:
        pabulib.read(own("dots.pb").replace("a;10,30;3,2", f"a;10,30;{points}"))
    assert caught.value.line == line


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(("rt_three.pb", "dots.pb")), st.integers(0, 400), st.integers(0, 30), st.text(max_size=8))
def test_whatever_is_in_a_file_it_is_read_or_refused(name: str, at: int, many: int, instead: str) -> None:
    text = own(name)
    with contextlib.suppress(BadFile):
        pabulib.read(text[:at] + instead + text[at + many :])


@settings(max_examples=200, deadline=None)
@given(SHARED_BUDGETS)
def test_what_is_written_is_read_again(poll: SharedBudget) -> None:
    if any(Fraction(money).denominator > 1 for money in (poll.budget, *(one.cost for one in poll.projects))):
        return
    again = pabulib.read(pabulib.write(poll.projects, poll.ballots, budget=poll.budget, meta={"unit": 'RT "03"; a'}))
    number = {index: int(name) for index, name in enumerate(again.names, 1)}
    assert {number[one.number]: one.cost for one in again.projects} == {one.number: one.cost for one in poll.projects}
    assert [{number[one] for one in ballot.options} for ballot in approvals_of(again)] == [
        set(ballot.options) for ballot in poll.ballots
    ]
    assert (again.budget, again.meta["unit"]) == (poll.budget, 'RT "03"; a')


def test_parts_of_a_rupiah_are_written_as_decimals() -> None:
    text = pabulib.write([Project(3, Fraction(5, 4))], [], budget=Fraction(10**18 * 10 + 1, 10))
    assert "3;1.25;0;" in text
    assert "budget;1000000000000000000.1" in text
    with pytest.raises(ValueError, match="exactly"):
        pabulib.write([Project(3, Fraction(1, 3))], [], budget=1)


@pytest.mark.skipif(not REAL, reason="name a folder of .pb files: REMBUK_TEST_PABULIB=/path make test")
def test_real_files_can_be_read_and_counted() -> None:
    files = sorted(Path(REAL).glob("**/*.pb"))
    assert files, f"no .pb files in {REAL}"
    for file in files:
        poll = pabulib.read(file.read_text("utf-8"))
        assert poll.projects, file.name
        assert int(poll.meta.get("num_projects", len(poll.projects))) == len(poll.projects), file.name
        if approvals := approvals_of(poll):
            shares = equal_shares.count(poll.projects, approvals, budget=poll.budget)
            assert shares.left >= 0, file.name
