"""A person's screen as words: what a message says, which buttons it bears, and the whole of it for a report."""

from dataclasses import dataclass, field
from typing import Any

Button = dict[str, Any]


def squeezed(words: str) -> str:
    return " ".join(words.split()).casefold()


def matching(buttons: list[Button], label: str) -> Button | None:
    """The button whose words are the label, else the first that contains it."""
    wanted = squeezed(label)
    exact = [button for button in buttons if squeezed(str(button["text"])) == wanted]
    near = [button for button in buttons if wanted in squeezed(str(button["text"]))]
    return next(iter(exact or near), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as one person sees it; `view` is its JSON."""

    view: dict[str, Any] = field(repr=False)

    @property
    def id(self) -> int:
        return int(self.view["id"])

    @property
    def chat_id(self) -> int:
        return int(self.view["chat_id"])

    @property
    def version(self) -> int:
        return int(self.view["version"])

    @property
    def mine(self) -> bool:
        return bool(self.view["mine"])

    @property
    def text(self) -> str:
        """Text or caption, or else whatever words the message has."""
        view = self.view
        poll, venue = view.get("poll") or {}, view.get("venue") or {}
        lines = [
            view.get("text") or view.get("caption"),
            view.get("service"),
            venue.get("title"),
            venue.get("address"),
            poll.get("question"),
            poll.get("description"),
            *(option["text"] for option in poll.get("options", [])),
        ]
        return "\n".join(line for line in lines if line)

    @property
    def poll(self) -> dict[str, Any]:
        """The poll as this person sees it; empty where the message is none."""
        return self.view.get("poll") or {}

    @property
    def open_poll(self) -> bool:
        return bool(self.poll) and not self.poll["is_closed"]

    @property
    def counts(self) -> dict[str, int]:
        """Votes by the text of the option, as this person may see them now."""
        return {str(option["text"]): int(option["voter_count"]) for option in self.poll.get("options", [])}

    def asks(self, words: str) -> bool:
        """Whether the message is a poll with these words in its question."""
        return bool(self.poll) and squeezed(words) in squeezed(str(self.poll["question"]))

    def place_of(self, label: str) -> int:
        """Where the option of that text stands in the poll; the whole text goes before a part of it."""
        texts = [squeezed(str(option["text"])) for option in self.poll["options"]]
        wanted = squeezed(label)
        return texts.index(wanted) if wanted in texts else next(n for n, text in enumerate(texts) if wanted in text)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.view.get("inline_keyboard") or [] for button in row]

    @property
    def labels(self) -> list[str]:
        return [str(button["text"]) for button in self.buttons]

    def says(self, words: str) -> bool:
        return squeezed(words) in squeezed(self.text)

    def lines(self) -> str:
        """The message for a report: who, what, and the buttons in brackets."""
        kinds = ("photo", "voice", "video", "document", "audio", "location", "poll", "sticker")
        shown = "".join(f"({kind}) " for kind in kinds if self.view.get(kind))
        text = f"{self.view['from']['name']}: {shown}{self.text}"
        rows = self.view.get("inline_keyboard") or []
        keys = ["    " + " ".join(f"[{button['text']}]" for button in row) for row in rows]
        return "\n".join([f"  {self.id} {text}", *keys])


def has_options(message: Seen, labels: tuple[str, ...]) -> bool:
    """Whether the message is a poll that offers all of these."""
    options = [squeezed(str(option["text"])) for option in message.poll.get("options", [])]
    return bool(options) and all(any(squeezed(label) in option for option in options) for label in labels)


def whole_screen(name: str, views: list[dict[str, Any]], last: int = 15) -> str:
    """Everything a person has before her, the last messages of each chat."""
    parts = [f"— the screen of {name} —"]
    for view in views:
        parts.append(f"chat {view['chat_id']}")
        parts += [Seen(message).lines() for message in view["messages"][-last:]]
        for row in (view.get("reply_keyboard") or {}).get("keyboard", []):
            parts.append("  keyboard: " + " ".join(f"[{button['text']}]" for button in row))
    return "\n".join(parts)
