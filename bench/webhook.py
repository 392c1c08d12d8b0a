"""The caller of webhooks: kept-alive raw connections, one request at a time on each, as Telegram makes them."""

import asyncio
import re
from typing import cast

SECRET = "bench-secret"
WEBHOOK_PATH = "/telegram/webhook"
BROKEN = 0  # stands where a status would, when the connection ended before an answer

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Caller(asyncio.Protocol):
    """One connection; opened on the first request, and again after the other side closed it."""

    def __init__(self, port: int, path: str = WEBHOOK_PATH) -> None:
        self._port = port
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: "
        ).encode()
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._waiting = bytearray()

    async def post(self, body: bytes) -> int:
        """Send one update and wait for the whole answer: its status, or BROKEN."""
        loop = asyncio.get_running_loop()
        if self._transport is None:
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self._port)
            except OSError:
                return BROKEN
        assert self._transport is not None  # noqa: S101 - connection_made has run
        self._answer = loop.create_future()
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        return await self._answer

    def hang_up(self) -> None:
        """End the connection at once; a request under way gets BROKEN."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._waiting.clear()

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0 or not self._whole(end):
            return
        status = int(self._waiting[9:12])
        self._waiting.clear()
        self._settle(status)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's signature
        self._transport = None
        self._settle(BROKEN)

    def _whole(self, end: int) -> bool:
        length = _LENGTH.search(self._waiting, 0, end)
        if length:
            return len(self._waiting) >= end + 4 + int(length[1])
        if b"chunked" in self._waiting[:end].lower():
            return self._waiting.endswith(b"0\r\n\r\n")
        return True

    def _settle(self, status: int) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)
