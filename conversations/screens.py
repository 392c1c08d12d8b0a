"""From questions to Bot API parameters: texts in the person's words, keyboards within Telegram's limits."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from conversations.dialogue import Choice, Rows
from locales import Words

LABEL = 28
"""Letters that fit on one button across a 360-pixel phone; two beside each other get 13 each."""
CALLBACK_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data."""
CARD = "c."
"""How the data of a card's buttons begins."""
TOAST = 200
"""Bot API, answerCallbackQuery.text."""
TEXT, CAPTION = 4096, 1024
"""Bot API: letters of a message and below a photo, after entity parsing."""
_TAG = re.compile(r"</?[a-z-]+[^>]*>")

HOME = (("home.report", "home.needs"), ("home.schedule", "home.more"))
"""The keys of the keyboard that is always there; organisers have one row more."""
HOME_DESK = "home.desk"


def label_of(words: Words, choice: Choice) -> str:
    """The words on a button, cut with an ellipsis if a name or landmark is too long for a phone."""
    label = words.label(choice.key, **choice.values) if choice.key else (choice.label or "")
    return label if len(label) <= LABEL or choice.url else label[: LABEL - 1] + "…"


def inline_keyboard(words: Words, rows: Rows, prefix: str = CARD) -> dict[str, Any] | None:
    """Buttons under a message, None without any. `prefix` goes before each value: `d.7.3.` for a draft."""
    if not rows:
        return None
    return {"inline_keyboard": [[_button(words, choice, prefix) for choice in row] for row in rows]}


def _button(words: Words, choice: Choice, prefix: str) -> dict[str, Any]:
    label = label_of(words, choice)
    if choice.url:
        return {"text": label, "url": choice.url}
    data = prefix + choice.value
    if len(data.encode()) > CALLBACK_BYTES:
        raise ValueError("callback data over 64 bytes")
    return {"text": label, "callback_data": data}


def typed_keyboard(words: Words, rows: Rows) -> dict[str, Any]:
    """Buttons in place of the phone's keyboard; a tap sends the label as a message, or the place one is at."""
    return {
        "keyboard": [[_key(words, choice) for choice in row] for row in rows],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def _key(words: Words, choice: Choice) -> dict[str, Any]:
    label = label_of(words, choice)
    return {"text": label, "request_location": True} if choice.asks_location else {"text": label}


def home_keyboard(words: Words, *, organiser: bool) -> dict[str, Any]:
    """[📝 Sampaikan usul] [👀 Usulan tetangga] / [📅 Jadwal] [⋯ Lainnya], and the desk for organisers."""
    rows = [[{"text": words.label(key)} for key in row] for row in HOME]
    if organiser:
        rows.append([{"text": words.label(HOME_DESK)}])
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}


def pairs(choices: Iterable[Choice], words: Words) -> list[list[Choice]]:
    """Rows of two where both labels are short enough to stand beside each other, else of one."""
    rows: list[list[Choice]] = []
    for choice in choices:
        short = len(label_of(words, choice)) <= LABEL // 2 - 1
        last = rows[-1] if rows else None
        if short and last and len(last) == 1 and len(label_of(words, last[0])) <= LABEL // 2 - 1:
            last.append(choice)
        else:
            rows.append([choice])
    return rows


def chosen(words: Words, rows: Rows, said: str) -> Choice | None:
    """The choice whose label was typed or tapped on the keyboard, capitals and signs aside."""
    wanted = _plain(said)
    offered = [choice for row in rows for choice in row if not choice.only_tapped]
    return next((choice for choice in offered if wanted and _plain(label_of(words, choice)) == wanted), None)


def _plain(label: str) -> str:
    return "".join(character for character in label.casefold() if character.isalnum())


def message(
    chat: int, html: str, *, keyboard: dict[str, Any] | None = None, thread_id: int | None = None, **options: Any
) -> dict[str, Any]:
    """Parameters of sendMessage: HTML, no preview of links; into a topic if there is one."""
    parameters = {"chat_id": chat, "text": html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    if keyboard:
        parameters["reply_markup"] = keyboard
    if thread_id:
        parameters["message_thread_id"] = thread_id
    return parameters | options


def photo(chat: int, file_id: str, html: str, keyboard: dict[str, Any] | None) -> dict[str, Any]:
    """Parameters of sendPhoto, with the text below the picture."""
    parameters = {"chat_id": chat, "photo": file_id, "caption": html, "parse_mode": "HTML"}
    return parameters | ({"reply_markup": keyboard} if keyboard else {})


def length(html: str) -> int:
    """Letters: without tags, entities resolved, in UTF-16 units, which is never less than Telegram counts."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def toast(text: str) -> str:
    return text if len(text) <= TOAST else text[: TOAST - 1] + "…"
