"""Telegram's limits on one message, met before it leaves: a long text is split at a paragraph, never inside a tag."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import orjson

from conversations import screens
from conversations.notices import Call

TEXT, CAPTION, length = screens.TEXT, screens.CAPTION, screens.length
_TAG = re.compile(r"<(/?)([a-z-]+)[^>]*>")
_PIECES = re.compile(r"<[^>]*>|&[^;\s]{1,8};|.", re.DOTALL)


def within_limits(call: Call) -> list[Call]:
    """The calls that say the same within the limits; the last carries the buttons."""
    parameters = call.parameters
    if length(str(parameters.get("text", ""))) > TEXT:
        return _split_text(call)
    if length(str(parameters.get("caption", ""))) > CAPTION:
        return _caption_apart(call)
    return [call]


def messages_of(call: Call) -> int:
    """How many messages Telegram makes of a call, and counts."""
    media = call.parameters.get("media") if call.method == "sendMediaGroup" else None
    if isinstance(media, str):
        media = orjson.loads(media)
    return len(media) if isinstance(media, list) and media else 1


def _has_letters(html: str) -> bool:
    return bool(unescape(_TAG.sub("", html)).strip())


def _split_text(call: Call) -> list[Call]:
    parts = list(split(call.parameters["text"], TEXT))
    if call.method.startswith("edit"):  # it has only one place: its beginning stands there
        return [Call(call.method, {**call.parameters, "text": parts[0]}, call.files)]
    without = {name: value for name, value in call.parameters.items() if name not in ("text", "reply_markup")}
    calls = [Call(call.method, {**without, "text": part}) for part in parts]
    if "reply_markup" in call.parameters:
        calls[-1].parameters["reply_markup"] = call.parameters["reply_markup"]
    return calls


def _caption_apart(call: Call) -> list[Call]:
    if call.method.startswith("edit"):
        first = next(split(call.parameters["caption"], CAPTION))
        return [Call(call.method, {**call.parameters, "caption": first}, call.files)]
    names = ("chat_id", "message_thread_id", "reply_markup", "parse_mode")
    text: dict[str, Any] = {name: call.parameters[name] for name in names if name in call.parameters}
    text["text"] = call.parameters["caption"]
    bare = {
        name: value for name, value in call.parameters.items() if name not in ("caption", "reply_markup", "parse_mode")
    }
    return [Call(call.method, bare, call.files), *within_limits(Call("sendMessage", text))]


def split(html: str, most: int) -> Iterator[str]:
    """Pieces of at most `most` letters, cut between paragraphs, else lines, words, letters; tags stay paired.

    Blanks alone are no piece: Telegram refuses a message without a letter.
    """
    rest, open_tags = html, ""
    while rest:
        whole = open_tags + rest
        if length(whole) <= most:
            if whole == html or _has_letters(whole):
                yield whole
            return
        cut = _cut(rest, most)
        piece = open_tags + rest[:cut]
        still_open = _open_tags(piece)
        closing = "".join(f"</{_TAG.match(tag)[2]}>" for tag in reversed(still_open))  # type: ignore[index]  # they matched when found
        if _has_letters(piece):
            yield (piece + closing).strip("\n")
        open_tags, rest = "".join(still_open), rest[cut:].lstrip("\n ")


def _cut(html: str, most: int) -> int:
    """Where to cut so that what is before holds at most `most` letters: the last good place in it."""
    count = position = 0
    places = {"\n\n": 0, "\n": 0, " ": 0}
    for piece in _PIECES.finditer(html):
        if not piece[0].startswith("<") or len(piece[0]) == 1:
            count += length(piece[0])
        if count > most:
            break
        position = piece.end()
        for sign in places:
            if html.startswith(sign, position):
                places[sign] = position
    good = next((place for place in places.values() if place > position // 2), 0)
    return good or position


def _open_tags(html: str) -> list[str]:
    stack: list[str] = []
    for tag in _TAG.finditer(html):
        if tag[1]:
            if stack:
                stack.pop()
        else:
            stack.append(tag[0])
    return stack
