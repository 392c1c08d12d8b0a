"""What somebody looks for among the needs, in a few words of any of the neighbourhood's languages; pure."""

from collections.abc import Iterable

from community import kinds, stems
from storage.browsing import Word

MOST_WORDS = 5
SHORTEST = 2
"""Letters: what is shorter stands in every line."""


def looked_for(said: str, names: Iterable[tuple[str, str | None, str]]) -> tuple[Word, ...]:
    """The words of `said`, each of which must be found. `names` are kind, quick word or None, and how it is called."""
    called = [(kind, detail, name.casefold()) for kind, detail, name in names]
    return tuple(_word(letters, called) for letters in tokens(said))


def tokens(said: str) -> list[str]:
    """At most MOST_WORDS of them, in small letters."""
    letters = "".join(character if character.isalnum() else " " for character in said.casefold())
    return [token for token in letters.split() if len(token) >= SHORTEST][:MOST_WORDS]


def _word(letters: str, called: list[tuple[str, str | None, str]]) -> Word:
    found = [(kind, detail) for kind, detail, name in called if letters in name]
    guessed = kinds.guess(letters)
    named = {kind for kind, detail in found if detail is None} | ({guessed.key} if guessed else set())
    details = frozenset((kind, detail) for kind, detail in found if detail is not None)
    return Word(letters, frozenset(named), details, tuple(stems.of(letters)))
