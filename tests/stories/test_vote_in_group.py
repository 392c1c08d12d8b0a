"""Voting on the card in the group: each sees their own tap alone, and all see only how many have voted."""

import pytest

from community import poll_closing, recognition
from playground.driver import Group, Neighbour
from storage.communities import Community, CommunityKind
from storage.people import Membership, Role
from storage.polls import Counts, Method, Poll, PollKind
from tests.stories.first_steps import NO_LONGER, known
from tests.stories.rt_three import group_of_rt_three, person_of
from tests.stories.test_group_cards import a_while_passes
from tests.stories.town import SECRET, Town
from tests.stories.voting import TITLE, are_known, asks, choices, ends, items, places_of

AGAIN = "Ketuk lagi untuk batal."


@pytest.fixture
def group(town: Town, tini: Neighbour, asep: Neighbour, chair: Neighbour, joko: Neighbour) -> Group:
    are_known(town, tini, asep, chair)
    return group_of_rt_three(town, chair, tini, asep, joko)


def says(person: Neighbour) -> str:
    return person.toast() or ""


def test_several_choose_and_the_card_tells_only_how_many(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair)
    card = tini.sees(TITLE, in_=group)
    assert card.says("(Tanya warga No. 1)")
    assert card.says("Pilih paling banyak 3. Pilihan rahasia.")
    assert card.says("Sudah memilih: 0 dari 3 warga · ditutup")
    assert card.labels == [
        "1 Selokan Gang Melati", "2 Lampu pos ronda", "3 Paving lapangan", "4 Air keruh", "👁 Pilihan saya",
    ]  # fmt: skip
    tini.taps("1 Selokan", in_=group)
    assert says(tini) == f"✓ Selokan Gang Melati (1 dari 3). {AGAIN}"
    tini.taps("2 Lampu", in_=group)
    assert says(tini) == f"✓ Lampu pos ronda (2 dari 3). {AGAIN}"
    asep.taps("4 Air", in_=group)
    redrawn = asep.sees("Sudah memilih: 2 dari 3 warga", in_=group)
    assert redrawn.id == card.id
    assert redrawn.labels == card.labels
    tini.taps("1 Selokan", in_=group)
    assert says(tini) == "Batal: Selokan Gang Melati."
    tini.taps("2 Lampu", in_=group)
    assert choices(town, poll) == [([4], True)]
    tini.sees("Sudah memilih: 1 dari 3 warga", in_=group)


def test_one_choice_too_many_is_refused_and_what_is_chosen_stays(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair, most=2)
    tini.sees(TITLE, in_=group)
    for label in ("1 Selokan", "2 Lampu", "3 Paving"):
        tini.taps(label, in_=group)
    assert says(tini) == "Sudah 2 pilihan. Ketuk salah satu yang sudah dipilih untuk menukar."
    assert choices(town, poll) == [([1, 2], True)]


def test_my_choice_is_shown_to_me_alone_with_the_receipt_that_stays(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    asks(town, chair, most=4)
    tini.sees(TITLE, in_=group)
    tini.taps("Pilihan saya", in_=group)
    assert says(tini) == "Belum ada pilihan. Ketuk salah satu."
    tini.taps("3 Paving", in_=group)
    tini.taps("Pilihan saya", in_=group)
    first = says(tini)
    assert "✓ 3 Paving lapangan" in first
    receipt = first.split("Tanda terima: ")[1].split()[0]
    tini.taps("4 Air", in_=group)
    tini.taps("Pilihan saya", in_=group)
    assert f"Tanda terima: {receipt}" in says(tini)
    assert len(says(tini)) <= 200
    asep.taps("Pilihan saya", in_=group)
    assert receipt not in says(asep)


def test_a_stranger_agrees_by_the_second_tap_and_is_counted_once_recognised(
    town: Town, group: Group, joko: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair)
    joko.sees(TITLE, in_=group)
    joko.taps("Pilihan saya", in_=group)
    assert says(joko) == "Belum ada pilihan. Ketuk salah satu."
    joko.taps("1 Selokan", in_=group)
    assert "Ketuk sekali lagi" in says(joko)
    assert len(says(joko)) <= 200
    assert known(town, joko) is None
    assert choices(town, poll) == []
    a_while_passes(town)
    joko.taps("1 Selokan", in_=group)
    assert says(joko) == f"✓ Selokan Gang Melati (1 dari 3). {AGAIN} Dihitung setelah dikenali pengurus."
    assert known(town, joko) is not None
    assert choices(town, poll) == [([1], False)]
    town.passes(seconds=6)
    joko.sees("1 suara lagi dihitung setelah dikenali pengurus", in_=group)
    is_recognised(town, joko, chair)
    joko.taps("2 Lampu", in_=group)
    assert says(joko) == f"✓ Lampu pos ronda (2 dari 3). {AGAIN}"
    assert choices(town, poll) == [([1, 2], True)]
    assert ends(town, poll).result["votes"] == 1


def is_recognised(town: Town, person: Neighbour, chair: Neighbour) -> None:
    with town.writing() as session:
        community = person_of(session, chair).community_id or 0
        recognition.recognise(
            session, community, [person_of(session, person).id], by=person_of(session, chair).id,
            secret=SECRET, now=town.now(),
        )  # fmt: skip


def test_after_the_end_nothing_is_taken_and_no_stranger_is_asked_for_consent(
    town: Town, group: Group, tini: Neighbour, joko: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair)
    card = tini.sees(TITLE, in_=group)
    tini.taps("1 Selokan", in_=group)
    ends(town, poll)
    for person in (tini, joko):
        person.taps_old(card, "2 Lampu")
        assert says(person) == "Tanya warga No. 1 sudah ditutup. Terima kasih 🙏"
    assert choices(town, poll) == [([1], True)]
    tini.taps_old(card, "Pilihan saya")
    assert "Siapa memilih apa sudah tidak tersimpan" in says(tini)


def test_of_one_that_was_called_off_no_receipt_is_promised(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    poll = asks(town, chair)
    card = tini.sees(TITLE, in_=group)
    tini.taps("1 Selokan", in_=group)
    with town.writing() as session:
        poll_closing.call_off(session, poll, "Salah daftar", by=person_of(session, chair).id, now=town.now())
    tini.taps_old(card, "Pilihan saya")
    assert says(tini) == "Tanya warga No. 1 tidak jadi, dan semua pilihan sudah dihapus."


def test_ranks_and_points_are_said_as_they_are_tapped(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    ranking = asks(town, chair, method=Method.schulze, question="Urutannya?")
    tini.sees("Urutannya?", in_=group)
    tini.taps("3 Paving", in_=group)
    assert says(tini) == f"Urutan 1: Paving lapangan. {AGAIN}"
    tini.taps("1 Selokan", in_=group)
    assert says(tini) == f"Urutan 2: Selokan Gang Melati. {AGAIN}"
    assert choices(town, ranking) == [([3, 1], True)]
    points = asks(town, chair, method=Method.points, most=4, most_on_one=3, question="Poinnya?")
    card = tini.sees("Poinnya?", in_=group)
    for _ in range(2):
        tini.taps_old(card, "2 Lampu")
    assert says(tini) == "●●○ Lampu pos ronda. Sisa 2 poin."
    tini.taps_old(card, "2 Lampu")
    tini.taps_old(card, "2 Lampu")
    assert says(tini) == "○○○ Lampu pos ronda: dikosongkan. Sisa 4 poin."
    assert choices(town, points) == []


def test_yes_no_and_mufakat_have_the_answers_that_everybody_knows(
    town: Town, group: Group, tini: Neighbour, asep: Neighbour, chair: Neighbour
) -> None:
    asked = asks(town, chair, items("a", "b", "c"), kind=PollKind.yes_no, method=Method.yes_no, question="Iuran naik?")
    assert tini.sees("Iuran naik?", in_=group).labels[:3] == ["👍 Setuju", "👎 Tidak", "🤝 Abstain (hanya hadir)"]
    tini.taps("Tidak", in_=group)
    assert says(tini) == f"✓ 👎 Tidak. {AGAIN}"
    tini.taps("👍 Setuju", in_=group)
    assert choices(town, asked) == [([1], True)]
    mufakat = asks(
        town, chair, items("a", "b", "c"), kind=PollKind.own, method=Method.consensus, question="Pasang portal?"
    )
    card = asep.sees("Pasang portal?", in_=group)
    assert card.labels[:3] == ["👍 Setuju", "👌 Setuju, walau mengganjal", "✋ Keberatan"]
    assert next(one for one in card.buttons if "Keberatan" in one["text"])["url"]
    asep.taps_old(card, "walau mengganjal")
    assert choices(town, mufakat) == [([2], True)]


def test_who_cannot_agree_is_led_from_the_group_to_the_reason_in_private(
    town: Town, group: Group, asep: Neighbour, chair: Neighbour
) -> None:
    asked = items("a", "b", "c")
    poll = asks(town, chair, asked, kind=PollKind.own, method=Method.consensus, question="Pasang portal?")
    asep.sees("Pasang portal?", in_=group)
    asep.taps("✋ Keberatan", in_=group)
    asep.sees("Apa keberatannya? Tulis", in_=asep)
    assert choices(town, poll) == [], "nobody objects before saying why"


def test_a_house_has_one_vote_and_the_tap_says_so(town: Town, group: Group, tini: Neighbour, chair: Neighbour) -> None:
    asks(town, chair, counts=Counts.house)
    card = tini.sees(TITLE, in_=group)
    assert card.says("Satu rumah satu suara.")
    assert card.says("0 dari 3 rumah")
    tini.taps("1 Selokan", in_=group)
    assert says(tini).endswith("Berlaku untuk serumah.")


def test_a_forged_tap_finds_nothing_of_another_group_or_poll(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour, joko: Neighbour
) -> None:
    elsewhere = asks(town, chair, in_group=False, question="Bukan untuk grup ini?")
    poll = asks(town, chair)
    card = tini.sees(TITLE, in_=group)
    with town.session() as session:
        foreign = next(iter(places_of(session, elsewhere)))
    for person in (tini, joko):
        for data in (f"v.{foreign}", "v.99999", "v.x", "v.", f"chosen.{elsewhere}", "chosen.0", f"vote.{poll}.1"):
            answer = person.door.tap(group.id, person.id, card.id, data=f"c.{data}")
            assert answer.get("toast") == NO_LONGER, data
    assert choices(town, elsewhere) == choices(town, poll) == []
    assert known(town, joko) is None


def test_many_options_stand_on_a_page_and_the_rest_in_private(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    asks(town, chair, items(*(f"Pilihan ke-{number}" for number in range(1, 24))), most=23)
    card = tini.sees(TITLE, in_=group)
    assert sum(label.split()[0].isdigit() for label in card.labels) == 20
    assert "Pilihan 21–23 ›" in card.labels
    tini.taps("Pilihan 21–23", in_=group)
    private = tini.sees(TITLE)
    assert private.labels[:8] == [f"{number} Pilihan ke-{number}" for number in range(1, 9)]
    tini.taps("Berikutnya")
    tini.taps("9 Pilihan ke-9")
    seen = tini.sees("Sudah dipilih 1 dari 23.")
    assert "✓ 9 Pilihan ke-9" in seen.labels


def test_who_belongs_to_a_part_votes_without_being_welcomed_anew(
    town: Town, group: Group, tini: Neighbour, chair: Neighbour
) -> None:
    """RW 05 asks; Bu Tini lives in RT 03, which lies in it."""
    with town.writing() as session:
        rt = session.get_one(Community, person_of(session, tini).community_id)
        rw = Community(
            kind=CommunityKind.rw, code="rw5kabcd", name="RW 05", quiet_hours=[], chair_confirmed_at=rt.created_at,
            created_at=rt.created_at,
        )  # fmt: skip
        session.add(rw)
        session.flush()
        rt.parent_id = rw.id
        session.add(rt)
        session.add(
            Membership(
                person_id=person_of(session, chair).id, community_id=rw.id, role=Role.organiser,
                joined_at=rt.created_at, recognised_at=rt.created_at,
            )
        )  # fmt: skip
        rw_id, rt_id = rw.id, rt.id
    poll = asks(town, chair, community_id=rw_id, in_group=False, question="Pos RW di mana?")
    tini.says("/pilih")
    card = tini.sees("Pos RW di mana?")
    assert card.says("0 dari 3 warga")
    tini.taps("1 Selokan")
    assert choices(town, poll) == [([1], True)]
    with town.session() as session:
        code = session.get_one(Poll, poll).code
    tini.starts(f"rt-rw5kabcd-pilih_{code}")
    assert "✓ 1 Selokan Gang Melati" in tini.sees("Pos RW di mana?").labels
    far = town.person("Dewi")
    far.starts(f"rt-rw5kabcd-pilih_{code}")
    far.sees("Selamat datang di Rembuk RW 05")
    assert rt_id != rw_id
