"""[📋 Pakai contoh]: one of the announcements that every neighbourhood makes, filled in by a few taps.

> [📋 Pakai contoh]
B Contoh yang mana?           [🧹 Kerja bakti] [👥 Rapat] …
> [🧹 Kerja bakti]
B Hari apa?                   [Besok] [Sabtu] [Minggu] …
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from community import broadcasts
from community.announcement_templates import BY_KEY, TEMPLATES, Asked, Template, Variable, next_asked
from community.refusals import Refusal
from conversations import announce_look as look
from conversations import neighbourhood
from conversations.announce_draft import Announcing, community_of
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.turn import SKIP
from conversations.widgets import announcement_texts as texts
from conversations.widgets import choice, when
from storage.broadcasts import Urgency

_ENOUGH = "enough"
_WHERE_ALL_MEET = frozenset(("place", "venue", "spot"))
"""Variables for which the neighbourhood's landmarks are likely answers; a house of mourning is none."""


def ask_template(talk: Announcing) -> Question:
    choices = (Choice(one.key, label=texts.label(one, talk.words)) for one in TEMPLATES)
    return Question("announce.template.ask", rows=choice.rows(talk.words, choices))


def heard_template(talk: Announcing, answer: Tapped) -> Next:
    template = BY_KEY[answer.value]
    talk.draft.template, talk.draft.values, talk.draft.left_out = template.key, {}, []
    return "fill"


def _urgency(talk: Announcing, template: Template) -> Urgency:
    """As the template has it; what only the chair may do is an ordinary announcement in other hands."""
    try:
        if template.urgency is Urgency.urgent:
            broadcasts.may_be_urgent(talk.session, community_of(talk).id, by=talk.person.person_id, at=talk.now)
    except Refusal:
        return Urgency.normal
    return template.urgency


def _asked(talk: Announcing) -> tuple[Template, Variable | None]:
    template = BY_KEY[talk.draft.template or TEMPLATES[0].key]
    return template, next_asked(template, talk.draft.values, talk.draft.left_out)


def ask_fill(talk: Announcing) -> Question:
    _, variable = _asked(talk)
    if variable is None:
        return Question("announce.template.ready", rows=[[Choice("ready", "announce.album.on")]])
    rows = [*_rows(talk, variable)]
    if variable.optional:  # all that must be known is
        rows.append([Choice(_ENOUGH, "announce.template.enough")])
    return Question(texts.question(variable), rows=rows, optional=variable.optional)


def _rows(talk: Announcing, variable: Variable) -> Rows:
    community = community_of(talk)
    match variable.kind:
        case Asked.day:
            return when.day_rows(_local(talk).date())[:2]  # a further day is written
        case Asked.hour:
            return when.hour_rows()
        case Asked.place if variable.key in _WHERE_ALL_MEET:
            return choice.rows(
                talk.words, (Choice(f"m{at}", label=mark) for at, mark in enumerate(community.landmarks[:4]))
            )
        case _:
            likely = (Choice(one, f"templates.{variable.key}.{one}.button") for one in variable.likely)
            return choice.rows(talk.words, likely)


def _local(talk: Announcing) -> datetime:
    return talk.now.astimezone(ZoneInfo(community_of(talk).time_zone))


def heard_fill(talk: Announcing, answer: Tapped | Said) -> Next:
    template, variable = _asked(talk)
    if variable is None:
        return _ready(talk, template)
    draft = talk.draft
    if isinstance(answer, Tapped) and answer.value == _ENOUGH:
        return _ready(talk, template)
    if isinstance(answer, Tapped) and answer.value == SKIP:
        draft.left_out = [*draft.left_out, variable.key]
    else:
        said = answer.text if isinstance(answer, Said) else _tapped(talk, variable, answer.value)
        told = texts.told(variable, said, talk.now, community_of(talk).time_zone)
        if isinstance(told, Again):
            return told
        draft.values = {**draft.values, variable.key: told}
        talk.answered_as = texts.spoken(variable, told, talk.words)
    return "fill" if next_asked(template, draft.values, draft.left_out) else _ready(talk, template)


def undone(talk: Announcing) -> bool:
    """[Kembali]: the question before this one is asked again."""
    template, _ = _asked(talk)
    draft = talk.draft
    told = [one.key for one in template.variables if one.key in draft.values or one.key in draft.left_out]
    if not told:
        return False
    draft.values = {key: value for key, value in draft.values.items() if key != told[-1]}
    draft.left_out = [key for key in draft.left_out if key != told[-1]]
    return True


def _tapped(talk: Announcing, variable: Variable, value: str) -> str:
    """A landmark by its place in the list, a likely answer in the neighbourhood's words; days and hours as they are."""
    if value in variable.likely:
        return neighbourhood.words_of(community_of(talk)).label(f"templates.{variable.key}.{value}")
    marks = community_of(talk).landmarks
    is_mark = value.startswith("m") and value[1:].isdigit() and int(value[1:]) < len(marks)
    return marks[int(value[1:])] if is_mark else value


def _ready(talk: Announcing, template: Template) -> Next:
    """The text is the neighbourhood's, in its language; from here on it is like any that was written."""
    said = neighbourhood.words_of(community_of(talk))
    talk.draft.html = texts.fill(template, talk.draft.values, said)
    talk.draft.urgency, talk.draft.is_filled = _urgency(talk, template), True
    return look.onward(talk)


STEPS: dict[str, Step] = {
    "template": Step(ask_template, heard_template, answered="announce.template.answered"),
    "fill": Step(ask_fill, heard_fill, (Tapped, Said), texts.LONGEST, "announce.template.answered", undo=undone),
}
