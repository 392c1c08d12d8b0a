"""What is published can be read back, found by its receipt, and counted again to the same result."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from community import choosing, counting, paper_votes, poll_export, poll_reading, votes_for_neighbours
from community.counting import Asked, Pile, Sheet
from community.poll_export import Unreadable
from storage.database import writing
from storage.objections import Stance
from storage.polls import Method
from tests.community.polling import OVER, SECRET, asks, ends, neighbours, option, rt_that_is_known, taps
from tests.community.rt_three import NOW

ASKED = Asked(number=4, question="Mana dulu?", method=Method.choose_one, options={1: "Selokan", 2: "Lampu"}, eligible=9)


def there_and_back(asked: Asked, sheets: list[Sheet], piles: list[Pile]) -> tuple[Asked, list[Sheet], list[Pile]]:
    return poll_export.read(poll_export.written(asked, sheets, piles))


def test_it_reads_like_this() -> None:
    text = poll_export.written(ASKED, [Sheet("zz2345", (2,)), Sheet("ab2345", (1,), counted=False)], [Pile(3, {1: 2})])
    assert text.splitlines() == [
        "what,name,value,more,still more,last",
        "rule,version,1", "rule,number,4", "rule,question,Mana dulu?", "rule,method,choose_one", "rule,eligible,9",
        "rule,most,1", "rule,most_on_one,1", "rule,quorum,0", "rule,budget,", "rule,two_thirds,False",
        "rule,falls_back,False", "rule,by_neighbours,0", "option,1,Selokan,", "option,2,Lampu,", "paper,3,1=2",
        "vote,ab2345,,apart,,", "vote,zz2345,2,counted,,",
    ]  # fmt: skip


def test_what_is_not_counted_is_not_told_either() -> None:
    """Who is not recognised is known by name, and an organiser could leave just one so, to see their vote."""
    sheet = Sheet("ab2345", (2, 1), counted=False, by_neighbour=True, objection=Stance.kept)
    asked, (found,), _ = there_and_back(ASKED, [sheet], [])
    assert found == Sheet("ab2345", (), counted=False)
    assert counting.count(asked, [found]) == counting.count(ASKED, [sheet])


@pytest.mark.parametrize(
    ("for_neighbours", "themselves", "apart", "marked"),
    [(1, 9, 0, 0), (4, 9, 3, 0), (5, 9, 3, 8), (5, 0, 0, 5), (9, 4, 0, 0), (9, 5, 0, 9)],
)
def test_who_was_spoken_for_is_marked_only_in_a_crowd(
    for_neighbours: int, themselves: int, apart: int, marked: int
) -> None:
    """Of one line so marked all would know whose it is, and of one that alone is not."""
    said = [(True, True)] * for_neighbours + [(False, True)] * themselves + [(True, False)] * apart
    sheets = [
        Sheet(f"ab{number:04}", (number % 2 + 1,), counted=counted, by_neighbour=by)
        for number, (by, counted) in enumerate(said)
    ]
    text = poll_export.written(ASKED, sheets, [])
    assert text.count(",neighbour,") == marked
    assert counting.count(*poll_export.read(text)) == counting.count(ASKED, sheets, [])
    assert counting.count(ASKED, sheets, [])["by_neighbours"] == for_neighbours


def test_a_list_from_before_is_counted_by_its_marks() -> None:
    sheets = [Sheet(f"ab234{number}", (2,), by_neighbour=True) for number in range(2, 7)]
    text = poll_export.written(ASKED, sheets, [])
    asked, found, _ = poll_export.read(text.replace("rule,by_neighbours,5\r\n", ""))
    assert (asked.by_neighbours, counting.count(asked, found)["by_neighbours"]) == (None, 5)


@pytest.mark.parametrize(
    "said", ["=SUM(A1)", "+62", "-1", "@rt", "'quoted", "\ttab", "a,b", 'a"b', "baris\ndua", "\r\n"]
)
def test_what_a_spreadsheet_would_run_is_made_harmless_and_comes_back(said: str) -> None:
    asked = Asked(number=1, question=said, method=Method.choose_one, options={1: said, 2: "x"}, eligible=1)
    text = poll_export.written(asked, [], [])
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert poll_export.read(text) == (replace(asked, by_neighbours=0), [], [])


def test_a_spreadsheet_may_fill_its_lines_up() -> None:
    sheets = [Sheet(f"ab234{number}", (2,), by_neighbour=True) for number in range(2, 7)]
    rows = list(csv.reader(io.StringIO(poll_export.written(ASKED, sheets, []))))
    out = io.StringIO()
    csv.writer(out).writerows([*row, *[""] * (6 - len(row))] for row in rows)
    assert poll_export.read("\ufeff" + out.getvalue()) == (replace(ASKED, by_neighbours=5), sheets, [])


@pytest.mark.parametrize(
    ("was", "is_now", "line"),
    [
        ("rule,version,1", "rule,version,2", 17),
        ("rule,method,choose_one", "rule,method,lottery", 17),
        ("rule,eligible,9\r\n", "", 16),
        ("rule,eligible,9", "rule,eligible,-9", 17),
        ("rule,by_neighbours,0", "rule,by_neighbours,3", 17),
        ("rule,number,4", "rule,number,empat", 17),
        ("rule,number,4", "rule,number,4\r\nrule,number,5", 4),
        ("option,2,Lampu,", "option,1,Lampu,", 15),
        ("option,2,Lampu,", "option,dua,Lampu,", 15),
        ("vote,ab2345,1,counted,,", "vote,ab2345,3,counted,,", 16),
        ("vote,ab2345,1,counted,,", "vote,ab2345,1 2,counted,,", 16),
        ("vote,ab2345,1,counted,,", "vote,ab2345,satu,counted,,", 16),
        ("vote,ab2345,1,counted,,", "vote,zz2345,1,counted,,", 17),
        ("vote,ab2345,1,counted,,", "vote,ab2345,1,counted,,lost", 16),
        ("vote,ab2345,1,counted,,", "vote,ab2345,1,counted,,,more", 16),
        ("vote,ab2345,1,counted,,", "paper,1,1=2", 16),
        ("vote,ab2345,1,counted,,", "paper,1,9=1", 16),
        ("vote,ab2345,1,counted,,", "paper,0,", 16),
        ("vote,ab2345,1,counted,,", "halo", 16),
        ("vote,ab2345,1,counted,,", "", 16),
    ],
)
def test_what_is_wrong_is_refused_by_its_line(was: str, is_now: str, line: int) -> None:
    text = poll_export.written(ASKED, [Sheet("ab2345", (1,)), Sheet("zz2345", (2,))], [])
    assert was in text
    with pytest.raises(Unreadable) as refused:
        poll_export.read(text.replace(was, is_now))
    assert refused.value.line == line


@pytest.mark.parametrize("text", ["", "halo", "\x00", '"', "what\r\n", "rule,version,1\r\n"])
def test_what_is_no_such_list_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        poll_export.read(text)


# ── any poll ──

_SAID = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)


@st.composite
def polls_with_votes(draw: st.DrawFn) -> tuple[Asked, list[Sheet], list[Pile]]:
    method = draw(st.sampled_from(list(Method)))
    many = 3 if method in (Method.consensus, Method.yes_no) else draw(st.integers(2, 5))
    options = {place: draw(_SAID) for place in range(1, many + 1)}
    asked = Asked(
        number=draw(st.integers(1, 999)), question=draw(_SAID | st.just("")), method=method, options=options,
        eligible=draw(st.integers(0, 50)), most=draw(st.integers(1, many)), most_on_one=draw(st.integers(1, 3)),
        budget=draw(st.integers(1, 10**12)) if method is Method.equal_shares else None,
        costs={place: draw(st.integers(0, 10**9)) for place in options} if method is Method.equal_shares else {},
        quorum=draw(st.integers(0, 100)), two_thirds=draw(st.booleans()), falls_back=draw(st.booleans()),
    )  # fmt: skip
    taps = st.lists(st.integers(1, many), max_size=8).map(lambda said: tuple(choosing.fitting(asked, said, [*options])))
    receipts = draw(st.lists(st.text("abcdef", min_size=6, max_size=6), unique=True, max_size=10))
    sheets = [
        Sheet(receipt, draw(taps), draw(st.booleans()), draw(st.booleans()), draw(st.none() | st.sampled_from(Stance)))
        for receipt in sorted(receipts)
    ]
    piles = [Pile(draw(st.integers(1, 30)), {1: 1}) for _ in range(draw(st.integers(0, 2)))]
    return asked, sheets, piles if method in paper_votes.ON_PAPER else []


@given(polls_with_votes())
def test_export_read_count_is_the_same_as_count(made: tuple[Asked, list[Sheet], list[Pile]]) -> None:
    asked, sheets, piles = made
    known, found, sums = there_and_back(asked, sheets, piles)
    assert (replace(known, by_neighbours=None), sums) == (asked, piles)
    assert {one.by_neighbour for one in found} in ({False}, {one.by_neighbour for one in sheets}, set())
    told = [one if one.counted else replace(one, choices=(), objection=None) for one in sheets]
    assert [replace(one, by_neighbour=False) for one in found] == [replace(one, by_neighbour=False) for one in told]
    assert counting.count(*there_and_back(asked, sheets, piles)) == counting.count(asked, sheets, piles)


@pytest.mark.parametrize(
    ("method", "more"),
    [
        (Method.choose_one, {}),
        (Method.approval, {"most": 3}),
        (Method.points, {"most": 4, "most_on_one": 2}),
        (Method.borda, {"most": 6}),
        (Method.schulze, {"most": 6}),
        (Method.yes_no, {"quorum": 50}),
        (Method.consensus, {}),
        (Method.equal_shares, {"most": 6, "budget": 1_000_000, "costs": [400_000, 0, 250_000, 900_000, 1, 77]}),
    ],
)
def test_a_stored_poll_counted_from_its_list_gives_what_was_stored(
    engine: Engine, method: Method, more: dict[str, Any]
) -> None:
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        more_neighbours = neighbours(session, rt, 5)
        strangers = neighbours(session, rt, 2, recognised=False)
        poll = asks(session, rt, method, **more)
        for number, who in enumerate((rt.tini, rt.asep, *more_neighbours, *strangers)):
            taps(session, poll, who, number % 3 + 1)
        votes_for_neighbours.cast(
            session, poll.id, "Mbah Karto", [option(session, poll, 2)], by=rt.tini, secret=SECRET, now=NOW
        )
        if method in paper_votes.ON_PAPER:
            counts = {option(session, poll, 1): 2, option(session, poll, 3): 1}
            sheet = paper_votes.enter(session, poll.id, counts, 3, "photo", by=rt.siti, now=NOW)
            paper_votes.witness(session, sheet.id, by=rt.asep, now=NOW)
        result = ends(session, poll)
        text = poll_reading.exported(session, poll)
        again = counting.count(*poll_export.read(text))
        assert again == {name: value for name, value in result.items() if name not in ("parts", "groups")}
        assert result["apart"] == 2
        assert not [name for name in ("Tini", "Asep", "Karto", "Warga") if name in text]
        assert OVER.strftime("%Y") not in text
