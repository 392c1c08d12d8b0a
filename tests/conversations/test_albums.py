"""Several photos at once: all go into the draft, one answer leaves a second after the last, also for late ones."""

from sqlmodel import select

from community.retention import forget_files, sweep
from conversations.albums import WAIT_SECONDS
from storage.database import writing
from storage.media import MediaKind
from storage.needs import Need
from tests.conversations.parlour import NOW, Guest, Parlour, arrives, files_in, said, waiting_rows


def test_an_album_is_answered_once_a_second_after_its_last_photo(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    for number in range(3):
        parlour.now = NOW + number * 0.4
        assert siti.sends_photo(number, album="13").replies == []
    ((text, due_at),) = waiting_rows(parlour)
    assert text == "Bagaimana?"
    assert due_at == NOW + 0.8 + WAIT_SECONDS
    standing = siti.standing()
    assert standing is not None
    assert [file.dialogue_id for file in files_in(parlour)] == [standing.id] * 3
    assert siti.draft()["what"] == MediaKind.photo.value


def test_two_albums_are_two_answers(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    for album in ("13", "14"):
        for number in range(2):
            siti.sends_photo(number, album=album)
    assert [text for text, _ in waiting_rows(parlour)] == ["Bagaimana?", f"{said('stage.media_kept')}\n\nBagaimana?"]
    assert len(files_in(parlour)) == 4


def test_the_same_album_number_of_two_people_is_two_albums(parlour: Parlour, siti: Guest) -> None:
    budi = parlour.guest(8, "Budi")
    for guest in (siti, budi):
        guest.says("/usul")
        guest.sends_photo(1, album="13")
    assert len(waiting_rows(parlour)) == 2


def test_a_late_photo_goes_into_the_draft_wherever_it_stands(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    siti.taps_data(f"d.{siti.standing().id}.{siti.standing().version}.fast")  # type: ignore[union-attr]  # there is one
    siti.sends_photo(2, album="13")
    siti.says("Di rumah")
    assert len(files_in(parlour)) == 2
    assert siti.step() == "review"


def test_a_late_photo_goes_to_the_finished_need(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    siti.taps_data(f"d.{siti.standing().id}.{siti.standing().version}.fast")  # type: ignore[union-attr]  # there is one
    siti.says("Di rumah")
    siti.taps_data(f"d.{siti.standing().id}.{siti.standing().version}.send")  # type: ignore[union-attr]  # there is one
    assert siti.standing() is None
    siti.sends_photo(2, album="13")
    assert siti.standing() is None, "it begins nothing new"
    need = parlour.look(lambda session: session.exec(select(Need.id)).one())
    assert [file.need_id for file in files_in(parlour)] == [need, need]


def test_an_album_out_of_the_blue_is_the_first_answer(parlour: Parlour, siti: Guest) -> None:
    for number in range(3):
        siti.sends_photo(number, album="13", caption="Selokan" if number == 0 else "")
    assert siti.draft()["what"] == "Selokan"
    assert [text for text, _ in waiting_rows(parlour)] == ["Bagaimana?"]
    assert len(files_in(parlour)) == 3


def test_an_album_while_a_draft_waits_is_one_question_and_all_of_it_goes_where_she_says(
    parlour: Parlour, siti: Guest
) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    for number in range(3):
        siti.sends_photo(number, album="13")
    assert siti.step() == "what", "no photo was taken for an answer to the old draft"
    offers = [message for message in siti.screen if message["text"].startswith(said("stage.resume", what="")[:5])]
    assert len(offers) + len(waiting_rows(parlour)) == 1
    standing = siti.standing()
    assert standing is not None
    siti.taps_data(f"d.{standing.id}.{standing.version}.!go")
    assert arrives(parlour, siti, NOW)[-1] == "Bagaimana?"
    assert siti.draft()["what"] == MediaKind.photo.value
    assert [file.dialogue_id for file in files_in(parlour)] == [standing.id] * 3


def test_an_album_while_a_draft_waits_goes_into_the_new_one_as_a_whole(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.taps(said("stage.later.button"))
    for number in range(3):
        siti.sends_photo(number, album="13")
    old = siti.standing()
    assert old is not None
    siti.taps_data(f"d.{old.id}.{old.version}.!new")
    new = siti.standing()
    assert new is not None
    assert [file.dialogue_id for file in files_in(parlour)] == [new.id] * 3


def test_a_late_photo_of_a_draft_that_is_forgotten_is_kept_with_nobodys_need(parlour: Parlour, siti: Guest) -> None:
    siti.says("/usul")
    siti.sends_photo(1, album="13")
    with writing(parlour.engine) as session:
        forget_files(session, sweep(session, NOW + 31 * 86_400))
    assert files_in(parlour) == []
    siti.sends_photo(2, album="13")
    assert [file.need_id for file in files_in(parlour)] == [None]
