"""Sudah dikerjakan: an organiser says that a need is met, with a photo or a sentence, and residents are asked.

> [Sudah dikerjakan]
B Syukurlah 🙏 Kirim satu foto 📷 atau satu kalimat tentang No. 14.
> 📷
B Warga akan ditanya: sudah beres atau belum. Jawaban mereka rahasia.   [🙋 Tanya warga]
> [🙋 Tanya warga]
B Terima kasih, Pak Budi 🙏 Warga ditanya, hasilnya dikabarkan di sini.
"""

import random
from typing import Any

from community import closing_rounds, office
from community.journeys import LONGEST_REASON
from community.refusals import AlreadySo, Overtaken
from conversations import engine
from conversations.answers import Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import seen_in
from storage.media import MediaKind

_ASK = "ask"
_CHANCE = random.SystemRandom()
"""Nobody can guess which neighbours are asked besides those whom it concerns."""


class SaidDone(Draft):
    """`seen` is how many moves the need had when its button was drawn."""

    need_id: int = 0
    number: int = 0
    seen: int = 0
    words: str = ""


def begin(talk: Talk[Any], argument: str) -> None:
    """The button on the organisers' card."""
    need_id, seen = seen_in(argument)
    need = office.sees(talk.session, need_id, by=talk.person.person_id)
    if need.moves != seen:
        _has_moved_on(talk, Overtaken("desk.overtaken", number=need.number), need_id)
        return
    closing_rounds.refuse_hidden(need)
    engine.open_dialogue(talk, dialogue.name, draft=SaidDone(need_id=need_id, number=need.number, seen=seen))


def ask_proof(talk: Talk[SaidDone]) -> Question:
    return Question("closing.proof.ask", {"number": talk.draft.number})


def heard_proof(talk: Talk[SaidDone], answer: Said | Media) -> Next:
    if isinstance(answer, Media) and answer.kind is not MediaKind.photo:
        return Again("closing.proof.unfit")
    talk.draft.words = answer.text if isinstance(answer, Said) else answer.caption[:LONGEST_REASON]
    return "residents"


def ask_residents(_talk: Talk[SaidDone]) -> Question:
    return Question("closing.residents.ask", rows=[[Choice(_ASK, "closing.residents.yes")]])


def heard_residents(talk: Talk[SaidDone], _answer: Tapped) -> Next:
    draft = talk.draft
    try:
        closing_rounds.say_done(
            talk.session, draft.need_id, words=draft.words or None, dialogue_id=talk.dialogue_id,
            by=talk.person.person_id, now=talk.now, seen=draft.seen, chance=_CHANCE,
        )  # fmt: skip
    except AlreadySo as refusal:
        _has_moved_on(talk, refusal, draft.need_id)
        return Done()
    talk.say("closing.residents.asked", home=True, name=talk.person.name)
    return Done(draft.need_id)


def worked_on_again(talk: Talk[Any], argument: str) -> None:
    """[🔧 Kerjakan lagi], below what residents have answered."""
    need_id, seen = seen_in(argument)
    try:
        need = closing_rounds.work_again(talk.session, need_id, by=talk.person.person_id, now=talk.now, seen=seen)
    except AlreadySo as refusal:
        _has_moved_on(talk, refusal, need_id)
        return
    talk.settle_tapped(None)
    talk.say("closing.redo.said", number=need.number)


def _has_moved_on(talk: Talk[Any], refusal: AlreadySo, need_id: int) -> None:
    """Another organiser was quicker, or it is closed: say so, and lead to how it stands now."""
    look = [[Choice(f"see.{need_id}", "closing.look")]]
    talk.settle_tapped(None)
    talk.say_html(talk.words.text(refusal.key, **refusal.values), rows=look)


dialogue = Dialogue(
    name="done",
    draft=SaidDone,
    title="closing.proof.title",
    steps={
        "proof": Step(ask_proof, heard_proof, (Said, Media), longest=LONGEST_REASON),
        "residents": Step(ask_residents, heard_residents),
    },
)
CARDS: dict[str, Card] = {"done": Card(begin), "redo": Card(worked_on_again)}
