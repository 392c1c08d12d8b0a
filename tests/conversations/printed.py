"""What a PDF of Typst's says when it is read back: the letters that its fonts say their signs are, page by page."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n")
_RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]+)>\n")
_PLAIN = rb"\\.|[^\\()]"
_INNER = rb"\((?:" + _PLAIN + rb")*\)"
_OUTER = rb"\((?:" + _PLAIN + rb"|" + _INNER + rb")*\)"
_STRETCH = re.compile(rb"\nBT (.*?)\nET\n", re.DOTALL)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\(((?:" + _PLAIN + rb"|" + _OUTER + rb")*)\)", re.DOTALL)
_READ_ALOUD = re.compile(rb"/ActualText ?\((?:" + _PLAIN + rb"|" + _OUTER + rb")*\)", re.DOTALL)
"""A font, or a string, in which brackets in pairs stand as they are (ISO 32000-1, 7.3.4.2)."""
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_in(content: bytes) -> list[str]:
    """The words of each page, in the order in which they are set; each stretch on one line is a line."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(content)}
    pages = [one for one in objects.values() if re.search(rb"/Type/Page\b", one)]
    return [_page(objects, one) for one in pages]


def squeezed(words: str) -> str:
    """On one line, also where it was broken."""
    return " ".join(words.replace("\N{ZERO WIDTH SPACE}", "").split())


def _page(objects: dict[int, bytes], page: bytes) -> str:
    letters = {name: _letters(objects, number) for name, number in _fonts(objects, page).items()}
    content = _stream(objects[_referred(page, b"Contents")])
    return "\n".join("".join(_said(letters, found[1])) for found in _STRETCH.finditer(content))


def _said(letters: dict[bytes, dict[int, str]], stretch: bytes) -> Iterator[str]:
    font: dict[int, str] = {}
    for found in _SHOWN.finditer(_READ_ALOUD.sub(b"", stretch)):
        if found[1] is not None:
            font = letters[found[1]]
        else:
            signs = _ESCAPED.sub(_sign, found[2])
            codes = [int.from_bytes(signs[at : at + 2]) for at in range(0, len(signs), 2)]
            yield from (font.get(code, "\N{REPLACEMENT CHARACTER}") for code in codes)


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, int]:
    resources = objects[_referred(page, b"Resources")]
    within = re.search(rb"/Font (\d+) 0 R", resources)
    table = objects[int(within[1])] if within else resources
    return {found[1]: int(found[2]) for found in re.finditer(rb"/(f\d+) (\d+) 0 R", table)}


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = _stream(objects[_referred(objects[font], b"ToUnicode")])
    found = {int(one[1], 16): _text(one[2]) for one in _PAIR.finditer(table)}
    for one in _RANGE.finditer(table):
        first, last = int(one[1], 16), int(one[2], 16)
        found |= {code: chr(ord(_text(one[3])) + code - first) for code in range(first, last + 1)}
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _referred(one: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", one)
    assert found, name
    return int(found[1])


def _stream(one: bytes) -> bytes:
    found = _STREAM.search(one)
    assert found
    return zlib.decompress(found[1]) if b"/FlateDecode" in one else found[1]


def _sign(found: re.Match[bytes]) -> bytes:
    said = found[1]
    return bytes([int(said, 8)]) if said[:1].isdigit() else _SIGNS.get(said, said)
