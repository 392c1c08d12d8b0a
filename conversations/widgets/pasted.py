"""Words as they were meant, of a text that was pasted from WhatsApp: without its signs, and without others' names.

[12/11/26 07.15] Pak RT: *Got mampet* di gang Melati      →      Got mampet di gang Melati
Diteruskan berkali-kali                                   →      (dropped)
* bawa cangkul                                            →      - bawa cangkul
"""

import re
import unicodedata

_DATE = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_TIME = r"(?:pukul\s+)?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_WHEN = rf"(?:{_DATE},?\s+{_TIME}|{_TIME},?\s+{_DATE})"
_EXPORTED = re.compile(rf"^\s*(?:\[{_WHEN}\]|{_WHEN}\s+[-–—])\s*")
"""How a line of a copied or exported chat begins, on Android, iPhone and the web."""
_SPEAKER = re.compile(r"^[^:\n]{1,60}:(?:\s|$)")
_DROPPED = frozenset(
    (
        "forwarded", "forwarded many times", "forwarded message", "diteruskan", "diteruskan berkali kali",
        "diteruskan berkali-kali", "pesan diteruskan", "pesan terusan", "media omitted", "media tidak disertakan",
        "image omitted", "gambar tidak disertakan", "foto tidak disertakan", "video omitted", "video tidak disertakan",
        "audio omitted", "audio tidak disertakan", "sticker omitted", "stiker tidak disertakan",
        "this message was deleted", "pesan ini telah dihapus", "pesan ini dihapus", "baca selengkapnya", "read more",
    )
)  # fmt: skip
"""Lines that WhatsApp writes, not the neighbour; compared without signs."""
_EDITED = re.compile(r"\s*<(?:this message was edited|pesan ini diedit|pesan ini telah diedit)>\s*$", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[*•·▪‣●○◦–—-]\ufe0f?)\s+")
_QUOTE = re.compile(r"^\s*>\s+")
MARKS = {sign: rf"(?<![\w{sign}]){sign}(?=\S)([^{sign}\n]*?\S){sign}(?![\w{sign}])" for sign in (r"\*", "_", "~")}
"""The sign of bold, italic and struck words -> how they stand between two of it."""
TYPEWRITTEN = r"```((?s:.+?))```|`([^`\n]+)`"
_MARKED = tuple(re.compile(between) for between in MARKS.values())
_TYPEWRITTEN = re.compile(TYPEWRITTEN)
_MENTION = re.compile(r"@\u2068?\+?\d{8,15}\u2069?\s?")
"""A neighbour's telephone number in place of the name."""
_JOINER = "\u200d"
"""Between two emoji it makes one of them; between letters it is nothing."""


def cleaned(text: str) -> str:
    """The same words without WhatsApp's marks. A message that is nothing but a line of WhatsApp's stays, nameless."""
    typed = _TYPEWRITTEN.sub(lambda found: found[1] or found[2], _MENTION.sub("", seen(text)))
    lines = [line for raw in typed.split("\n") if (line := _line(raw)) is not None]
    return _said([_unmarked(line) for line in lines])


def with_marks(text: str) -> str:
    """As `cleaned`, but bold, italic, struck and typewritten words keep their signs."""
    typed = _MENTION.sub("", seen(text))
    return _said([line for raw in typed.split("\n") if (line := _line(raw)) is not None])


def tells_where_from(line: str) -> bool:
    """True for "Diteruskan" and other lines that WhatsApp writes, not the neighbour."""
    return _plain(line) in _DROPPED


def _said(lines: list[str]) -> str:
    said = [line for line in lines if not tells_where_from(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(said)).strip() or "\n".join(lines).strip()


def seen(text: str) -> str:
    """Every kind of line end and space as the plain one; signs that nobody sees and that turn the writing round go."""
    plain = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    letters = (
        letter
        for before, letter in zip(" " + plain, plain, strict=False)
        if letter == "\n"
        or unicodedata.category(letter) not in ("Cf", "Cc")
        or (letter == _JOINER and unicodedata.category(before) in ("So", "Sk", "Mn"))
    )
    return "".join(" " if letter != "\n" and letter.isspace() else letter for letter in letters)


def _line(raw: str) -> str | None:
    """One line as it was meant; None for what WhatsApp tells of people."""
    line = raw.rstrip()
    when = _EXPORTED.match(line)
    if when:
        said = line[when.end() :]
        speaker = _SPEAKER.match(said)
        if speaker is None:
            return None  # "Pak RT keluar"
        line = said[speaker.end() :]
    return _BULLET.sub("- ", _QUOTE.sub("", _EDITED.sub("", line)))


def _unmarked(line: str) -> str:
    for sign in _MARKED * 2:  # *_both_*
        line = sign.sub(r"\1", line)
    return line


def _plain(line: str) -> str:
    letters = "".join(letter if letter.isalpha() or letter == "-" else " " for letter in line.casefold())
    return " ".join(letters.split()).strip("- ")
