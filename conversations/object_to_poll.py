"""Keberatan, on the way to mufakat: why, in one's own words; organisers read and answer it, and never learn whose.

> [Keberatan]
B Tanya warga No. 4: “Iuran jadi 50 ribu” … Apa keberatannya? Tulis satu dua kalimat.
> Iuran 50 ribu terlalu berat
B Yang dibaca pengurus: “Iuran 50 ribu terlalu berat”. Nama tidak ikut.      [✅ Kirim]
> [✅ Kirim]
B Keberatan sudah sampai ke pengurus, tanpa nama. Kalau sudah dijawab, dikabari di sini.

Later, below the answer: [Saya tarik keberatan] [Silakan jalan, tapi dicatat] [Belum cukup, tulis lagi]

A voice is recognised: it is asked for in writing. Nothing is left of the talk, not even that there was one: only who
objects has such a talk.
"""

from typing import Any

from community import objections, poll_cards, poll_talks
from community.refusals import Refusal
from conversations import engine, poll_lines
from conversations.answers import Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.objection_lines import KEEP, RAISE, WITHDRAW
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage import media as files
from storage import polls

_SEND = "send"


class Reason(Draft):
    poll_id: int = 0
    number: int = 0
    words: str = ""


def begin(talk: Talk[Any], argument: str) -> None:
    """[Keberatan]"""
    poll_id, _ = subject_in(argument)
    poll = objections.may_object(talk.session, poll_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=Reason(poll_id=poll.id, number=poll.number))


def ask_words(talk: Talk[Reason]) -> Question:
    poll = polls.by_id(talk.session, talk.draft.poll_id)
    question = poll_lines.question(talk.words, poll) if poll is not None else ""
    return Question("objection.why.ask", {"number": talk.draft.number, "question": question})


def heard_words(talk: Talk[Reason], answer: Said | Media) -> Next:
    if isinstance(answer, Media):
        sent = files.of_dialogue(talk.session, talk.dialogue_id) if talk.dialogue_id is not None else []
        files.forget(talk.session, [one.id for one in sent])
        talk.draft.has_media = False
        return Again("objection.why.unfit")
    talk.draft.words = answer.text
    return "check"


def ask_check(talk: Talk[Reason]) -> Question:
    return Question("objection.check", {"words": talk.draft.words}, [[Choice(_SEND, "objection.send")]])


def heard_check(talk: Talk[Reason], answer: Tapped | Said | Media) -> Next:
    if not isinstance(answer, Tapped):
        return heard_words(talk, answer)
    said = talk.draft
    talk.draft = Reason()
    try:
        objections.raise_it(
            talk.session, said.poll_id, said.words, by=talk.person.person_id, secret=talk.house.secret, now=talk.now
        )
        talk.session.flush()
        if (poll := polls.by_id(talk.session, said.poll_id)) is not None:
            poll_cards.changed(talk.session, poll, now=talk.now)
        talk.say("objection.raised", home=True)
    except Refusal as refusal:  # it has closed meanwhile
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
    return Done(traceless=True)


def settled(talk: Talk[Any], argument: str) -> None:
    """[Saya tarik keberatan] [Silakan jalan, tapi dicatat], below the answer or on one's own card."""
    poll_id, said = subject_in(argument)
    if said not in (WITHDRAW, KEEP):
        talk.toast("stage.gone")
        return
    objections.settle(
        talk.session, poll_id, keeps=said == KEEP, by=talk.person.person_id, secret=talk.house.secret, now=talk.now
    )
    talk.settle_tapped(None)
    talk.say("objection.kept" if said == KEEP else "objection.withdrawn", home=True)


dialogue = Dialogue(
    name=poll_talks.OBJECTION,
    draft=Reason,
    title="objection.title",
    steps={
        "words": Step(
            ask_words, heard_words, (Said, Media), longest=objections.LONGEST, unfit="objection.why.unfit"
        ),
        "check": Step(
            ask_check, heard_check, (Tapped, Said, Media), longest=objections.LONGEST, unfit="objection.why.unfit"
        ),
    },
)  # fmt: skip
CARDS: dict[str, Card] = {RAISE: Card(begin), "settle": Card(settled)}
