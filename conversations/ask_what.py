"""What is asked: one of six things, then the question in the organiser's own words where there is no usual one.

> [🗳 Tanya warga]
B Mau tanya apa ke warga?     [Usulan mana didahulukan?] / [📅 Tanggal rapat] / [Ya atau tidak] / …
> [Ya atau tidak]
B Tulis pertanyaannya. Warga menjawab ya, tidak, atau abstain.
"""

from community import poll_plans, polls
from conversations import ask_needs, screens
from conversations.answers import Said, Tapped
from conversations.ask_draft import Planning, Topic, begin_with, community_of
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import pasted
from storage import polls as stored

PAST, _USUAL = "past", "usual"
_ALWAYS_SAID = frozenset((Topic.yes_no, Topic.own, Topic.consensus))
"""Topics without a usual question."""


def ask_what(talk: Planning) -> Question:
    rows: Rows = screens.pairs((Choice(topic.value, f"asking.what.{topic.value}") for topic in Topic), talk.words)
    if stored.of_community(talk.session, [community_of(talk).id], most=1):
        rows = [*rows, [Choice(PAST, "asking.past")]]
    return Question("asking.what.ask", rows=rows)


def heard_what(talk: Planning, answer: Tapped) -> Next:
    begin_with(talk, Topic(answer.value))
    if talk.draft.topic in (Topic.needs, Topic.budget):
        community, by = community_of(talk), talk.person.person_id
        found = poll_plans.needs_to_ask(talk.session, community.id, by=by)
        if talk.draft.topic is Topic.needs and len(found) < polls.LEAST_OPTIONS:
            talk.draft.topic = None
            return Again("asking.needs.few", {"count": len(found)}, last=True)
        talk.draft.options = ask_needs.options(talk, found)
    return onward(talk)


# ── in his own words ──


def ask_question(talk: Planning) -> Question:
    topic = talk.draft.topic or Topic.own
    is_another = topic not in _ALWAYS_SAID and bool(talk.draft.question)
    return Question(
        f"asking.question.{topic.value}", rows=[[Choice(_USUAL, "asking.question_usual")]] if is_another else ()
    )


def heard_question(talk: Planning, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped):
        talk.draft.question = ""
        return onward(talk)
    said = " ".join(pasted.cleaned(answer.text).split())
    if len(said) > polls.LONGEST_QUESTION:
        return Again("polls.question_too_long", {"most": polls.LONGEST_QUESTION})
    talk.draft.question = said
    return onward(talk)


STEPS = {
    "what": Step(ask_what, heard_what, answered="asking.answered"),
    "question": Step(ask_question, heard_question, (Tapped, Said), longest=polls.LONGEST_QUESTION),
}
