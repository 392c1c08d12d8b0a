"""Ini usul saya: a neighbour for whom another spoke takes over what was told for them.

> Usulan saya → [Usul yang dititipkan]      or [Ini usul saya] on a neighbour's card
B Nomor usulannya berapa? Biasanya diberi tahu oleh yang menyampaikan.
> 15
B 🚰 Air bersih · keruh — No. 15 …          [Ini usul saya]
> [Ini usul saya]
B Baik, Bu Sri 🙏 Yang menyampaikan No. 15 ditanya dulu. Kabarnya lewat sini.
to whoever told it, in private: Bu Sri bilang usulan No. 15 ini miliknya. Betul?     [Ya, itu beliau] [Bukan]
"""

from enum import StrEnum
from typing import Any

from community import claims
from community.refusals import NotThere
from conversations import engine, need_lines
from conversations.answers import Said
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import choice_in, subject_in
from storage.needs import Need

_LARGEST = 6
"""Digits of a spoken number."""


class Answered(StrEnum):
    """What whoever was asked says."""

    yes = "yes"
    no = "no"


class Entrusted(Draft):
    """Nothing to remember: one question, one answer."""


def begin(talk: Talk[Any], _argument: str) -> None:
    """[Usul yang dititipkan]: for those who know nothing but the number."""
    engine.open_dialogue(talk, dialogue.name, draft=Entrusted())


def ask_number(_talk: Talk[Entrusted]) -> Question:
    return Question("claims.number.ask")


def heard_number(talk: Talk[Entrusted], answer: Said) -> Next:
    number = _number_in(answer.text)
    try:
        need = claims.found(talk.session, talk.community_id, number, by=talk.person.person_id)
    except NotThere as refusal:
        return Again(refusal.key)
    told = review.lines(_told(talk, need))
    talk.say("needs.card", rows=[[Choice(f"claim.{need.id}", "claims.mine")]], lines=told)
    return Done()


def _number_in(text: str) -> int:
    """15 of "No. 15 RT 03": the first number that is said; 0 for none."""
    digits = "".join(letter if letter.isascii() and letter.isdigit() else " " for letter in text).split()
    return int(digits[0]) if digits and len(digits[0]) <= _LARGEST else 0


def _told(talk: Talk[Any], need: Need) -> list[str]:
    """As much as every neighbour may see."""
    return [
        f"{need_lines.title(talk.words, need)} — No. {need.number}",
        need_lines.place_for_all(talk.words, need, talk.community_name),
        need_lines.state(talk.words, need),
    ]


def claimed(talk: Talk[Any], argument: str) -> None:
    """[Ini usul saya]."""
    need_id, _ = subject_in(argument)
    claim = claims.ask(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    key = "claims.asked" if claim.passed_on_at is None else "claims.asked.office"
    talk.say(key, home=True, name=talk.person.name, community=talk.community_name)


def answered(talk: Talk[Any], argument: str) -> None:
    """[Ya, itu beliau] or [Bukan], of whoever was asked."""
    claim_id, said = choice_in(argument, Answered)
    granted = said is Answered.yes
    need = claims.answer(talk.session, claim_id, granted=granted, by=talk.person.person_id, now=talk.now)
    talk.redraw("claims.yes.said" if granted else "claims.no.said", number=need.number)


dialogue = Dialogue(
    name="claim",
    draft=Entrusted,
    title="claims.title",
    steps={"number": Step(ask_number, heard_number, (Said,), longest=40)},
)
CARDS: dict[str, Card] = {"entrusted": Card(begin), "claim": Card(claimed), "claimed": Card(answered)}
