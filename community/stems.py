"""Words as stems, so that "got mampet", "selokane buntu" and "solokan pinuh" can be found alike.

Indonesian prefixes and endings go by Sastrawi, Javanese and Sundanese endings by a list, and what is called by several
names is counted as one: `synonyms.toml`, which also lists what is too common to tell anything.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8"))

SILENT = frozenset(DATA["silent"]["words"].split())
VAGUE = frozenset(DATA["vague"]["words"].split())
"""What can be said of anything that is not as it should be, as stems."""
MATTERS = frozenset(DATA["matters"]) - VAGUE
"""What can be the matter with something, as stems."""
_OF_KIND = {kind: frozenset(said.split()) for kind, said in DATA["kinds"].items()}
SIDES = frozenset(DATA["sides"]) | frozenset(DATA["places"]["words"].split())
"""Stems that tell how something lies to a landmark; they name no place by themselves."""

# What hangs on a noun in Javanese, Sundanese and spoken Indonesian, the longest first.
_ENDINGS = ("nipun", "keun", "ipun", "eun", "ana", "nya", "ne", "na", "an", "ku", "mu", "e")
_SHORTEST = 3
_TYPO_FROM = 5
"""Letters of a word that may be a slip of the finger; in shorter ones too many others are one letter away."""
_TWO_TYPOS_FROM = 9


def _named() -> tuple[dict[str, str], list[tuple[tuple[str, ...], str]]]:
    single: dict[str, str] = {}
    several: list[tuple[tuple[str, ...], str]] = []
    for part in ("things", "matters", "sides"):
        for one, others in DATA[part].items():
            single[one] = one
            for other in others:
                words = tuple(other.split())
                if len(words) == 1:
                    single.setdefault(other, one)
                else:
                    several.append((words, one))
    return single, several


_NAMES, _SAYINGS = _named()
_VOCABULARY = sorted(word for word in _NAMES if len(word) >= _TYPO_FROM)


def of_kind(kind: str) -> frozenset[str]:
    """What every need of a kind is about: it tells two of them apart from nothing."""
    return _OF_KIND.get(kind, frozenset())


def of_detail(kind: str, detail: str | None) -> list[str]:
    """What a quick word says; nothing without one."""
    said: str = DATA["details"].get(kind, {}).get(detail, "")
    return said.split()


def of(text: str) -> list[str]:
    """The telling words of a text, each once, in the order in which they are said; all that is silent left out."""
    counted = [stem for word in _words(text) if (stem := _stem(word))]
    return list(dict.fromkeys(_joined(counted)))


def places_in(said: Iterable[str]) -> set[str]:
    """Of stems in their order, those that name a place: up to two behind "depan", "gang", "rumah" and their like."""
    found, left = set(), 0
    for stem in said:
        if stem in SIDES:
            left = 2
        elif left and stem not in MATTERS:
            found.add(stem)
            left -= 1
        else:
            left = 0
    return found


def _words(text: str) -> list[str]:
    """Small letters and digits; a letter held down three times is one ("mampeeet"), an apostrophe is nothing."""
    plain = "".join(letter if letter.isalnum() else " " for letter in text.casefold().replace("'", ""))
    return re.sub(r"([^\W\d_])\1{2,}", r"\1", plain).split()


@cache
def _sastrawi() -> Stemmer:
    """Bare, for its own cache grows without end; reading its dictionary takes 70 ms, once."""
    return StemmerFactory().create_stemmer().delegatedStemmer


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """What one word counts as; empty for what tells nothing."""
    if word in SILENT:
        return ""
    for bare in (word, *_without_ending(word)):
        if bare in _NAMES:
            return _NAMES[bare]
    stem: str = _sastrawi().stem(word) if word.isalpha() else word
    if stem in SILENT:
        return ""
    if stem in _NAMES:
        return _NAMES[stem]
    return stem if _sastrawi().dictionary.contains(stem) else _NAMES.get(_meant(stem), stem)


def _without_ending(word: str) -> Iterable[str]:
    return (word.removesuffix(one) for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= _SHORTEST)


def _meant(word: str) -> str:
    """The known word from which this one is a slip away; itself if there is none."""
    if len(word) < _TYPO_FROM - 1:
        return word
    slips = 2 if len(word) >= _TWO_TYPOS_FROM else 1
    found = process.extractOne(word, _VOCABULARY, scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found else word


@cache
def _pairs() -> dict[tuple[str, ...], str]:
    """The entries of several words, each word counted first."""
    counted = ((tuple(stem for word in words if (stem := _stem(word))), one) for words, one in _SAYINGS)
    return {words: one for words, one in counted if len(words) > 1}


def _joined(counted: list[str]) -> list[str]:
    """Two that are one: "tidak nyala" is "mati"."""
    said: list[str] = []
    for stem in counted:
        pair = (said[-1], stem) if said else ()
        if pair in _pairs():
            said[-1] = _pairs()[pair]
        else:
            said.append(stem)
    return said
