"""Telegram's door: a bare ASGI route that keeps an update and only then acknowledges it."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
import structlog

from storage.writer import TooBusy, Writer

log = structlog.get_logger()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST = 1_000_000
"""Bytes; an update of Telegram's has a few thousand."""
COMMIT_SECONDS = 10.0
RETRY_AFTER = 5
_MOST_ID = 2**63


class Webhook:
    """Answers 200 after the commit, whatever the update holds: another answer would stop that chat for up to a day.

    403 without the secret, 400 for what cannot be read, 413 over a megabyte, 503 while commits are slow.
    """

    def __init__(self, writer: Writer, secret: str) -> None:
        self._writer = writer
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, headers = await self._answer(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), *headers]})
        await send({"type": "http.response.body", "body": b""})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, list[tuple[bytes, bytes]]]:
        if scope["method"] != "POST":
            return 405, [(b"allow", b"POST")]
        given = next((value for name, value in scope["headers"] if name == b"x-telegram-bot-api-secret-token"), b"")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            log.warning("webhook.refused", status=403)
            return 403, []
        body = await _body(receive)
        if body is None:
            log.warning("webhook.refused", status=413)
            return 413, []
        update = _read(body)
        if update is None:
            log.warning("webhook.refused", status=400, size=len(body))
            return 400, []
        return await self._keep(update)

    async def _keep(self, update: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]]]:
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                await self._writer.keep([update])
        except (TimeoutError, TooBusy):  # kept or not, Telegram brings it again, and once it is
            log.warning("webhook.later", status=503)
            return 503, [(b"retry-after", str(RETRY_AFTER).encode())]
        return 200, []


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None over LARGEST."""
    parts: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] != "http.request":
            return b""
        part = event.get("body", b"")
        size += len(part)
        if size > LARGEST:
            return None
        parts.append(part)
        if not event.get("more_body"):
            return b"".join(parts)


def _read(body: bytes) -> dict[str, Any] | None:
    """The update, or None if it is no JSON object with an integer update_id."""
    try:
        update = orjson.loads(body)
    except ValueError:
        try:  # the standard library reads lone surrogates and very large numbers, which strict readers refuse
            update = json.loads(body)
        except (ValueError, RecursionError):
            return None
    if not isinstance(update, dict):
        return None
    number = update.get("update_id")
    return update if type(number) is int and -_MOST_ID <= number < _MOST_ID else None
