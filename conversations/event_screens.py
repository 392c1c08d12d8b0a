"""An event as one person finds it in private: its card with what they have said, and what the organisers see."""

from typing import Any

from sqlmodel import Session

from community import errands, invitees, promises
from community.invitees import Guest
from community.refusals import NotThere
from conversations import event_card, screens
from conversations.dialogue import Choice
from conversations.event_card import Face, Own
from conversations.talk import Talk
from storage import events, occurrences, rotas, rsvp_taps, rsvps
from storage.events import NEVER_CALLED, Event
from storage.occurrences import Occurrence

CALENDAR = ("agenda", "month")
"""Verbs of the calendar's pages; on an event's screens they lead back."""
MINE = "m"
"""Behind the number of a page: only what one has a part in."""


def turned(talk: Talk[Any], occurrence_id: int) -> None:
    """The card in place of what was tapped. Raises NotThere, NotAllowed for who is from elsewhere."""
    event, occurrence, who = seen(talk, occurrence_id)
    draw(talk, event, occurrence, who)


def opened(talk: Talk[Any], event: Event | None) -> None:
    """A message of its own, of the event's next time, else its last. Raises as `turned`."""
    occurrence = next_time(talk, event)
    event, occurrence, who = seen(talk, occurrence.id)
    html, rows = card(talk, event, occurrence, who)
    talk.say_html(html, rows=rows)


def next_time(talk: Talk[Any], event: Event | None) -> Occurrence:
    """The time of an event that is meant by who names the event alone. Raises NotThere where there is none."""
    if event is None or event.state in NEVER_CALLED:
        raise NotThere("stage.gone")
    found = occurrences.next_of(talk.session, event.id, talk.now)
    if found is None:
        found = next(reversed(occurrences.of_event(talk.session, event.id)), None)
    if found is None:
        raise NotThere("stage.gone")
    return found


def seen(talk: Talk[Any], occurrence_id: int) -> tuple[Event, Occurrence, Guest]:
    """An occurrence that the speaker may look at, over or not, in private. Raises NotThere, NotAllowed."""
    if talk.speaker is None or not talk.is_private:
        raise NotThere("stage.gone")
    occurrence = occurrences.by_id(talk.session, occurrence_id)
    event = events.by_id(talk.session, occurrence.event_id) if occurrence is not None else None
    if occurrence is None or event is None:
        raise NotThere("stage.gone")
    return event, occurrence, invitees.guest(talk.session, event, talk.person.person_id)


def draw(
    talk: Talk[Any], event: Event, occurrence: Occurrence, who: Guest, *, back: Choice | None = None
) -> None:  # fmt: skip
    """In place of what was tapped, with the way `back` to where it was found, or as it stood there."""
    html, rows = card(talk, event, occurrence, who)
    talk.redraw_html(html, rows=[*rows, *([[back]] if back is not None else way_back(talk))])


def way_back(talk: Talk[Any]) -> list[list[Choice]]:
    """The row that leads back to the calendar, if the event that was tapped was found there."""
    markup = getattr(talk.update.callback_query and talk.update.callback_query.message, "reply_markup", None)
    buttons = [button for row in markup.inline_keyboard for button in row] if markup is not None else []
    leads_back = tuple(f"{screens.CARD}{verb}." for verb in CALENDAR)
    data = (one.callback_data for one in buttons if isinstance(one.callback_data, str))
    found = next((one for one in data if one.startswith(leads_back)), None)
    return [[Choice(found.removeprefix(screens.CARD), "schedule.back")]] if found is not None else []


def card(talk: Talk[Any], event: Event, occurrence: Occurrence, who: Guest) -> Face:
    everyone = event_card.shown(talk.session, event, occurrence, talk.house)
    return event_card.in_private(talk.words, everyone, own(talk.session, event, occurrence, who), talk.house)


def own(session: Session, event: Event, occurrence: Occurrence, who: Guest) -> Own:
    """What this one sees besides."""
    mine = rsvp_taps.known(session, occurrence.id, who.person_id)
    return Own(
        who,
        mine,
        rsvps.place_in_line(session, mine) if mine is not None and mine.waits else 0,
        promises.mine(session, occurrence.id, who.person_id),
        tuple(errands.counts(session, occurrence.id).items()) if who.organises else (),
        event.rota_size is not None and bool(rotas.rows_of(session, event.id, who.person_id)),
        event.rota_size is not None and rotas.has_turn(session, occurrence.id, who.person_id),
    )
