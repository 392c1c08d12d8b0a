"""`rembuk polls`: the list of a poll that has ended, and the same figures from it without a database."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from community import votes_for_neighbours
from storage.database import open_engine, writing
from storage.polls import Method
from tests.command_line import Terminal
from tests.community.polling import SECRET, asks, ends, neighbours, option, rt_that_is_known, taps
from tests.community.rt_three import NOW
from tests.community.rw_five import above
from tests.community.voting.oracles import read_pabulib


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path, data_dir=str(tmp_path / "data"))


def has_voted(terminal: Terminal, method: Method, *, over: bool = True, **more: Any) -> dict[str, Any]:
    """A database with one poll in it; its result."""
    engine = open_engine(terminal.has_migrated())
    with writing(engine) as session:
        rt = rt_that_is_known(session)
        poll = asks(session, rt, method, question="Mana dulu?", **more)
        for number, who in enumerate((rt.tini, rt.asep, rt.budi, *neighbours(session, rt, 3))):
            taps(session, poll, who, number % 3 + 1)
        taps(session, poll, neighbours(session, rt, 1, recognised=False)[0], 2)
        votes_for_neighbours.cast(
            session, poll.id, "Mbah Karto", [option(session, poll, 2)], by=rt.tini, secret=SECRET, now=NOW
        )
        result = ends(session, poll) if over else {}
    engine.dispose()
    return result


MONEY: dict[str, Any] = {"most": 6, "budget": 1_000_000, "costs": [400_000, 0, 250_000, 900_000, 1, 77]}


@pytest.mark.parametrize(
    ("method", "more", "said"),
    [
        (Method.choose_one, {}, "3  2 Lampu"),
        (Method.points, {"most": 3, "most_on_one": 2}, "3  2 Lampu"),
        (Method.schulze, {"most": 6}, "Lampu"),
        (Method.yes_no, {"quorum": 50}, "yes 2, no 3, abstained 2: not_carried"),
        (Method.consensus, {}, "agree 2, with a note 3, object 2: no_consensus"),
        (Method.equal_shares, MONEY, "Budget 1000000, of which is left"),
    ],
)
def test_what_is_exported_counts_to_what_was_stored(
    terminal: Terminal, method: Method, more: dict[str, Any], said: str
) -> None:
    result = has_voted(terminal, method, **more)
    exported = terminal.types("polls", "export", "1")
    assert exported.exit_code == 0, exported.output
    (terminal.folder / "list.csv").write_bytes(exported.stdout_bytes)
    elsewhere = Terminal(terminal.folder, database_url="sqlite:////nowhere/at/all.sqlite3")
    again = elsewhere.types("polls", "count", "list.csv", "--json")
    assert again.exit_code == 0, again.output
    assert orjson.loads(again.stdout) == {
        name: value for name, value in result.items() if name not in ("parts", "groups")
    }
    table = elsewhere.types("polls", "count", "list.csv").stdout
    assert table.startswith("Poll No. 1  Mana dulu?\n7 of 8 votes, counted by")
    assert "1 for neighbours; 1 not counted" in table
    assert said in table


def test_an_open_poll_is_shown_to_nobody(terminal: Terminal) -> None:
    has_voted(terminal, Method.choose_one, over=False)
    answer = terminal.types("polls", "export", "1")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "still open" in answer.stderr
    assert terminal.types("polls", "export", "2").stderr == "RT 03 has no poll No. 2.\n"


def test_of_several_neighbourhoods_one_is_named(terminal: Terminal) -> None:
    has_voted(terminal, Method.choose_one)
    engine = open_engine(f"sqlite:///{terminal.folder / 'data' / 'rembuk.sqlite3'}")
    with writing(engine) as session:
        above(session, None, joined=False)
    engine.dispose()
    answer = terminal.types("polls", "export", "1")
    assert (answer.exit_code, answer.stderr) == (
        1, "Which neighbourhood? --community takes its code: 7kq2abcd (RT 03), rw5kabcd (RW 05).\n"
    )  # fmt: skip
    assert terminal.types("polls", "export", "1", "--community", "7kq2abcd").exit_code == 0
    assert terminal.types("polls", "export", "1", "--community", "nothing").exit_code == 1


def test_without_a_database_it_says_how_to_make_one(terminal: Terminal) -> None:
    assert "rembuk migrate" in terminal.types("polls", "export", "1").stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "list.csv, line 1: this is not a line"),
        (b"halo\r\n", "list.csv, line 1: this is not a line"),
        (b"what,name\r\nrule,version,1\r\nvote,a\r\n", "list.csv, line 3: this is not a line"),
        (b"\xff\xfe", "it is no UTF-8 text"),
        (b"x" * 200_000, "list.csv, line"),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_a_bad_file_is_one_clear_line(terminal: Terminal, content: bytes | None, said: str) -> None:
    if content is not None:
        (terminal.folder / "list.csv").write_bytes(content)
    answer = terminal.types("polls", "count", "list.csv")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert answer.exception is None or isinstance(answer.exception, SystemExit)


# ── files of Pabulib ──

PABULIB = Path(__file__).parent / "community" / "voting" / "pabulib"


def test_the_money_of_a_file_is_shared_out_with_reasons(terminal: Terminal) -> None:
    answer = terminal.types("polls", "count", str(PABULIB / "rt_three.pb"))
    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout.splitlines() == [
        "Iuran warga RT 03",
        "7 votes of the type approval, counted by equal_shares",
        "",
        "Budget 1400000, of which is left 350000",
        "Share of each vote 200000; as money was left, it was raised to 220922",
        " yes            0  4 rumput Potong rumput  1 want it, and it costs nothing",
        " yes       350000  2 lampu-2 Lampu gang; yang mati  4 want it, and paid for it, 87500 each at most",
        " yes       700000  1 selokan Selokan depan masjid  4 want it, and paid for it, 216578 each at most",
        (
            "  no       900000  3 pos.1 Pos ronda  2 want it, but have 266844 left, 633156 short; "
            "what is left in all is 550000 short"
        ),
        "Equal: 2, 1 (put in order by lower_cost)",
    ]
    result = orjson.loads(terminal.types("polls", "count", str(PABULIB / "rt_three.pb"), "--json").stdout)
    assert (result["budget"], result["votes"], result["first"]) == ("1400000", 7, [4, 2, 1])
    assert [one["project_id"] for one in result["projects"]] == ["rumput", "lampu-2", "selokan", "pos.1"]


def test_votes_of_another_type_and_what_a_file_says_wrongly_are_named(terminal: Terminal) -> None:
    text = (
        (PABULIB / "dots.pb").read_text("utf-8").replace("num_votes;2", "num_votes;9").replace("20;250", "20;250.111")
    )
    (terminal.folder / "dots.PB").write_text(text, "utf-8")
    said = terminal.types("polls", "count", "dots.PB").stdout
    assert "A vote is taken to want all that it names, or gives a point at least." in said
    assert "Mind: num_votes in the file is 9, and there are 2." in said
    assert "Budget 1000.50, of which is left ~250.14" in said


def test_the_reasons_of_every_project(terminal: Terminal) -> None:
    projects = ["a;60", "b;40", "c;500", "d;7"]
    text = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n" + "\n".join(projects)
    (terminal.folder / "few.pb").write_text(text + "\nVOTES\nvoter_id;vote\n1;a\n2;b,c\n3;\n", "utf-8")
    said = terminal.types("polls", "count", "few.pb").stdout
    assert "A poll without a description" in said
    for reason in ("60 each at most", "costs more than the whole budget", "so nobody pays for it"):
        assert reason in said


def test_a_poll_about_money_is_written_for_other_programs(terminal: Terminal) -> None:
    stored = has_voted(terminal, Method.equal_shares, **MONEY)
    exported = terminal.types("polls", "export", "1", "--pb")
    assert exported.exit_code == 0, exported.output
    (terminal.folder / "money.pb").write_bytes(exported.stdout_bytes)
    again = orjson.loads(terminal.types("polls", "count", "money.pb", "--json").stdout)
    assert {name: again[name] for name in ("first", "left", "share", "ties")} == {
        name: stored[name] for name in ("first", "left", "share", "ties")
    }
    assert "Mana dulu?" in terminal.types("polls", "count", "money.pb").stdout
    instance, profile = read_pabulib(str(terminal.folder / "money.pb"))
    assert (len(instance), len(profile)) == (6, 7)


def test_only_a_poll_about_money_is_written_so(terminal: Terminal) -> None:
    has_voted(terminal, Method.choose_one)
    answer = terminal.types("polls", "export", "1", "--pb")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "Poll No. 1 is not about money" in answer.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("selokan;700000", "selokan;", "list.pb, line 14: nothing under cost."),
        ("3;45;selokan", "3;45;jem\x1b[2Jbatan", "list.pb, line 22: a vote for jem [2Jbatan, which is not among"),
        ("VOTES", "SUARA", "list.pb: no section VOTES."),
    ],
)
def test_a_bad_pb_file_is_one_clear_line(terminal: Terminal, old: str, new: str, said: str) -> None:
    text = (PABULIB / "rt_three.pb").read_text("utf-8")
    (terminal.folder / "list.pb").write_text(text.replace(old, new, 1), "utf-8")
    answer = terminal.types("polls", "count", "list.pb")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert "\x1b" not in answer.stderr


def test_what_somebody_typed_does_not_move_the_cursor(terminal: Terminal) -> None:
    has_voted(terminal, Method.choose_one, texts=["Selokan\x1b[2J", "Lampu", "Paving"])
    (terminal.folder / "list.csv").write_bytes(terminal.types("polls", "export", "1").stdout_bytes)
    assert "\x1b" not in terminal.types("polls", "count", "list.csv").stdout
