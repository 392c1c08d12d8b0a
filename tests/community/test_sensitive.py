"""What had better be left out of what one tells of a neighbour is noticed, and a drain is a drain."""

import pytest

from community.sensitive import Delicate, found_in


@pytest.mark.parametrize(
    "words",
    [
        "beliau sakit jantung, air harus bersih",
        "Mbah Karto kena STROKE",
        "bapaknya diabetes",
        "mbahe gerah, banyune buthek",
        "aki nuju gering",
        "her husband has cancer",
        "penyakitnya kambuh kalau airnya keruh",
    ],
)
def test_words_of_illness_are_noticed(words: str) -> None:
    assert found_in(words) is Delicate.illness


@pytest.mark.parametrize(
    "words",
    [
        "anak saya Dewi jatuh di situ",
        "anaknya Rafi hampir tertabrak",
        "cucu beliau bernama rafi",
        "Anake Joko kecemplung",
        "anak beliau yang namanya dewi sakit panas",
        "her son called tom fell there",
    ],
)
def test_a_childs_name_is_noticed_before_all_else(words: str) -> None:
    assert found_in(words) is Delicate.child


@pytest.mark.parametrize(
    "words",
    [
        "",
        "air keruh sejak Senin",
        "lampu gang mati",
        "jalan ke rumah sakit berlubang",
        "anak-anak main di Jalan Melati",
        "anak Bu Sri jatuh di situ",
        "anak RT 03 butuh lapangan",
        "banyak anak. Jalan rusak",
        "posyandu kurang alat",
        "sampahnya dibakar",
    ],
)
def test_what_tells_of_nobody_is_left_alone(words: str) -> None:
    assert found_in(words) is None
