"""For which needs: picked from the list by tapping, or by number; several if need be.

> [➕ Untuk usulan…]
B Untuk usulan yang mana? Boleh tulis nomornya.     [✓ 14 Selokan mampet] … [Lebih lama ›] / [Sudah, ini saja]
"""

from community import event_needs
from community.events import MOST_NEEDS
from conversations import need_lines
from conversations.answers import Said, Tapped
from conversations.dialogue import Again, Choice, Next, Question, Rows, Step
from conversations.invite_draft import Inviting, community_of
from conversations.invite_plan import onward
from conversations.widgets import amount, pager
from conversations.widgets.several import ENOUGH, TICK, toggled
from storage import browsing
from storage import needs as stored
from storage.needs import Need

_NEED, _PAGE = "n", "page"
SIZE, _LOOKED_THROUGH = 6, 60


def ask_needs(talk: Inviting) -> Question:
    """Those that are chosen bear a ✓; what concerns most people comes first."""
    found = browsing.wanted_most(
        talk.session, [community_of(talk).id], event_needs.CAN_BE_CHOSEN, limit=_LOOKED_THROUGH
    )
    shown = pager.page(talk.draft.page, len(found), size=SIZE)
    here = found[shown.offset : shown.offset + SIZE]
    rows: Rows = [
        *([Choice(f"{_NEED}{one.id}", label=_label(talk, one))] for one in here),
        pager.row(_PAGE, shown),
        [Choice(ENOUGH, "widgets.enough")],
    ]
    return Question("inviting.needs.ask" if found else "inviting.needs.none", rows=[row for row in rows if row])


def _label(talk: Inviting, need: Need) -> str:
    return f"{TICK if need.id in talk.draft.needs else ''}{called(talk, need)}"


def called(talk: Inviting, need: Need) -> str:
    """14 Selokan mampet."""
    return f"{need.number} {need.title or need_lines.kind_name(talk.words, need.kind)}"


def heard_needs(talk: Inviting, answer: Said | Tapped) -> Next:
    if isinstance(answer, Said):
        number = amount.number_in(answer.text.casefold().removeprefix("no").lstrip(". "))
        known = number is not None and number < 2**31
        return _toggled(
            talk, stored.numbered(talk.session, community_of(talk).id, number or 0) if known else None, answer.text
        )
    if answer.value == ENOUGH:
        talk.draft.page = 1
        return onward(talk)
    if answer.value.startswith(_PAGE):
        talk.draft.page = pager.number_in(answer.value.partition(".")[2])
        return "needs"
    return _toggled(talk, stored.by_id(talk.session, int(answer.value.removeprefix(_NEED))), "")


def _toggled(talk: Inviting, need: Need | None, said: str) -> Next:
    draft = talk.draft
    if need is None or need.hidden_at is not None or need.community_id != community_of(talk).id:
        return Again("inviting.needs.unknown", {"said": said})
    if need.id not in draft.needs and need.state not in event_needs.CAN_BE_CHOSEN:
        return Again("inviting.needs.closed", {"number": need.number})
    if need.id not in draft.needs and len(draft.needs) >= MOST_NEEDS:
        return Again("events.too_many_needs", {"most": MOST_NEEDS})
    talk.answered_as = f"{'➖' if need.id in draft.needs else '➕'} {called(talk, need)}"
    draft.needs = toggled(draft.needs, need.id)
    return "needs"


STEPS = {"needs": Step(ask_needs, heard_needs, (Tapped, Said), answered="inviting.picked", unfit="inviting.unfit")}
