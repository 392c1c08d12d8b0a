"""Who counts, and how many must take part; and in which groups the card stands.

> [Siapa yang dihitung]
B Siapa yang dihitung?   [✓ Satu suara per orang] [Satu suara per rumah] / [Lama tinggal di sini] [Batas ikut memilih]
"""

from conversations.answers import Said, Tapped
from conversations.ask_draft import Planning, chosen_groups, groups_of
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.widgets import amount, several
from conversations.widgets.several import ENOUGH, TICK
from storage.polls import Counts, Method

_LEAST, _QUORUM, _THIRDS = "least", "quorum", "thirds"
DAYS = (0, 7, 30, 90)
PERCENT = (0, 25, 50)
MOST_DAYS = 3_650
_GROUP = "g"


def ask_who(talk: Planning) -> Question:
    draft = talk.draft
    choices = [Choice(one.value, f"asking.who.{one.value}") for one in Counts]
    if draft.method is Method.yes_no:
        choices.append(Choice(_THIRDS, "asking.who.thirds"))
    chosen = [draft.counts.value, *([_THIRDS] if draft.two_thirds else [])]
    least, quorum = draft.least_days, draft.quorum
    more = [
        [Choice(_LEAST, "asking.who.least.set" if least else "asking.who.least", values={"count": least})],
        [Choice(_QUORUM, "asking.who.quorum.set" if quorum else "asking.who.quorum", values={"percent": quorum})],
    ]
    rows = several.rows(talk.words, choices, chosen)
    return Question("asking.who.ask", rows=[*rows[:-1], *more, rows[-1]])


def heard_who(talk: Planning, answer: Tapped) -> Next:
    talk.answered_as = answer.label.removeprefix(TICK)
    match answer.value:
        case "enough":
            return onward(talk)
        case "least" | "quorum":
            return answer.value
        case "thirds":
            talk.draft.two_thirds = not talk.draft.two_thirds
        case value:
            talk.draft.counts = Counts(value)
    return "who"


def ask_least(talk: Planning) -> Question:
    rows = [[Choice(str(days), f"asking.least.{'days' if days else 'none'}", values={"count": days})] for days in DAYS]
    return Question("asking.least.ask", rows=_at_present(talk, rows, talk.draft.least_days))


def ask_quorum(talk: Planning) -> Question:
    rows = [
        [Choice(str(one), f"asking.quorum.{'percent' if one else 'none'}", values={"percent": one})] for one in PERCENT
    ]
    return Question("asking.quorum.ask", rows=_at_present(talk, rows, talk.draft.quorum))


def _at_present(talk: Planning, rows: list[list[Choice]], now: int) -> list[list[Choice]]:
    return [[several.ticked(talk.words, one, is_so=one.value == str(now))] for (one,) in rows]


def heard_least(talk: Planning, answer: Said | Tapped) -> Next:
    said = _number(answer)
    if said is None or said > MOST_DAYS:
        return Again("asking.least.again")
    talk.draft.least_days = said
    talk.answered_as = _label_of(answer)
    return "who"


def heard_quorum(talk: Planning, answer: Said | Tapped) -> Next:
    said = _number(answer)
    if said is None or said > 100:
        return Again("asking.quorum.again")
    talk.draft.quorum = said
    talk.answered_as = _label_of(answer)
    return "who"


def _label_of(answer: Said | Tapped) -> str:
    return answer.text if isinstance(answer, Said) else answer.label.removeprefix(TICK)


def _number(answer: Said | Tapped) -> int | None:
    """30, 30 hari, 40 %."""
    return amount.number_in((answer.text if isinstance(answer, Said) else answer.value).rstrip("% "))


# ── in which groups ──


def ask_where(talk: Planning) -> Question:
    choices = [Choice(f"{_GROUP}{one.destination.id}", label=f"👥 {one.chat.title}") for one in groups_of(talk)]
    chosen = [f"{_GROUP}{one.destination.id}" for one in chosen_groups(talk)]
    return Question("asking.where.ask", rows=several.rows(talk.words, choices, chosen))


def heard_where(talk: Planning, answer: Tapped) -> Next:
    if answer.value == ENOUGH:
        return onward(talk)
    chosen = [one.destination.id for one in chosen_groups(talk)]
    talk.answered_as = f"{'➖' if answer.label.startswith(TICK) else '➕'} {answer.label.removeprefix(TICK)}"
    talk.draft.destinations = several.toggled(chosen, int(answer.value.removeprefix(_GROUP)))
    return "where"


_ANY = (Tapped, Said)
STEPS = {
    "who": Step(ask_who, heard_who, answered="asking.answered"),
    "least": Step(ask_least, heard_least, _ANY, answered="asking.answered"),
    "quorum": Step(ask_quorum, heard_quorum, _ANY, answered="asking.answered"),
    "where": Step(ask_where, heard_where, answered="asking.picked"),
}
