"""Photos, voice notes, documents and albums: up, down, again by id, and refused."""

import pytest
import telegram
from telegram.error import BadRequest

from playground.driver import Neighbour
from playground.picture import picture
from tests.playground.kit import Ask, Updates


def test_a_photo_goes_up_and_comes_down(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    image = picture(3, (800, 600))
    sent = ask(bot.send_photo(siti.id, image, caption="<i>Got</i>", parse_mode="HTML"))
    assert [(one.width, one.height) for one in sent.photo] == [(320, 240), (800, 600)]
    assert (sent.caption, sent.caption_entities[0].type) == ("Got", "italic")
    file = ask(bot.get_file(sent.photo[-1].file_id))
    assert bytes(ask(file.download_as_bytearray())) == image
    small = ask(bot.get_file(sent.photo[0].file_id))
    assert 0 < len(ask(small.download_as_bytearray())) < len(image)


def test_a_photo_again_by_its_id(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    first = ask(bot.send_photo(siti.id, picture(1)))
    again = ask(bot.send_photo(siti.id, first.photo[-1].file_id))
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    with pytest.raises(BadRequest, match=r"(?i)Can't use file of type Photo as Voice"):
        ask(bot.send_voice(siti.id, first.photo[-1].file_id))


def test_what_people_send_can_be_fetched(bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates) -> None:
    image = picture(9)
    siti.sends_photo("Jalan rusak", image=image)
    siti.sends_voice(seconds=21)
    siti.sends_document("daftar.csv", b"a,b\n")
    photo, voice, document = [one.message for one in updates()]
    assert photo.caption == "Jalan rusak"
    assert bytes(ask(ask(bot.get_file(photo.photo[-1].file_id)).download_as_bytearray())) == image
    assert (voice.voice.duration.seconds, voice.voice.mime_type) == (21, "audio/ogg")
    assert document.document.file_name == "daftar.csv"
    assert ask(bot.get_file(document.document.file_id)).file_path.endswith(".csv")


def test_an_album_of_a_person(siti: Neighbour, updates: Updates) -> None:
    siti.sends_album(3, caption="Tiga sisi")
    album = [one.message for one in updates()]
    assert len(album) == 3
    assert len({one.media_group_id for one in album}) == 1
    assert [one.caption for one in album] == ["Tiga sisi", None, None]


def test_an_album_of_the_bot(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    sent = ask(bot.send_photo(siti.id, picture(1)))
    media = [
        telegram.InputMediaPhoto(picture(2), caption="<b>dua</b>", parse_mode="HTML"),
        telegram.InputMediaPhoto(sent.photo[-1].file_id),
    ]
    album = ask(bot.send_media_group(siti.id, media))
    assert [one.caption for one in album] == ["dua", None]
    assert album[0].media_group_id == album[1].media_group_id


@pytest.mark.parametrize("count", [1, 11])
def test_an_album_has_two_to_ten(bot: telegram.Bot, ask: Ask, siti: Neighbour, count: int) -> None:
    with pytest.raises(BadRequest):
        ask(bot.send_media_group(siti.id, [telegram.InputMediaPhoto(picture(1))] * count))


def test_other_kinds(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    assert ask(bot.send_document(siti.id, b"isi", filename="laporan.pdf")).document.file_name == "laporan.pdf"
    assert ask(bot.send_voice(siti.id, b"OggS", duration=4)).voice.duration.seconds == 4
    assert ask(bot.send_video(siti.id, b"mp4", duration=9)).video.duration.seconds == 9
    assert ask(bot.send_audio(siti.id, b"mp3")).audio.duration.seconds == 0


def test_media_and_caption_are_edited(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    sent = ask(bot.send_photo(siti.id, picture(1), caption="lama"))
    edited = ask(bot.edit_message_caption(siti.id, sent.message_id, caption="baru"))
    assert edited.caption == "baru"
    swapped = ask(
        bot.edit_message_media(
            telegram.InputMediaPhoto(picture(2, (200, 100)), caption="lain"), siti.id, sent.message_id
        )
    )
    assert (swapped.photo[-1].width, swapped.caption) == (200, "lain")
    with pytest.raises(BadRequest, match=r"(?i)There is no text in the message to edit"):
        ask(bot.edit_message_text("x", siti.id, sent.message_id))


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (b"not a picture", "Image_process_failed"),
        ("https://contoh.id/a.jpg", "Failed to get http url content"),
        ("AgACAgnonsense", "Wrong file identifier/http url specified"),
    ],
)
def test_photos_that_are_none(bot: telegram.Bot, ask: Ask, siti: Neighbour, photo: bytes | str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        ask(bot.send_photo(siti.id, photo))


def test_a_caption_has_1024_characters(bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    with pytest.raises(BadRequest, match=r"(?i)Message caption is too long"):
        ask(bot.send_photo(siti.id, picture(1), caption="x" * 1025))


@pytest.mark.parametrize(
    ("file_id", "words"),
    [("nothing", "Invalid file_id"), ("AgACAgP0", "Wrong file_id or the file is temporarily unavailable")],
)
def test_an_unknown_file(bot: telegram.Bot, ask: Ask, file_id: str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        ask(bot.get_file(file_id))
