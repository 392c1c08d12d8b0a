"""What every talk has for nothing: back, skip, later, going on, changing one answer, and answers that do not fit."""

import pytest
from sqlmodel import select

from storage.media import MediaKind
from storage.needs import Need
from tests.conversations.parlour import Guest, Parlour, files_in, said


def reviewed(siti: Guest) -> None:
    """All questions answered, nothing sent."""
    siti.says("/usul")
    siti.says("Selokan")
    siti.taps("Cepat")
    siti.says("Di rumah")


def test_from_the_first_question_to_the_end(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    assert siti.newest() == "Apa?"
    assert siti.buttons() == ["Belum tahu", said("stage.later.button")], "there is nothing to go back to yet"
    siti.says("Selokan")
    assert siti.newest() == "Bagaimana?"
    assert siti.buttons() == ["Cepat", "Pelan", said("stage.skip"), said("stage.back"), said("stage.later.button")]
    siti.taps("Cepat")
    assert siti.newest() == "Di mana?"
    assert siti.screen[-2]["text"] == "Cepat ✓", "a tapped question becomes its own answer"
    assert not siti.screen[-2]["markup"]
    siti.says("🏠 DI RUMAH")
    assert siti.newest() == "Sudah pas? Selokan, fast, home, 0 foto"
    siti.taps("Kirim")
    assert siti.newest() == "Terkirim No. 1"
    assert siti.standing() is None
    assert parlour.look(lambda session: len(session.exec(select(Need)).all())) == 1


def test_something_said_unasked_is_the_first_answer(siti: Guest) -> None:
    siti.says("Selokan mampet")
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Selokan mampet"


# ── the frame ──


def test_back_goes_back_all_the_way(siti: Guest) -> None:
    reviewed(siti)
    for question in ("Di mana?", "Bagaimana?", "Apa?"):
        siti.taps(said("stage.back"))
        assert siti.newest() == question
    assert said("stage.back") not in siti.buttons()
    assert siti.draft() | {"what": "Selokan", "how": "fast", "where": "home"} == siti.draft(), "nothing is lost"
    siti.says("Jalan")
    siti.taps("Cepat")
    siti.says("Di rumah")
    assert siti.newest() == "Sudah pas? Jalan, fast, home, 0 foto"


def test_back_can_be_typed(siti: Guest) -> None:
    siti.says("Selokan")
    siti.says(said("stage.back").upper())
    assert siti.newest() == "Apa?"


def test_what_is_optional_is_skipped(siti: Guest) -> None:
    siti.says("Selokan")
    siti.taps(said("stage.skip"))
    assert siti.newest() == "Di mana?"
    assert siti.draft()["how"] == ">"


def test_what_is_not_optional_is_asked_again(siti: Guest) -> None:
    siti.says("/usul")
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.>")
    assert siti.newest() == f"{said('stage.stale')}\n\nApa?"


def test_later_puts_it_aside_and_it_is_offered_again(siti: Guest) -> None:
    siti.says("Selokan")
    siti.taps(said("stage.later.button"))
    assert said("stage.later.said", what=said("report.title")) == siti.newest()
    standing = siti.standing()
    assert standing is not None
    assert not standing.is_current
    siti.says("/usul")
    assert siti.newest() == said("stage.resume", what=said("report.title"))
    siti.taps(said("stage.go_on"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Selokan"


def test_afresh_forgets_the_old_draft(siti: Guest) -> None:
    siti.says("Selokan")
    siti.says("/usul")
    siti.taps(said("stage.afresh"))
    assert siti.newest() == "Apa?"
    assert siti.draft()["what"] == ""


@pytest.mark.parametrize("afresh", [True, False])
def test_words_that_came_unasked_wait_for_the_choice(siti: Guest, *, afresh: bool) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    siti.says("Lampu mati")
    assert siti.newest() == said("stage.resume", what=said("report.title"))
    siti.taps(said("stage.afresh" if afresh else "stage.go_on"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Lampu mati"


@pytest.mark.parametrize("afresh", [True, False])
@pytest.mark.parametrize("kind", [MediaKind.voice, MediaKind.photo])
def test_a_voice_or_photo_that_came_unasked_waits_too(
    parlour: Parlour, siti: Guest, kind: MediaKind, *, afresh: bool
) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    if kind is MediaKind.voice:
        siti.sends_voice()
    else:
        siti.sends_photo(1)
    siti.taps(said("stage.afresh" if afresh else "stage.go_on"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == kind.value
    (file,) = files_in(parlour)
    standing = siti.standing()
    assert standing is not None
    assert (file.kind, file.dialogue_id) == (kind, standing.id)
    assert file.seconds == (21 if kind is MediaKind.voice else None)


# ── one answer changed alone ──


def test_one_answer_is_changed_and_the_review_comes_back(siti: Guest) -> None:
    reviewed(siti)
    siti.taps("Ubah apa")
    assert siti.newest() == "Apa?"
    assert said("stage.back") in siti.buttons()
    siti.says("Jalan")
    assert siti.newest() == "Sudah pas? Jalan, fast, home, 0 foto"
    siti.taps("Ubah cara")
    siti.taps("Pelan")
    assert siti.newest() == "Sudah pas? Jalan, slow, home, 0 foto"
    siti.taps(said("stage.back"))
    assert siti.newest() == "Bagaimana?", "the answer that was given last"


def test_back_from_a_change_is_the_review(siti: Guest) -> None:
    reviewed(siti)
    siti.taps("Ubah apa")
    siti.taps(said("stage.back"))
    assert siti.newest() == "Sudah pas? Selokan, fast, home, 0 foto"
    siti.taps("Kirim")
    assert siti.newest() == "Terkirim No. 1"


# ── answers that do not fit ──


def test_too_long_is_said_and_the_beginning_can_be_used(siti: Guest) -> None:
    siti.says("/usul")
    siti.says("abcde " * 10)
    assert siti.newest() == f"{said('stage.too_long', most=20)}\n\nApa?"
    assert said("stage.cut") in siti.buttons()
    siti.taps(said("stage.cut"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == ("abcde " * 10)[:20]


def test_a_shorter_sentence_takes_the_place_of_the_long_one(siti: Guest) -> None:
    siti.says("/usul")
    siti.says("abcde " * 10)
    siti.says("Selokan")
    assert siti.draft()["what"] == "Selokan"
    assert said("stage.cut") not in siti.buttons()


@pytest.mark.parametrize("text", ["😀", "...", "👍🏽 !!", "❓"])
def test_signs_alone_are_no_answer(siti: Guest, text: str) -> None:
    siti.says("/usul")
    siti.says(text)
    assert siti.newest() == f"{said('stage.letters')}\n\nApa?"


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}
         | {"is_animated": False, "is_video": False}},
        {"contact": {"phone_number": "62", "first_name": "Siti"}},
        {"dice": {"emoji": "🎲", "value": 3}},
        {"text": "   "},
        {},
    ],
)  # fmt: skip
def test_a_sticker_is_no_answer_and_nothing_is_lost(siti: Guest, content: dict[str, object]) -> None:
    siti.says("Selokan")
    siti.sends(**content)
    assert siti.newest() == f"{said('stage.unclear.again')}\n\nBagaimana?"
    assert siti.draft()["what"] == "Selokan"


def test_a_sticker_out_of_the_blue_opens_nothing(siti: Guest) -> None:
    siti.sends(dice={"emoji": "🎲", "value": 3})
    assert siti.newest() == said("stage.unclear")
    assert siti.standing() is None


def test_words_where_a_button_is_wanted(siti: Guest) -> None:
    siti.says("Selokan")
    siti.says("entahlah")
    assert siti.newest() == f"{said('stage.unclear.again')}\n\nBagaimana?"


def test_a_photo_where_words_are_wanted_is_kept_all_the_same(parlour: Parlour, siti: Guest) -> None:
    siti.says("Selokan")
    siti.sends_photo(5)
    assert siti.newest() == f"{said('stage.media_kept')}\n\nBagaimana?"
    assert [file.file_id for file in files_in(parlour)] == ["photo-5"]


def test_places_of_all_kinds_are_answers(siti: Guest) -> None:
    siti.says("/usul")
    point = {"latitude": -7.5, "longitude": 110.25}
    siti.sends(location={**point, "live_period": 900, "horizontal_accuracy": 12.5})
    assert siti.draft()["what"] == "-7.5 110.25"
    siti.taps(said("stage.back"))
    siti.sends(location=point, venue={"location": point, "title": "Pos Ronda", "address": "Gang Melati"})
    assert siti.draft()["what"] == "-7.5 110.25 Pos Ronda"


def test_an_edited_message_changes_nothing_and_says_so(siti: Guest) -> None:
    siti.says("Selokan")
    before = siti.standing()
    siti.edits("Selokan di gang")
    assert siti.newest() == said("stage.edited")
    assert siti.standing() == before


def test_an_edit_out_of_the_blue_is_no_business_of_ours(siti: Guest) -> None:
    assert siti.edits("halo").replies == []


def test_a_stranger_is_greeted_and_nothing_is_stored(parlour: Parlour) -> None:
    budi = Guest(parlour, 99, "Budi")
    budi.says("halo")
    assert budi.newest() == said("stage.letters")
    assert budi.edits("apa").replies == []
    budi.taps_data("d.1.1.x")
    assert budi.toast == said("stage.gone")
