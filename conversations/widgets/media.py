"""How photos and voices stand in a line of a review or a card."""

from collections.abc import Iterable

from locales import Words
from storage.media import Media, MediaKind, MediaState

SENDING = {
    MediaKind.photo: ("sendPhoto", "photo"),
    MediaKind.voice: ("sendVoice", "voice"),
    MediaKind.video: ("sendVideo", "video"),
    MediaKind.document: ("sendDocument", "document"),
}
"""The method that sends each kind on, and the parameter that takes its file id."""
PICTURES = frozenset((MediaKind.photo, MediaKind.document))


def length(seconds: int) -> str:
    """0:21 or 12:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def line(words: Words, files: Iterable[Media]) -> str:
    """🎤 0:21 · 📷 2 foto; empty if there is nothing."""
    here = list(files)
    parts = [f"🎤 {length(voice.seconds or 0)}" for voice in here if voice.kind is MediaKind.voice]
    pictures = sum(one.kind in PICTURES for one in here)
    if pictures:
        parts.append(words.label("widgets.media.photos" if pictures > 1 else "widgets.media.photo", many=pictures))
    if any(one.kind is MediaKind.video for one in here):
        parts.append(words.label("widgets.media.video"))
    if any(one.state is MediaState.lost for one in here):
        parts.append(words.label("widgets.media.lost"))
    return " · ".join(parts)


def has_pictures(files: Iterable[Media]) -> bool:
    return any(one.kind in PICTURES for one in files)
