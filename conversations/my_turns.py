"""Giliran saya: one's own next turns, giving one for another's, and being on the rota no more; in private.

> [👥 Giliran saya]
B Giliran Asep untuk ronda:  • Kamis, 26 Nov 2026 pukul 22.00 WIB, bersama Agus …
  [🔄 Kamis 26 Nov] … / [Saya tidak bisa ikut giliran]
> [🔄 Kamis 26 Nov]
B Kamis, 26 Nov … ditukar dengan siapa?      [🙋 Siapa saja yang bisa] / [Bu Tini · Jumat 27 Nov] …
> [Bu Tini · Jumat 27 Nov]
B Sudah ditanyakan ke Bu Tini. …             [↩️ Tidak jadi tukar]
to Bu Tini: Asep minta tukar giliran … [✅ Bisa] [🙏 Belum bisa]
"""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from community import rota_members, swaps, turn_swaps
from community.refusals import NotThere
from conversations import event_lines, event_screens, rota_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from conversations.widgets.card_arguments import subject_in
from storage import events, occurrences, own_turns, rotas
from storage.events import Event
from storage.occurrences import Occurrence
from storage.rotas import OnDuty, RotaTurn
from storage.rsvps import Swap

SIZE = 6
_REALLY = "yes"


# ── one's own ──


def shown(talk: Talk[Any], argument: str) -> None:
    """[👥 Giliran saya]: a page of them. Raises NotThere for who is not on the rota."""
    event_id, page = subject_in(argument)
    event = _mine(talk, event_id)
    found = own_turns.to_come(talk.session, event.id, talk.person.person_id, talk.now)
    seen = pager.page(pager.number_in(page), len(found), size=pager.SIZE)
    here = found[seen.offset : seen.offset + seen.size]
    duties = rotas.on_duty(talk.session, [one.id for _, one in here])
    lines = [_line(talk, event, turn, one, duties.get(one.id, [])) for turn, one in here]
    rows: Rows = [
        *(_to_trade(talk, event, one) for _, one in here),
        pager.turns(f"{rota_lines.TURNS}.{event.id}", seen),
        [Choice(f"{rota_lines.LEAVE}.{event.id}", "rota.leave.button")],
        _back_to_card(talk, event),
        *event_screens.way_back(talk),
    ]
    talk.redraw(
        "rota.mine" if found else "rota.mine.none", rows=[row for row in rows if row],
        name=talk.person.name, what=event_lines.within(talk.words, event), lines=review.lines(lines),
    )  # fmt: skip


def _mine(talk: Talk[Any], event_id: int) -> Event:
    event = events.by_id(talk.session, event_id)
    if event is None or not talk.is_private or not rotas.rows_of(talk.session, event_id, talk.person.person_id):
        raise NotThere("rotas.not_on_it")
    return event


def _line(talk: Talk[Any], event: Event, turn: RotaTurn, one: Occurrence, them: list[OnDuty]) -> str:
    """• Kamis, 26 Nov 2026 pukul 22.00 WIB, bersama Agus · menunggu jawaban Bu Tini."""
    words = talk.words
    line = f"• {rota_lines.when_of(words, talk.session, event, one)}"
    others = rota_lines.names(words, them, but=talk.person.person_id)
    line += words.label("rota.beside", names=others) if others else ""
    waiting = turn_swaps.waits(talk.session, turn.id)
    if waiting is None:
        return line
    return line + words.label("rota.waits", name=_asked(talk, waiting))


def _asked(talk: Talk[Any], swap: Swap) -> str:
    return swaps.name_of(talk.session, swap.asked_id) or talk.words.label("rota.anyone")


def _to_trade(talk: Talk[Any], event: Event, one: Occurrence) -> list[Choice]:
    return [Choice(f"{rota_lines.TRADE}.{one.id}", label=f"🔄 {_day(talk, event, one)}")]


def _day(talk: Talk[Any], event: Event, one: Occurrence, *, short: bool = False) -> str:
    """Kamis 26 Nov; short, Kam 26 Nov."""
    local = one.begins_at.astimezone(ZoneInfo(event_lines.place_of(talk.session, event).time_zone))
    return format_date(local.date(), "EEE d MMM" if short else "EEEE d MMM", locale=talk.words.language)


def _back_to_card(talk: Talk[Any], event: Event) -> list[Choice]:
    following = occurrences.next_of(talk.session, event.id, talk.now)
    return [Choice(f"{event_lines.ANSWER}.{following.id}", "stage.back")] if following is not None else []


# ── [🔄 Tukar giliran] ──


def traded_for(talk: Talk[Any], argument: str) -> None:
    """Whose turn one might have instead, a page of them; with one named behind it, that one is asked."""
    occurrence_id, rest = subject_in(argument)
    turn = own_turns.at(talk.session, occurrence_id, talk.person.person_id) if talk.is_private else None
    if turn is None:
        raise NotThere("rotas.turn_gone")
    verb, _, number = rest.partition(".")
    by, now = talk.person.person_id, talk.now
    if verb in (rota_lines.ANYONE, rota_lines.FOR):
        wanted = subject_in(number)[0] if verb == rota_lines.FOR else None
        _show_asked(talk, turn_swaps.ask(talk.session, turn.id, wanted, by=by, now=now))
        return
    found = turn_swaps.candidates(talk.session, turn.id, by=by, now=now)
    waiting = turn_swaps.waits(talk.session, turn.id)
    if waiting is not None:
        _show_asked(talk, waiting)
        return
    _show_whom(talk, turn, found, verb)


def _show_whom(talk: Talk[Any], turn: RotaTurn, found: list[tuple[Occurrence, OnDuty]], page: str) -> None:
    one, event = _time(talk, turn.occurrence_id)
    seen = pager.page(pager.number_in(page), len(found), size=SIZE)
    data = f"{rota_lines.TRADE}.{one.id}"
    here = [
        [
            Choice(
                f"{data}.{rota_lines.FOR}.{duty.turn.id}", label=f"{_day(talk, event, there, short=True)} · {duty.name}"
            )
        ]
        for there, duty in found[seen.offset : seen.offset + seen.size]
    ]
    anyone = [[Choice(f"{data}.{rota_lines.ANYONE}", "rota.trade.anyone")]]
    rows: Rows = [*anyone, *here, pager.turns(data, seen), *_back(talk, event)]
    when = rota_lines.when_of(talk.words, talk.session, event, one)
    talk.redraw("rota.trade.whom", rows=[row for row in rows if row], when=when)


def _show_asked(talk: Talk[Any], swap: Swap) -> None:
    one, event = _time(talk, swap.occurrence_id)
    withdraw = Choice(f"{rota_lines.TRADED}.{swap.id}.{rota_lines.WITHDRAW}", "rota.trade.withdraw")
    talk.redraw(
        "rota.trade.asked", rows=[[withdraw], *_back(talk, event)], name=_asked(talk, swap),
        when=rota_lines.when_of(talk.words, talk.session, event, one),
    )  # fmt: skip


def _back(talk: Talk[Any], event: Event) -> Rows:
    return [[Choice(f"{rota_lines.TURNS}.{event.id}", "stage.back")], *event_screens.way_back(talk)]


def _time(talk: Talk[Any], occurrence_id: int) -> tuple[Occurrence, Event]:
    one = occurrences.by_id(talk.session, occurrence_id)
    event = events.by_id(talk.session, one.event_id) if one is not None else None
    if one is None or event is None:
        raise NotThere("rotas.turn_gone")
    return one, event


def answered(talk: Talk[Any], argument: str) -> None:
    """[✅ Bisa] [🙏 Belum bisa], by who was asked; [↩️ Tidak jadi tukar] by who asks."""
    swap_id, said = subject_in(argument)
    if not talk.is_private or said not in rota_lines.SAID:
        raise NotThere("stage.gone")
    by, now = talk.person.person_id, talk.now
    if said == rota_lines.WITHDRAW:
        turn = turn_swaps.withdraw(talk.session, swap_id, by=by, now=now)
        talk.toast("rota.trade.withdrawn")
        shown(talk, str(_time(talk, turn.occurrence_id)[1].id))
        return
    yes = said == rota_lines.YES
    swap = turn_swaps.answer(talk.session, swap_id, yes=yes, by=by, now=now)
    one, event = _time(talk, swap.occurrence_id)
    when = rota_lines.when_of(talk.words, talk.session, event, one)
    rows = [[rota_lines.mine(event)]]
    if not yes:
        talk.redraw("rota.thanks.no", rows=rows, when=when)
        return
    talk.redraw(
        "rota.thanks.instead" if swap.for_turn_id is None else "rota.thanks.yes", rows=rows, when=when,
        name=talk.person.name, other=swaps.name_of(talk.session, swap.asks_id),
    )  # fmt: skip


# ── [Saya tidak bisa ikut giliran] ──


def left(talk: Talk[Any], argument: str) -> None:
    """Asked once more, for the neighbours have counted on it; then it is so."""
    event_id, said = subject_in(argument)
    event = _mine(talk, event_id)
    what = event_lines.within(talk.words, event)
    if said != _REALLY:
        rows = [[Choice(f"{rota_lines.LEAVE}.{event.id}.{_REALLY}", "rota.leave.really")], *_back(talk, event)]
        talk.redraw("rota.leave.ask", rows=rows, what=what)
        return
    rota_members.leave(talk.session, event.id, by=talk.person.person_id, now=talk.now)
    talk.redraw("rota.leave.done", what=what, name=talk.person.name)


CARDS: dict[str, Card] = {
    rota_lines.TURNS: Card(shown),
    rota_lines.TRADE: Card(traded_for),
    rota_lines.TRADED: Card(answered),
    rota_lines.LEAVE: Card(left),
}
