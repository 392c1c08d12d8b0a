"""Voting for neighbours who have no Telegram: asked whether they agreed, read back, and changed."""

import re

import orjson
import sqlalchemy as sa

from community import poll_closing, speaking, votes_for_neighbours
from playground.driver import Neighbour
from storage import polls
from storage.dialogues import dialogue
from storage.polls import Method, Poll, PollState
from tests.stories.asked_on_paper import are_known, asks, ballots, places, presses, voters
from tests.stories.rt_three import person_of
from tests.stories.town import SECRET, Town


def votes_for(tini: Neighbour, poll_id: int, whom: str, *labels: str, new: bool = False) -> str:
    """From the button to the receipt."""
    presses(tini, f"proxy.{poll_id}.new" if new else f"proxy.{poll_id}")
    tini.sees("Mewakili siapa di Tanya warga No.")
    tini.says(whom)
    tini.sees(f"Sudah tanya {whom} langsung?")
    tini.taps("Sudah, beliau setuju")
    for label in labels:
        tini.taps(label)
    tini.sees("Sudah pas?")
    tini.taps("Simpan")
    found = re.search(r"tanda terimanya ke .*: (\w{6})", tini.sees("Tersimpan ✓").text)
    assert found is not None
    return found[1]


def drafts(town: Town) -> str:
    with town.session() as session:
        rows = session.connection().execute(sa.select(dialogue.c.draft, dialogue.c.state)).all()
        return str([row.draft for row in rows if row.state == "done"])


def test_a_neighbour_votes_through_her_and_changes_it(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    poll_id = asks(town, chair)
    receipt = votes_for(tini, poll_id, "Mbah Karto", "1 Selokan")
    (ballot,) = ballots(town, poll_id)
    assert (ballot.receipt, ballot.by_neighbour, ballot.counted) == (receipt, True, True)
    assert voters(town, poll_id) == {("Mbah Karto", True)}
    assert '"choices":[]' in drafts(town), "what was chosen outlives no talk"
    assert "Karto" not in drafts(town)

    presses(tini, f"proxy.{poll_id}")
    tini.sees("Sudah mewakili 1 tetangga di Tanya warga No. 1.")
    tini.taps("Mbah Karto")
    tini.sees("Sudah tanya Mbah Karto langsung?")
    tini.taps("Sudah, beliau setuju")
    tini.taps("2 Lampu")
    tini.sees("2. Lampu")
    tini.taps("Simpan")
    tini.sees(receipt)
    with town.session() as session:
        assert [places(session, poll_id, one) for one in ballots(town, poll_id)] == [[2]]

    presses(tini, f"proxy.{poll_id}.0")
    tini.taps("Sudah, beliau setuju")
    tini.taps("Batalkan suaranya")
    tini.sees("Suara Mbah Karto dibatalkan?")
    tini.taps("Simpan")
    tini.sees("Suara Mbah Karto sudah dibatalkan ✓")
    assert ballots(town, poll_id) == []
    assert voters(town, poll_id) == {("Mbah Karto", False)}


def test_a_talk_that_is_left_lying_goes_with_its_poll(
    town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    are_known(town, tini, asep, chair)
    poll_id, other = asks(town, chair), asks(town, chair, Method.consensus)
    votes_for(tini, poll_id, "Mbah Karto", "1 Selokan")
    presses(tini, f"proxy.{poll_id}.0")
    tini.taps("Sudah, beliau setuju")
    tini.sees("Apa pilihan Mbah Karto?")
    assert talks(town, tini, poll_id) == [("proxy_change", "open", [])], "it begins without what was chosen before"
    tini.taps("2 Lampu")
    tini.says("/batal")
    presses(tini, f"proxy.{poll_id}.new")
    tini.says("Bu Sri")
    presses(asep, f"object.{other}")
    asep.says("terlalu mahal")
    assert [name for name, _, _ in talks(town, tini, poll_id)] == ["proxy_change", "proxy"]
    assert [name for name, _, _ in talks(town, asep, other)] == ["objection"]

    with town.writing() as session:
        poll = session.get_one(Poll, poll_id)
        poll.closes_at = town.now()
        session.flush()
        assert poll_closing.close_due(session, town.now()) == 1
    assert talks(town, tini, poll_id) == []
    assert [name for name, _, _ in talks(town, asep, other)] == ["objection"]
    tini.taps("Sudah, beliau setuju")
    assert talks(town, tini, poll_id) == []
    with town.writing() as session:
        poll_closing.call_off(session, other, "tidak jadi", by=person_of(session, chair).id, now=town.now())
    assert talks(town, asep, other) == []


def talks(town: Town, who: Neighbour, poll_id: int) -> list[tuple[str, str, list[int]]]:
    """Name, state and choices of each talk of theirs about this poll, as it is kept."""
    with town.session() as session:
        mine = sa.select(dialogue.c.name, dialogue.c.state, dialogue.c.draft).order_by(dialogue.c.id)
        rows = session.connection().execute(mine.where(dialogue.c.person_id == person_of(session, who).id)).all()
        drafts = [(row.name, row.state, orjson.loads(row.draft)["draft"]) for row in rows]
        return [(name, state, one.get("choices", [])) for name, state, one in drafts if one.get("poll_id") == poll_id]


def test_several_are_chosen_by_the_rule_of_the_poll(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    poll_id = asks(town, chair, Method.approval, most=2)
    presses(tini, f"proxy.{poll_id}")
    tini.says("<b>Bu Sri</b>")
    tini.sees("Sudah tanya <b>Bu Sri</b> langsung?")
    tini.taps("Sudah, beliau setuju")
    tini.sees("Paling banyak 2.")
    tini.taps("Sudah, ini saja")
    tini.sees("Belum ada yang dipilih.")
    tini.taps("3 Paving")
    tini.taps("1 Selokan")
    tini.taps("2 Lampu")
    tini.sees("Sudah 2 pilihan.")
    tini.taps("Sudah, ini saja")
    seen = tini.sees("Sudah pas?")
    assert "3. Paving" in seen.text
    assert "2. Lampu" not in seen.text
    tini.taps("Ubah")
    tini.taps("✓ 3 Paving")
    tini.taps("Sudah, ini saja")
    tini.taps("Simpan")
    tini.sees("Tersimpan ✓")
    with town.session() as session:
        assert [places(session, poll_id, one) for one in ballots(town, poll_id)] == [[1]]


def test_what_cannot_be_is_said_before_anything_is_asked(
    town: Town, tini: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    are_known(town, tini, chair)
    poll_id = asks(town, chair)
    with town.writing() as session:
        one = polls.options_of(session, poll_id)[0].id
        for number in range(speaking.MOST_FOR_NEIGHBOURS_A_DAY):
            votes_for_neighbours.cast(
                session, poll_id, f"Mbah {number}", [one], by=person_of(session, tini).id, secret=SECRET, now=town.now()
            )
    assert "5" in presses(tini, f"proxy.{poll_id}.new")
    tini.does_not_see("Mewakili siapa")
    for argument in ("", "0", "x", "999", f"{poll_id}.9"):
        presses(tini, f"proxy.{argument}")
    tini.does_not_see("Mewakili siapa")


def test_one_neighbour_is_not_voted_for_by_two(town: Town, tini: Neighbour, chair: Neighbour, asep: Neighbour) -> None:
    are_known(town, tini, chair, asep)
    poll_id = asks(town, chair)
    votes_for(asep, poll_id, "Mbah Karto", "1 Selokan")
    presses(tini, f"proxy.{poll_id}")
    tini.says("mbah  karto")
    tini.sees("Untuk mbah karto sudah ada yang mewakili.")
    tini.says("Mbah Karto Gang Melati")
    tini.sees("Sudah tanya Mbah Karto Gang Melati langsung?")
    tini.taps("Sudah, beliau setuju")
    tini.taps("2 Lampu")
    tini.taps("Simpan")
    tini.sees("Tersimpan ✓")
    assert len(ballots(town, poll_id)) == 2


def test_it_closes_while_they_are_being_asked(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    poll_id = asks(town, chair)
    presses(tini, f"proxy.{poll_id}")
    tini.says("Mbah Karto")
    tini.taps("Sudah, beliau setuju")
    with town.writing() as session:
        session.get_one(Poll, poll_id).state = PollState.closed
    tini.taps("1 Selokan")
    tini.taps("Simpan")
    tini.sees("Tanya warga No. 1 sudah ditutup.")
    assert ballots(town, poll_id) == []


def test_who_is_not_recognised_yet_is_told_when_it_counts(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    poll_id = asks(town, chair)
    votes_for(tini, poll_id, "Mbah Karto", "1 Selokan")
    tini.sees("Suaranya dihitung setelah pengurus mengenali yang mewakili.")
    (ballot,) = ballots(town, poll_id)
    assert not ballot.counted


def test_the_button_on_the_card_leads_there(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    asks(town, chair, question="Mana dulu?")
    tini.says("/pilih")
    tini.sees("Mana dulu?")
    tini.taps("Mewakili tetangga")
    tini.sees("Mewakili siapa di Tanya warga No. 1?")


def test_how_a_neighbour_chooses_is_said(town: Town, tini: Neighbour, chair: Neighbour) -> None:
    are_known(town, tini, chair)
    ranked, points = asks(town, chair, Method.borda, most=3), asks(town, chair, Method.points, most=5)
    for poll_id, said in (
        (ranked, "Apa urutan pilihan Mbah Karto? Ketuk yang paling penting dulu, paling banyak 3."),
        (points, "Mbah Karto membagi 5 poin ke mana? Tiap ketukan satu poin."),
    ):
        presses(tini, f"proxy.{poll_id}")
        tini.sees("Mewakili siapa di Tanya warga No.")
        tini.says("Mbah Karto")
        tini.taps("Sudah, beliau setuju")
        tini.sees(said)
        tini.taps("Nanti saja")
