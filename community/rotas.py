"""Giliran: turns at the night watch or the rice collection are given to the times of an event as those are written.

What becomes of a turn: it stays with its time when that is moved or put off. When its time is cancelled it is skipped,
and does not count: whoever had it comes first when the next times are written (`community.rota_order`). Where whoever
has it goes, those who had swapped it away are the last to get it.
"""

from collections.abc import Sequence

from sqlmodel import Session

from community import rota_order
from community.rota_order import InLine
from storage import rotas as stored
from storage import turn_swaps
from storage.events import Event
from storage.occurrences import Occurrence
from storage.rotas import RotaMember, RotaTurn


def give_turns(session: Session, event: Event, times: Sequence[Occurrence]) -> list[RotaTurn]:
    """Give these times to the next of the rota, beside those who have their turn then already; returns the new turns.

    Nothing where there is no rota. `event` is held.
    """
    if not event.rota_size or not times:
        return []
    line = [_in_line(member, turns) for member, turns in stored.standings(session, event.id)]
    ids = [one.id for one in times] if line else []
    there, swapped = stored.on_duty(session, ids), turn_swaps.given_away(session, ids)
    new: list[RotaTurn] = []
    for one in sorted(times, key=lambda time: time.original_on):
        here = {who(duty.member) for duty in there.get(one.id, ())}
        away = {_of_person(person_id) for person_id in swapped.get(one.id, ())}
        for member in rota_order.next_of(line, event.rota_size, one.original_on.weekday(), here, away):
            member.turns += 1
            new.append(RotaTurn(occurrence_id=one.id, member_id=member.member_id))
    session.add_all(new)
    session.flush()
    return new


def _in_line(member: RotaMember, turns: int) -> InLine:
    return InLine(member.id, who(member), member.weekday, turns)


def who(member: RotaMember) -> str:
    """The same for one person on several nights: by their number, without Telegram by what they are called."""
    return _of_person(member.person_id) if member.person_id is not None else f"n{member.name.casefold()}"


def _of_person(person_id: int) -> str:
    return f"p{person_id}"
