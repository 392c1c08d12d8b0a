"""Guessing what a neighbour means, in the words people really use."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import kinds
from community.kind_words import WORDS


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("selokan mampet depan rumah", "drain"),
        ("got e mbludag, mambu", "drain"),
        ("niki kalenan ngajeng griya mampet", "drain"),
        ("solokanana pinuh ku runtah, mampet", "drain"),
        ("lampu jalan mati sudah tiga malam", "lamp"),
        ("lampune mati", "lamp"),
        ("lampu na pareum ti kamari", "lamp"),
        ("LAMPU JALAN MATI!!!", "lamp"),
        ("jalan berlubang, kemarin ada yang jatuh", "road"),
        ("dalan bolong ngarep warung", "road"),
        ("dalane becek", "road"),
        ("sampah menumpuk tidak diangkut", "garbage"),
        ("uwuh pating slebar", "garbage"),
        ("loba runtah", "garbage"),
        ("sampah menumpuk di jalan", "garbage"),
        ("air keruh dari kemarin", "water"),
        ("banyune ora mili", "water"),
        ("cai PDAM teu ngocor", "water"),
        ("caah deui", "flood"),
        ("banjir masuk rumah", "flood"),
        ("motor tetangga kemalingan", "security"),
        ("posyandu kurang timbangan", "health"),
        ("jembatannya putus", "bridge"),
        ("pohon tumbang nutup jalan", "readiness"),
        ("bagaimana kalau ada lomba menggambar", "idea"),
        ("selokan dekat masjid mampet", "drain"),
        ("There is a pothole near the mosque", "road"),
    ],
)
def test_the_words_people_use(said: str, kind: str) -> None:
    found = kinds.guess(said)
    assert found is not None
    assert found.key == kind


@pytest.mark.parametrize(
    "said",
    ["halo", "ayo jalan-jalan ke Tawangmangu", "terima kasih", "🙏", "", "berjalan", "gotong royong", "airlangga"],
)
def test_nothing_is_guessed_where_nothing_is_said(said: str) -> None:
    assert kinds.guess(said) is None


def test_of_two_things_the_one_named_first() -> None:
    found = kinds.guess("sampah di selokan")
    assert found is not None
    assert found.key == "garbage"


@given(st.text(alphabet=string.printable + "áé🙏’‘ñ", max_size=300))
def test_any_text_may_be_said(said: str) -> None:
    found = kinds.guess(said)
    assert found is None or found.key in kinds.BY_KEY


def test_every_word_stands_for_a_kind_that_exists_and_finds_it() -> None:
    for key, said in WORDS.items():
        for words in said:
            found = kinds.guess(words)
            assert found is not None, words
            assert found.key == key, words


def test_kinds_are_distinct_and_their_keys_fit_the_table() -> None:
    keys = [kind.key for kind in kinds.KINDS]
    assert len(set(keys)) == len(keys)
    assert all(len(detail) <= 32 for kind in kinds.KINDS for detail in kind.details)
    assert {kind.field for kind in kinds.KINDS} == {"02", "03", "04", "05", None}


def test_the_first_screen_shows_eight_and_the_usual_ones_first() -> None:
    shown = [kind.key for kind in kinds.first_screen({})]
    assert shown == ["drain", "lamp", "road", "garbage", "water", "security", "flood", "health"]


def test_what_is_used_most_here_comes_to_the_first_screen_without_shuffling_it() -> None:
    shown = [kind.key for kind in kinds.first_screen({"irrigation": 7, "drain": 1})]
    assert shown == ["drain", "lamp", "road", "garbage", "water", "security", "flood", "irrigation"]


def test_every_kind_is_on_one_of_the_two_screens() -> None:
    used = {"bridge": 3}
    both = kinds.first_screen(used) + kinds.further(used)
    assert sorted(kind.key for kind in both) == sorted(kind.key for kind in kinds.KINDS if kind.key != kinds.IDEA)
