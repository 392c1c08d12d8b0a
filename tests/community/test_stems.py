"""Words are counted alike in whatever form and language they are said."""

import pytest

from community import kinds, stems


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("got depan warung Bu Sri mampet lagi", ["selokan", "depan", "warung", "sri", "mampet"]),
        ("kalenan ngajeng griya mampet, toyane mboten mili", ["selokan", "depan", "rumah", "mampet", "air"]),
        ("solokan payuneun masjid pinuh ku runtah", ["selokan", "depan", "masjid", "penuh", "sampah"]),
        ("selokannya tersumbat", ["selokan", "mampet"]),
        ("lampune mati", ["lampu", "mati"]),
        ("lampu ga nyala", ["lampu", "mati"]),
        ("lampu gang ora murub", ["lampu", "gang", "mati"]),
        ("pareum, poek pisan", ["mati", "gelap"]),
        ("dalan bolong", ["jalan", "lubang"]),
        ("jln berlubang-lubang", ["jalan", "lubang"]),
        ("got mbludag yen udan", ["selokan", "luap", "hujan"]),
        ("caah wae", ["banjir"]),
        ("uwuh numpuk", ["sampah", "tumpuk"]),
        ("slokan mampeeeet", ["selokan", "mampet"]),
        ("ti'ang", ["tiang"]),
        ("tolong pak, yang itu dong", []),
        ("🙏🙏", []),
        ("", []),
    ],
)
def test_what_is_said_is_counted(said: str, counted: list[str]) -> None:
    assert stems.of(said) == counted


def test_short_words_and_known_ones_are_no_slips_of_the_finger() -> None:
    assert stems.of("Sri Siti Darmi jambu") == ["sri", "siti", "darmi", "jambu"]


def test_a_place_is_named_behind_a_side() -> None:
    assert stems.places_in(stems.of("lampu depan rumah Pak Dedi mati")) == {"dedi"}
    assert stems.places_in(stems.of("lampu mati")) == set()


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.key)
def test_every_kind_and_every_quick_word_is_said_in_stems_that_stand(kind: kinds.Kind) -> None:
    said = [*stems.of_kind(kind.key), *(stem for detail in kind.details for stem in stems.of_detail(kind.key, detail))]
    assert all(stems.of_detail(kind.key, detail) for detail in kind.details)
    assert [stems.of(stem) for stem in said] == [[stem] for stem in said]


def test_a_word_is_counted_as_one_thing() -> None:
    parts = [stems.DATA[part] for part in ("things", "matters", "sides")]
    heads = [one for part in parts for one in part]
    others = [other for part in parts for same in part.values() for other in same]
    assert len(heads) == len(set(heads))
    assert len(others) == len(set(others))
    assert not set(heads) & set(others)
    assert not (set(heads) | set(others)) & stems.SILENT
