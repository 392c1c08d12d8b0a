"""The answers that minutes are made of: who led, how many came, what was said and decided, who does what until when."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from community import attendance, invitees, minutes
from community.minutes import Task
from community.refusals import Refusal
from conversations import event_lines, minutes_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Draft, Next, Question, Rows, Step
from conversations.talk import Talk
from conversations.turn import SKIP
from conversations.widgets import agreed, amount, listed, pasted, review, rich_text
from conversations.widgets.agreed import Agreed
from conversations.widgets.several import ENOUGH
from storage import dialogues
from storage.events import Event
from storage.occurrences import Occurrence

_OUT, _ME = "o", "me"
_LONGEST = 1_000
PARTS = ("chair", "attended", "discussed", "decisions", "tasks")
"""In their order; each is a step, and a field of the draft."""


class Agreement(BaseModel):
    """A `Task`; `due_on` is a local day, as ISO 8601 writes it."""

    what: str
    who: str = ""
    who_id: int | None = None
    due_on: str = ""


class Minuting(Draft):
    """`seen` is the version that is put right, 0 for none."""

    occurrence_id: int = 0
    seen: int = 0
    chair: str = ""
    attended: int | None = None
    discussed: str = ""
    decisions: list[str] = Field(default_factory=list)
    tasks: list[Agreement] = Field(default_factory=list)


Writes = Talk[Minuting]


def held(talk: Writes) -> tuple[Event, Occurrence]:
    """What it is about; the draft is laid aside where it cannot be written (any more), or by nobody of ours."""
    try:
        event, one, _ = minutes.holds(
            talk.session, talk.draft.occurrence_id, by=talk.person.person_id, now=talk.now
        )  # fmt: skip
    except Refusal:
        dialogues.put_aside(talk.session, talk.person.person_id)
        raise
    return event, one


# ── who led, how many ──


def ask_chair(talk: Writes) -> Question:
    event, _ = held(talk)
    me = Choice(_ME, "minutes.chair.me", values={"name": talk.person.name})
    values = {"what": event_lines.within(talk.words, event)}
    return Question("minutes.chair.ask", values, [[me]], optional=True)


def heard_chair(talk: Writes, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        talk.draft.chair = " ".join(pasted.cleaned(answer.text).split())
    else:
        talk.draft.chair = "" if answer.value == SKIP else talk.person.name
    return talk.onward("attended")


def ask_attended(talk: Writes) -> Question:
    _, one = held(talk)
    many = attendance.how_many(talk.session, one)
    if not many:
        return Question("minutes.attended.ask")
    return Question("minutes.attended.known", {"many": many}, [[Choice(str(many), label=str(many))]])


def heard_attended(talk: Writes, answer: Said | Tapped) -> Next:
    many = amount.number_in(answer.text if isinstance(answer, Said) else answer.value)
    if many is None or not 0 <= many <= minutes.MOST_ATTENDED:
        return Again("minutes.attended.again")
    talk.draft.attended = many
    return talk.onward("discussed")


# ── what was talked about, what was decided ──


def ask_discussed(_talk: Writes) -> Question:
    return Question("minutes.discussed.ask", optional=True)


def heard_discussed(talk: Writes, answer: Said | Tapped) -> Next:
    talk.draft.discussed = pasted.cleaned(answer.text) if isinstance(answer, Said) else ""
    return talk.onward("decisions")


def ask_decisions(talk: Writes) -> Question:
    return _grows("decisions", talk.draft.decisions, talk.draft.decisions)


def _grows(part: str, lines: Sequence[str], labels: Sequence[str]) -> Question:
    """A list that grows line by line; each is a button that takes it out."""
    rows: Rows = [[Choice(f"{_OUT}{at}", label=f"✕ {rich_text.cut(said, 24)}")] for at, said in enumerate(labels)]
    enough = [[Choice(ENOUGH, "widgets.enough" if lines else f"minutes.{part}.no")]]
    if not lines:
        return Question(f"minutes.{part}.ask", rows=enough)
    said = review.lines(f"• {line}" for line in lines)
    return Question(f"minutes.{part}.more", {"lines": said}, [*rows, *enough])


def heard_decisions(talk: Writes, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Tapped):
        if answer.value == ENOUGH:
            return talk.onward("tasks")
        draft.decisions = _without(draft.decisions, answer)
        return "decisions"
    new = [*draft.decisions, *listed.lines(pasted.cleaned(answer.text))]
    if len(new) > minutes.MOST_LINES:
        return Again("minutes.too_many", {"most": minutes.MOST_LINES})
    if any(len(line) > minutes.LONGEST_DECISION for line in new):
        return Again("needs.too_long", {"most": minutes.LONGEST_DECISION})
    draft.decisions = new
    return "decisions"


def _without(lines: list[Any], answer: Tapped) -> list[Any]:
    out = int(answer.value.removeprefix(_OUT))
    return [line for at, line in enumerate(lines) if at != out]


# ── who does what until when ──


def ask_tasks(talk: Writes) -> Question:
    shown = [minutes_lines.task(talk.words, task_of(one)) for one in talk.draft.tasks]
    return _grows("tasks", shown, [one.what for one in talk.draft.tasks])


def task_of(one: Agreement) -> Task:
    return Task(one.what, one.who, one.who_id, date.fromisoformat(one.due_on) if one.due_on else None)


def heard_tasks(talk: Writes, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Tapped):
        if answer.value == ENOUGH:
            return "look"
        draft.tasks = _without(draft.tasks, answer)
        return "tasks"
    event, _ = held(talk)
    zone, people = event_lines.place_of(talk.session, event).time_zone, dict(invitees.neighbours(talk.session, event))
    read = [agreed.read(line, talk.now, zone, people) for line in listed.lines(pasted.cleaned(answer.text))]
    new = [one for one in read if one is not None]
    if len(new) < len(read):
        return Again("minutes.tasks.no_day")
    if len(draft.tasks) + len(new) > minutes.MOST_LINES:
        return Again("minutes.too_many", {"most": minutes.MOST_LINES})
    if any(len(one.what) > minutes.LONGEST_TASK or len(one.who) > minutes.LONGEST_WHO for one in new):
        return Again("needs.too_long", {"most": minutes.LONGEST_TASK})
    draft.tasks = [*draft.tasks, *_known(people, new)]
    return "tasks"


def _known(people: Mapping[int, str], new: Sequence[Agreed]) -> list[Agreement]:
    """With who that is, where one neighbour alone is called so."""
    return [
        Agreement(
            what=one.what, who=one.who, who_id=agreed.meant(one.who, people) if one.who else None,
            due_on=one.due_on.isoformat() if one.due_on else "",
        )
        for one in new
    ]  # fmt: skip


_ANY = (Tapped, Said)
STEPS: dict[str, Step] = {
    "chair": Step(
        ask_chair,
        heard_chair,
        _ANY,
        longest=minutes.LONGEST_CHAIR,
        answered="inviting.answered",
        unfit="inviting.unfit",
    ),
    "attended": Step(ask_attended, heard_attended, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "discussed": Step(ask_discussed, heard_discussed, _ANY, longest=minutes.LONGEST_DISCUSSED, unfit="inviting.unfit"),
    "decisions": Step(ask_decisions, heard_decisions, _ANY, longest=_LONGEST, unfit="inviting.unfit"),
    "tasks": Step(ask_tasks, heard_tasks, _ANY, longest=_LONGEST, unfit="inviting.unfit"),
}
