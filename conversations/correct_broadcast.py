"""Ralat: other words in place of those that are out already.

> [✏️ Ralat]
B Tulis yang benar. Pesan yang sudah terkirim ikut berubah.
> Kerja bakti jam 8, bukan jam 7
B Jadinya begini: …        [✅ Ganti semua] [Nanti saja]
"""

from markupsafe import Markup

from community import broadcast_steering as rules
from community.broadcast_content import LONGEST
from conversations import broadcast_card
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Talk
from conversations.widgets import blanks, rich_text

_YES = "yes"


class Correction(Draft):
    broadcast_id: int = 0
    html: str = ""


def ask_words(_talk: Talk[Correction]) -> Question:
    return Question("announce.fix.ask")


def heard_words(talk: Talk[Correction], answer: Said) -> Next:
    html = rich_text.html_said(talk.update.message, answer.text)
    if len(html) > LONGEST:
        return Again("announce.too_long", {"most": LONGEST})
    if (left := blanks.refusal(html)) is not None:
        return left
    talk.draft.html = html
    return "sure"


def ask_sure(talk: Talk[Correction]) -> Question:
    words = Markup(talk.draft.html)  # noqa: S704 - escaped when it was read
    return Question("announce.fix.sure", {"words": words}, [[Choice(_YES, "announce.fix.yes")]])


def heard_sure(talk: Talk[Correction], answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        return heard_words(talk, answer)
    found = rules.correct(
        talk.session, talk.draft.broadcast_id, talk.draft.html, by=talk.person.person_id, now=talk.now
    )
    _, rows = broadcast_card.screen(talk, found)
    talk.say("announce.fix.done", rows=rows)
    return Done()


dialogue = Dialogue(
    name="erratum",
    draft=Correction,
    title="announce.fix.title",
    steps={
        "words": Step(ask_words, heard_words, (Said,), longest=LONGEST),
        "sure": Step(ask_sure, heard_sure, (Tapped, Said), longest=LONGEST),
    },
)
