"""What a notice becomes when it leaves: calls to Telegram as they will be made, or that it does not leave now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True)
class NotNow:
    """It is still wanted, but not at this moment: until `due_at`, in seconds since 1970, UTC, or in another state.

    `held` waits for somebody's word, `digest` for the recipient's next digest, `moot` will not leave at all. `why` is
    kept for operators.
    """

    why: str
    due_at: float = 0.0
    state: Literal["due", "held", "digest", "moot"] = "due"


Rendered = list[Call] | NotNow | None
Render = Callable[[Session, Row, Words, House], Rendered]
"""What a notice says when it leaves, in the recipient's words; None if it need not be said any more."""
