"""Cari: what is looked for in a word or two.

> [🔎 Cari]
B Cari apa? Satu atau dua kata saja, misalnya: selokan masjid.
> lampu pos
B Usulan di RT 03: 1 · 🔎 lampu pos · No. 11 💡 Lampu jalan …

The words are not kept: they stand on the buttons of what was found.
"""

from typing import Any

from conversations import engine, need_list
from conversations.answers import Said
from conversations.dialogue import Again, Dialogue, Done, Draft, Next, Question, Step
from conversations.need_list import WORDS
from conversations.talk import Card, Talk


def begin(talk: Talk[Any], _argument: str) -> None:
    """[🔎 Cari]."""
    engine.open_dialogue(talk, dialogue.name, draft=Draft())


def ask_words(_talk: Talk[Draft]) -> Question:
    return Question("browse.find.ask")


def heard_words(talk: Talk[Draft], said: Said) -> Next:
    code = need_list.about(said.text)
    if code == WORDS:
        return Again("browse.find.again")
    need_list.show(talk, f"1.{code}", anew=True)
    return Done()


dialogue = Dialogue(
    name="find",
    draft=Draft,
    title="browse.find.title",
    steps={"words": Step(ask_words, heard_words, (Said,), longest=100, unfit="browse.find.again")},
)
CARDS: dict[str, Card] = {"find": Card(begin)}
