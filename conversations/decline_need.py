"""Belum bisa dilanjutkan, without a slap: a reason, and before it goes out what the reporter will read.

> [Belum bisa dilanjutkan]
B Apa alasannya? Yang menyampaikan akan membacanya.
                             [Perlu biaya besar] [Bukan wewenang RT 03] [Kurang keterangan] [✍️ Tulis sendiri]
> [Perlu biaya besar]        not one's own to decide: pass it on instead; too little known: ask instead
B Yang akan dibaca: Pak Joko, usulan No. 9 (paving) belum bisa dilanjutkan. Alasannya: …      [✅ Kirim]
> [✅ Kirim]
B Sudah dikabarkan dengan baik-baik ✓
"""

from typing import Any

from community import office, triage
from community.journeys import LONGEST_REASON
from conversations import need_news, office_word
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Next, Question, Step
from conversations.office_word import OfficeWord
from conversations.talk import Card, Talk
from storage.needs import NeedState
from storage.timeline import TimelineEntry

_COST, _NOT_OURS, _UNCLEAR, _OWN, _STILL = "cost", "not_ours", "unclear", "own", "still"
_INSTEAD = {_NOT_OURS: "pass", _UNCLEAR: "ask"}
"""What is kinder than a refusal, by the verb of its button."""


def begin(talk: Talk[Any], argument: str) -> None:
    office_word.begin(talk, dialogue.name, argument)


def ask_reason(talk: Talk[OfficeWord]) -> Question:
    rows = [
        [Choice(_COST, "decline.cost")],
        [Choice(_NOT_OURS, "decline.not_ours", values={"name": talk.community_name})],
        [Choice(_UNCLEAR, "decline.unclear")],
        [Choice(_OWN, "decline.own")],
    ]
    return Question("decline.reason.ask", {"number": talk.draft.number}, rows)


def heard_reason(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        return office_word.heard_words(talk, answer)
    if answer.value == _COST:
        talk.draft.words = talk.words.label("decline.cost.reason", name=talk.community_name)
        return "check"
    return "words" if answer.value == _OWN else answer.value


def ask_not_ours(talk: Talk[OfficeWord]) -> Question:
    rows = [[Choice("instead", "decline.pass")], [Choice(_STILL, "decline.still")]]
    return Question("decline.not_ours.ask", {"number": talk.draft.number}, rows)


def ask_unclear(talk: Talk[OfficeWord]) -> Question:
    rows = [[Choice("instead", "decline.ask")], [Choice(_STILL, "decline.still")]]
    return Question("decline.unclear.ask", {"number": talk.draft.number}, rows)


def heard_not_ours(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    return _instead(talk, answer, _NOT_OURS)


def heard_unclear(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    return _instead(talk, answer, _UNCLEAR)


def _instead(talk: Talk[OfficeWord], answer: Tapped | Said, reason: str) -> Next:
    if isinstance(answer, Said):
        return office_word.heard_words(talk, answer)
    if answer.value == _STILL:
        talk.draft.words = talk.words.label(f"decline.{reason}.reason", name=talk.community_name)
        return "check"
    office_word.passed_on(talk, _INSTEAD[reason], f"{talk.draft.need_id}.{talk.draft.seen}")
    return Done()


def ask_words(talk: Talk[OfficeWord]) -> Question:
    return Question("decline.words.ask", {"number": talk.draft.number})


def ask_check(talk: Talk[OfficeWord]) -> Question:
    need = office.sees(talk.session, talk.draft.need_id, by=talk.person.person_id)
    words, name = office_word.reader(talk, need)
    if name:
        return office_word.preview("office.preview.one", need_news.refused(words, need, name, talk.draft.words))
    line = TimelineEntry(need_id=need.id, at=talk.now, state=NeedState.not_now, reason=talk.draft.words)
    return office_word.preview("office.preview.all", need_news.said(talk.session, words, need, [line]))


def heard_check(talk: Talk[OfficeWord], answer: Tapped | Said) -> Next:
    mine = talk.draft
    return office_word.sent(
        talk,
        answer,
        lambda: triage.decline(
            talk.session, mine.need_id, reason=mine.words, by=talk.person.person_id, now=talk.now, seen=mine.seen
        ),
        "decline.sent",
    )


_WORDS = (Tapped, Said)
dialogue = Dialogue(
    name="decline",
    draft=OfficeWord,
    title="decline.title",
    steps={
        "reason": Step(ask_reason, heard_reason, _WORDS, LONGEST_REASON),
        _NOT_OURS: Step(ask_not_ours, heard_not_ours, _WORDS, LONGEST_REASON),
        _UNCLEAR: Step(ask_unclear, heard_unclear, _WORDS, LONGEST_REASON),
        "words": Step(ask_words, office_word.heard_words, (Said,), LONGEST_REASON),
        "check": Step(ask_check, heard_check, _WORDS, LONGEST_REASON),
    },
)
CARDS: dict[str, Card] = {"decline": Card(begin)}
