"""Events of the neighbourhood in which every button is pressed: called, put off, under way, written up, with a rota."""

from datetime import time, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session

from community import (
    attendance,
    event_moves,
    events,
    invitees,
    minutes,
    promises,
    rota_members,
    rsvps,
    swaps,
    turn_swaps,
)
from community.events import Call, ItemWanted
from community.rota_members import Wish
from storage import attendances, occurrences, own_turns
from storage.events import EventKind, Invited, ItemKind
from storage.occurrences import Occurrence
from storage.rsvps import Answer
from tests.community.answering import brings, says

if TYPE_CHECKING:  # it lives there, and has these events
    from tests.conversations.forgeries import Street


def happen(session: Session, here: "Street", place: int) -> None:
    _called(session, here, place)
    _gathered(session, here, place)
    _watched(session, here, place)


def _called(session: Session, here: "Street", place: int) -> None:
    now, by, tini, asep = here.parlour.house.now(), here.ids["siti"], here.ids["tini"], here.ids["asep"]
    day = now.date() + timedelta(days=3)
    for invited in (Invited.everyone, Invited.office, Invited.everyone):
        call = Call(EventKind.work_day, day, time(7), items=[ItemWanted(ItemKind.tool, "cangkul", 2)], invited=invited)
        event = events.call_together(session, place, call, by=by, now=now)
        here.occurrences.append(occurrences.of_event(session, event.id)[0].id)
    first = session.get_one(Occurrence, here.occurrences[0])
    brings(session, first, "cangkul", tini, now=now)
    says(session, first, Answer.coming, asep, now=now)
    event, _ = rsvps.reach(session, first.id, now=now)
    rsvps.show_name(session, first, invitees.guest(session, event, asep), now=now)
    mine = promises.mine(session, first.id, tini)[0]
    here.hoe, here.promise = mine.item.id, mine.promise_id
    here.swap = swaps.ask(session, mine.promise_id, asep, by=tini, now=now).id
    event_moves.cancel(session, here.occurrences[2], "Hujan", by=by, now=now)


def _gathered(session: Session, here: "Street", place: int) -> None:
    now, by = here.parlour.house.now(), here.ids["siti"]
    call = Call(
        kind=EventKind.work_day, begins_on=now.date() + timedelta(days=3), begins_at=time(7), rule="FREQ=WEEKLY"
    )
    for _ in range(2):
        event = events.call_together(session, place, call, by=by, now=now)
        here.called.append(occurrences.of_event(session, event.id)[0].id)
    event_moves.postpone(session, here.called[-1], "Hujan", by=by, now=now)
    _begun(session, here, place, by)
    here.proposed = events.propose(session, place, call, by=here.ids["tini"], now=now).id


def _watched(session: Session, here: "Street", place: int) -> None:
    now, by, tini = here.parlour.house.now(), here.ids["siti"], here.ids["tini"]
    call = Call(
        kind=EventKind.night_watch, begins_on=now.date() + timedelta(days=2), begins_at=time(22), rule="FREQ=DAILY"
    )
    here.rota = events.call_together(session, place, call, by=by, now=now).id
    them = [Wish("Tini", tini), Wish("Asep", here.ids["asep"]), Wish("Pak Slamet")]
    rota_members.put_right(session, here.rota, them, 1, by=by, now=now)
    mine, his = (own_turns.to_come(session, here.rota, here.ids[one], now)[0] for one in ("tini", "asep"))
    here.night = mine[1].id
    here.trade = turn_swaps.ask(session, mine[0].id, his[0].id, by=tini, now=now).id


def _begun(session: Session, here: "Street", place: int, by: int) -> None:
    now = here.parlour.house.now()
    event = events.call_together(session, place, Call(EventKind.work_day, now.date() + timedelta(days=3), time(7)),
                                 by=by, now=now)  # fmt: skip
    one = occurrences.of_event(session, event.id)[0]
    one.begins_at, one.ends_at = now - timedelta(hours=1), now + timedelta(hours=2)
    attendance.add_names(session, one.id, ["Mbah Karto"], by=by, now=now)
    here.under_way = one.id
    for who in ("tini", "asep"):
        attendance.tick(session, one.id, here.ids[who], by=by, now=now)
    here.minutes = minutes.write(
        session, one.id, minutes.Record(tasks=[minutes.Task("beli engsel", "Tini", here.ids["tini"])]), by=by, now=now
    ).id
    here.named = attendances.without_telegram(session, one.id)[0].id
