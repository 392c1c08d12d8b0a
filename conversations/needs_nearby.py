"""Terdekat: what has been named near where one is, or near a landmark.

> [📍 Terdekat]
B Dekat mana?                           [📍 Kirim lokasi] / [Pos ronda] [Masjid] / [Nanti saja]
> [📍 Kirim lokasi]
B Dekat: Titik di peta ✓
B Usulan di RT 03: 6 · yang terdekat dulu · No. 14 …

Where one is, is not kept: it stands, to a hundred metres, on the buttons of what was found.
"""

from typing import Any

from conversations import engine, need_list
from conversations.answers import Place, Said, Tapped
from conversations.dialogue import Again, Dialogue, Done, Draft, Next, Question, Step
from conversations.need_list import LANDMARK
from conversations.talk import Card, Talk
from conversations.widgets import place
from storage import communities


def begin(talk: Talk[Any], _argument: str) -> None:
    """[📍 Terdekat]."""
    engine.open_dialogue(talk, dialogue.name, draft=Draft())


def ask_where(talk: Talk[Draft]) -> Question:
    rows = place.rows(talk.words, _landmarks(talk))
    return Question("browse.near.ask", rows=rows[1:])  # near home is nowhere in particular: we do not know the houses


def heard_where(talk: Talk[Draft], answer: Tapped | Place | Said) -> Next:
    marks = _landmarks(talk)
    told = place.told(answer, marks)
    if isinstance(told, Again):
        return told
    if told.latitude is not None and told.longitude is not None:
        code, said = need_list.near_point(told.latitude, told.longitude), talk.words.label("needs.place.point")
    elif told.landmark is not None:
        code, said = f"{LANDMARK}{marks.index(told.landmark)}", told.landmark
    else:
        code, said = need_list.about(told.words or ""), told.words or ""
    talk.say("browse.near.said", home=True, answer=said)
    need_list.show(talk, f"1.{code}", anew=True)
    return Done()


def _landmarks(talk: Talk[Any]) -> list[str]:
    here = communities.by_id(talk.session, talk.community_id)
    return list(here.landmarks[: place.LANDMARKS]) if here else []


dialogue = Dialogue(
    name="nearby",
    draft=Draft,
    title="browse.near.title",
    steps={"where": Step(ask_where, heard_where, (Tapped, Place, Said), longest=place.LONGEST, typed=True)},
)
CARDS: dict[str, Card] = {"nearby": Card(begin)}
