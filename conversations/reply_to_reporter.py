"""Balas: the organisers answer a reporter alone, whatever was written to them; neighbours read none of it.

> [💬 Balas]
B Mau balas apa ke Pak Joko soal No. 9? Tetangga tidak membacanya.
> Kas baru cukup bulan depan, Pak. Nanti kita rembuk.
B Yang akan dibaca: Pengurus RT 03 soal usulan No. 9: “…”      [✅ Kirim]
> [✅ Kirim]
B Sudah dibalas ✓

What was written to one organiser alone is answered as quietly: no line of the need's story tells the others of it.
"""

from typing import Any

from community import exchanges
from community.journeys import LONGEST_REASON
from conversations import engine, exchange_notices, office_word, private_letters
from conversations.answers import Said, Tapped
from conversations.dialogue import Dialogue, Next, Question, Step
from conversations.office_word import OfficeWord
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage.needs import Need


class Reply(OfficeWord):
    quietly: bool = False


def begin(talk: Talk[Any], argument: str) -> None:
    need_id, how = subject_in(argument)
    need, _ = exchanges.correspondent(talk.session, need_id, by=talk.person.person_id)
    draft = Reply(need_id=need_id, number=need.number, quietly=how == private_letters.QUIETLY)
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def ask_words(talk: Talk[Reply]) -> Question:
    _, person = exchanges.correspondent(talk.session, talk.draft.need_id, by=talk.person.person_id)
    return Question("reply.what", {"name": person.name, "number": talk.draft.number})


def ask_check(talk: Talk[Reply]) -> Question:
    need, _ = exchanges.correspondent(talk.session, talk.draft.need_id, by=talk.person.person_id)
    words, _ = office_word.reader(talk, need)
    return office_word.preview("office.preview.one", exchange_notices.replied_with(words, need, talk.draft.words))


def heard_check(talk: Talk[Reply], answer: Tapped | Said) -> Next:
    return office_word.sent(talk, answer, lambda: _send(talk), "reply.sent")


def _send(talk: Talk[Reply]) -> Need:
    mine, by = talk.draft, talk.person.person_id
    if mine.quietly:
        return private_letters.answer(talk, mine.need_id, mine.words)
    return exchanges.reply(talk.session, mine.need_id, words=mine.words, by=by, now=talk.now)


dialogue = Dialogue(
    name="reply",
    draft=Reply,
    title="reply.title",
    steps={
        "words": Step(ask_words, office_word.heard_words, (Said,), LONGEST_REASON),
        "check": Step(ask_check, heard_check, (Tapped, Said), LONGEST_REASON),
    },
)
CARDS: dict[str, Card] = {"reply": Card(begin)}
