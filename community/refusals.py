"""Why something may not happen, as one small tree. Each refusal carries the key of its words.

Refusal
├── NotAllowed      the one who asks may not do this
├── NotThere        what is asked for does not exist, or no longer
├── AlreadySo       it has happened before
│   └── Overtaken   somebody else was quicker: it stands elsewhere than the button says
└── TooMuch         too many, too long, too often
"""

from collections.abc import Mapping


class Refusal(Exception):
    """A use case declines, before it has written anything. `key` names the words, `values` fill them."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


class NotAllowed(Refusal):
    pass


class NotThere(Refusal):
    pass


class AlreadySo(Refusal):
    pass


class Overtaken(AlreadySo):
    pass


class TooMuch(Refusal):
    pass
