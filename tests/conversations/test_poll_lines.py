"""How polls are said, on a small phone and within Telegram's limits, whatever somebody typed into them."""

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from bot.message_limits import CAPTION, TEXT, length
from community.polls import Item
from community.votes import Vote
from conversations import poll_card, poll_chart, poll_lines, poll_outcome, poll_result_lines, poll_why_lines, screens
from conversations.talk import Card, House
from locales import OFFERED, words
from storage import polls as stored
from storage.polls import Counts, Method, Poll, PollKind, PollOption, Way
from tests.community.polls_in_a_topic import ask, close, recognise, votes_for
from tests.community.rt_three import NOW
from tests.community.told_for import Place

HOUSE = House(
    dialogues={}, cards={}, links={}, stranger=lambda _talk: None, unasked=lambda *_: None,
    bot_username="rembuk_bot", owner="test", clock=NOW.timestamp,
)  # fmt: skip
ID = words("id")
NASTY = "<b>#eval(1)</b> & *bintang* _garis_ 🙈 " + "sangat" * 9


def poll_of(method: Method, **more: Any) -> Poll:
    values: dict[str, Any] = {"kind": PollKind.needs, "most": 3, "most_on_one": 3, **more}
    return Poll(community_id=1, number=4, code="abcd", method=method, opened_at=NOW, closes_at=NOW, **values)


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        (poll_of(Method.choose_one, most=1), "Pilih satu. Pilihan rahasia."),
        (poll_of(Method.approval), "Pilih paling banyak 3. Pilihan rahasia."),
        (poll_of(Method.approval, most=6), "Pilih semua yang cocok. Pilihan rahasia."),
        (poll_of(Method.approval, way=Way.both), "Pilih paling banyak 3. Lewat tombol ini pilihan rahasia."),
        (poll_of(Method.schulze), "Ketuk berurutan, paling banyak 3: yang paling penting dulu. Pilihan rahasia."),
        (poll_of(Method.points, most=5), "Bagikan 5 poin, paling banyak 3 untuk satu pilihan. Tiap ketukan satu poin."),
        (poll_of(Method.yes_no, two_thirds=True), "paling sedikit dua kali yang tidak"),
        (poll_of(Method.consensus), "belum mufakat, belum ada keputusan."),
        (
            poll_of(Method.consensus, falls_back=True),
            "semua keberatan sudah dijawab, suara terbanyak yang menentukan. Satu saja belum dijawab, belum ada kep",
        ),
        (poll_of(Method.equal_shares, budget=10_000_000), "Uang yang dibagi: Rp10.000.000."),
        (poll_of(Method.approval, counts=Counts.house, quorum=50), "Satu rumah satu suara. Berlaku kalau paling sed"),
        (poll_of(Method.approval, least_days=30), "Dihitung untuk yang sudah 30 hari terdaftar di sini."),
    ],
)
def test_the_rule_is_said_before_anybody_votes(poll: Poll, said: str) -> None:
    assert said in "\n".join(poll_lines.rules(ID, poll, 6))


@pytest.mark.parametrize("falls_back", [False, True])
def test_why_says_whether_an_objection_stops_the_majority(place: Place, falls_back: bool) -> None:  # noqa: FBT001 - a row of a table
    session, rt = place
    recognise(session, rt.tini)
    poll = close(session, ask(session, rt, method=Method.consensus, falls_back=falls_back))
    rule = " ".join(poll_why_lines.told(session, ID, poll)[0])
    assert ("satu saja belum dijawab, belum ada keputusan" in rule) is falls_back


@pytest.mark.parametrize("paper", [0, 3])
def test_why_says_that_points_on_paper_leave_equals_to_their_numbers(place: Place, paper: int) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep)
    poll = ask(session, rt, method=Method.points, most=2, most_on_one=2)
    votes_for(session, poll, rt.tini, 1)
    votes_for(session, poll, rt.asep, 2)
    poll = close(session, poll)
    poll.result = poll.result | {"paper": paper}
    said = "\n".join(line for part in poll_why_lines.told(session, ID, poll) for line in part)
    assert "Sama kuat" in said
    assert ("Di kertas hanya tertulis jumlah poin" in said) is (paper > 0)


@pytest.mark.parametrize("language", OFFERED)
@pytest.mark.parametrize("method", list(Method))
def test_every_method_has_its_words_in_every_language(place: Place, method: Method, language: str) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep)
    poll = ask(session, rt, method=method, quorum=10)
    said = words(language)
    for html, rows in (
        poll_card.in_group(session, said, poll, HOUSE),
        poll_card.in_private(session, said, poll, HOUSE, None),
    ):
        assert rows
        assert length(html) < TEXT
        screens.inline_keyboard(said, rows)
    votes_for(session, poll, rt.tini, 1)
    poll = close(session, poll)
    assert poll_outcome.in_private(session, said, poll, HOUSE, rt.tini)[1]
    assert all(any(part) for part in poll_why_lines.told(session, said, poll)[:1])
    assert poll_chart.png(poll_chart.of(session, said, poll)).startswith(b"\x89PNG")


def test_nothing_that_somebody_typed_is_markup_or_breaks_a_limit(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini)
    items = [Item(f"{number} {NASTY}"[:100]) for number in range(1, 41)]
    poll = ask(session, rt, items, question=f"{NASTY} {NASTY} {NASTY}"[:250], most=40)
    html, rows = poll_card.in_group(session, ID, poll, HOUSE)
    assert "<b>#eval" not in html
    assert "&lt;b&gt;#eval" in html
    assert length(html) < TEXT
    keyboard = screens.inline_keyboard(ID, rows) or {}
    assert len(keyboard["inline_keyboard"]) < 30
    for place_number in range(1, 41):
        votes_for(session, poll, rt.tini, place_number)
    poll = close(session, poll)
    html, rows = poll_outcome.in_group(session, ID, poll, HOUSE)
    assert length(html) <= CAPTION
    link = next(one.url for row in rows for one in row if one.url and one.url.startswith("https://wa.me"))
    assert len(unquote(link.removeprefix("https://wa.me/?text="))) <= 700
    assert "hasil_" in unquote(link)
    assert poll_chart.png(poll_chart.of(session, ID, poll))


def test_marks_are_ticks_ranks_or_dots() -> None:
    assert poll_lines.marks(poll_of(Method.approval), [7, 9]) == {7: "✓", 9: "✓"}
    assert poll_lines.marks(poll_of(Method.borda), [9, 7]) == {9: "①", 7: "②"}
    assert poll_lines.marks(poll_of(Method.points), [7, 7, 9]) == {7: "●●", 9: "●"}
    assert (poll_lines.dots(2, 3), poll_lines.dots(0, 3), poll_lines.dots(7, 10)) == ("●●○", "○○○", "●×7")
    assert poll_lines.rank(21) == "21)"


def test_what_is_too_long_for_a_button_is_spelt_out_above() -> None:
    poll = poll_of(Method.approval)
    short, long = (PollOption(poll_id=1, place=place, text=text) for place, text in ((1, "Pendek"), (2, "Panjang" * 5)))
    assert poll_lines.spelt_out(ID, poll, [short], screens.LABEL) == []
    assert poll_lines.spelt_out(ID, poll, [short, long], screens.LABEL) == ["1. Pendek", f"2. {'Panjang' * 5}"]


def test_halves_and_rupiah_are_said_as_people_write_them() -> None:
    assert poll_result_lines.tally(ID, poll_of(Method.borda), "41/2") == "20,5 poin"
    assert poll_result_lines.tally(words("en"), poll_of(Method.borda), "41/2") == "20.5 points"
    assert poll_result_lines.tally(ID, poll_of(Method.schulze), "3") == "menang atas 3"
    assert poll_result_lines.rupiah("1000000/3") == "Rp333.333"
    assert poll_result_lines.rupiah("1000000/3", up=True) == "Rp333.334"


def test_who_objects_sees_so_on_the_card(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt, method=Method.consensus)
    mine = Vote(poll, (stored.options_of(session, poll.id)[2].id,), "k7q2pa", apart=None)
    _, rows = poll_card.in_private(session, ID, poll, HOUSE, mine)
    assert [one.label for row in rows for one in row if one.value == f"object.{poll.id}"] == ["✓ ✋ Keberatan"]


def test_voting_for_a_neighbour_is_offered_where_the_house_can(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt)
    with_it = replace(HOUSE, cards={poll_card.FOR_NEIGHBOUR: Card(lambda _talk, _rest: None)})
    for house, offered in ((HOUSE, False), (with_it, True)):
        _, rows = poll_card.in_private(session, ID, poll, house, None)
        assert any(one.value == f"proxy.{poll.id}" for row in rows for one in row) is offered


def test_a_poll_of_telegrams_own_has_no_buttons_here(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt, method=Method.choose_one)
    poll.way = Way.native
    html, rows = poll_card.in_private(session, ID, poll, HOUSE, None)
    assert not rows
    assert "Di sana semua bisa melihat siapa memilih apa." in html


def test_between_the_end_and_the_count_nothing_can_be_tapped(place: Place) -> None:
    session, rt = place
    poll = ask(session, rt)
    poll.closes_at = NOW
    for html, rows in (
        poll_card.in_group(session, ID, poll, HOUSE),
        poll_card.in_private(session, ID, poll, HOUSE, None),
    ):
        assert not rows
        assert "Suara sedang dihitung" in html


def test_of_equals_every_rule_that_parted_them_is_said_by_its_rank(place: Place) -> None:
    """Two that are equal in supporters too are parted by their numbers, and both from the third by supporters."""
    session, rt = place
    poll = ask(session, rt, method=Method.points, most=4)
    names = {1: "Selokan", 2: "Lampu", 3: "Paving", 4: "Air", 5: "Pos"}
    poll.result = {
        "order": [{"place": one, "rank": rank, "tally": "2"} for one, rank in ((1, 1), (2, 1), (3, 1), (4, 4), (5, 4))],
        "ties": [
            {"options": [1, 2, 3], "broken_by": ["lower_number", "more_supporters"]},
            {"options": [4, 5], "broken_by": ["more_supporters"]},
        ],
    }
    rules = "yang pendukungnya lebih banyak, lalu yang nomornya lebih kecil di daftar"
    said = [
        f"Sama kuat: Selokan · Lampu · Paving. Didahulukan {rules}.",
        "Sama kuat: Air · Pos. Didahulukan yang pendukungnya lebih banyak.",
    ]
    assert poll_result_lines.ties(ID, poll, names) == said
    assert poll_result_lines.ties(ID, poll, names, most=5) == said
    assert poll_result_lines.ties(ID, poll, names, most=3) == said[:1]


@pytest.mark.parametrize(
    ("answers", "strong"), [((1, 2), []), ((2, 2), []), ((1, 1), ["Setuju"]), ((1, 3), ["Setuju"])]
)
def test_in_the_picture_only_what_was_decided_stands_out(
    place: Place, answers: tuple[int, int], strong: list[str]
) -> None:
    session, rt = place
    recognise(session, rt.tini, rt.asep)
    poll = ask(session, rt, kind=PollKind.yes_no, method=Method.yes_no)
    for person, answer in zip((rt.tini, rt.asep), answers, strict=True):
        votes_for(session, poll, person, answer)
    poll = close(session, poll)
    assert [bar.name for bar in poll_chart.of(session, ID, poll).bars if bar.strong] == strong


def test_names_that_hold_a_comma_stay_apart(place: Place) -> None:
    session, rt = place
    recognise(session, rt.tini)
    items = [Item("Kursi PAUD, Balai warga"), Item("WC, Balai warga"), Item("Lampu")]
    poll = ask(session, rt, items)
    for number in (1, 2):
        votes_for(session, poll, rt.tini, number)
    said = "\n".join(line for part in poll_result_lines.told(session, ID, close(session, poll)) for line in part)
    assert "Sama kuat: Kursi PAUD, Balai warga · WC, Balai warga." in said


@pytest.mark.parametrize(("options", "last"), [(5, "5) "), (6, "6) "), (7, "… dan 2 lagi")])
def test_one_that_would_be_left_out_is_named(place: Place, options: int, last: str) -> None:
    session, rt = place
    recognise(session, rt.tini)
    poll = ask(session, rt, [Item(f"Pilihan {number}") for number in range(options)], method=Method.borda, most=options)
    for number in range(1, options + 1):
        votes_for(session, poll, rt.tini, number)
    told = poll_result_lines.told(session, ID, close(session, poll), most=poll_result_lines.IN_FRONT)
    assert told[1][-1].startswith(last)
