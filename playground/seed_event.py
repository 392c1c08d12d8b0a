"""A work day to which the demo's neighbours are called: next Sunday, with some answers and something to bring."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import audiences, bringing, codes, errands, event_cards, events, invitees, rsvps
from community.errands import Errand
from community.events import Call, ItemWanted
from playground.karanganyar import Neighbourhood
from storage import events as stored
from storage import needs, occurrences
from storage.communities import Community
from storage.events import Event, EventKind, ItemKind
from storage.occurrences import Occurrence
from storage.people import Person
from storage.rsvps import Answer

SUNDAY = 6
BEGINS = time(7)
WHERE = "Pos ronda"
NEED = 16
"""The drain in front of the stall, which runs over; it is being worked on."""
TITLE = "mengeruk selokan"
AGENDA = ("Kumpul dan berdoa", "Mengeruk selokan, lumpurnya ke karung", "Sarapan bersama di pos ronda")
ITEMS = (
    ItemWanted(ItemKind.tool, "cangkul", 5),
    ItemWanted(ItemKind.tool, "karung", 10),
    ItemWanted(ItemKind.tool, "gerobak", 1),
    ItemWanted(ItemKind.food, "nasi bungkus", 30),
)
COMING, MAYBE, AWAY = 12, 3, 2
"""So many have answered; who has a phone in the demo has not, but for the chair."""
BRING = ((1, "cangkul", 1), (2, "cangkul", 2), (3, "karung", 8), (4, "gerobak", 1), (5, "nasi bungkus", 20))
"""Which of those who come, in the order of answering, bring how many of what."""
NAMED = (0, 2, 3, 5)
"""Which of them like to be named."""


def call(
    session: Session, community: Community, place: Neighbourhood, people: Mapping[str, Person], chair: Person,
    now: datetime, random: Random,
) -> None:  # fmt: skip
    """As the chair would; the card is put into the neighbourhood's group, if it has one."""
    today = now.astimezone(ZoneInfo(community.time_zone)).date()
    latitude, longitude = place.degrees(WHERE)
    drain = needs.numbered(session, community.id, NEED)
    wanted = Call(
        EventKind.work_day, today + timedelta(days=(SUNDAY - today.weekday()) % 7 or 7), BEGINS, title=TITLE,
        agenda=AGENDA, place=WHERE, latitude=latitude, longitude=longitude, items=ITEMS,
        needs=[drain.id] if drain is not None else [],
    )  # fmt: skip
    event = events.call_together(session, community.id, wanted, by=chair.id, now=now)
    (one,) = occurrences.of_event(session, event.id)
    event.code, one.code = (codes.draw(length, random.choice) for length in (codes.LENGTH, 12))
    others = [one for one in people.values() if one.id != chair.id and not one.reachable]
    random.shuffle(others)
    _answer(session, event, one, [chair, *others], now)
    event.destinations = [there.destination.id for there in audiences.places(session, community.id)]
    session.add_all((event, one))
    session.flush()
    event_cards.post(session, event, one, now=now)


def _answer(session: Session, event: Event, one: Occurrence, people: Sequence[Person], now: datetime) -> None:
    """Before the card is there: it shows what they have said by then."""
    said = [Answer.coming] * COMING + [Answer.maybe] * MAYBE + [Answer.away] * AWAY
    guests = [invitees.guest(session, event, person.id) for person in people[: len(said)]]
    for number, (who, answer) in enumerate(zip(guests, said, strict=False)):
        rsvps.answer(session, event, one, answer, who, now=now + timedelta(microseconds=number))
        if answer is Answer.away:
            errands.send_along(session, one, Errand.food, who)
    for number in NAMED:
        rsvps.show_name(session, one, guests[number], now=now)
    items = {item.name: item.id for item in stored.items_of(session, event.id)}
    for number, name, many in BRING:
        bringing.bring(session, event, one, items[name], many, guests[number], now=now)
