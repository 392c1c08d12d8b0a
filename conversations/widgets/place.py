"""Where: near home, a point sent from the phone, a landmark everybody knows, words, or told in a voice note."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations import screens
from conversations.answers import Answer, Media, Place, Said, Tapped
from conversations.dialogue import Again, Choice, Rows
from locales import Words
from storage.media import MediaKind

HOME, HERE, MARK = "home", "here", "mark"
LANDMARKS = 4
LONGEST = 200
"""Letters of a place in words."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where something is. Coordinates are WGS 84 degrees; all empty means that it was told by voice."""

    near_home: bool = False
    latitude: float | None = None
    longitude: float | None = None
    landmark: str | None = None
    words: str | None = None


def rows(words: Words, landmarks: Sequence[str], *, home: str = "widgets.place.home") -> Rows:
    """For a typed keyboard, as asking for a location needs one. `home` is the key of the first label."""
    marks = [Choice(f"{MARK}{place}", label=mark) for place, mark in enumerate(landmarks[:LANDMARKS])]
    return [
        [Choice(HOME, home)],
        [Choice(HERE, "widgets.place.send", asks_location=True)],
        *screens.pairs(marks, words),
    ]


def told(answer: Answer, landmarks: Sequence[str]) -> Told | Again:
    """Read the answer. A label in place of a location comes from programs that know none: say how else."""
    if isinstance(answer, Place):
        return Told(latitude=answer.latitude, longitude=answer.longitude, words=answer.name[:LONGEST] or None)
    if isinstance(answer, Said):
        return Told(words=answer.text)
    if isinstance(answer, Media):
        return Told() if answer.kind is MediaKind.voice else Again("stage.media_kept")
    if isinstance(answer, Tapped) and answer.value == HOME:
        return Told(near_home=True)
    if isinstance(answer, Tapped) and answer.value.startswith(MARK):
        return Told(landmark=landmarks[int(answer.value.removeprefix(MARK))])
    return Again("widgets.place.how")
