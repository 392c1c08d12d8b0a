"""What the 400 neighbours say: the talks as data, and the updates Telegram would make of them."""

import time
from dataclasses import dataclass, field

import orjson


@dataclass(frozen=True)
class Says:
    """A typed message, and how many messages Rembuk answers it with; a button's label counts when it is typed, too."""

    text: str
    answers: int = 1


Talk = tuple[Says, ...]

# One report each, four steps: what (unasked, opens a report), "is it about …?", where, send. Neighbours differ, and
# every report is about another place (`{number}`): Rembuk asks about what seems to be known already.
_SENT = Says("Kirim", answers=2)
TALKS: tuple[Talk, ...] = (
    (Says("selokan mampet depan rumah"), Says("Betul"), Says("depan rumah nomor {number}"), _SENT),
    (Says("lampu jalan mati sudah tiga malam"), Says("Betul"), Says("dekat rumah nomor {number}"), _SENT),
    (Says("jalan berlubang, kemarin ada yang jatuh"), Says("Betul"), Says("gang nomor {number}"), _SENT),
    (Says("sampah menumpuk tidak diangkut"), Says("Betul"), Says("samping nomor {number}"), _SENT),
)
FIRST_CHAT = 100_001


@dataclass
class Street:
    """The private chats and where each stands in its talk. `says_all` where the program answers as Rembuk does."""

    chats: list[int]
    says_all: bool = True
    talks: tuple[Talk, ...] = TALKS
    update_id: int = 500_000
    steps: dict[int, int] = field(default_factory=dict)

    def next_update(self, chat: int) -> tuple[bytes, int]:
        """The chat's next step as the body of a webhook request, and how many messages will answer it.

        A talk that is over begins again.
        """
        talk = self.talks[chat % len(self.talks)]
        step = self.steps.get(chat, 0)
        self.steps[chat] = step + 1
        self.update_id += 1
        move = talk[step % len(talk)]
        return self._message(chat, move.text.format(number=self.update_id)), move.answers if self.says_all else 1

    def _message(self, chat: int, text: str) -> bytes:
        message = {
            "message_id": self.update_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": f"Warga {chat}"},
            "from": _neighbour(chat),
            "text": text,
        }
        return orjson.dumps({"update_id": self.update_id, "message": message})


def neighbours(count: int) -> list[int]:
    """Telegram ids of the people, which are the ids of their private chats too."""
    return list(range(FIRST_CHAT, FIRST_CHAT + count))


def _neighbour(chat: int) -> dict[str, object]:
    return {"id": chat, "is_bot": False, "first_name": f"Warga {chat}", "language_code": "id"}
