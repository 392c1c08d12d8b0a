"""Before the web door in a test: requests as the server hands them in, and what comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from api.webhook import Receive, Scope, Send

SECRET = "a-Secret_of-42"


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[bytes, bytes]
    body: bytes
    taken: int
    """How many parts of the body were read."""


async def knock(
    door: Any,
    body: bytes | Iterable[bytes] = b"",
    *,
    secret: str | bytes | None = SECRET,
    method: str = "POST",
    path: str = "/telegram/webhook",
    headers: Iterable[tuple[bytes, bytes]] = (),
    client: tuple[str, int] = ("203.0.113.9", 4711),
) -> Answered:
    """One request, its body in one part or several."""
    parts = iter([body] if isinstance(body, bytes) else body)
    waiting: list[bytes | None] = [next(parts, b"")]
    taken = 0
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        present, waiting[0] = waiting[0], next(parts, None)
        if present is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": present, "more_body": waiting[0] is not None}

    async def send(event: Any) -> None:
        said.append(dict(event))

    given = [] if secret is None else [(b"x-telegram-bot-api-secret-token", _raw(secret))]
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path,
        "raw_path": path.encode(), "query_string": b"", "root_path": "", "scheme": "http",
        "headers": [(b"host", b"rembuk.example"), *given, *headers], "client": client, "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    heard: Receive = receive
    answer: Send = send
    await door(scope, heard, answer)
    start = said[0]
    content = b"".join(event.get("body", b"") for event in said[1:])
    return Answered(start["status"], dict(start["headers"]), content, taken)


def _raw(secret: str | bytes) -> bytes:
    return secret if isinstance(secret, bytes) else secret.encode()
