"""What a person can answer with: a tap, a sentence, a photo, a voice, a place; read from a Telegram update."""

from dataclasses import dataclass

from telegram import Audio, Message, Update, Video, VideoNote, Voice

from storage.media import MediaKind


@dataclass(frozen=True, slots=True)
class Tapped:
    """A choice of the present question. `label` is what stood on the button."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    text: str


@dataclass(frozen=True, slots=True)
class Media:
    """A photo, a voice note, a video or an image sent as a file. `album` is Telegram's media group id."""

    kind: MediaKind
    file_id: str
    file_unique_id: str
    caption: str = ""
    seconds: int | None = None
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS 84 degrees: a location, a live location, or a venue with its name."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Something no question asks for: a sticker, a contact, a game."""

    what: str


@dataclass(frozen=True, slots=True)
class Document(Unfit):
    """A file that is no picture: only an announcement takes it."""

    file_id: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PollShown(Unfit):
    """A poll that was sent or passed on, by where it stands in the chat: only an announcement takes it."""

    message_id: int = 0


Answer = Tapped | Said | Media | Place | Unfit


def answer_in(update: Update) -> Answer:
    """The answer that a message holds. An edited message counts as nothing said (`Unfit`)."""
    message = update.message
    if message is None:
        return Unfit("edit")
    if media := _media(message):
        return media
    if message.venue:
        point = message.venue.location
        return Place(point.latitude, point.longitude, message.venue.title)
    if message.location:
        return Place(message.location.latitude, message.location.longitude)
    if message.text and message.text.strip():
        return Said(message.text.strip())
    if message.document:
        return Document("document", message.document.file_id, (message.caption or "").strip())
    if message.poll:
        return PollShown("poll", message.message_id)
    return Unfit("other")


def _media(message: Message) -> Media | None:
    caption, album = (message.caption or "").strip(), message.media_group_id
    if message.photo:
        largest = message.photo[-1]
        return Media(MediaKind.photo, largest.file_id, largest.file_unique_id, caption, None, album)
    if message.voice:
        voice = message.voice
        return Media(MediaKind.voice, voice.file_id, voice.file_unique_id, caption, _seconds(voice), album)
    if message.audio:
        audio = message.audio
        return Media(MediaKind.voice, audio.file_id, audio.file_unique_id, caption, _seconds(audio), album)
    if video := message.video or message.video_note:
        return Media(MediaKind.video, video.file_id, video.file_unique_id, caption, _seconds(video), album)
    document = message.document
    if document and (document.mime_type or "").startswith("image/"):
        return Media(MediaKind.document, document.file_id, document.file_unique_id, caption, None, album)
    return None


def _seconds(file: Voice | Audio | Video | VideoNote) -> int:
    """As Telegram wrote it: asked for `duration`, python-telegram-bot warns that the type is going to change."""
    return int(file.to_dict()["duration"])


def has_letters(text: str) -> bool:
    """False for emoji, dots and spaces alone: nothing a neighbour could act on."""
    return any(character.isalnum() for character in text)
