"""The wire to the Bot API: one aiohttp session in place of python-telegram-bot's default, four to seven times dearer.

Measured in `bench/README.md`; decided in `docs/decisions/0006-transport.md`.
"""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 25.0
UPLOAD_SECONDS = 45.0
"""The longest a call may take once it is connected; `storage.outbox.LEASE_SECONDS` is thirty more."""
CONNECTIONS = 64

Files = Mapping[str, tuple[str, bytes]]


class NotConnected(NetworkError):
    """The call never left: it may be made again without fear of a second message."""


class Down(NetworkError):
    """The server, or what stands before it, says itself that it cannot at present."""


class AskedToWait(RetryAfter):
    """Telegram's limit. The library warns at every look at `retry_after` that its type will change: here it has."""

    @property
    def retry_after(self) -> timedelta:
        return self._retry_after


class Transport(BaseRequest):
    """One keep-alive session for all calls of a process."""

    def __init__(self, *, connections: int = CONNECTIONS) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, auto_decompress=True)

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @property
    def read_timeout(self) -> float:
        return READ_SECONDS

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Telegram's answer. Raises NetworkError for anything else, such as a gateway's page, without quoting it."""
        try:
            answer = orjson.loads(payload)
        except ValueError as error:
            raise Down("no answer of Telegram's") from error
        if not isinstance(answer, dict):
            raise Down("no answer of Telegram's")
        return answer

    async def call(self, url: str, body: Mapping[str, Any], files: Files | None = None) -> Any:
        """Make one call and return its result; `files` are uploads by their parameter's name: (file name, bytes).

        Raises what python-telegram-bot raises for the same answer.
        """
        seconds = UPLOAD_SECONDS if files else body.get("timeout", 0) + READ_SECONDS
        status, content = await self._exchange("POST", url, _form(body, files) if files else _json(body), seconds)
        try:
            answer = self.parse_json_payload(content)
        except NetworkError as error:
            raise (refusal(status, {}) if status in _OF_GATEWAYS else error) from None
        if status == HTTPStatus.OK and answer.get("ok"):
            return answer.get("result")
        raise refusal(status, answer)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,  # noqa: ARG002 - the base class names it; the total counts
        connect_timeout: Any = None,  # noqa: ARG002 - as above
        pool_timeout: Any = None,  # noqa: ARG002 - as above
    ) -> tuple[int, bytes]:
        """Send and return status and body. Raises NotConnected, or TimedOut when the fate of the call is unknown."""
        seconds = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        payload = _json(request_data.parameters) if request_data is not None else {}
        return await self._exchange(method, url, payload, seconds)

    async def _exchange(self, method: str, url: str, payload: dict[str, Any], seconds: float) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport has not been initialised")
        # `total` holds also where the answer comes drop by drop: a lease must outlast every call.
        timeout = aiohttp.ClientTimeout(
            total=CONNECT_SECONDS + seconds, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=seconds
        )
        try:
            async with self._session.request(method, url, timeout=timeout, **payload) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotConnected(type(error).__name__) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TimedOut(type(error).__name__) from error


def _json(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": orjson.dumps(dict(body)), "headers": {"Content-Type": "application/json"}}


def _form(body: Mapping[str, Any], files: Files) -> dict[str, Any]:
    form = aiohttp.FormData()
    for name, value in body.items():
        form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
    for name, (filename, content) in files.items():
        form.add_field(name, content, filename=filename)
    return {"data": form}


_BY_STATUS: dict[int, type[TelegramError]] = {
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.NOT_FOUND: InvalidToken,
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.BAD_GATEWAY: TimedOut,  # the gateway does not know whether the server did it
    HTTPStatus.GATEWAY_TIMEOUT: TimedOut,
}


_OF_GATEWAYS = (HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT)


def refusal(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """Telegram's refusal as python-telegram-bot would raise it."""
    parameters = answer.get("parameters") or {}
    if moved := parameters.get("migrate_to_chat_id"):
        return ChatMigrated(moved)
    if wait := parameters.get("retry_after"):
        return AskedToWait(wait)
    other = Down if status >= HTTPStatus.INTERNAL_SERVER_ERROR else NetworkError
    return _BY_STATUS.get(status, other)(str(answer.get("description") or status))
