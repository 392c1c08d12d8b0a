"""Rumah saya: residents say their house number, so that one house counts once. The number itself is kept nowhere.

> RT saya → [🏠 Rumah saya]
B Nomor rumahnya berapa? Hanya supaya satu rumah dihitung satu. Nomornya tidak disimpan.       [Lewati]
> No. 12 B
B Terima kasih 🙏 Satu rumah dihitung satu.
"""

from typing import Any

from community import house_marks
from community.refusals import NotThere
from conversations import engine
from conversations.answers import Answer, Said
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk


class MyHouse(Draft):
    """Nothing to remember: a house number is not even kept in a draft."""


def begin(talk: Talk[Any], argument: str) -> None:
    """[🏠 Rumah saya]; once it is known, only what can be done with it."""
    me = {"by": talk.person.person_id, "community_id": talk.community_id}
    if argument == "forget":
        house_marks.forget(talk.session, secret=talk.house.secret, now=talk.now, **me)
        talk.redraw("houses.forgotten")
    elif argument != "change" and house_marks.is_known(talk.session, **me):
        rows = [[Choice("house.change", "houses.change"), Choice("house.forget", "houses.forget")]]
        talk.say("houses.known", rows=rows)
    else:
        engine.open_dialogue(talk, dialogue.name, draft=MyHouse())


def ask_number(_talk: Talk[MyHouse]) -> Question:
    return Question("houses.ask", optional=True)


def heard_number(talk: Talk[MyHouse], answer: Answer) -> Next:
    if not isinstance(answer, Said):
        talk.say("houses.skipped", home=True)
        return Done()
    where = talk.draft.community_id or talk.community_id
    try:
        house_marks.live_in(
            talk.session, talk.house.secret, answer.text, by=talk.person.person_id, community_id=where, now=talk.now
        )
    except NotThere as refusal:
        return Again(refusal.key)
    talk.say("houses.said", home=True, name=talk.person.name)
    return Done()


dialogue = Dialogue(
    name="house",
    draft=MyHouse,
    title="houses.title",
    # The engine keeps the beginning of a sentence that is too long, so the rule says what is, not the step.
    steps={"number": Step(ask_number, heard_number, (Said,))},
)
CARDS: dict[str, Card] = {"house": Card(begin)}
