"""Which needs: those of most supporters stand there already; picked from the list by tapping, by kind or by number.

> [✏️ Ubah] → [Pilihan]
B Usulan mana saja? Boleh tulis nomornya, atau pilihan sendiri.
  [✓ Selokan, Gang Melati] … [Lebih lama ›] / [🔎 Jenis tertentu] / [Sudah, ini saja]
"""

from collections.abc import Iterable

from community import poll_plans, polls
from community.refusals import NotThere
from conversations import ask_options, need_lines
from conversations.answers import Said, Tapped
from conversations.ask_draft import Option, Planning, Topic, community_of, said_here
from conversations.ask_plan import onward
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.widgets import amount, listed, pager
from conversations.widgets.several import ENOUGH, TICK
from locales import Words
from storage import communities
from storage import needs as stored
from storage import polls as rows_of_polls
from storage.needs import Need

_NEED, _OWN, _KIND, _ALL, _PAGE = "n", "o", "kind", "all", "page"
SIZE = 6
KINDS = 10


# ── a need as an option ──


def options(talk: Planning, found: Iterable[Need]) -> list[Option]:
    """With what it was last said to cost, if money is what is shared out."""
    needs = list(found)
    is_money = talk.draft.topic is Topic.budget
    costs = rows_of_polls.known_costs(talk.session, [one.id for one in needs]) if is_money else {}
    texts = [_text(talk, one) for one in needs]
    known = [*(one.text for one in talk.draft.options), *texts]
    is_twice = [sum(one.casefold() == text.casefold() for one in known) > 1 for text in texts]
    return [
        Option(text=_text(talk, need, numbered=True) if twice else text, need_id=need.id, cost=costs.get(need.id))
        for need, text, twice in zip(needs, texts, is_twice, strict=True)
    ]


def _text(talk: Planning, need: Need, *, numbered: bool = False) -> str:
    """Selokan mampet, Gang Melati; with its number if another is called the same. Nothing in residents' own words."""
    here, words = community_of(talk), said_here(talk)
    tail = "" if need.landmark is None else f", {need.landmark}"
    if need.community_id != here.id and (part := communities.by_id(talk.session, need.community_id)) is not None:
        tail += f", {part.name}"
    tail += f" (No. {need.number})" if numbered else ""
    head, room = _called(words, need), polls.LONGEST_OPTION - len(tail)
    return f"{head if len(head) <= room else head[: room - 1] + '…'}{tail}"


def _called(words: Words, need: Need) -> str:
    if need.title or not need.detail:
        return need.title or need_lines.kind_name(words, need.kind)
    return f"{need_lines.kind_name(words, need.kind)} {words.label(f'kinds.{need.kind}.{need.detail}').lower()}"


# ── picking ──


def ask_pick(talk: Planning) -> Question:
    """What is chosen of the page's needs bears a ✓; own words stand first and go by a tap."""
    draft = talk.draft
    shown, found = _page(talk)
    chosen = {one.need_id for one in draft.options}
    own = [
        Choice(f"{_OWN}{at}", label=f"{TICK}{one.text}", only_tapped=True)
        for at, one in enumerate(draft.options)
        if one.need_id is None
    ]
    listed = [Choice(f"{_NEED}{one.id}", label=_label(talk, one, is_chosen=one.id in chosen)) for one in found]
    rows: Rows = [*([one] for one in (*own, *listed)), pager.row(_PAGE, shown)]
    filter_ = Choice(_KIND, "asking.pick.kind") if draft.kind is None else Choice(_ALL, "asking.pick.all")
    rows = [*(row for row in rows if row), [filter_], [Choice(ENOUGH, "widgets.enough")]]
    return Question("asking.pick.ask", {"count": len(draft.options)}, rows)


def _page(talk: Planning) -> tuple[pager.Page, list[Need]]:
    """Needs of a page; of those that remain the last page, if it was turned too far."""
    wanted = _found(talk, most=polls.MOST_OPTIONS * SIZE)
    shown = pager.page(talk.draft.page, len(wanted), size=SIZE)
    return shown, wanted[shown.offset : shown.offset + SIZE]


def _found(talk: Planning, *, most: int) -> list[Need]:
    community, by = community_of(talk), talk.person.person_id
    return poll_plans.needs_to_ask(talk.session, community.id, by=by, kind=talk.draft.kind, most=most)


def _label(talk: Planning, need: Need, *, is_chosen: bool) -> str:
    return f"{TICK if is_chosen else ''}{need.number} {_called(talk.words, need)}"


def heard_pick(talk: Planning, answer: Said | Tapped) -> Next:
    draft = talk.draft
    if isinstance(answer, Said):
        return _said(talk, answer.text)
    match answer.value:
        case "enough":
            least = 1 if draft.topic is Topic.budget else polls.LEAST_OPTIONS
            return onward(talk) if len(draft.options) >= least else Again("polls.too_few", {"least": least})
        case "kind":
            return "kinds"
        case "all":
            draft.kind, draft.page = None, 1
        case value if value.startswith(_PAGE):
            draft.page = pager.number_in(value.partition(".")[2])
        case value if value.startswith(_NEED):
            return _toggled(talk, int(value.removeprefix(_NEED)))
        case value:
            out = int(value.removeprefix(_OWN))
            talk.answered_as = f"➖ {draft.options[out].text}"
            draft.options = [one for at, one in enumerate(draft.options) if at != out]
    return "pick"


def _toggled(talk: Planning, need_id: int) -> Next:
    draft = talk.draft
    if (text := next((one.text for one in draft.options if one.need_id == need_id), None)) is not None:
        draft.options = [one for one in draft.options if one.need_id != need_id]
        talk.answered_as = f"➖ {text}"
        return "pick"
    if len(draft.options) >= polls.MOST_OPTIONS:
        return Again("polls.too_many", {"most": polls.MOST_OPTIONS})
    need = stored.by_id(talk.session, need_id)
    if need is None:
        raise NotThere("stage.gone")
    draft.options = [*draft.options, *options(talk, [need])]
    talk.answered_as = f"➕ {draft.options[-1].text}"
    return "pick"


def _said(talk: Planning, text: str) -> Next:
    """A number is the need of that number, put in or taken out; anything else is an option of his own."""
    number = amount.number_in(text.casefold().removeprefix("no").lstrip(". "))
    if number is not None:
        need = stored.numbered(talk.session, community_of(talk).id, number) if number < 2**31 else None
        if need is None or need.hidden_at is not None:
            return Again("asking.pick.unknown", {"number": number})
        if need.state not in polls.CAN_BE_CHOSEN:
            return Again("polls.need_not_open", {"number": number})
        return _toggled(talk, need.id)
    said = listed.lines(text)
    if (refused := ask_options.why_not(talk.draft.options, said)) is not None:
        return refused
    talk.draft.options = [*talk.draft.options, *(Option(text=one) for one in said)]
    return "pick"


# ── of one kind ──


def ask_kinds(talk: Planning) -> Question:
    found = poll_plans.kinds_to_ask(talk.session, community_of(talk).id, by=talk.person.person_id)
    return Question(
        "asking.pick.kinds", rows=[[Choice(kind, label=_with(talk, kind, many))] for kind, many in found[:KINDS]]
    )


def _with(talk: Planning, kind: str, many: int) -> str:
    return f"{need_lines.kind_label(talk.words, kind)} ({many})"


def heard_kinds(talk: Planning, answer: Tapped) -> Next:
    talk.draft.kind, talk.draft.page = answer.value, 1
    return "pick"


STEPS = {
    "pick": Step(ask_pick, heard_pick, (Tapped, Said), longest=ask_options.LONGEST, answered="asking.picked"),
    "kinds": Step(ask_kinds, heard_kinds),
}
