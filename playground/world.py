"""The whole of this Telegram: everything it remembers, its lock, its clock, and who is told of a change."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Self

import orjson
from pydantic import TypeAdapter

from playground.chats import FIRST_GROUP_ID, FIRST_SUPERGROUP_ID, Chat
from playground.files import Files, Shelf
from playground.people import FIRST_PERSON_ID, Person
from playground.polls import Poll
from playground.profile import Profile
from playground.refusals import bad_request
from playground.switches import Switches
from playground.updates import Postbox, Updates

STATE_FILE = "world.json"
FILES_FOLDER = "files"
DEFAULT_TOKEN = "5000000001:playground-token-of-no-worth"  # noqa: S105 -- opens nothing but this stand-in


@dataclass(slots=True)
class Query:
    """A tap that waits for its answer; `asked_at` in seconds since the epoch."""

    id: str
    person_id: int
    asked_at: float
    answer: dict[str, Any] | None = None


@dataclass(slots=True)
class State:
    """All that is kept in a named folder."""

    token: str
    profile: Profile
    updates: Updates
    version: int = 0
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    files: Files = field(default_factory=Files)
    switches: Switches = field(default_factory=Switches)
    sent: list[dict[str, Any]] = field(default_factory=list)
    last_message_id: int = 0
    last_person_id: int = FIRST_PERSON_ID - 1
    last_group_id: int = FIRST_GROUP_ID + 1
    last_supergroup_id: int = FIRST_SUPERGROUP_ID + 1


@dataclass(frozen=True, slots=True)
class Change:
    """What the page is told: which chats, people or toast changed at this version."""

    version: int
    chats: tuple[int, ...] = ()
    people: bool = False
    toast: dict[str, Any] | None = None


Listener = Callable[[Change], None]


class World:
    """Everything happens under `lock`, which is also notified of every change.

    The clock gives seconds since the epoch (UTC); randomness names ids that mean nothing.
    """

    def __init__(
        self,
        *,
        token: str = DEFAULT_TOKEN,
        clock: Callable[[], float] = time.time,
        random: Random | None = None,
        state: State | None = None,
    ) -> None:
        self.clock = clock
        self.random = random or Random()
        self.state = state or State(
            token=token,
            profile=Profile(id=int(token.partition(":")[0]), username="rembuk_bot", name="Rembuk"),
            updates=Updates(last_id=self.random.randrange(10**8, 9 * 10**8)),
        )
        self.lock = threading.Condition(threading.RLock())
        self.shelf = Shelf()
        self.post = Postbox(self.state.updates)
        self.groups = [chat for chat in self.state.chats.values() if not chat.private]
        self.waiting: dict[str, Callable[[], object]] = {}
        """Who waits for the answer to a tap, by its query: each is told of that answer alone."""
        self._listeners: list[Listener] = []
        self._saving = threading.Lock()
        self._kept_in: Path | None = None

    @property
    def bot_id(self) -> int:
        return self.state.profile.id

    @property
    def now(self) -> int:
        return int(self.clock())

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call the listener, under the lock, at every change; the answer stops it."""
        with self.lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self.lock:
                self._listeners.remove(listener)

        return stop

    def changed(self, *chats: int, people: bool = False, toast: dict[str, Any] | None = None) -> int:
        self.state.version += 1
        self._tell(Change(self.state.version, chats, people, toast))
        return self.state.version

    def mail(self, kind: str, queue: str, payload: dict[str, Any]) -> None:
        """Queue an update for the bot and wake whoever delivers."""
        if self.post.add(kind, queue, payload, self.clock()) is not None:
            self._tell(Change(self.state.version))

    def let_go(self, kind: str) -> None:
        """Deliver the updates of a kind that were kept back."""
        self.post.let_go(kind, self.clock())
        self._tell(Change(self.state.version))

    def _tell(self, change: Change) -> None:
        for listener in self._listeners:
            listener(change)
        self.lock.notify_all()

    def wait_for(self, condition: Callable[[], Any], seconds: float) -> Any:
        """Wait for a change that makes the condition true; its last value either way."""
        with self.lock:
            return self.lock.wait_for(condition, seconds)

    def person(self, person_id: int) -> Person:
        if person := self.state.people.get(person_id):
            return person
        raise bad_request("user not found")

    def chat(self, chat_id: int) -> Chat:
        if chat := self.state.chats.get(chat_id):
            return chat
        raise bad_request("chat not found")

    def keep(self, chat: Chat) -> Chat:
        """A new chat begins."""
        self.state.chats[chat.id] = chat
        if not chat.private:
            self.groups.append(chat)
        return chat

    def as_chat(self, chat: Chat) -> dict[str, Any]:
        return self.person(chat.id).as_chat() if chat.private else chat.as_chat()

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; all other chats share one count, as with Telegram."""
        if chat.type == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self.state.last_message_id += 1
        return self.state.last_message_id

    def save(self, folder: Path) -> None:
        """Write everything to the folder, replacing the earlier state in one step."""
        with self._saving:
            with self.lock:
                if self._kept_in != folder:
                    self.shelf.move_to(folder / FILES_FOLDER)
                    self._kept_in = folder
                content = orjson.dumps(self.state, option=orjson.OPT_NON_STR_KEYS)
            draft = folder / f"{STATE_FILE}.new"
            draft.write_bytes(content)
            draft.replace(folder / STATE_FILE)

    @classmethod
    def load(cls, folder: Path, *, clock: Callable[[], float] = time.time, random: Random | None = None) -> Self:
        state = TypeAdapter(State).validate_json((folder / STATE_FILE).read_bytes())
        world = cls(clock=clock, random=random, state=state)
        world.shelf.move_to(folder / FILES_FOLDER)
        world._kept_in = folder
        return world
