"""Tools, food and tasks, with how many of each; how many people; the lines of the agenda.

> [➕ Alat & tugas]
B Apa yang perlu dibawa? Tulis dalam satu baris, misalnya: cangkul 5, karung 10.      [☕ Konsumsi] [🙌 Tugas]
> cangkul 5, karung 10
B Ketuk untuk membuang, tulis untuk menambah.   [✕ cangkul 5] [✕ karung 10] / [☕ Konsumsi] … [Sudah, ini saja]
"""

from community.events import LONGEST_AGENDA, LONGEST_ITEM, MOST_AGENDA, MOST_ITEMS, MOST_WANTED
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.invite_draft import Inviting
from conversations.invite_plan import onward, put
from conversations.widgets import amount, choice, counted, listed
from conversations.widgets.several import ENOUGH
from storage.events import ItemKind

SIGNS = {ItemKind.tool: "🧰", ItemKind.food: "☕", ItemKind.task: "🙌"}
_OUT, _KIND, _FREE = "o", "k", "free"
_LONGEST = 1_000
_MANY = (10, 20, 30)


# ── what is to be brought or done ──


def ask_things(talk: Inviting) -> Question:
    draft = talk.draft
    known: Rows = [
        [Choice(f"{_OUT}{at}", label=f"✕ {SIGNS[one.kind]} {counted.shown(one.name, one.wanted)}")]
        for at, one in enumerate(draft.things)
    ]
    others = [
        Choice(f"{_KIND}{kind.value}", label=f"{SIGNS[kind]} {talk.words.label(f'inviting.things.{kind.value}')}")
        for kind in ItemKind
        if kind is not draft.thing
    ]
    rows = [*known, *choice.rows(talk.words, others)]
    enough = [[Choice(ENOUGH, "widgets.enough")]] if draft.things else []
    key = "inviting.things.more" if draft.things else "inviting.things.ask"
    return Question(
        key, {"example": talk.words.label(f"inviting.things.{draft.thing.value}.example")}, [*rows, *enough]
    )


def heard_things(talk: Inviting, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Said):
        return _put(talk, answer.text)
    if answer.value == ENOUGH:
        draft.thing = ItemKind.tool
        return onward(talk)
    if answer.value.startswith(_KIND):
        draft.thing = ItemKind(answer.value.removeprefix(_KIND))
        return "things"
    out = int(answer.value.removeprefix(_OUT))
    talk.answered_as = f"➖ {draft.things[out].name}"
    draft.things = [one for at, one in enumerate(draft.things) if at != out]
    return "things"


def _put(talk: Inviting, text: str) -> Next:
    """All of them or none: a list that is half taken would be found out at the place."""
    found, before = counted.things_in(text, talk.draft.thing), talk.draft.things
    if not found:
        return Again("inviting.things.again")
    if not all(put(talk.draft, one) for one in found):
        talk.draft.things = before
        if any(len(one.name) > LONGEST_ITEM for one in found):
            return Again("needs.too_long", {"most": LONGEST_ITEM})
        if any(not 1 <= one.wanted <= MOST_WANTED for one in found):
            return Again("events.out_of_range")
        return Again("events.too_many_items", {"most": MOST_ITEMS})
    return "things"


# ── how many people ──


def ask_wanted(_talk: Inviting) -> Question:
    rows: Rows = [[Choice(str(one), label=str(one)) for one in _MANY], [Choice(_FREE, "inviting.wanted.free")]]
    return Question("inviting.wanted.ask", rows=rows)


def heard_wanted(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Tapped) and answer.value == _FREE:
        talk.draft.wanted = None
        return onward(talk)
    number = amount.number_in(answer.text if isinstance(answer, Said) else answer.value)
    if number is None or not 1 <= number <= MOST_WANTED:
        return Again("inviting.wanted.again", {"most": MOST_WANTED})
    talk.draft.wanted = number
    return onward(talk)


# ── the agenda ──


def ask_agenda(talk: Inviting) -> Question:
    lines = talk.draft.agenda
    if not lines:
        return Question("inviting.agenda.ask")
    rows: Rows = [[Choice(f"{_OUT}{at}", label=f"✕ {at + 1}. {one}")] for at, one in enumerate(lines)]
    return Question("inviting.agenda.more", rows=[*rows, [Choice(ENOUGH, "widgets.enough")]])


def heard_agenda(talk: Inviting, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Tapped):
        if answer.value == ENOUGH:
            return onward(talk)
        out = int(answer.value.removeprefix(_OUT))
        talk.answered_as = f"➖ {draft.agenda[out]}"
        draft.agenda = [one for at, one in enumerate(draft.agenda) if at != out]
        return "agenda"
    said = [one for one in listed.lines(answer.text) if one not in draft.agenda]
    if any(len(one) > LONGEST_AGENDA for one in said):
        return Again("needs.too_long", {"most": LONGEST_AGENDA})
    if len(draft.agenda) + len(said) > MOST_AGENDA:
        return Again("inviting.agenda.full", {"most": MOST_AGENDA})
    draft.agenda = [*draft.agenda, *said]
    return "agenda"


_ANY = (Tapped, Said)
STEPS = {
    "things": Step(
        ask_things, heard_things, _ANY, longest=_LONGEST, answered="inviting.picked", unfit="inviting.unfit"
    ),
    "wanted": Step(ask_wanted, heard_wanted, _ANY, answered="inviting.answered", unfit="inviting.unfit"),
    "agenda": Step(
        ask_agenda, heard_agenda, _ANY, longest=_LONGEST, answered="inviting.picked", unfit="inviting.unfit"
    ),
}
