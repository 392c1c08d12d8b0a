"""A hidden name is not yet a hidden person: what voices and photos tell, said before they are sent."""

from collections.abc import Iterable

from conversations.dialogue import Choice, Question
from storage.media import Media, MediaKind

SEND, WRITE = "send", "write"
_HEARD = frozenset((MediaKind.voice, MediaKind.video))


def ask(sent: Iterable[Media]) -> Question:
    """A voice is recognised; a photo shows from where it was taken."""
    heard = any(one.kind in _HEARD for one in sent)
    rows = [[Choice(SEND, "widgets.disguise.send")], [Choice(WRITE, "widgets.disguise.write")]]
    return Question("widgets.disguise.voice" if heard else "widgets.disguise.photo", rows=rows)
