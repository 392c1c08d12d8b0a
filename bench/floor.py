"""The least a program can do: take an update, send one call, answer 200; shows how fast the measuring side is."""

import asyncio
import os
import re
from collections import deque
from typing import cast

import uvloop

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(rb'"chat":\{"id":(\d+)')
_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
_TELEGRAM_PORT = int(os.environ["REMBUK_TELEGRAM_URL"].rpartition(":")[2])
_TOKEN = os.environ["REMBUK_BOT_TOKEN"]

_idle: deque["_Telegram"] = deque()


class _Telegram(asyncio.Protocol):
    """A kept-alive connection to the Bot API that carries one call at a time; answers are short and come whole."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def send(self, chat: int, webhook: asyncio.Transport) -> None:
        self._webhook = webhook
        body = b'{"chat_id":%d,"text":"."}' % chat
        self._transport.write(
            b"POST /bot%b/sendMessage HTTP/1.1\r\nHost: t\r\n"
            b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (_TOKEN.encode(), len(body), body)
        )

    def data_received(self, data: bytes) -> None:  # noqa: ARG002 - the protocol's signature
        _idle.append(self)
        self._webhook.write(_OK)


class _Webhook(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        head, found, body = self._waiting.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or len(body) < (int(length[1]) if length else 0):
            return
        self._waiting = b""
        chat = _CHAT.search(body)
        if chat is None:
            self._transport.write(_OK)
            return
        _idle.popleft().send(int(chat[1]), self._transport)


async def main() -> None:
    loop = asyncio.get_running_loop()
    for _ in range(64):
        _, telegram = await loop.create_connection(_Telegram, "127.0.0.1", _TELEGRAM_PORT)
        _idle.append(telegram)
    server = await loop.create_server(_Webhook, os.environ["REMBUK_HOST"], int(os.environ["REMBUK_PORT"]))
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main())
