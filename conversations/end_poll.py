"""[🔒 Tutup sekarang] and [✖️ Batalkan]: a reason in one sentence, which everyone reads, and one tap to confirm.

> [✖️ Batalkan]
B Kenapa dibatalkan? Satu kalimat saja, warga membacanya.
> Sudah disepakati di rapat semalam
B Batalkan Tanya warga No. 4? Semua pilihan dihapus. “Sudah disepakati …”      [✖️ Ya, batalkan] [Tidak jadi]
"""

from typing import Any

from community import paper_votes, poll_cards, poll_closing, polls
from community.refusals import Refusal
from conversations import engine, poll_control
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.extend_poll import looked_at, over
from conversations.talk import Talk
from conversations.widgets import pasted
from storage.polls import Poll

SHUT, OFF = "shut", "off"
_YES, _NO = "yes", "no"
_ENDING = {SHUT: poll_closing.close_early, OFF: poll_closing.call_off}


class Ending(Draft):
    poll_id: int = 0
    how: str = SHUT
    why: str = ""


Ends = Talk[Ending]


def begin(talk: Talk[Any], poll: Poll, how: str) -> None:
    """Whoever may not close it yet is told before they have written why."""
    if how == SHUT:
        poll_closing.refuse_too_few(talk.session, poll)
    engine.open_dialogue(talk, dialogue.name, draft=Ending(poll_id=poll.id, how=how))


def ask_why(talk: Ends) -> Question:
    poll = looked_at(talk, talk.draft.poll_id)
    return Question(f"steer.{talk.draft.how}.ask", {"number": poll.number})


def heard_why(talk: Ends, answer: Said) -> Next:
    poll = looked_at(talk, talk.draft.poll_id)
    if not poll_cards.is_open(poll, talk.now):
        return over(talk, poll)
    try:
        talk.draft.why = polls.reason(" ".join(pasted.cleaned(answer.text).split()))
    except Refusal as why:
        return Again(why.key, why.values)
    return "sure"


def ask_sure(talk: Ends) -> Question:
    poll, how = looked_at(talk, talk.draft.poll_id), talk.draft.how
    rows = [[Choice(_YES, f"steer.{how}.yes")], [Choice(_NO, "announce.sure.no")]]
    values = {"number": poll.number, "why": talk.draft.why}
    if how == SHUT and (sheets := paper_votes.without_witness(talk.session, poll)):
        return Question("steer.shut.sure.paper", {**values, "count": sheets}, rows)
    return Question(f"steer.{how}.sure", values, rows)


def heard_sure(talk: Ends, answer: Tapped) -> Next:
    draft, by = talk.draft, talk.person.person_id
    if answer.value == _YES:
        try:
            _ENDING[draft.how](talk.session, draft.poll_id, draft.why, by=by, now=talk.now)
        except Refusal as why:
            talk.say_html(talk.words.text(why.key, **why.values))
    poll_control.draw(talk, looked_at(talk, draft.poll_id), anew=True)
    return Done()


dialogue = Dialogue(
    name="ending",
    draft=Ending,
    title="steer.end.title",
    steps={
        "why": Step(ask_why, heard_why, (Said,), longest=polls.LONGEST_REASON),
        "sure": Step(ask_sure, heard_sure),
    },
)
