"""Nomor darurat: whom neighbours call in danger, as the organisers write it.

> [☎️ Nomor darurat]
B Sekarang: 112. Tulis nomor yang ditelepon warga kalau ada bahaya. Boleh beberapa.
> 112 · Pos ronda 0812 3456 7890
B ☎️ Nomor darurat sekarang: 112 · Pos ronda 0812 3456 7890
"""

from typing import Any

from community import communities as rules
from community.refusals import NotAllowed
from conversations import engine
from conversations.answers import Said
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from storage import communities


class Numbers(Draft):
    pass


def button() -> Choice:
    return Choice("phone", "emergency.button")


def begin(talk: Talk[Any], _argument: str) -> None:
    """For organisers, of the neighbourhood they speak in."""
    if not talk.is_organiser:
        raise NotAllowed("place.only_organisers")
    engine.open_dialogue(talk, dialogue.name, draft=Numbers())


def ask_numbers(talk: Talk[Numbers]) -> Question:
    number = communities.emergency_number_of(talk.session, talk.community_id)
    return Question("emergency.ask", {"number": number})


def heard_numbers(talk: Talk[Numbers], answer: Said) -> Next:
    here = talk.draft.community_id or talk.community_id
    if not any(character.isdigit() for character in answer.text):
        return Again("emergency.again")
    said = rules.call_in_danger(talk.session, here, answer.text, by=talk.person.person_id, now=talk.now)
    talk.say("emergency.done", home=True, number=said)
    return Done()


dialogue = Dialogue(
    name="emergency",
    draft=Numbers,
    title="emergency.title",
    steps={"numbers": Step(ask_numbers, heard_numbers, (Said,), longest=rules.LONGEST_NUMBERS)},
)
CARDS: dict[str, Card] = {"phone": Card(begin)}
