"""A neighbourhood in a test's hand: people and groups of one world, in this process or behind a URL."""

import time
from collections.abc import Callable, Iterable
from typing import Any, Self

from playground.door import Door, FarDoor
from playground.neighbour import Neighbour
from playground.play import Play
from playground.refusals import RefusedError
from playground.screen import Seen
from playground.sight import PATIENCE
from playground.world import World

__all__ = ["Group", "Neighbour", "Neighbourhood", "RefusedError", "Seen"]


class Group:
    """A group chat; its id follows when it moves to a supergroup."""

    def __init__(self, door: Door, chat: dict[str, Any]) -> None:
        self._door = door
        self.id = int(chat["id"])
        self.title = str(chat["title"])

    def add_bot(self, by: Neighbour, *, admin: bool = False, payload: str | None = None) -> None:
        """With a payload as through a startgroup link."""
        self._door.set_bot(self.id, by.id, add=True, admin=admin, payload=payload)

    def remove_bot(self, by: Neighbour) -> None:
        self._door.set_bot(self.id, by.id, add=False)

    def add(self, person: Neighbour, by: Neighbour | None = None) -> None:
        self._door.set_member(self.id, person.id, add=True, by=by.id if by else None)

    def remove(self, person: Neighbour, by: Neighbour | None = None) -> None:
        """Without `by` the person leaves of her own will."""
        self._door.set_member(self.id, person.id, add=False, by=by.id if by else None)

    def make_admin(self, person: Neighbour, *, anonymous: bool = False) -> None:
        self._door.set_role(self.id, person.id, "administrator", anonymous=anonymous)

    def migrate(self) -> int:
        """The new id."""
        self.id = int(self._door.migrate(self.id)["id"])
        return self.id

    def opens_topic(self, name: str) -> int:
        """The id of the new topic's thread."""
        return int(self._door.add_topic(self.id, name)["id"])

    def closes_topic(self, thread_id: int, *, closed: bool = True) -> None:
        self._door.set_topic(self.id, thread_id, closed=closed)


class Neighbourhood:
    """Everyone in one world. `patience` in seconds is how long anybody waits for the bot."""

    def __init__(self, door: Door, *, patience: float = PATIENCE) -> None:
        self.door = door
        self.patience = patience

    @classmethod
    def in_process(cls, world: World, *, patience: float = PATIENCE) -> Self:
        return cls(Play(world), patience=patience)

    @classmethod
    def over_http(cls, url: str, *, patience: float = PATIENCE) -> Self:
        return cls(FarDoor(url), patience=patience)

    def close(self) -> None:
        if isinstance(self.door, FarDoor):
            self.door.close()

    def person(
        self,
        name: str,
        *,
        language: str | None = "id",
        last_name: str | None = None,
        username: str | None = None,
    ) -> Neighbour:
        known = self.door.add_person(name, last_name=last_name, username=username, language_code=language)
        neighbour = Neighbour(self.door, known)
        neighbour.patience = self.patience
        return neighbour

    def people(self, count: int, name: str = "Warga") -> list[Neighbour]:
        """A crowd, made at once; their names are numbered from 1."""
        known = self.door.add_people([f"{name} {number}" for number in range(1, count + 1)])
        crowd = [Neighbour(self.door, one) for one in known]
        for one in crowd:
            one.patience = self.patience
        return crowd

    def group(self, title: str, *, creator: Neighbour, members: Iterable[Neighbour] = (), forum: bool = False) -> Group:
        ids = [one.id for one in members]
        return Group(self.door, self.door.add_group(title, creator.id, ids, forum=forum))

    def flood(self, chat_id: int | None = None, *, retry_after: int = 1, times: int = 1) -> None:
        """The next so many calls that name the chat (any chat for None) are answered 429."""
        self.door.flood(chat_id, retry_after, times)

    def fail(self, method: str | None = None, kind: str = "500", *, times: int = 1, delay: float | None = None) -> None:
        """kind: 500, timeout (acts, answers after `delay` seconds or never), drop, disconnect_after."""
        self.door.fail(method, kind, times, delay)

    def withhold(self, kind: str, *, on: bool = True) -> None:
        """Keep updates of a kind ("poll_answer") back from the bot; off lets go what was kept, late but in order."""
        self.door.withhold(kind, on=on)

    def deliver_twice(self, kind: str, *, times: int = 1) -> None:
        """The next so many updates of a kind come twice with the same number, as after an answer that got lost."""
        self.door.deliver_twice(kind, times)

    def power(self, *, on: bool) -> None:
        """Turn the bot off or on, where a supervisor stands behind the URL."""
        if not isinstance(self.door, FarDoor):
            raise TypeError("there is a power switch only over HTTP")
        self.door.power(on=on)

    def sent(self, method: str | None = None, *, after: int = 0) -> list[dict[str, Any]]:
        """The journal of what the bot did, oldest first, after entry number `after`."""
        return [one for one in self.door.sent(after) if method is None or one["method"] == method]

    def waits_for(self, condition: Callable[[], Any], what: str = "it", patience: float | None = None) -> Any:
        """Look again at every change until the condition is true; its value, or an error naming `what`."""
        seconds = self.patience if patience is None else patience
        deadline = time.monotonic() + seconds
        version = -1
        while not (value := condition()):
            if (left := deadline - time.monotonic()) <= 0:
                raise AssertionError(f"waited {seconds:g} s for {what} in vain")
            # Not all that a condition may ask changes the world, so look at least four times a second.
            version = self.door.wait(version, min(left, 0.25))
        return value
