"""Formatted text: HTML read as Telegram reads it, and what Telegram finds by itself (commands, links, names).

Offsets and lengths count UTF-16 units. Refusals name the byte offset, as Telegram does.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from playground.refusals import RefusedError, bad_request

Entity = dict[str, Any]

TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<url>\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)'])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d_]\w*)"
)


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class _Reading:
    source: str
    parts: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    def refused(self, words: str, at: int) -> RefusedError:
        offset = len(self.source[:at].encode())
        return bad_request(f"can't parse entities: {words.replace('{at}', f'at byte offset {offset}')}")

    def add(self, text: str) -> None:
        plain = _REFERENCE.sub(_resolve, text) if "&" in text else text
        self.parts.append(plain)
        self.units += utf16(plain)


def _resolve(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return reference.group()
    return chr(code)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Refuses unknown tags, tags that stay open, and tags that cross, in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, []
    reading = _Reading(source)
    position = 0
    while (start := source.find("<", position)) >= 0:
        reading.add(source[position:start])
        position = _end_tag(reading, start) if source[start + 1 : start + 2] == "/" else _tag(reading, start)
    reading.add(source[position:])
    if reading.stack:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reading.stack[-1].tag}\""
        )
    reading.found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reading.parts), reading.found


def _tag(reading: _Reading, start: int) -> int:
    source = reading.source
    name_end = start + 1
    while name_end < len(source) and not source[name_end].isspace() and source[name_end] != ">":
        name_end += 1
    if name_end == len(source):
        raise reading.refused("Unclosed start tag {at}", start)
    tag = source[start + 1 : name_end].lower()
    if tag not in TAGS:
        raise reading.refused(f'Unsupported start tag "{tag}" {{at}}', start)
    attributes, position = _attributes(reading, name_end, tag, start)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise reading.refused('Tag "span" must have class "tg-spoiler" {at}', start)
    reading.stack.append(_Open(tag, attributes, reading.units))
    return position + 1


def _attributes(reading: _Reading, position: int, tag: str, start: int) -> tuple[dict[str, str], int]:
    source = reading.source
    attributes: dict[str, str] = {}
    while True:
        while position < len(source) and source[position].isspace():
            position += 1
        if position >= len(source):
            raise reading.refused("Unclosed start tag {at}", start)
        if source[position] == ">":
            return attributes, position
        match = _ATTRIBUTE.match(source, position)
        if match is None or match.end() == position:
            raise reading.refused(f'Empty attribute name in the tag "{tag}" {{at}}', start)
        name, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        attributes[name.lower()] = _REFERENCE.sub(_resolve, value)
        position = match.end()


def _end_tag(reading: _Reading, start: int) -> int:
    if not reading.stack:
        raise reading.refused("Unexpected end tag {at}", start)
    end = reading.source.find(">", start)
    if end < 0:
        raise reading.refused("Unclosed end tag {at}", start)
    opened = reading.stack.pop()
    name = reading.source[start + 2 : end].strip().lower()
    if name and name != opened.tag:
        raise reading.refused(f'Unmatched end tag {{at}}, expected "</{opened.tag}>", found "</{name}>"', start)
    if (length := reading.units - opened.offset) > 0:
        _note(reading, opened, length)
    return end + 1


def _note(reading: _Reading, opened: _Open, length: int) -> None:
    entity: Entity = {"type": TAGS[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        url = opened.attributes.get("href") or "".join(reading.parts)[-length:]
        if not _is_link(url):
            return
        entity["url"] = url
    elif opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        outer = reading.stack[-1] if reading.stack else None
        if outer and outer.tag == "pre" and outer.offset == opened.offset:
            outer.attributes["language"] = opened.attributes["class"].removeprefix("language-")
            return
    elif opened.tag == "pre" and "language" in opened.attributes:
        entity["language"] = opened.attributes["language"]
    reading.found.append(entity)


def _is_link(url: str) -> bool:
    # As with Telegram, a link to nowhere is dropped in silence and its text stays.
    return bool(re.match(r"(?:https?://|tg://|mailto:|tel:)?[^\s/]+(?:\.[^\s]+|://.*|:.*|\?.*)", url))


def find_entities(text: str) -> list[Entity]:
    """Commands, links, addresses, names and hashtags that Telegram marks unasked."""
    if not any(sign in text for sign in "/@#"):
        return []
    return [
        {
            "type": match.lastgroup,
            "offset": utf16(text[: match.start()]),
            "length": utf16(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def with_found(text: str, given: list[Entity]) -> list[Entity]:
    """The given entities and those found where nothing overlaps in a way Telegram would refuse."""
    found = find_entities(text)
    if not given or not found:
        return given or found
    solid = [one for one in given if one["type"] in {"pre", "code", "text_link", "text_mention"}]
    free = [one for one in found if not any(_overlap(one, other) for other in solid)]
    return sorted([*given, *free], key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Telegram cuts blank ends off; entities follow."""
    cut = text.rstrip()
    body = cut.lstrip()
    if body == text:
        return text, entities
    lead, total = utf16(cut[: len(cut) - len(body)]), utf16(body)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, total)
        if end > start:
            moved.append(entity | {"offset": start, "length": end - start})
    return body, moved
