"""Looking at a person's screen: waiting for what should come, and finding the button that is meant."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from playground.door import Door
from playground.screen import Button, Seen, matching, whole_screen

Fits = Callable[[Seen], bool]

PATIENCE = 30.0
"""Seconds that anybody waits for the bot, at most: a busy machine is no fault of it."""


class Where(Protocol):
    """A group, known by the id it has now."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A button, and where it is: under a message, or on the keyboard below (message None)."""

    chat_id: int
    message: Seen | None
    button: Button
    version: int


class Sight:
    """`since` is always a version of the world: only what changed after it counts."""

    def __init__(self, door: Door, person_id: int, name: str, patience: Callable[[], float]) -> None:
        self._door = door
        self._person_id = person_id
        self._name = name
        self._patience = patience

    def now(self) -> int:
        """The world's present version."""
        return self._door.wait(-1, 0)

    def look(self, fits: Fits, in_: Where | None, since: int, seconds: float, *, polls: bool = False) -> Seen | None:
        """The newest fitting message of somebody else's, or poll; None if there is none within so many seconds."""
        deadline = time.monotonic() + seconds
        while True:
            news = self._door.news(self._person_id, since, polls=polls)
            for view in reversed(news["messages"]):
                seen = Seen(view)
                if not seen.mine and (in_ is None or seen.chat_id == in_.id) and fits(seen):
                    return seen
            if (left := deadline - time.monotonic()) <= 0:
                return None
            self._door.wait(news["version"], left)

    def expect(
        self,
        fits: Fits,
        what: str,
        in_: Where | None,
        since: int,
        patience: float | None = None,
        *,
        polls: bool = False,
    ) -> Seen:
        seconds = self._patience() if patience is None else patience
        if seen := self.look(fits, in_, since, seconds, polls=polls):
            return seen
        raise AssertionError(f"{self._name} does not see {what} within {seconds:g} s\n{self.screen()}")

    def screen(self) -> str:
        return whole_screen(self._name, self._views(None))

    def labels(self, in_: Where | None) -> list[str]:
        newest = self.look(lambda one: bool(one.buttons), in_, 0, 0)
        below = [str(found.button["text"]) for found in self._below(in_)]
        return (newest.labels if newest else []) + below

    def find_button(self, label: str, in_: Where | None, since: int, hesitation: float) -> Found:
        """The newest button of that name: what came since the last act goes before anything older.

        Older ones are taken only when nothing newer has come for `hesitation` seconds.
        """
        started = time.monotonic()
        while True:
            version = self.now()
            found = self._newest_button(label, in_)
            waited = time.monotonic() - started
            if found and (found.version > since or waited >= hesitation):
                return found
            left = (hesitation if found else self._patience()) - waited
            if left <= 0:
                raise AssertionError(
                    f"{self._name} finds no button “{label}”; there are: {self.labels(in_)}\n{self.screen()}"
                )
            self._door.wait(version, left)

    def _newest_button(self, label: str, in_: Where | None) -> Found | None:
        found = [one for one in self._all_buttons(in_) if matching([one.button], label)]
        newest = max((one.version for one in found), default=0)
        there = [one for one in found if one.version == newest]
        button = matching([one.button for one in there], label)
        return next((one for one in there if one.button is button), None)

    def _all_buttons(self, in_: Where | None) -> Iterator[Found]:
        for view in self._views(in_):
            for message in view["messages"]:
                seen = Seen(message)
                for button in seen.buttons:
                    yield Found(seen.chat_id, seen, button, seen.version)
        yield from self._below(in_)

    def _below(self, in_: Where | None) -> Iterator[Found]:
        for view in self._views(in_):
            keyboard = view["reply_keyboard"] or {}
            bearer = keyboard.get("message_id", 0)
            versions = [message["version"] for message in view["messages"] if message["id"] == bearer]
            for row in keyboard.get("keyboard", []):
                for button in row:
                    yield Found(view["chat_id"], None, button, versions[0] if versions else 0)

    def _views(self, in_: Where | None) -> list[dict[str, Any]]:
        views = self._door.screens(self._person_id)["views"]
        return [view for view in views if in_ is None or view["chat_id"] == in_.id]
