"""How one chooses and how it is counted, in words a neighbour understands; in secret, or in Telegram's own poll.

> [Cara memilih]
B Warga memilih dengan cara apa? …      [Pilih satu] [Pilih beberapa] [Urutkan] [Adu satu-satu] [Bagi poin]
> [Bagi poin]
B Tiap warga dapat berapa poin?         [3] [5] [10]
B Satu pilihan paling banyak dapat berapa poin?
"""

from community import polls
from conversations.answers import Said, Tapped
from conversations.ask_draft import RANKED, Planning, groups_of
from conversations.ask_plan import most_of, onward, plan_of
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import amount
from conversations.widgets.several import TICK, ticked
from storage.polls import Method, Way

METHODS = (Method.choose_one, Method.approval, Method.borda, Method.schulze, Method.points)
"""Among which an organiser chooses, where the question leaves a choice."""
_MANY = {Method.approval: (2, 3, 4, 5), Method.borda: (3, 4, 5), Method.schulze: (3, 4, 5), Method.points: (3, 5, 10)}
_ALL, _GROW = "all", "grow"
_MAJORITY, _NOTHING = "majority", "nothing"


def ask_method(talk: Planning) -> Question:
    now = talk.draft.method
    rows = [[ticked(talk.words, Choice(one.value, f"asking.method.{one.value}"), is_so=one is now)] for one in METHODS]
    return Question("asking.method.ask", rows=rows)


def heard_method(talk: Planning, answer: Tapped) -> Next:
    talk.answered_as = answer.label.removeprefix(TICK)
    draft = talk.draft
    draft.method, draft.most, draft.most_on_one = Method(answer.value), None, None
    is_free = draft.method is Method.approval and draft.way is not Way.ballot
    return "many" if draft.method in _MANY and not is_free and _fewer(talk) else onward(talk)


def _fewer(talk: Planning) -> list[Choice]:
    """So many one may be allowed to choose, fewer than all there are: without any there is nothing to ask."""
    method, options = talk.draft.method, len(plan_of(talk).items)
    return [Choice(str(one), label=str(one)) for one in _MANY[method] if method is Method.points or one < options]


def ask_many(talk: Planning) -> Question:
    method = talk.draft.method
    rows: Rows = [one for one in (_fewer(talk),) if one]
    if method is not Method.points:
        rows = [*rows, [Choice(_ALL, "asking.many.all")]]
    kind = "ranked" if method in RANKED else method.value
    return Question(f"asking.many.{kind}", rows=rows)


def heard_many(talk: Planning, answer: Said | Tapped) -> Next:
    draft, options = talk.draft, len(plan_of(talk).items)
    most = polls.MOST_POINTS if draft.method is Method.points else options
    said = options if isinstance(answer, Tapped) and answer.value == _ALL else _number(answer)
    if said is None or not 1 <= said <= most:
        return Again("asking.many.again", {"most": most})
    draft.most = said
    return "on_one" if draft.method is Method.points else onward(talk)


def _number(answer: Said | Tapped) -> int | None:
    return amount.number_in(answer.text if isinstance(answer, Said) else answer.value)


def ask_on_one(talk: Planning) -> Question:
    most = most_of(talk.draft, 0)
    some = [Choice(str(one), label=str(one)) for one in (1, 2, 3) if one < most]
    rows = [row for row in (some, [Choice(str(most), "asking.on_one.all")]) if row]
    return Question("asking.on_one.ask", rows=rows)


def heard_on_one(talk: Planning, answer: Said | Tapped) -> Next:
    said, most = _number(answer), most_of(talk.draft, 0)
    if said is None or not 1 <= said <= most:
        return Again("asking.many.again", {"most": most})
    talk.draft.most_on_one = said
    return onward(talk)


# ── in secret or in the open ──


def may_be_public(talk: Planning) -> bool:
    """True if Telegram's own poll could hold it, and there is a group for it."""
    return bool(groups_of(talk)) and not polls.must_be_secret(plan_of(talk))


def ask_way(talk: Planning) -> Question:
    draft = talk.draft
    rows = [[ticked(talk.words, Choice(one.value, f"asking.how.{one.value}"), is_so=one is draft.way)] for one in Way]
    if polls.may_grow(plan_of(talk)):
        rows.append([ticked(talk.words, Choice(_GROW, "asking.how.grow"), is_so=draft.adds_options)])
    return Question("asking.how.ask", rows=rows)


def heard_way(talk: Planning, answer: Tapped) -> Next:
    talk.answered_as = answer.label.removeprefix(TICK)
    draft = talk.draft
    if answer.value == _GROW:
        draft.adds_options = not draft.adds_options
    else:
        draft.way, draft.turned_secret, draft.is_public_agreed = Way(answer.value), False, False
    return onward(talk)


# ── on the way to mufakat ──


def ask_fallback(_talk: Planning) -> Question:
    return Question(
        "asking.fallback.ask",
        rows=[[Choice(_MAJORITY, "asking.fallback.majority")], [Choice(_NOTHING, "asking.fallback.nothing")]],
    )


def heard_fallback(talk: Planning, answer: Tapped) -> Next:
    talk.draft.falls_back, talk.draft.fallback_said = answer.value == _MAJORITY, True
    return onward(talk)


_ANY = (Tapped, Said)
STEPS = {
    "method": Step(ask_method, heard_method, answered="asking.answered"),
    "many": Step(ask_many, heard_many, _ANY, answered="asking.answered"),
    "on_one": Step(ask_on_one, heard_on_one, _ANY, answered="asking.answered"),
    "way": Step(ask_way, heard_way, answered="asking.answered"),
    "fallback": Step(ask_fallback, heard_fallback, answered="asking.answered"),
}
