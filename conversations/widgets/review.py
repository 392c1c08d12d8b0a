"""The last look before sending: what was said, one line each, then send, add a photo, change, or later."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from conversations import screens
from conversations.dialogue import Choice, Rows
from conversations.turn import LATER
from locales import Words

SEND, PHOTO, CHANGE = "send", "photo", "change"


def lines(told: Iterable[str]) -> Markup:
    """Plain lines as one block of HTML; empty ones are left out."""
    return Markup("\n").join(escape(line) for line in told if line)


def rows(words: Words, more: Iterable[Choice] = ()) -> Rows:
    """[✅ Kirim] / [📷 Tambah foto] [✏️ Ubah] / what the dialogue adds / [Nanti saja]. Goes without the usual frame."""
    changes = screens.pairs([Choice(PHOTO, "widgets.review.photo"), Choice(CHANGE, "widgets.review.change")], words)
    later = Choice(LATER, "stage.later.button")
    return [[Choice(SEND, "widgets.review.send")], *changes, *([choice] for choice in more), [later]]
