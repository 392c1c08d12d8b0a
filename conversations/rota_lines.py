"""How a rota is said: whose turn it is at which time, what one's own next turns are; the verbs of its buttons."""

from collections.abc import Sequence

from babel.dates import get_day_names
from sqlmodel import Session

from conversations import event_lines
from conversations.dialogue import Choice
from conversations.widgets import fitting
from conversations.widgets.fitting import Line
from locales import Words
from storage import rotas
from storage.events import Event
from storage.occurrences import Occurrence, OccurrenceState
from storage.rotas import OnDuty

TURNS, LEAVE = event_lines.TURNS, "leaverota"
"""Verbs before an event's number: one's own turns, being on its rota no more."""
TRADE = event_lines.TRADE
"""The verb before an occurrence's number: giving one's turn at it for another one."""
ROTA = "rota"
"""The verb before an event's number: its rota, for the organisers."""
TRADED = "traded"
"""The verb before a question's number and what is said to it."""
YES, NO, WITHDRAW = "yes", "no", "back"
SAID = (YES, NO, WITHDRAW)
ANYONE, FOR = "any", "for"
"""What stands behind TRADE: whoever can, or a turn's number."""
MOST_NAMED, _MOST_LISTED = 12, 30
_FITS = 2_000
"""Letters of a whole rota, beside what else a message says."""


def names(words: Words, them: Sequence[OnDuty], *, but: int | None = None) -> str:
    """Budi, Agus, Pak Slamet; without the person of this number."""
    return listed(words, [one.name for one in them if but is None or one.member.person_id != but])


def listed(words: Words, said: Sequence[str], most: int | None = MOST_NAMED) -> str:
    """Budi, Agus dan 9 lagi; with None, all of them."""
    here = said if most is None else said[:most]
    more = len(said) - len(here)
    return words.label("rota.names.more", names=", ".join(here), many=more) if more else ", ".join(here)


def when_of(words: Words, session: Session, event: Event, one: Occurrence) -> str:
    """Kamis, 26 Nov 2026 pukul 22.00 WIB; of what is put off, that its time is not known."""
    said = event_lines.moment(words, one, event_lines.place_of(session, event).time_zone)
    return words.label("rota.put_off", when=said) if one.state is OccurrenceState.postponed else said


def duty(
    words: Words, them: Sequence[OnDuty], size: int, before: dict[int, str], *, most: int | None = MOST_NAMED
) -> str:
    """Budi, Agus (ganti Eko), 1 kosong: for the organisers. `before` are names of members by their numbers."""
    said = [
        words.label("rota.instead", name=one.name, before=before.get(one.turn.swapped_from_id, ""))
        if one.turn.swapped_from_id is not None and before.get(one.turn.swapped_from_id)
        else one.name
        for one in them
    ]
    if len(them) < size:
        said.append(words.label("rota.open", many=size - len(them)))
    return listed(words, said, most)


def before_swaps(session: Session, them: Sequence[OnDuty]) -> dict[int, str]:
    """Names of those whose turns these were, by the numbers of the members."""
    ids = {one.turn.swapped_from_id for one in them if one.turn.swapped_from_id is not None}
    return rotas.names_of(session, ids)


def mine(event: Event) -> Choice:
    """[👥 Giliran saya]."""
    return Choice(f"{TURNS}.{event.id}", "rota.mine.button")


def turners(words: Words, them: Sequence[tuple[str, int | None, int | None]]) -> list[str]:
    """1. Asep, 2. ☎️ Pak Slamet; and Senin: Budi, Agus. Of each the name, the person's number, and the fixed night."""
    free = [_named(name, person_id) for name, person_id, weekday in them if weekday is None]
    lines = [f"{number}. {one}" for number, one in enumerate(free[:_MOST_LISTED], start=1)]
    if len(free) > _MOST_LISTED:
        lines.append(words.label("rota.more", many=len(free) - _MOST_LISTED))
    days = get_day_names("wide", locale=words.language)
    for day in range(7):
        here = [_named(name, person_id) for name, person_id, weekday in them if weekday == day]
        lines += [f"{days[day]}: {listed(words, here)}"] if here else []
    return fitting.fitted([Line(one) for one in lines], _FITS)


def _named(name: str, person_id: int | None) -> str:
    return name if person_id is not None else f"☎️ {name}"
