"""The call that a draft of an event is, what is still to be asked, and what an invitation in words fills in."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from community.event_needs import Story
from community.events import LONGEST_ITEM, LONGEST_WORDS, MOST_ITEMS, MOST_WANTED, Call, ItemWanted
from conversations import engine, event_rules
from conversations.envelopes import Envelope
from conversations.event_rules import Often
from conversations.invite_draft import (
    NAME,
    Gathering,
    Inviting,
    Thing,
    begins_at,
    chosen_groups,
    proposes,
    said_here,
    zone_of,
)
from conversations.talk import Talk
from conversations.widgets import event_words, when
from conversations.widgets.counted import Counted
from storage import communities, dialogues
from storage.events import EventKind, Invited

LOOK = "look"


def call_of(talk: Inviting) -> Call:
    draft = talk.draft
    return Call(
        kind=draft.kind or EventKind.other, begins_on=date.fromisoformat(draft.day),
        begins_at=time.fromisoformat(draft.hour), minutes=draft.minutes, title=draft.title, words=draft.words,
        agenda=draft.agenda, rule=rule_of(draft), place=draft.place, latitude=draft.latitude,
        longitude=draft.longitude, wanted=draft.wanted, invited=invited_to(draft),
        destinations=[] if proposes(talk) else [one.destination.id for one in chosen_groups(talk)],
        needs=draft.needs, items=things_of(draft), poll_id=draft.poll_id,
    )  # fmt: skip


def invited_to(draft: Gathering) -> Invited:
    """Without a need nobody follows one; a rota is for who is on it."""
    if draft.rota and draft.invited is Invited.everyone:
        return Invited.rota
    return Invited.everyone if draft.invited is Invited.followers and not draft.needs else draft.invited


def rule_of(draft: Gathering) -> str | None:
    if draft.often is None or not draft.day:
        return None
    until = date.fromisoformat(draft.until) if draft.until else None
    return event_rules.rule(draft.often, date.fromisoformat(draft.day), until)


def things_of(draft: Gathering) -> tuple[ItemWanted, ...]:
    return tuple(ItemWanted(one.kind, one.name, one.wanted) for one in draft.things)


def story_of(talk: Inviting) -> Story:
    """How the stories of the needs that it is for tell of it: the day, and where one meets."""
    words, draft = said_here(talk), talk.draft
    reason = words.label("inviting.meet", place=draft.place) if draft.place else None
    return Story(when.spoken(begins_at(talk), zone_of(talk), words), reason)


# ── what comes next ──


def onward(talk: Inviting) -> str:
    """The step at which the next thing is asked that must be known, or the last look if all is."""
    return next_step(talk.draft)


def next_step(draft: Gathering) -> str:
    if draft.kind is None:
        return "what"
    if draft.kind is EventKind.other and not draft.title:
        return "own"
    if draft.days:
        return "which"
    if not draft.day:
        return "when"
    if not draft.hour:
        return "hour"
    return LOOK if draft.place_said else "where"


def is_over(talk: Inviting) -> bool:
    """True for a day and hour that have passed since they were chosen."""
    return bool(talk.draft.day and talk.draft.hour) and begins_at(talk) <= talk.now


# ── in words ──


def take_in(draft: Gathering, text: str, now: datetime, zone: str, landmarks: list[str]) -> bool:
    """Fill in what these words say; what they do not say stays as it is. True if they say what it is or when."""
    found = event_words.read(text, now, zone, landmarks)
    draft.kind = found.kind or draft.kind
    draft.title = found.title or draft.title
    if found.days:
        days_are(draft, found.days, found.hour)
    if found.is_weekly:
        draft.often = Often.weekly
    if found.place:
        draft.place, draft.place_said = found.place, True
    for one in found.things:
        put(draft, one)
    return bool(found.kind or found.days)


def days_are(draft: Gathering, days: tuple[date, ...], hour: time | None) -> None:
    """One day, or several of which one is meant; the hour that was said stays until another one is."""
    draft.days = [one.isoformat() for one in days] if len(days) > 1 else []
    draft.day = days[0].isoformat() if len(days) == 1 else ""
    draft.hour = f"{hour:%H:%M}" if hour else draft.hour
    if draft.often is not None and draft.day:
        draft.often = event_rules.fitting(draft.often, days[0])


def put(draft: Gathering, one: Counted) -> bool:
    """Onto the list, or with another number; False where there is no room for it, or it does not fit."""
    if len(one.name) > LONGEST_ITEM or not 1 <= one.wanted <= MOST_WANTED:
        return False
    thing = Thing(kind=one.kind, name=one.name, wanted=one.wanted)
    same = [at for at, known in enumerate(draft.things) if _key(known) == _key(thing)]
    if same:
        draft.things = [thing if at == same[0] else known for at, known in enumerate(draft.things)]
    elif len(draft.things) < MOST_ITEMS:
        draft.things = [*draft.things, thing]
    else:
        return False
    return True


def _key(thing: Thing) -> tuple[str, str]:
    return thing.kind, thing.name.casefold()


def open_with(talk: Talk[Any], draft: Gathering) -> None:
    """Begin with what is filled in, at the first question that is left.

    One that was begun from the same place is gone on with; with any other that waits, it is asked which is meant.
    """
    draft.first_step = next_step(draft)
    waiting, here = dialogues.open_named(talk.session, talk.person.person_id, NAME), _came_from(draft.model_dump())
    if waiting is not None and here is not None and here == _came_from(Envelope.loaded(waiting.draft).draft):
        dialogues.resume(talk.session, waiting, now=talk.clock)
        engine.ask(talk, waiting)
    else:
        engine.open_beside(talk, NAME, draft)


def _came_from(draft: Mapping[str, Any]) -> tuple[object, ...] | None:
    """The needs with their moves, the poll or the pasted text of a stored draft; None where it came from nowhere."""
    needs = {int(one): moves for one, moves in (draft.get("need_seen") or {}).items()}
    found = needs, draft.get("poll_id"), draft.get("words") or ""
    return found if any(found) else None


def from_text(talk: Talk[Any], text: str) -> Gathering:
    """An invitation that was pasted, and its words themselves."""
    community = communities.by_id(talk.session, talk.community_id)
    zone = community.time_zone if community else talk.person.time_zone
    draft = Gathering(words=text.strip()[:LONGEST_WORDS])
    take_in(draft, text, talk.now, zone, community.landmarks if community else [])
    return draft


def place_is(draft: Gathering, place: str) -> None:
    """A place in words: a point that was sent for another one is none any more."""
    draft.place, draft.place_said = place, True
    draft.latitude, draft.longitude = None, None
