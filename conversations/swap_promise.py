"""Asking a neighbour who comes to bring it instead: one of those who like to be named, and only that one says yes.

> [✓ 1 Cangkul 4/5]
B Siapa yang diminta membawa cangkul?       [Bu Tini] / [Asep] / [‹ Kembali]
> [Asep]
B Sudah ditanyakan ke Asep.                 [↩️ Tidak jadi minta] / [‹ Kembali]
to Asep: Bu Sri minta tolong … [✅ Bisa] [🙏 Belum bisa]
"""

from typing import Any

from community import swaps
from community.refusals import NotThere
from conversations import event_lines, event_screens, promise_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets import pager
from conversations.widgets.card_arguments import subject_in
from storage import promises as stored
from storage.rsvps import Promise, Swap

SIZE = 6


def asked(talk: Talk[Any], argument: str) -> None:
    """Whom one might ask, a page of them; with a person's number behind it, that one is asked."""
    promise_id, rest = subject_in(argument)
    if talk.speaker is None or not talk.is_private:
        raise NotThere("stage.gone")
    verb, _, number = rest.partition(".")
    if verb == promise_lines.WHOM:
        person_id, _ = subject_in(number)
        swap = swaps.ask(talk.session, promise_id, person_id, by=talk.person.person_id, now=talk.now)
        _show_asked(talk, swap)
        return
    found = swaps.candidates(talk.session, promise_id, by=talk.person.person_id, now=talk.now)
    promise = talk.session.get_one(Promise, promise_id)
    waiting = stored.open_swap(talk.session, promise_id)
    if waiting is not None:
        _show_asked(talk, waiting)
        return
    shown = pager.page(pager.number_in(verb), len(found), size=SIZE)
    here = found[shown.offset : shown.offset + shown.size]
    key = "swap.whom" if found else "swap.nobody"
    here_rows = [
        [Choice(f"{event_lines.SWAP}.{promise_id}.{promise_lines.WHOM}.{one.id}", label=one.name)] for one in here
    ]
    rows: Rows = [*here_rows, pager.row(f"{event_lines.SWAP}.{promise_id}", shown), *_back(talk, promise)]
    talk.redraw(key, rows=[row for row in rows if row], item=promise_lines.item_of(talk.session, promise))


def _back(talk: Talk[Any], promise: Promise) -> Rows:
    return [[Choice(f"{event_lines.BRING}.{promise.occurrence_id}", "stage.back")], *event_screens.way_back(talk)]


def _show_asked(talk: Talk[Any], swap: Swap) -> None:
    promise = talk.session.get_one(Promise, swap.promise_id)
    back = Choice(f"{promise_lines.ANSWERED}.{swap.id}.{promise_lines.WITHDRAW}", "swap.withdraw")
    talk.redraw(
        "swap.waits", rows=[[back], *_back(talk, promise)], name=swaps.name_of(talk.session, swap.asked_id),
        item=promise_lines.item_of(talk.session, promise),
    )  # fmt: skip


def answered(talk: Talk[Any], argument: str) -> None:
    """[✅ Bisa] [🙏 Belum bisa], by the one who was asked; [↩️ Tidak jadi minta] by the one who asks."""
    swap_id, said = subject_in(argument)
    if talk.speaker is None or not talk.is_private or said not in promise_lines.SAID:
        raise NotThere("stage.gone")
    if said == promise_lines.WITHDRAW:
        promise = swaps.withdraw(talk.session, swap_id, by=talk.person.person_id, now=talk.now)
        talk.toast("swap.withdrawn")
        asked(talk, str(promise.id))
        return
    yes = said == promise_lines.YES
    swap, item = swaps.answer(talk.session, swap_id, yes=yes, by=talk.person.person_id, now=talk.now)
    card = [[Choice(f"{event_lines.BRING}.{swap.occurrence_id}", "swap.look")]] if yes else []
    talk.redraw("swap.thanks.yes" if yes else "swap.thanks.no", rows=card, item=item.name)


CARDS: dict[str, Card] = {event_lines.SWAP: Card(asked), promise_lines.ANSWERED: Card(answered)}
