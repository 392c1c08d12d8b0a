"""How often a bot may speak, as Telegram counts it: in all, to one person, to one group; who goes beyond must wait."""

import math
from collections import deque
from dataclasses import dataclass, field

COUNTED = ("send", "edit", "forward", "copy")


@dataclass(slots=True)
class Rates:
    """Messages a second in all, a second to one person with a short burst, and a minute to one group; 0 is no limit."""

    per_second: int = 30
    per_chat: float = 1.0
    burst: int = 5
    per_group_minute: int = 20
    overrun: int = 0
    """How often somebody had to be told to wait."""
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def wait(self, chat_id: int, messages: int, now: float) -> int | None:
        """Whole seconds to wait; None where so many messages may pass, and are counted."""
        chat = self._chats.setdefault(chat_id, deque())
        seconds = max(self._wait_of_all(messages, now), self._wait_of(chat, chat_id, messages, now))
        if seconds > 0:
            self.overrun += 1
            return math.ceil(seconds)
        self._all.extend([now] * messages)
        chat.extend([now] * messages)
        return None

    def _wait_of_all(self, messages: int, now: float) -> float:
        return _until_room(self._all, self.per_second, messages, 1.0, now) if self.per_second else 0.0

    def _wait_of(self, chat: deque[float], chat_id: int, messages: int, now: float) -> float:
        if chat_id < 0:
            return _until_room(chat, self.per_group_minute, messages, 60.0, now) if self.per_group_minute else 0.0
        if not self.per_chat:
            return 0.0
        paid_until = 0.0
        while chat and chat[0] < now - 60:
            chat.popleft()
        for at in chat:
            paid_until = max(paid_until, at) + 1 / self.per_chat
        room = self.burst - min(messages, self.burst)
        return max(0.0, paid_until - now - room / self.per_chat)


def _until_room(times: deque[float], most: int, messages: int, span: float, now: float) -> float:
    """Seconds until no more than `most` lie within any `span` of seconds."""
    while times and times[0] <= now - span:
        times.popleft()
    over = len(times) + min(messages, most) - most
    return times[over - 1] + span - now if over > 0 else 0.0
