"""An album's one answer and what is said next: all arrives in its order, whatever comes while the answer waits."""

from dataclasses import replace

import orjson
import pytest
import sqlalchemy as sa

from conversations import report_need, unasked
from conversations.albums import WAIT_SECONDS
from storage.dialogues import dialogue
from storage.outbox import outbox as table
from tests.conversations.parlour import NOW, Guest, Parlour, arrives, files_in, said, waiting_rows


def due(parlour: Parlour) -> list[float]:
    return [at for _, at in waiting_rows(parlour)]


# ── order ──


def test_who_speaks_on_gets_the_albums_answer_first_and_at_once(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    parlour.now = NOW + 0.3
    outcome = siti.says("sudah")
    assert outcome.replies == [], "it stands behind the answer that waited"
    assert due(parlour) == [parlour.now] * 2
    assert arrives(parlour, siti, parlour.now) == ["Bagaimana?", f"{said('stage.unclear.again')}\n\nBagaimana?"]
    siti.taps("Cepat")
    assert siti.newest() == "Di mana?"


def test_a_photo_that_comes_then_holds_nothing_up(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    siti.says("sudah")
    parlour.now = NOW + 0.5
    siti.sends_photo(2, album="13")
    assert due(parlour) == [NOW, NOW], "or the second would overtake the first"
    assert len(files_in(parlour)) == 2
    assert arrives(parlour, siti, parlour.now) == ["Bagaimana?", f"{said('stage.unclear.again')}\n\nBagaimana?"]


def test_two_albums_are_answered_in_their_order_however_late_the_first_is_whole(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    siti.sends_photo(2, album="14")
    parlour.now = NOW + 0.9
    siti.sends_photo(3, album="13")
    assert due(parlour) == [NOW + WAIT_SECONDS] * 2
    answers = ["Bagaimana?", f"{said('stage.media_kept')}\n\nBagaimana?"]
    assert arrives(parlour, siti, NOW + WAIT_SECONDS) == answers


def test_a_tap_while_the_answer_waits_stands_behind_it_too(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    standing = siti.standing()
    assert standing is not None
    assert siti.taps_data(f"d.{standing.id}.{standing.version}.fast").replies == []
    with parlour.engine.connect() as connection:
        methods = list(connection.execute(table.select().where(table.c.state == "due").order_by(table.c.id)).mappings())
    assert [row["method"] for row in methods] == ["sendMessage", "editMessageReplyMarkup", "sendMessage"]
    assert {row["due_at"] for row in methods} == {NOW}


def test_another_chat_waits_for_nothing(parlour: Parlour, siti: Guest) -> None:
    budi = parlour.guest(8, "Budi")
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    assert len(budi.says("/usul").replies) == 1
    assert due(parlour) == [NOW + WAIT_SECONDS]


def test_after_the_answer_has_left_replies_leave_at_once_again(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    parlour.now = NOW + 2
    assert arrives(parlour, siti, parlour.now) == ["Bagaimana?"]
    assert len(siti.taps("Cepat").replies) == 2
    assert siti.sends_photo(2, album="13").replies == [], "answered once"
    assert waiting_rows(parlour) == []


# ── one answer, all photos ──


def test_it_is_one_answer_across_restarts(parlour: Parlour, siti: Guest) -> None:
    """Before it has left and after; the process that comes up is another one."""
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    parlour.house = replace(parlour.house, owner="rt03-2")
    siti.sends_photo(2, album="13")
    assert [text for text, _ in waiting_rows(parlour)] == ["Bagaimana?"]
    assert arrives(parlour, siti, NOW + 2) == ["Bagaimana?"]
    parlour.house = replace(parlour.house, owner="rt03-3")
    siti.sends_photo(3, album="13")
    assert waiting_rows(parlour) == []
    standing = siti.standing()
    assert standing is not None
    assert [file.dialogue_id for file in files_in(parlour)] == [standing.id] * 3


def test_albums_whose_photos_come_mixed_are_two_answers_with_their_own_photos(parlour: Parlour, siti: Guest) -> None:
    budi = parlour.guest(8, "Budi")
    for guest in (siti, budi):
        guest.says("/usul")
    for number in range(6):
        (siti, budi)[number % 2].sends_photo(number, album="13")
    of_siti, of_budi = (guest.standing() for guest in (siti, budi))
    assert of_siti is not None
    assert of_budi is not None
    homes = {file.file_id: file.dialogue_id for file in files_in(parlour)}
    assert homes == {f"photo-{number}": (of_siti, of_budi)[number % 2].id for number in range(6)}
    assert len(waiting_rows(parlour)) == 2


# ── words under a photo that is not the first ──


def reporting(parlour: Parlour) -> Guest:
    """Someone who tells a need, in the real dialogue."""
    parlour.house = replace(parlour.house, dialogues={"report": report_need.dialogue}, unasked=unasked.heard)
    return parlour.guest(9, "Bu Tini")


@pytest.mark.parametrize("first", [0, 1, 2])
def test_words_are_heard_under_whichever_photo_comes_first_second_or_last(parlour: Parlour, first: int) -> None:
    tini = reporting(parlour)
    for number in range(3):
        tini.sends_photo(number, album="13", caption="Selokan mampet" if number == first else "")
    ((text, due_at),) = waiting_rows(parlour)
    assert (text, due_at) == (said("report.guess.ask", kind="selokan"), NOW + WAIT_SECONDS)
    assert draft_of(parlour)["text"] == "Selokan mampet"
    assert len(files_in(parlour)) == 3
    assert arrives(parlour, tini, NOW + 2) == [text]
    tini.taps(said("report.guess.yes"))
    tini.sends_photo(4, album="13", caption="tambahan")
    assert waiting_rows(parlour) == [], "once it has left it is not said again"
    assert len(files_in(parlour)) == 4


def draft_of(parlour: Parlour) -> dict[str, object]:
    with parlour.engine.connect() as connection:
        (stored,) = connection.execute(sa.select(dialogue.c.draft)).scalars()
    return dict(orjson.loads(stored)["draft"])


def test_words_under_each_photo_are_all_heard(parlour: Parlour) -> None:
    tini = reporting(parlour)
    for number, words in enumerate(("Selokan mampet", "di depan warung", "😀")):
        tini.sends_photo(number, album="13", caption=words)
    assert draft_of(parlour)["text"] == "Selokan mampet\ndi depan warung"
    ((text, _),) = waiting_rows(parlour)
    assert said("stage.letters") not in text, "a face alone is no words"


def test_words_that_the_question_does_not_ask_for_leave_it_as_it_is(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    before = siti.standing()
    siti.sends_photo(2, album="13", caption="cepat")
    assert siti.standing() == before
    assert [text for text, _ in waiting_rows(parlour)] == ["Bagaimana?"]


def test_late_words_go_with_the_photo_that_waits_for_her_choice(parlour: Parlour, siti: Guest) -> None:
    """Though the question at which the old draft stands takes no words."""
    siti.says("Jalan")
    siti.taps(said("stage.later.button"))
    for number, words in enumerate(("", "Selokan", "mampet")):
        siti.sends_photo(number, album="13", caption=words)
    assert [text for text, _ in waiting_rows(parlour)] == [said("stage.resume", what=said("report.title"))]
    arrives(parlour, siti, NOW + 2)
    siti.taps(said("stage.afresh"))
    assert siti.newest() == "Bagaimana?"
    assert siti.draft()["what"] == "Selokan\nmampet"
    assert len(files_in(parlour)) == 3
