"""Tanya dulu: an organiser asks the reporter, who answers in the chat, also by voice.

> [❓ Tanya dulu]
B Mau tanya apa ke Bu Tini soal No. 14?      [Di sebelah mana tepatnya?] [Sejak kapan?] [Boleh minta foto?]
> [Sejak kapan?]
B Yang akan dibaca: Pengurus bertanya soal usulan No. 14: “Sejak kapan?” Jawab di sini, boleh suara.    [✅ Kirim]
> [✅ Kirim]
B Sudah ditanyakan ✓ Jawabannya datang di sini.
"""

from typing import Any

from community import exchanges, office, triage
from community.journeys import LONGEST_REASON
from conversations import exchange_notices, office_word
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Next, Question, Step
from conversations.office_word import OfficeWord
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import seen_in


def begin(talk: Talk[Any], argument: str) -> None:
    need_id, _ = seen_in(argument)
    exchanges.correspondent(talk.session, need_id, by=talk.person.person_id)  # or there is nobody to ask
    office_word.begin(talk, dialogue.name, argument)


def ask_question(talk: Talk[OfficeWord]) -> Question:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    _, name = office_word.reader(talk, need)
    ready = [[Choice("where", "ask.where")], [Choice("since", "ask.since")], [Choice("photo", "ask.photo")]]
    return Question("ask.what", {"number": talk.draft.number, "name": name}, ready)


def heard_question(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.words = talk.words.label(f"ask.{answer.value}")
        return "check"
    return office_word.heard_words(talk, answer)


def ask_check(talk: Talk[OfficeWord]) -> Question:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    words, _ = office_word.reader(talk, need)
    return office_word.preview("office.preview.one", exchange_notices.asked(words, need, talk.draft.words))


def heard_check(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    mine = talk.draft
    return office_word.sent(
        talk,
        answer,
        lambda: triage.ask(
            talk.session, mine.need_id, question=mine.words, by=talk.person.person_id, now=talk.now, seen=mine.seen
        ),
        "ask.sent",
    )


_WORDS = (Tapped, Said)
dialogue = Dialogue(
    name="ask",
    draft=OfficeWord,
    title="ask.title",
    steps={
        "question": Step(ask_question, heard_question, _WORDS, LONGEST_REASON),
        "check": Step(ask_check, heard_check, _WORDS, LONGEST_REASON),
    },
)
CARDS: dict[str, Card] = {"ask": Card(begin)}
