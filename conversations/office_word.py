"""A word of the organisers: written or picked, read once more as its reader will read it, then sent.

Shared by the talks in which organisers ask, explain, decline and answer. The need is held and judged when it is sent;
whoever was overtaken meanwhile is told, and shown how it stands.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from markupsafe import Markup

from community import office
from community.refusals import NotThere, Overtaken, Refusal
from conversations import engine
from conversations.answers import Answer, Said, Tapped
from conversations.dialogue import Choice, Done, Draft, Next, Question
from conversations.talk import Talk
from conversations.widgets.card_arguments import seen_in
from locales import Words, words
from storage import people
from storage.needs import Need

SEND = "send"


class OfficeWord(Draft):
    """`seen` is `Need.moves` as the organiser saw it."""

    need_id: int = 0
    seen: int = 0
    number: int = 0
    words: str = ""


W = TypeVar("W", bound=OfficeWord)


def begin(talk: Talk[Any], name: str, argument: str) -> None:
    """From a button of the desk: open the talk `name`, unless another organiser was quicker."""
    need_id, seen = seen_in(argument)
    try:
        need = office.holds(talk.session, need_id, by=talk.person.person_id, seen=seen)
    except Overtaken as refusal:
        talk.toast(refusal.key, alert=True, **refusal.values)
        if "see" in talk.house.cards:
            passed_on(talk, "see", str(need_id))
        return
    engine.open_dialogue(talk, name, draft=OfficeWord(need_id=need_id, seen=seen, number=need.number))


def heard_words(talk: Talk[W], answer: Answer) -> Next:
    """Typed, or a ready sentence by its button."""
    if isinstance(answer, Said | Tapped):
        talk.draft.words = answer.text if isinstance(answer, Said) else answer.label
    return "check"


def preview(key: str, shown: str) -> Question:
    """What its reader will read, as Telegram HTML, below the words at `key`."""
    return Question(key, {"shown": Markup(shown)}, [[Choice(SEND, "office.send")]])  # noqa: S704 - of our own words, their values escaped


def sent(talk: Talk[W], answer: Answer, act: Callable[[], Need], said: str) -> Next:
    """[✅ Kirim], or other words in place of these."""
    if not isinstance(answer, Tapped):
        return heard_words(talk, answer)
    try:
        need = act()
    except Refusal as refusal:
        html = talk.words.text(refusal.key, **refusal.values)
        talk.say_html(html, rows=[[Choice(f"see.{talk.draft.need_id}", "office.open")]])
        return Done()
    talk.say(said, home=True, number=need.number)
    return Done()


def passed_on(talk: Talk[W], verb: str, argument: str) -> None:
    """To what another button does, by its verb."""
    card = talk.house.cards.get(verb)
    if card is None:
        raise NotThere("stage.gone")
    mine, here = getattr(talk, "draft", None), talk.dialogue_id
    talk.look_again()  # a talk that has been resumed by this tap is the current one
    card.act(talk, argument)
    talk.dialogue_id = here
    if mine is not None:
        talk.draft = mine


def reader(talk: Talk[W], need: Need) -> tuple[Words, str]:
    """The language and the name of the need's reporter, who will read it; the organiser's own words for nobody."""
    person = people.by_id(talk.session, need.reporter_id) if need.reporter_id is not None else None
    return (words(person.language), person.name) if person else (talk.words, "")
