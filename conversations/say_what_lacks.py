"""✍️ What is lacking in one's own words; they reach the organisers only if their author says so, and without a name.

> [✍️ Tulis sendiri]
B Apa yang kurang? Tulis di sini, satu dua kalimat.
> pinggirnya masih bocor
B Boleh diteruskan ke pengurus, tanpa nama?   [Boleh diteruskan] [Jangan]
> [Boleh diteruskan]
B Tercatat ✓ Terima kasih, ini membantu kita semua 🙏

A voice is recognised, and a photo shows from where it was taken: neither is kept, both are asked for in writing.
"""

from typing import Any

from community import closing_answers, reopenings
from community.refusals import AlreadySo, Refusal
from conversations import engine
from conversations.answers import Media, Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in
from storage import media as files

_MAY, _MAY_NOT = "may", "not"


class Lacking(Draft):
    """Either an answer while residents are asked, or a closed need that is to be reopened."""

    answer_id: int = 0
    need_id: int = 0
    words: str = ""


def begin_answer(talk: Talk[Any], argument: str) -> None:
    """From the question whether a need is met."""
    answer_id, _ = subject_in(argument)
    row = closing_answers.asked_of(talk.session, answer_id, by=talk.person.person_id)
    if not closing_answers.is_open(talk.session, row):
        raise AlreadySo("closing.is_over", number=closing_answers.need_of(talk.session, row).number)
    _begin(talk, Lacking(answer_id=row.id))


def begin_reopening(talk: Talk[Any], argument: str) -> None:
    """From a closed need that is not met after all."""
    need_id, _ = subject_in(argument)
    need = reopenings.check(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    _begin(talk, Lacking(need_id=need.id))


def _begin(talk: Talk[Any], draft: Lacking) -> None:
    talk.settle_tapped(None)
    engine.open_dialogue(talk, dialogue.name, draft=draft)


def ask_words(_talk: Talk[Lacking]) -> Question:
    return Question("closing.words.ask")


def heard_words(talk: Talk[Lacking], answer: Said | Media) -> Next:
    if isinstance(answer, Media):
        _let_go(talk)
        return Again("closing.words.unfit")
    talk.draft.words = answer.text
    return "permission"


def _let_go(talk: Talk[Lacking]) -> None:
    """What was spoken or photographed is not fetched, nor kept with this draft."""
    sent = files.of_dialogue(talk.session, talk.dialogue_id) if talk.dialogue_id is not None else []
    files.forget(talk.session, [one.id for one in sent])
    talk.draft.has_media = False


def ask_permission(_talk: Talk[Lacking]) -> Question:
    may = [[Choice(_MAY, "closing.words.may")], [Choice(_MAY_NOT, "closing.words.may_not")]]
    return Question("closing.words.permission", rows=may)


def heard_permission(talk: Talk[Lacking], answer: Tapped) -> Next:
    said, by = talk.draft, talk.person.person_id
    talk.draft = Lacking(community_id=said.community_id)  # a draft outlives its talk, and who said what must not
    words = said.words if answer.value == _MAY else None
    try:
        if said.need_id:
            need = reopenings.reopen(talk.session, said.need_id, words=words, by=by, now=talk.now)
            talk.say("closing.reopened.said", home=True, number=need.number)
        else:
            closing_answers.say_why(talk.session, said.answer_id, words=words, by=by, now=talk.now)
            talk.say("closing.noted", home=True)
    except Refusal as refusal:  # meanwhile the round has ended, or somebody else has reopened it
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
    return Done()


dialogue = Dialogue(
    name="lacking",
    draft=Lacking,
    title="closing.words.title",
    steps={
        "words": Step(
            ask_words, heard_words, (Said, Media), longest=closing_answers.LONGEST_WORDS, unfit="closing.words.unfit"
        ),
        "permission": Step(ask_permission, heard_permission),
    },
)
CARDS: dict[str, Card] = {"lackpen": Card(begin_answer), "againpen": Card(begin_reopening)}
