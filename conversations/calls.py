"""One call to Telegram as it will be made: the method, its parameters, and files to upload with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from conversations.talk import House
from locales import Words
from storage.outbox import Row


@dataclass(frozen=True, slots=True)
class Call:
    """`files` are uploads: the name of a parameter -> (file name, bytes)."""

    method: str
    parameters: dict[str, Any]
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


Render = Callable[[Session, Row, Words, House], list[Call] | None]
"""What a notice says when it leaves, in the recipient's words; None if it need not be said any more."""
