"""Jawab: what the organisers asked is answered in the chat, typed, spoken or photographed.

> [Jawab]                        or a Telegram reply to the question, which is the answer at once
B Jawab soal No. 14: “Sejak kapan?” Boleh tulisan, suara 🎤, atau foto 📷.
> 🎤
B Jawabannya sudah disampaikan ke pengurus ✓ Terima kasih, Bu Tini 🙏

What is said out of the blue is only offered as the answer:

> 🎤
B Jawaban untuk No. 14: 🎤 0:05      [✅ Kirim] [📝 Ini usul baru] [Nanti saja]
"""

from typing import Any

from community import exchanges, triage
from community.exchanges import Awaiting
from community.refusals import AlreadySo, Refusal
from conversations import engine, kept_words
from conversations.answers import Answer, Media, Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Rows, Step
from conversations.kept_words import CUT, KeptWords
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage import dialogues

_SEND, _NEW = "send", "new"


class Reply(KeptWords):
    """`question` is what was asked; with `asks_first` nothing goes out before its author has tapped."""

    question: str = ""
    asks_first: bool = False


def begin(talk: Talk[Any], argument: str) -> None:
    """[Jawab] below the question."""
    need_id, _ = subject_in(argument)
    awaiting = exchanges.question(talk.session, need_id, by=talk.person.person_id)
    if awaiting is None:
        raise AlreadySo("exchange.not_asked")
    waiting = kept_words.waiting_about(talk, dialogue.name, need_id)
    if waiting is None:
        engine.open_dialogue(talk, dialogue.name, draft=_draft(awaiting))
    else:
        dialogues.resume(talk.session, waiting, now=talk.clock)
        engine.ask(talk, waiting)


def replied(talk: Talk[Any], awaiting: Awaiting, answer: Answer) -> None:
    """A Telegram reply to the question: it is the answer, without asking."""
    engine.open_dialogue(talk, dialogue.name, first=answer, draft=_draft(awaiting))


def offered(talk: Talk[Any], awaiting: Awaiting, answer: Said | Media) -> None:
    """Said out of the blue while a question is open."""
    draft = _draft(awaiting)
    draft.asks_first = True
    kept_words.open_with(talk, dialogue.name, draft, answer)


def _draft(awaiting: Awaiting) -> Reply:
    need = awaiting.need
    return Reply(need_id=need.id, number=need.number, question=awaiting.line.reason or "")


def ask_answer(talk: Talk[Reply]) -> Question:
    mine = talk.draft
    if not mine.said:
        return Question("exchange.answer.ask", {"number": mine.number, "question": mine.question})
    if len(mine.text) > exchanges.LONGEST:
        values: dict[str, object] = {"number": mine.number, "most": exchanges.LONGEST}
        return Question("exchange.answer.long", values, [[Choice(CUT, "stage.cut")], *_NEW_ONE])
    rows = [[Choice(_SEND, "office.send")], *_NEW_ONE]
    return Question("exchange.answer.check", {"number": mine.number, "said": mine.shown()}, rows)


_NEW_ONE: Rows = [[Choice(_NEW, "exchange.new")]]


def heard_answer(talk: Talk[Reply], answer: Tapped | Said | Media) -> Next:
    mine = talk.draft
    if isinstance(answer, Said | Media):
        if len(mine.text) > exchanges.LONGEST:
            mine.cut(0)  # written anew, and shorter
        mine.keep(answer)
        return "answer" if mine.asks_first or len(mine.text) > exchanges.LONGEST else _send(talk)
    if answer.value == _NEW:
        kept_words.becomes_a_report(talk)
        mine.said = []
        return Done()
    if answer.value == CUT:
        mine.cut(exchanges.LONGEST)
        return "answer"
    return _send(talk)


def _send(talk: Talk[Reply]) -> Next:
    mine, by = talk.draft, talk.person.person_id
    try:
        need = triage.answer(
            talk.session, mine.need_id, text=mine.text or None, dialogue_id=talk.dialogue_id, by=by, now=talk.now
        )
    except Refusal as refusal:
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
        return Done()
    mine.said = []
    talk.say("exchange.answer.sent", home=True, number=need.number, name=talk.person.name)
    return Done(need.id)


dialogue = Dialogue(
    name="answer",
    draft=Reply,
    title="exchange.answer.title",
    steps={"answer": Step(ask_answer, heard_answer, (Tapped, Said, Media), kept_words.LONGEST)},
)
CARDS: dict[str, Card] = {"answer": Card(begin)}
