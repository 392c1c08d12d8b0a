"""The parameters of one Bot API call, read as Telegram reads them: leniently, JSON or text alike."""

import math
from dataclasses import dataclass, field
from typing import Any

import orjson

from playground.files import Upload
from playground.refusals import bad_request

_TRUE = {"true", "yes", "1"}
REQUIRED: dict[str, tuple[tuple[str, str], ...]] = {
    "setMyCommands": (("commands", 'can\'t find field "commands"'),),
    "sendLocation": (("latitude", "latitude is empty"), ("longitude", "longitude is empty")),
    "sendVenue": (
        ("latitude", "latitude is empty"),
        ("longitude", "longitude is empty"),
        ("title", "title must be non-empty"),
        ("address", "address must be non-empty"),
    ),
    "sendMediaGroup": (("media", "there are no messages to send"),),
    "sendChatAction": (("action", "wrong parameter action in request"),),
    "deleteMessages": (("message_ids", "message identifiers are not specified"),),
    "answerCallbackQuery": (
        ("callback_query_id", "query is too old and response timeout expired or query ID is invalid"),
    ),
    "getFile": (("file_id", "file_id not specified"),),
    "getChatMember": (("user_id", "invalid user_id specified"),),
    "copyMessage": (("from_chat_id", "chat_id is empty"),),
    "forwardMessage": (("from_chat_id", "chat_id is empty"),),
    "createForumTopic": (("name", "TOPIC_NAME_INVALID"),),
}


@dataclass(slots=True)
class Asked:
    """One call: its method, its raw parameters, and the files that came along."""

    method: str
    raw: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def check_required(self) -> None:
        for name, words in REQUIRED.get(self.method, ()):
            if self.raw.get(name) in (None, "", "[]"):
                raise bad_request(words)

    def text(self, name: str, default: str = "") -> str:
        value = self.raw.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float:
        try:
            value = float(self.raw[name])
        except (KeyError, TypeError, ValueError):
            value = math.nan
        if math.isnan(value):
            raise bad_request(f"{name} is empty")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.raw.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() in _TRUE

    def json(self, name: str) -> Any:
        """A nested object; refused where its text is no JSON."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as broken:
            kind = "reply keyboard markup" if name == "reply_markup" else name
            raise bad_request(f"can't parse {kind} JSON object") from broken

    def array(self, name: str) -> list[Any]:
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f'field "{name}" must be of type Array')
        return value

    def journal(self) -> dict[str, Any]:
        """The parameters as they are remembered, with the size of each file in place of its content."""
        shown = dict(self.raw)
        for name, upload in self.uploads.items():
            shown[name] = f"<{upload.name}: {len(upload.content)} bytes>"
        return shown
