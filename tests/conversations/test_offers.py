"""An older draft waits, and something is said unasked: go on or begin afresh, with all that was said meanwhile."""

from collections.abc import Callable

import pytest

from tests.conversations.parlour import Guest, Parlour, files_in, said

Act = Callable[[Guest], object]


def says(words: str) -> Act:
    return lambda guest: guest.says(words)


def sends_photo(number: int, caption: str = "") -> Act:
    return lambda guest: guest.sends_photo(number, caption=caption)


@pytest.mark.parametrize("afresh", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "what", "files"),
    [
        (says("Lampu mati"), says("di gang 3"), "Lampu mati\ndi gang 3", []),
        (says("Lampu mati"), sends_photo(1), "Lampu mati", ["photo-1"]),
        (says("Lampu mati"), sends_photo(1, "gelap"), "Lampu mati\ngelap", ["photo-1"]),
        (sends_photo(1), says("Lampu mati"), "Lampu mati", ["photo-1"]),
        (sends_photo(1), sends_photo(2), "photo", ["photo-1", "photo-2"]),
        (sends_photo(1, "gelap"), sends_photo(2), "gelap", ["photo-1", "photo-2"]),
        (lambda guest: guest.sends_voice(), sends_photo(2), "photo", ["photo-2", "voice-1"]),
        (sends_photo(1), lambda guest: guest.sends(location={"latitude": -7.5, "longitude": 110.25}), "-7.5 110.25",
         ["photo-1"]),
    ],
)  # fmt: skip
def test_nothing_that_was_said_meanwhile_is_lost(
    parlour: Parlour, siti: Guest, first: Act, second: Act, what: str, files: list[str], *, afresh: bool
) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    first(siti)
    parlour.now += 1
    second(siti)
    siti.taps(said("stage.afresh" if afresh else "stage.go_on"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == what
    assert sorted(file.file_id for file in files_in(parlour)) == files
    standing = siti.standing()
    assert standing is not None
    assert {file.dialogue_id for file in files_in(parlour)} <= {standing.id}


def test_a_sticker_while_the_offer_stands_is_met_by_the_offer_again(siti: Guest) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    siti.says("Lampu mati")
    siti.sends(dice={"emoji": "🎲", "value": 3})
    assert siti.newest() == said("stage.resume", what=said("report.title"))
    siti.taps(said("stage.go_on"))
    assert siti.draft()["what"] == "Lampu mati"


def test_the_offers_buttons_can_be_typed(siti: Guest) -> None:
    siti.says("Selokan")
    siti.taps(said("stage.later.button"))
    siti.says("Lampu mati")
    siti.says(said("stage.afresh").upper())
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Lampu mati"


def test_what_was_said_is_not_brought_up_again_after_later(siti: Guest) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    siti.says("Lampu mati")
    siti.taps(said("stage.later.button"))
    siti.says("Jalan rusak")
    siti.taps(said("stage.afresh"))
    assert siti.draft()["what"] == "Jalan rusak"


def test_whoever_goes_on_by_the_old_question_is_asked_the_next_one(siti: Guest) -> None:
    siti.says("Selokan")
    siti.taps(said("stage.later.button"))
    siti.says("Lampu mati")
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.fast")
    siti.says("Di rumah")
    assert siti.newest() == "Sudah pas? Selokan, fast, home, 0 foto"
