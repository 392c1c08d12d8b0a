"""The organisers read why somebody cannot agree, and answer; all who have voted read it, and nobody whose it was.

> [🤔 Keberatan]
B Keberatan di Tanya warga No. 4: 1. “Iuran 50 ribu terlalu berat” · belum dijawab      [💬 Jawab 1]
> [💬 Jawab 1]
B Jawaban untuk “Iuran 50 ribu terlalu berat”? Semua yang memilih akan membacanya.
> Bisa dicicil lima kali
B Yang akan dibaca: “Bisa dicicil lima kali”      [✅ Kirim]
"""

from typing import Any

from community import objections, polls
from community.refusals import NotThere, Refusal
from conversations import engine, objection_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage import objections as stored
from storage import polls as asked
from storage.objections import Objection, Stance
from storage.polls import Poll, PollState

VERB = "objections"
_SEND = "send"
_PAGE = "page"
"""Before the number of a page, where an objection's number could stand."""


class Reply(Draft):
    objection_id: int = 0
    words: str = ""


def begin(talk: Talk[Any], argument: str) -> None:
    """All of a poll, one page of them, or the one that is to be answered."""
    poll_id, which = subject_in(argument)
    poll = asked.by_id(talk.session, poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    polls.place_of(talk.session, poll.community_id, by=talk.person.person_id)
    what, _, page = which.partition(".")
    if not which:
        _list(talk, poll)
    elif what == _PAGE:
        _list(talk, poll, page=pager.number_in(page), anew=False)
    else:
        _answer(talk, poll.id, which)


def _list(talk: Talk[Any], poll: Poll, *, page: int = 1, anew: bool = True) -> None:
    """Those that wait for an answer come first."""
    found = sorted(stored.of_poll(talk.session, poll.id), key=lambda one: one.stance is not Stance.raised)
    shown = pager.page(page, len(found))
    here = list(enumerate(found, 1))[shown.offset : shown.offset + shown.size]
    rows = [
        [Choice(f"{VERB}.{poll.id}.{one.id}", "objection.answer.button", values={"place": place})]
        for place, one in here
        if one.stance is Stance.raised and poll.state is PollState.open
    ]
    if turning := pager.turns(f"{VERB}.{poll.id}.{_PAGE}", shown):
        rows.append(turning)
    lines = review.lines(_line(talk, place, one) for place, one in here)
    say = talk.say if anew else talk.redraw
    say("objection.list" if found else "objection.none", rows=rows, number=poll.number, lines=lines)


def _line(talk: Talk[Any], place: int, one: Objection) -> str:
    return talk.words.label(
        "objection.line", place=place, words=one.words, state=objection_lines.state(talk.words, one)
    )


def _answer(talk: Talk[Any], poll_id: int, which: str) -> None:
    objection_id, _ = subject_in(which)
    found, poll = objections.seen(talk.session, objection_id, by=talk.person.person_id)
    if poll.id != poll_id:
        raise NotThere("stage.gone")
    polls.holds(talk.session, poll.id, by=talk.person.person_id, now=talk.now)
    engine.open_dialogue(talk, dialogue.name, draft=Reply(objection_id=found.id))


def ask_words(talk: Talk[Reply]) -> Question:
    found, _ = objections.seen(talk.session, talk.draft.objection_id, by=talk.person.person_id)
    return Question("objection.answer.ask", {"words": found.words})


def heard_words(talk: Talk[Reply], answer: Said) -> Next:
    talk.draft.words = answer.text
    return "check"


def ask_check(talk: Talk[Reply]) -> Question:
    return Question("objection.answer.check", {"words": talk.draft.words}, [[Choice(_SEND, "objection.send")]])


def heard_check(talk: Talk[Reply], answer: Tapped | Said) -> Next:
    if isinstance(answer, Said):
        return heard_words(talk, answer)
    mine, by = talk.draft, talk.person.person_id
    try:
        objections.answer(talk.session, mine.objection_id, mine.words, by=by, now=talk.now)
    except Refusal as refusal:  # another organiser was quicker, or it has closed
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
        return Done()
    talk.say("objection.answered", home=True)
    return Done()


dialogue = Dialogue(
    name="objection_answer",
    draft=Reply,
    title="objection.answer.title",
    steps={
        "words": Step(ask_words, heard_words, (Said,), longest=objections.LONGEST),
        "check": Step(ask_check, heard_check, (Tapped, Said), longest=objections.LONGEST),
    },
)
CARDS: dict[str, Card] = {VERB: Card(begin)}
