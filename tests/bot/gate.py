"""A gate between a bot and its Telegram: it keeps calls waiting, or answers them itself as a gateway would."""

import contextlib
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Engine

from playground.server import running
from playground.world import World
from tests.bot.office import UNLIMITED, Office

SECONDS = 10.0
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """`arrives`: Telegram gets the call all the same, and only its answer is lost."""

    status: int
    body: bytes
    arrives: bool


class Gate:
    """Open at first. Only `sendMessage` is looked at; every other call passes."""

    def __init__(self, telegram: str) -> None:
        self.telegram = telegram
        self._answers: deque[Answer] = deque()
        self._open = threading.Event()
        self._open.set()
        self._held_chats: set[int] = set()
        self.waiting: list[Message] = []
        """What stands before the closed gate."""
        self.refused: list[Message] = []
        """What was answered here, oldest first."""
        self.url = ""

    def closes(self, *chats: int) -> None:
        """Messages to these chats wait until the gate `opens`."""
        self._held_chats = set(chats)
        self._open.clear()

    def opens(self) -> None:
        self._open.set()

    def answers(self, status: int, body: bytes | Message, *, arrives: bool = False, times: int = 1) -> None:
        """What the next messages are answered with."""
        written = body if isinstance(body, bytes) else orjson.dumps({"ok": False, "error_code": status, **body})
        self._answers.extend([Answer(status, written, arrives)] * times)

    def call(self, path: str, kind: str, body: bytes) -> tuple[int, bytes]:
        if not path.endswith("/sendMessage"):
            return self._pass(path, kind, body)
        message: Message = orjson.loads(body)
        if message["chat_id"] in self._held_chats and not self._open.is_set():
            self.waiting.append(message)
            self._open.wait(SECONDS)
            self.waiting.remove(message)
        if not self._answers:
            return self._pass(path, kind, body)
        answer = self._answers.popleft()
        if answer.arrives:
            self._pass(path, kind, body)
        self.refused.append(message)
        return answer.status, answer.body

    def _pass(self, path: str, kind: str, body: bytes) -> tuple[int, bytes]:
        with contextlib.closing(HTTPConnection(urlsplit(self.telegram).netloc, timeout=SECONDS)) as line:
            line.request("POST", path, body, {"Content-Type": kind})
            answer = line.getresponse()
            return answer.status, answer.read()


@contextmanager
def gate_before(telegram: str) -> Iterator[Gate]:
    gate = Gate(telegram)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, answer = gate.call(self.path, self.headers.get("Content-Type", ""), body)
            with contextlib.suppress(ConnectionError):  # whoever asked has stopped waiting
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """A test's own gate has nothing to tell."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        gate.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="gate")
        thread.start()
        try:
            yield gate
        finally:
            gate.opens()
            server.shutdown()
            thread.join(SECONDS)


@contextmanager
def gated_office(engine: Engine, owner: str = "rt03-1") -> Iterator[tuple[Office, Gate]]:
    """An office that reaches its Telegram through a gate, not sending yet."""
    world = World()
    with running(world, people=False) as telegram, gate_before(telegram) as gate:
        office = Office(engine, world, gate.url, owner, UNLIMITED)
        try:
            yield office, gate
        finally:
            gate.opens()
            office.closes()


@contextmanager
def another_process(engine: Engine, beside: Office, telegram: str, owner: str = "rt03-2") -> Iterator[Office]:
    """A second office on the same database and the same world; `telegram` is the way it takes."""
    office = Office(engine, beside.world, telegram, owner, UNLIMITED)
    try:
        yield office
    finally:
        office.closes()
