"""What needs are about: kinds as data, each with its place in the official list, and guessing one from plain words.

The codes are those of the five fields (bidang) of village activities, Permendagri 20/2018, as Indonesian villages
keep their books; residents see words, the codes go into exports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from community.kind_words import NOT_A_KIND, WORDS


@dataclass(frozen=True, slots=True)
class Kind:
    """`details` are the quick words, said by a tap; `code` is the field and activity, None where none can be known."""

    key: str
    emoji: str
    code: str | None
    details: tuple[str, ...] = ()

    @property
    def field(self) -> str | None:
        """The field's number, `02`: administration 01, building 02, community life 03, empowerment 04, disaster 05."""
        return self.code[:2] if self.code else None


KINDS = (
    Kind("drain", "💧", "02.03.05", ("clogged", "overflowing", "broken", "smelly")),
    Kind("lamp", "💡", "02.04.92", ("dead", "flickering", "leaning", "missing")),
    Kind("road", "🛣", "02.03.02", ("holes", "muddy", "sunken", "slippery")),
    Kind("garbage", "🗑", "02.04.15", ("piled", "uncollected", "burnt", "dumped")),
    Kind("water", "🚰", "02.04.03", ("dead", "murky", "weak", "smelly")),
    Kind("security", "🛡", "03.01.01", ("stolen", "nobody", "gate", "strangers")),
    Kind("flood", "🌊", "05.01", ("puddles", "indoors", "rising")),
    Kind("health", "🩺", "02.02.02", ("schedule", "tools", "volunteers")),
    Kind("bridge", "🌉", "02.03.04", ("broken", "cut", "missing")),
    Kind("toilet", "🚽", "02.04.06", ("broken", "clogged", "missing")),
    Kind("house", "🏚", "02.04.01", ("roof", "walls", "unsafe")),
    Kind("hall", "🏛", "02.03.06", ("broken", "leaking", "missing")),
    Kind("playground", "🌳", "02.04.09", ("broken", "overgrown", "missing")),
    Kind("cemetery", "🪦", "02.03.07", ("overgrown", "full", "path")),
    Kind("learning", "📚", "02.01", ("building", "tools", "teachers")),
    Kind("internet", "📶", "02.06", ("dead", "weak", "missing")),
    Kind("culture", "🕌", "03.02", ("building", "tools", "activity")),
    Kind("youth", "⚽", "03.03", ("field", "tools", "activity")),
    Kind("irrigation", "🌾", "04.02.04", ("clogged", "broken", "dry")),
    Kind("business", "🛒", "04.05", ("capital", "tools", "buyers")),
    Kind("training", "🧵", "04.07.90", ()),
    Kind("family", "🤝", "04.04", ()),
    Kind("readiness", "🚨", "03.01.04", ("tools", "signs", "practice")),
    Kind("idea", "✨", None, ()),
    Kind("other", "💬", None, ()),
)
"""In the order in which they are shown; the first eight begin on the first screen."""
BY_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}
IDEA, OTHER = "idea", "other"
ON_FIRST_SCREEN = 8
_CHOSEN_FROM_LISTS = tuple(kind for kind in KINDS if kind.key not in (IDEA, OTHER))

# What Indonesian, Javanese and Sundanese hang on a noun: its, the, my, and their spoken forms.
_ENDINGS = ("nya", "ne", "ipun", "na", "ana", "ku", "mu", "e", "s")


def first_screen(used: Mapping[str, int]) -> list[Kind]:
    """The eight kinds most used here, in their usual order, so that the screen changes seldom and little."""
    usual = {kind.key: place for place, kind in enumerate(_CHOSEN_FROM_LISTS)}
    most = sorted(_CHOSEN_FROM_LISTS, key=lambda kind: (-used.get(kind.key, 0), usual[kind.key]))
    return sorted(most[:ON_FIRST_SCREEN], key=lambda kind: usual[kind.key])


def further(used: Mapping[str, int]) -> list[Kind]:
    """All other kinds, and last the one for whoever does not know."""
    first = {kind.key for kind in first_screen(used)}
    return [kind for kind in _CHOSEN_FROM_LISTS if kind.key not in first] + [BY_KEY[OTHER]]


def guess(text: str) -> Kind | None:
    """The kind that a sentence is most likely about, in any of the neighbourhood's languages; None if it says nothing.

    Longer expressions go first and use up their words, so that "lampu jalan" is not about the road; of two kinds the
    one with more words wins, else the one named first.
    """
    tokens = _tokens(text)
    points: dict[str, int] = {}
    first: dict[str, int] = {}
    for rank, place in sorted(_matches(tokens)):
        expression, key = _EXPRESSIONS[rank]
        if "" in tokens[place : place + len(expression)]:
            continue
        tokens[place : place + len(expression)] = [""] * len(expression)
        if key is not None:
            points[key] = points.get(key, 0) + len(expression)
            first[key] = min(first.get(key, place), place)
    if not points:
        return None
    return BY_KEY[min(points, key=lambda key: (-points[key], first[key]))]


def _tokens(text: str) -> list[str]:
    """Words in small letters; a hyphen joins nothing, "jalan-jalan" is two words."""
    letters = "".join(character if character.isalnum() or character == "'" else " " for character in text.casefold())
    return letters.replace("'", "").split()


def _matches(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Which expression (by its rank) stands at which place; only those that begin with a token's stem are compared."""
    for place, token in enumerate(tokens):
        stems = {token, *(token.removesuffix(ending) for ending in _ENDINGS)}
        for rank in (rank for stem in stems for rank in _BY_FIRST_WORD.get(stem, ())):
            words = _EXPRESSIONS[rank][0]
            said = tokens[place : place + len(words)]
            if len(said) == len(words) and all(map(_is, said, words)):
                yield rank, place


def _is(token: str, word: str) -> bool:
    """The word itself or the word with an ending: lampune, solokanana, selokannya."""
    return token.startswith(word) and (token == word or token[len(word) :] in _ENDINGS)


def _all_expressions() -> list[tuple[tuple[str, ...], str | None]]:
    pairs: list[tuple[tuple[str, ...], str | None]] = [(tuple(said.split()), None) for said in NOT_A_KIND]
    pairs += [(tuple(said.split()), key) for key, saids in WORDS.items() for said in saids]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_EXPRESSIONS = _all_expressions()
"""The longest first."""
_BY_FIRST_WORD: dict[str, list[int]] = {}
for _rank, (_words, _) in enumerate(_EXPRESSIONS):
    _BY_FIRST_WORD.setdefault(_words[0], []).append(_rank)
