"""👋 Warga baru: an organiser says who lives here, several at a time; from then on what they choose is counted.

> [👋 3 warga baru]
B Siapa yang sudah dikenal? Pilihan mereka ikut dihitung sesudah ini.
  [Bu Sri] [✓ Pak Agus] [Mas Dwi] / [✅ Kenal yang dicentang] / [✅ Kenal semua di sini]
> [✅ Kenal yang dicentang]
B Sudah ✓ 1 warga dikenal dan dikabari.

There is no [Bukan warga sini]: it would write down a judgement about somebody, and bring nothing. Who is not recognised
speaks as before and is not counted; who knows them later ticks them then.
"""

from typing import Any

from pydantic import Field

from community import poll_cards, recognition
from community.refusals import NotAllowed
from conversations import engine
from conversations.answers import Tapped
from conversations.dialogue import Choice, Dialogue, Done, Draft, Next, Question, Rows, Step
from conversations.talk import Card, Talk
from conversations.widgets import pager, several
from conversations.widgets.several import ENOUGH, TICK
from storage import dialogues, polls

_ALL, _PAGE, _ONE = "all", "page", "p"


class Newcomers(Draft):
    """`shown` is who stood on the screen: [Kenal semua] means these and nobody who has joined since."""

    chosen: list[int] = Field(default_factory=list)
    shown: list[int] = Field(default_factory=list)
    page: int = 1


Recognising = Talk[Newcomers]


def begun(talk: Talk[Any], _argument: str) -> None:
    """The line on the desk. What was ticked earlier and left is not ticked any more."""
    talk.draft = Newcomers(community_id=talk.person.community_id)
    _look(talk)
    engine.open_dialogue(talk, dialogue.name, draft=talk.draft)


def _here(talk: Recognising) -> int:
    return talk.draft.community_id or talk.community_id


def _count(talk: Recognising) -> int:
    """How many wait. Raises NotAllowed for all but organisers, who are not locked in the talk either."""
    try:
        return recognition.count_waiting(talk.session, _here(talk), by=talk.person.person_id)
    except NotAllowed:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise


def _look(talk: Recognising) -> None:
    """What the next screen shows."""
    shown, by = _page(talk), talk.person.person_id
    here = recognition.waiting(talk.session, _here(talk), by=by, offset=shown.offset)
    talk.draft.page, talk.draft.shown = shown.number, [one.id for one in here]


def _page(talk: Recognising) -> pager.Page:
    return pager.page(talk.draft.page, _count(talk), size=recognition.AT_ONCE)


def ask_who(talk: Recognising) -> Question:
    shown, by = _page(talk), talk.person.person_id
    found = recognition.still_waiting(talk.session, _here(talk), talk.draft.shown, by=by)
    if not found:
        return Question("recognise.none", rows=[[Choice(ENOUGH, "recognise.over")]])
    names = [Choice(f"{_ONE}{one.id}", label=one.name) for one in found]
    chosen = [f"{_ONE}{one}" for one in talk.draft.chosen]
    rows: Rows = several.rows(talk.words, names, chosen, enough="recognise.ticked")
    turning = pager.row(_PAGE, shown)
    last = [rows[-1]] if talk.draft.chosen else []
    rows = [*rows[:-1], *([turning] if turning else []), *last, [Choice(_ALL, "recognise.all")]]
    return Question("recognise.ask", rows=rows)


def heard_who(talk: Recognising, answer: Tapped) -> Next:
    draft = talk.draft
    if answer.value == ENOUGH and not draft.chosen:
        talk.say("recognise.later", rows=[[Choice("desk.1", "desk.back")]])
        return Done()
    if answer.value in (ENOUGH, _ALL):
        return _known(talk, draft.shown if answer.value == _ALL else draft.chosen)
    if answer.value.startswith(_PAGE):
        draft.page = pager.number_in(answer.value.partition(".")[2])
    else:
        draft.chosen = several.toggled(draft.chosen, int(answer.value.removeprefix(_ONE)))
        talk.answered_as = f"{'➖' if answer.label.startswith(TICK) else '➕'} {answer.label.removeprefix(TICK)}"
    _look(talk)
    return "who"


def _known(talk: Recognising, these: list[int]) -> Next:
    """Whom another organiser has recognised meanwhile is known already, and told once."""
    _count(talk)
    new = recognition.recognise(
        talk.session, _here(talk), these, by=talk.person.person_id, secret=talk.house.secret, now=talk.now
    )
    if new:
        talk.session.flush()
        for poll in polls.open_around(talk.session, _here(talk)):
            poll_cards.changed(talk.session, poll, now=talk.now)
    rows: Rows = [[Choice("newcomers", "recognise.more")]] if _count(talk) else []
    rows = [*rows, [Choice("desk.1", "desk.back")]]
    if new:
        talk.say("recognise.done", rows=rows, count=len(new))
    else:
        talk.say("recognise.done.before", rows=rows)
    return Done()


dialogue = Dialogue(
    name="newcomers",
    draft=Newcomers,
    title="recognise.title",
    steps={"who": Step(ask_who, heard_who, answered="asking.picked")},
)
CARDS: dict[str, Card] = {"newcomers": Card(begun)}
