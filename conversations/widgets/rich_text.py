"""Words with their bold and italics: from Telegram or WhatsApp to Telegram's HTML, and from there to WhatsApp.

*Kerja bakti* hari _Minggu_      →      <b>Kerja bakti</b> hari <i>Minggu</i>
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import quote

from markupsafe import escape
from telegram import Message

from conversations.answers import has_letters
from conversations.widgets import pasted

WA_LETTERS = 700
"""A longer text does not survive a wa.me link."""

_CHOSEN = frozenset((
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "text_mention",
    "blockquote", "expandable_blockquote",
))  # fmt: skip
"""Entities that a person gave to the words; links, numbers and the like Telegram finds by itself."""
_TAGS = {r"\*": "b", "_": "i", "~": "s"}
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<link>https?://\S+)",
            rf"(?P<typed>{pasted.TYPEWRITTEN})",
            *(f"(?P<{_TAGS[sign]}>{between})" for sign, between in pasted.MARKS.items()),
        )
    )
)
_MARKS = {
    "b": "*", "strong": "*", "i": "_", "em": "_", "s": "~", "strike": "~", "del": "~", "code": "```", "pre": "```",
}  # fmt: skip

Run = tuple[str, tuple[str, ...]]
"""Words, and WhatsApp's marks that they stand in, the outermost first."""


def html_of(message: Message) -> str:
    """What a message says, as it was formatted; without formatting of Telegram's, as WhatsApp would have shown it.

    Empty if it has neither text nor caption.
    """
    entities = message.entities if message.text else message.caption_entities
    if any(entity.type in _CHOSEN for entity in entities):
        return _without_origin((message.text_html if message.text else message.caption_html) or "")
    return html_of_text(message.text or message.caption or "")


def html_said(message: Message | None, words: str) -> str:
    """These words as the message formats them in which they came; as they are, if they came in another."""
    is_here = message is not None and (message.text or message.caption or "").strip() == words
    return html_of(message) if is_here and message is not None else html_of_text(words)


def html_of_text(text: str) -> str:
    """What was typed or pasted, its marks turned into tags, all else escaped."""
    return _tagged(pasted.with_marks(text))


def _without_origin(html: str) -> str:
    """Lines that are formatted are the author's."""
    lines = pasted.seen(html).split("\n")
    return "\n".join(line for line in lines if "<" in line or not pasted.tells_where_from(line)).strip()


def _tagged(text: str) -> str:
    parts, position = [], 0
    for found in _TOKEN.finditer(text):
        parts += [escape(text[position : found.start()]), _tag(found)]
        position = found.end()
    return "".join([*parts, escape(text[position:])])


def _tag(found: re.Match[str]) -> str:
    """The words inside may be marked again, but for links and what is typewritten."""
    kind, whole = found.lastgroup, found.group()
    if kind == "typed":
        return f"<code>{escape(whole.strip('`'))}</code>" if whole.strip("`").strip() else str(escape(whole))
    return f"<{kind}>{_tagged(whole[1:-1])}</{kind}>" if kind in _TAGS.values() else str(escape(whole))


def plain(html: str) -> str:
    """The words alone."""
    return "".join(words for words, _ in _runs(html))


def first_line(html: str, most: int = 60) -> str:
    """The first line that says something, as plain text of at most `most` letters."""
    lines = (" ".join(line.split()) for line in plain(html).split("\n"))
    return cut(next(filter(has_letters, lines), ""), most)


def cut(text: str, most: int) -> str:
    """At most `most` letters, ending with a whole word and an ellipsis if it goes on."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    if not text[most - 1].isspace() and (words := re.match(r"(.+\S)\s", head, re.DOTALL)):
        head = words[1]
    return head.rstrip(" \n,;:-–") + "…"


def for_whatsapp(html: str) -> str:
    """The same as one would type it in WhatsApp: *bold*, _italic_, ~struck~, ```typewritten```; links written out."""
    return "\n".join(_marked(line) for line in _lines(_runs(html)))


def whatsapp_url(text: str) -> str:
    """A link that opens WhatsApp with `text`, or with as much of it as such a link carries."""
    return f"https://wa.me/?text={quote(cut(text, WA_LETTERS))}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[str] = []
        self._link = ""
        self._link_words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _MARKS and _MARKS["code"] not in self._open:
            self._open.append(_MARKS[tag])
        elif tag == "a":
            self._link, self._link_words = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if self._open and _MARKS.get(tag) == self._open[-1]:
            self._open.pop()
        elif tag == "a":
            if self._link.startswith("http") and self._link.rstrip("/") != self._link_words.rstrip("/"):
                self.runs.append((f" ({self._link})", ()))
            self._link = ""

    def handle_data(self, data: str) -> None:
        self.runs.append((data, tuple(self._open)))
        self._link_words += data


def _runs(html: str) -> list[Run]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.runs


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for words, marks in runs:
        first, *others = words.split("\n")
        line.append((first, marks))
        for other in others:
            yield line
            line = [(other, marks)]
    yield line


def _marked(line: Iterable[Run]) -> str:
    """WhatsApp reads a mark only where it touches a word, and within one line."""
    said, space = "", ""
    standing: tuple[str, ...] = ()
    for words, marks in line:
        body = words.strip()
        if not body:
            space += words
            continue
        lead, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        same = next((at for at, pair in enumerate(zip(standing, marks, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(standing), len(marks)) if same is None else same
        said += "".join(reversed(standing[kept:])) + space + lead + "".join(marks[kept:]) + body
        standing, space = marks, tail
    return said + "".join(reversed(standing)) + space
