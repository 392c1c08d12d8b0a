"""Tanya pengurus: a reporter asks or tells the organisers something about their need; the answer comes to them alone.

> [💬 Tanya pengurus]
B Mau tanya apa ke pengurus soal No. 9? Boleh tulisan, suara 🎤, atau foto 📷.
> kapan kas cukup?
B Sudah disampaikan ke pengurus ✓ Jawabannya datang di sini.
"""

from typing import Any

from community import exchanges, needs
from conversations import engine
from conversations.answers import Media, Said
from conversations.dialogue import Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in


class Letter(Draft):
    need_id: int = 0
    number: int = 0


def begin(talk: Talk[Any], argument: str) -> None:
    need_id, _ = subject_in(argument)
    need = needs.own_standing(talk.session, need_id, by=talk.person.person_id)
    engine.open_dialogue(talk, dialogue.name, draft=Letter(need_id=need.id, number=need.number))


def ask_words(talk: Talk[Letter]) -> Question:
    return Question("exchange.write.ask", {"number": talk.draft.number})


def heard_words(talk: Talk[Letter], answer: Said | Media) -> Next:
    words = answer.text if isinstance(answer, Said) else answer.caption
    need = exchanges.write(
        talk.session,
        talk.draft.need_id,
        text=words or None,
        dialogue_id=talk.dialogue_id,
        by=talk.person.person_id,
        now=talk.now,
    )
    talk.say("exchange.written", home=True, number=need.number)
    return Done(need.id)


dialogue = Dialogue(
    name="letter",
    draft=Letter,
    title="exchange.write.title",
    steps={"words": Step(ask_words, heard_words, (Said, Media), longest=exchanges.LONGEST)},
)
CARDS: dict[str, Card] = {"tell": Card(begin)}
