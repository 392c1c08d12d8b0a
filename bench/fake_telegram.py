"""A bare Bot API: answers each call at once with the least valid JSON, and writes down who was sent what when."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, cast

import orjson

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
# A parameter stands in a form, in JSON or in a multipart body; clients differ and this server favours none.
_CHAT = re.compile(rb'(?:^|[&{,=\s])"?chat_id"?(?:=|": *"?|\r\n\r\n|\r\n(?:[^\r\n]+\r\n)+\r\n)(-?\d+)')
_EDITED = re.compile(rb'(?:^|[&{,=\s])"?message_id"?(?:=|": *"?|\r\n\r\n|\r\n(?:[^\r\n]+\r\n)+\r\n)(\d+)')

_TRUE = re.compile("set|delete|answer|close|pin|unpin|log|leave|approve|decline|sendChatAction")
_MESSAGE = re.compile("send|edit|forward|stop")
_EMPTY = frozenset({"getUpdates", "getMyCommands", "getChatAdministrators"})


class Call(NamedTuple):
    """One call that concerns a chat; `at` is `time.perf_counter` of its arrival."""

    method: str
    chat: int
    message_id: int
    body: bytes
    at: float


@dataclass
class FakeTelegram:
    """The server's memory. `on_call` hears of every call with a chat before it is answered.

    `arrivals` are `time.perf_counter` seconds.
    """

    on_call: Callable[[Call], None] | None = None
    calls: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    arrivals: dict[int, list[float]] = field(default_factory=dict)
    last: dict[int, Call] = field(default_factory=dict)
    same_twice: int = 0
    message_id: int = 1_000_000

    async def serve(self, port: int = 0) -> tuple[asyncio.Server, int]:
        """Listen on loopback; port 0 takes a free one. The caller closes the server."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", port)
        return server, int(server.sockets[0].getsockname()[1])

    def answer(self, token: str, method: str, body: bytes) -> tuple[int, bytes]:
        """Status and JSON for one call; a method this server does not know is a 404, and counted."""
        self.calls[method] += 1
        found = _CHAT.search(body)
        if method == "getMe":
            return 200, _ok(_bot(token))
        if method in _EMPTY:
            return 200, _ok([])
        if method == "getChatMemberCount":
            return 200, _ok(42)
        if method == "getWebhookInfo":
            return 200, _ok({"url": "", "has_custom_certificate": False, "pending_update_count": 0})
        if _TRUE.match(method):
            return 200, _ok(result=True)
        if found and _MESSAGE.match(method):
            return 200, self._message(method, int(found[1]), body)
        self.unknown[method] += 1
        return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'

    def _message(self, method: str, chat: int, body: bytes) -> bytes:
        at = time.perf_counter()
        edited = _EDITED.search(body) if method.startswith("edit") else None
        if edited is None:
            self.message_id += 1
        call = Call(method, chat, int(edited[1]) if edited else self.message_id, body, at)
        self._remember(call)
        if self.on_call is not None:
            self.on_call(call)
        kind = b"private" if chat > 0 else b"supergroup"
        return b'{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"%b"},"text":"."}}' % (
            call.message_id,
            time.time(),
            chat,
            kind,
        )

    def _remember(self, call: Call) -> None:
        before = self.last.get(call.chat)
        if before is not None and before.method == call.method and before.body == call.body:
            self.same_twice += 1
        self.last[call.chat] = call
        if call.method.startswith("send"):
            self.arrivals.setdefault(call.chat, []).append(call.at)


class _Connection(asyncio.Protocol):
    """Just enough HTTP/1.1: kept alive, bodies with a length."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self._telegram = telegram
        self._waiting = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (end := self._waiting.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._waiting[:end])
            length = _LENGTH.search(head)
            stop = end + 4 + (int(length[1]) if length else 0)
            if len(self._waiting) < stop:
                return
            body = bytes(self._waiting[end + 4 : stop])
            del self._waiting[:stop]
            self._respond(head, body)

    def _respond(self, head: bytes, body: bytes) -> None:
        if b"chunked" in head.lower():
            self._telegram.unknown["(chunked body)"] += 1
            self._transport.close()
            return
        path = head.split(b" ", 2)[1].split(b"?", 1)[0].decode()
        _, token, method = path.rsplit("/", 2)
        status, answer = self._telegram.answer(token.removeprefix("bot"), method, body)
        self._transport.write(
            b"HTTP/1.1 %d .\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(answer), answer)
        )


def _ok(result: object) -> bytes:
    return orjson.dumps({"ok": True, "result": result})


def _bot(token: str) -> dict[str, object]:
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": "Rembuk",
        "username": "rembuk_bench_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
