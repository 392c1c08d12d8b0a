"""Telegram's limits on words and buttons, with the words in which it refuses what exceeds them."""

import re
from typing import Any
from urllib.parse import urlsplit

from playground.refusals import bad_request

TEXT = 4096
CAPTION = 1024
CALLBACK_DATA_BYTES = 64
BUTTONS_PER_ROW = 8
BUTTONS = 100
ANSWER_TEXT = 200
COPY_TEXT = 256
PLACEHOLDER = 64
MEDIA_GROUP = range(2, 11)
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
BUTTON_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
PRIVATE_ONLY = {
    "request_contact": "phone number",
    "request_location": "location",
    "request_poll": "poll",
    "request_users": "users",
    "request_chat": "chats",
}


def check_text(text: str) -> None:
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > TEXT:
        raise bad_request("message is too long")


def check_caption(caption: str) -> None:
    if len(caption) > CAPTION:
        raise bad_request("message caption is too long")


def check_degrees(latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified")


def check_url(url: str) -> None:
    """Button links must lead somewhere public: a host without a dot is refused."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme == "tg":
        return
    if parts.scheme not in {"http", "https"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if "." not in (parts.hostname or "") or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_markup(markup: Any, *, private: bool) -> dict[str, Any] | None:
    """The markup to keep with a message or a chat; None where there is none."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _reply_keyboard(markup, private=private)
    if markup.get("remove_keyboard") is True or markup.get("force_reply") is True:
        return markup
    if not markup:
        return None
    raise bad_request("can't parse reply markup JSON object")


def _rows(rows: Any, field: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}" of the ReplyMarkup must be an Array of Arrays')
    filled = [row for row in rows if row]
    if sum(len(row) for row in filled) > BUTTONS or any(len(row) > BUTTONS_PER_ROW for row in filled):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return filled


def _inline(rows: Any) -> dict[str, Any] | None:
    filled = _rows(rows, "inline_keyboard")
    for row in filled:
        for button in row:
            _check_inline_button(button)
    return {"inline_keyboard": filled} if filled else None


def _check_inline_button(button: Any) -> None:
    words = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{words}InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(f'{words}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{words}Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_EMPTY")
    actions = [name for name in BUTTON_ACTIONS if name in button]
    if not actions or button[actions[0]] == "":
        raise bad_request(f"{words}Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and len(str(button["callback_data"]).encode()) > CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        check_url(str(button["url"]))
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _reply_keyboard(markup: dict[str, Any], *, private: bool) -> dict[str, Any] | None:
    filled = [
        [{"text": one} if isinstance(one, str) else one for one in row] for row in _rows(markup["keyboard"], "keyboard")
    ]
    for row in filled:
        for button in row:
            _check_keyboard_button(button, private=private)
    if len(markup.get("input_field_placeholder", "")) > PLACEHOLDER:
        raise bad_request("REPLY_MARKUP_PLACEHOLDER_INVALID")
    return markup | {"keyboard": filled} if filled else None


def _check_keyboard_button(button: Any, *, private: bool) -> None:
    words = "can't parse keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(f"{words}KeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{words}Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_EMPTY")
    for field, asked in PRIVATE_ONLY.items():
        if button.get(field) and not private:
            raise bad_request(f"{asked} can be requested in private chats only")
