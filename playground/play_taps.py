"""The people's side of a tap: what it leads to, or the bot's answer and who waits for it."""

import threading
from collections.abc import Callable
from typing import Any

from playground import residents, taps
from playground.people import Person
from playground.world import Query, World

Json = dict[str, Any]
ANSWER_SECONDS = 3.0


class TapPlay:
    """A part of `Play`; safe to call from any thread."""

    world: World

    def tap(
        self,
        chat_id: int,
        person_id: int,
        message_id: int,
        *,
        data: str | None = None,
        label: str | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> Json:
        """Tap by label what is shown, or by data what was shown once; waits for the bot's answer."""
        answered = threading.Event()
        query = self.begin_tap(chat_id, person_id, message_id, data=data, label=label, answered=answered.set)
        if not isinstance(query, Query):
            return query
        answered.wait(seconds)
        return self.end_tap(query)

    def begin_tap(
        self,
        chat_id: int,
        person_id: int,
        message_id: int,
        *,
        data: str | None,
        label: str | None,
        answered: Callable[[], object],
    ) -> Query | Json:
        """The tap that waits for its answer, of which `answered` is told; or what a link has led to."""
        with self.world.lock:
            person, chat = self.world.person(person_id), self.world.chat(chat_id)
            if data is None:
                button = taps.find_button(chat, message_id, label or "")
                if "callback_data" not in button:
                    return self._follow(person, button)
                data = str(button["callback_data"])
            query = taps.tap(self.world, person, chat, message_id, data)
            self.world.waiting[query.id] = answered
            return query

    def end_tap(self, query: Query) -> Json:
        with self.world.lock:
            self.world.waiting.pop(query.id, None)
            answer = query.answer
        if answer is None:
            return {"answered": False}
        kind = "alert" if answer["show_alert"] else "toast"
        said = {kind: answer["text"]} if answer["text"] else {}
        return {"answered": True, **said} | ({"url": answer["url"]} if answer["url"] else {})

    def _follow(self, person: Person, button: Json) -> Json:
        """Open a link; one to this bot starts the private chat, as the apps do."""
        url = str(button.get("url") or (button.get("web_app") or {}).get("url") or "")
        own = f"t.me/{self.world.state.profile.username}".lower()
        if own in url.lower():
            payload = url.partition("?start=")[2] or None
            residents.start(self.world, person, payload)
        copied = (button.get("copy_text") or {}).get("text")
        return {"answered": True} | ({"url": url} if url else {}) | ({"copied": copied} if copied else {})
