"""What an organiser says below the question for photos: how many came, or not now.

> [🔢 Berapa yang datang]
B Berapa orang yang datang? Tulis angkanya.
> 17
B Tercatat ✓ 17 orang datang. Terima kasih 🙏
"""

from typing import Any

from community import attendance, events
from community.refusals import Refusal
from conversations import attend_lines, engine, event_control
from conversations.answers import Said
from conversations.dialogue import Again, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import amount
from conversations.widgets.card_arguments import subject_in
from storage import dialogues


class Counting(Draft):
    occurrence_id: int = 0


def begin(talk: Talk[Any], argument: str) -> None:
    occurrence_id, _ = subject_in(argument)
    attendance.holds(talk.session, occurrence_id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=Counting(occurrence_id=occurrence_id))


def ask_many(_talk: Talk[Counting]) -> Question:
    return Question("after.count.ask")


def heard_many(talk: Talk[Counting], answer: Said) -> Next:
    many = amount.number_in(answer.text)
    if many is None or not 0 <= many <= attendance.MOST_ATTENDED:
        return Again("minutes.attended.again")
    by = talk.person.person_id
    try:
        one = attendance.say_how_many(talk.session, talk.draft.occurrence_id, many, by=by, now=talk.now)
    except Refusal as why:
        dialogues.put_aside(talk.session, by)
        talk.say_html(talk.words.text(why.key, **why.values), home=True)
        return Done()
    talk.say("after.count.said", home=True, count=attendance.how_many(talk.session, one))
    return Done()


def later(talk: Talk[Any], argument: str) -> None:
    """[Nanti saja]: the buttons go, and the way back is said."""
    event, _ = event_control.seen_in(talk, argument)
    events.place_of(talk.session, event.community_id, by=talk.person.person_id)
    talk.toast("after.later", alert=True)
    talk.settle_tapped(None)


dialogue = Dialogue(
    name="counting_who_came",
    draft=Counting,
    title="after.count.title",
    steps={"many": Step(ask_many, heard_many, (Said,), longest=64, unfit="minutes.attended.again")},
)
CARDS: dict[str, Card] = {attend_lines.COUNT: Card(begin), attend_lines.LATER: Card(later)}
