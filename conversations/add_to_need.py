"""Tambah keterangan: more words, photos or voice notes for a need that is one's own, or that one supports.

> [✏️ Tambah keterangan]
B Mau menambahkan apa untuk No. 14? Boleh tulisan, suara 🎤, atau foto 📷.
> 📷
B Sudah ditambahkan ke No. 14. Terima kasih, Bu Tini 🙏
"""

from typing import Any

from community import supports
from conversations import engine
from conversations.answers import Media, Said
from conversations.dialogue import Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import pasted
from conversations.widgets.card_arguments import subject_in


class Addition(Draft):
    need_id: int = 0
    number: int = 0


def begin(talk: Talk[Any], argument: str) -> None:
    """The button on a need that concerns one, or in the request to send a lost photo again."""
    need_id, _ = subject_in(argument)
    need = supports.of_concerned(talk.session, need_id, by=talk.person.person_id)
    engine.open_dialogue(talk, dialogue.name, draft=Addition(need_id=need_id, number=need.number))


def ask_more(talk: Talk[Addition]) -> Question:
    return Question("needs.add.ask", {"number": talk.draft.number})


def heard_more(talk: Talk[Addition], answer: Said | Media) -> Next:
    words = pasted.cleaned(answer.text if isinstance(answer, Said) else answer.caption)
    need = supports.add_words(
        talk.session,
        talk.draft.need_id,
        by=talk.person.person_id,
        text=words or None,
        dialogue_id=talk.dialogue_id,
        now=talk.now,
    )
    talk.say("needs.add.said", home=True, number=need.number, name=talk.person.name)
    return Done(need.id)


dialogue = Dialogue(
    name="addition",
    draft=Addition,
    title="needs.add.title",
    steps={"more": Step(ask_more, heard_more, (Said, Media), longest=supports.LONGEST_ADDITION)},
)
CARDS: dict[str, Card] = {"add": Card(begin)}
