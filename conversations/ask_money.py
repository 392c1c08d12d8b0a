"""Money to be shared out: how much there is, and what each need would cost.

B Berapa dana yang dibagi? Tulis jumlahnya, misalnya: 5 juta.
> 5jt
B Kira-kira berapa biaya Selokan, Gang Melati? Dananya Rp5.000.000.      [Tanpa yang ini]
"""

from conversations.answers import Said, Tapped
from conversations.ask_draft import Costed, Planning
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Step
from conversations.widgets import amount

_WITHOUT, _EACH = "without", "c"


def ask_sum(_talk: Planning) -> Question:
    return Question("asking.sum.ask")


def heard_sum(talk: Planning, answer: Said) -> Next:
    told = amount.told(answer.text)
    if isinstance(told, Again):
        return told
    if told == 0:
        return Again("polls.no_sum")
    talk.draft.budget, talk.draft.costed = told, []
    talk.say("asking.sum.heard", sum=amount.rupiah(told))
    return onward(talk)


def ask_cost(talk: Planning) -> Question:
    draft = talk.draft
    values = {"what": draft.options[draft.at].text, "sum": amount.rupiah(draft.budget or 0)}
    return Question("asking.cost.ask", values, [[Choice(_WITHOUT, "asking.cost.without")]])


def heard_cost(talk: Planning, answer: Said | Tapped) -> Next:
    draft = talk.draft
    before = draft.options[draft.at]
    if isinstance(answer, Tapped):
        draft.options = [one for at, one in enumerate(draft.options) if at != draft.at]
        return _after(talk, Costed(at=draft.at, before=before, is_out=True))
    told = amount.told(answer.text)
    if isinstance(told, Again):
        return told
    if told > (draft.budget or 0):
        return Again("asking.cost.too_much", {"cost": amount.rupiah(told), "sum": amount.rupiah(draft.budget or 0)})
    draft.options = [
        one.model_copy(update={"cost": told}) if at == draft.at else one for at, one in enumerate(draft.options)
    ]
    return _after(talk, Costed(at=draft.at, before=before))


def _after(talk: Planning, said: Costed) -> str:
    """The next cost that is lacking, or on; what was said before another is asked for can be taken back."""
    step = onward(talk)
    talk.draft.costed = [*talk.draft.costed, said] if step == "cost" else []
    return step


def cost_taken_back(talk: Planning) -> bool:
    """[Kembali] goes to the cost before this one, not to the sum: nobody says six of them twice."""
    draft = talk.draft
    if not draft.costed:
        return False
    *draft.costed, last = draft.costed
    here = slice(last.at, last.at if last.is_out else last.at + 1)
    draft.options = [*draft.options[: here.start], last.before, *draft.options[here.stop :]]
    draft.at = last.at
    return True


# ── one of them again ──


def ask_costs(talk: Planning) -> Question:
    rows = [
        [Choice(f"{_EACH}{at}", label=f"{amount.rupiah(one.cost or 0)} {one.text}")]
        for at, one in enumerate(talk.draft.options)
    ]
    return Question("asking.costs.ask", rows=rows)


def heard_costs(talk: Planning, answer: Tapped) -> Next:
    talk.draft.at, talk.draft.costed = int(answer.value.removeprefix(_EACH)), []
    return "cost"


STEPS = {
    "sum": Step(ask_sum, heard_sum, (Said,)),
    "cost": Step(ask_cost, heard_cost, (Tapped, Said), undo=cost_taken_back),
    "costs": Step(ask_costs, heard_costs),
}
