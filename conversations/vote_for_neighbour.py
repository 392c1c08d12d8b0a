"""Voting for a neighbour who has no Telegram: who, that they agreed, and what they choose; changed at any time.

> [👥 Mewakili tetangga]
B Mewakili siapa di Tanya warga No. 4? Tulis nama panggilannya.
> Mbah Karto
B Sudah tanya Mbah Karto langsung? Pilihannya harus dari beliau sendiri.       [Sudah, beliau setuju]
> [Sudah, beliau setuju]
B Apa pilihan Mbah Karto?      [1 Selokan] [2 Lampu] …
> [1 Selokan]
B Pilihan Mbah Karto: 1. Selokan. Sudah pas?      [✅ Simpan] [✏️ Ubah]
> [✅ Simpan]
B Tersimpan ✓ Bacakan tanda terimanya ke Mbah Karto: k7q2pa …      [👥 Tetangga lain]

What was chosen is not kept with this talk: the draft begins empty, is emptied as it is saved, and goes with the poll.
"""

from typing import Any

from markupsafe import Markup
from pydantic import Field

from community import choosing, electorate, poll_cards, poll_talks, votes, votes_for_neighbours
from community.refusals import AlreadySo, NotThere, Refusal, TooMuch
from community.votes import Vote
from conversations import engine, poll_lines, screens
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Dialogue, Done, Draft, Next, Question, Step
from conversations.talk import Card, Talk
from conversations.widgets import review
from conversations.widgets.card_arguments import subject_in
from storage import polls
from storage.polls import Method, Poll, PollOption

VERB, NEW = "proxy", "new"
_AGREED, _ENOUGH, _NONE, _SAVE, _CHANGE = "yes", "enough", "none", "save", "change"


class ForNeighbour(Draft):
    """`is_known`: they have a vote through me already, and it is to be changed."""

    poll_id: int = 0
    number: int = 0
    whom: str = ""
    is_known: bool = False
    choices: list[int] = Field(default_factory=list)


Speaking = Talk[ForNeighbour]


def begin(talk: Talk[Any], argument: str) -> None:
    """[👥 Mewakili tetangga]: for whom I have voted, if for anybody; else for whom I do now."""
    poll_id, rest = subject_in(argument)
    by = talk.person.person_id
    poll = votes.open_poll(talk.session, poll_id, now=talk.now)
    electorate.voter(talk.session, poll, by)
    known = votes_for_neighbours.listed(talk.session, poll, by=by)
    if rest.isascii() and rest.isdigit() and len(rest) < 4:
        _change(talk, poll, known, int(rest))
    elif known and rest != NEW:
        _list(talk, poll, known)
    else:
        votes_for_neighbours.may_speak(talk.session, poll_id, by=by, now=talk.now)
        engine.open_dialogue(talk, dialogue.name, draft=ForNeighbour(poll_id=poll.id, number=poll.number))


def _list(talk: Talk[Any], poll: Poll, known: list[str]) -> None:
    rows = [[Choice(f"{VERB}.{poll.id}.{place}", label=f"✏️ {name}"[:28])] for place, name in enumerate(known)]
    another = [Choice(f"{VERB}.{poll.id}.{NEW}", "proxy.another")]
    talk.say("proxy.listed", rows=[*rows, another], count=len(known), number=poll.number)


def _change(talk: Talk[Any], poll: Poll, known: list[str], place: int) -> None:
    """They choose anew: what they chose before is in the ballot, and never stands beside their name."""
    if place >= len(known):
        raise NotThere("stage.gone")
    draft = ForNeighbour(poll_id=poll.id, number=poll.number, whom=known[place], is_known=True)
    engine.open_dialogue(talk, change.name, draft=draft)


def ask_whom(talk: Speaking) -> Question:
    return Question("proxy.whom.ask", {"number": talk.draft.number})


def heard_whom(talk: Speaking, answer: Said) -> Next:
    """Whoever was spoken for already is told so before anything else is asked."""
    talk.draft.whom = " ".join(answer.text.split())
    poll, _ = _asked(talk)
    try:
        votes_for_neighbours.refuse_twice(talk.session, poll, talk.draft.whom, by=talk.person.person_id)
    except AlreadySo as refusal:
        return Again(refusal.key, refusal.values)
    return "permission"


def ask_permission(talk: Speaking) -> Question:
    return Question("proxy.permission.ask", {"whom": talk.draft.whom}, [[Choice(_AGREED, "proxy.agreed")]])


def heard_permission(_talk: Speaking, _answer: Tapped) -> Next:
    return "choose"


# ── what they choose ──


def _asked(talk: Speaking) -> tuple[Poll, list[PollOption]]:
    poll = polls.by_id(talk.session, talk.draft.poll_id)
    if poll is None:
        raise NotThere("stage.gone")
    return poll, polls.options_of(talk.session, poll.id)


def ask_choose(talk: Speaking) -> Question:
    poll, options = _asked(talk)
    is_one = poll.method in choosing.ONE
    marks = poll_lines.marks(poll, talk.draft.choices)
    buttons = [
        Choice(str(one.id), label=poll_lines.labelled(talk.words, poll, one, marks.get(one.id, ""))) for one in options
    ]
    rows = screens.pairs(buttons, talk.words)
    if not is_one:
        rows.append([Choice(_ENOUGH, "widgets.enough")])
    if talk.draft.is_known:
        rows.append([Choice(_NONE, "proxy.none")])
    values = {
        "whom": talk.draft.whom,
        "most": poll.most,
        "lines": Markup("\n{}").format(review.lines(poll_lines.spelt_out(talk.words, poll, options, screens.LABEL))),
    }
    return Question(_asks(poll), values, rows)


def _asks(poll: Poll) -> str:
    """The key of the question, by how one chooses: what is put in order or shared out is said so."""
    if poll.method in choosing.ONE:
        return "proxy.choose.one"
    if poll.method in choosing.RANKED:
        return "proxy.choose.ranked"
    return "proxy.choose.points" if poll.method is Method.points else "proxy.choose.most"


def heard_choose(talk: Speaking, answer: Tapped) -> Next:
    poll, _ = _asked(talk)
    if answer.value == _ENOUGH:
        return "review" if talk.draft.choices else Again("proxy.nothing")
    if answer.value == _NONE:
        talk.draft.choices = []
        return "review"
    if poll.method in choosing.ONE:
        talk.draft.choices = [int(answer.value)]
        return "review"
    try:
        talk.draft.choices = choosing.tapped(poll, talk.draft.choices, int(answer.value))
    except TooMuch as refusal:
        return Again(refusal.key, refusal.values)
    return "choose"


def ask_review(talk: Speaking) -> Question:
    poll, options = _asked(talk)
    marks = poll_lines.marks(poll, talk.draft.choices)
    by_id = {one.id: one for one in options}
    lines = [f"{mark} {poll_lines.priced(talk.words, poll, by_id[one])}" for one, mark in marks.items() if one in by_id]
    rows = [[Choice(_SAVE, "proxy.save"), Choice(_CHANGE, "proxy.change")]]
    key = "proxy.review.ask" if lines else "proxy.review.none"
    return Question(key, {"whom": talk.draft.whom, "lines": review.lines(lines)}, rows)


def heard_review(talk: Speaking, answer: Tapped) -> Next:
    if answer.value == _CHANGE:
        return "choose"
    mine = talk.draft
    talk.draft = ForNeighbour(community_id=mine.community_id)  # a draft outlives its talk
    try:
        vote = votes_for_neighbours.cast(
            talk.session, mine.poll_id, mine.whom, mine.choices, by=talk.person.person_id, secret=talk.house.secret,
            now=talk.now,
        )  # fmt: skip
    except Refusal as refusal:  # it has closed meanwhile, or the name is none
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)
        return Done()
    talk.session.flush()
    poll_cards.changed(talk.session, vote.poll, now=talk.now)
    _say_saved(talk, mine.whom, vote)
    return Done()


def _say_saved(talk: Speaking, whom: str, vote: Vote) -> None:
    rows = [[Choice(f"{VERB}.{vote.poll.id}.{NEW}", "proxy.another")]]
    if not vote.choices:
        talk.say("proxy.taken_back", rows=rows, whom=whom)
        return
    key = f"proxy.saved.{vote.apart.value}" if vote.apart else "proxy.saved"
    talk.say(key, rows=rows, whom=whom, receipt=vote.receipt, days=vote.poll.least_days)


_CHOOSING = {
    "choose": Step(ask_choose, heard_choose),
    "review": Step(ask_review, heard_review),
}
dialogue = Dialogue(
    name=poll_talks.FOR_NEIGHBOUR,
    draft=ForNeighbour,
    title="proxy.title",
    steps={
        "whom": Step(ask_whom, heard_whom, (Said,), longest=votes_for_neighbours.LONGEST_NAME),
        "permission": Step(ask_permission, heard_permission),
        **_CHOOSING,
    },
)
change = Dialogue(
    name=poll_talks.CHANGED_FOR_NEIGHBOUR,
    draft=ForNeighbour,
    title="proxy.title",
    steps={"permission": Step(ask_permission, heard_permission), **_CHOOSING},
)
CARDS: dict[str, Card] = {VERB: Card(begin)}
