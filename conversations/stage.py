"""What every update goes through: one transaction, exactly once; and the entries that are no command of their own.

Nothing is sent here: what is said becomes rows that leave after the commit.
"""

from functools import wraps
from typing import Any

import orjson
from sqlmodel import Session
from telegram import Bot, Update

from community import people
from community.refusals import Refusal
from conversations import albums, engine
from conversations.answers import Media, Tapped, Unfit, answer_in, has_letters
from conversations.talk import Entry, House, Outcome, Talk
from storage import dialogues, inbox, latest
from storage.inbox import Ticket

NOWHERE = (0, 0)
"""The dialogue and version of someone who was in the middle of nothing."""


class LaneHeld(Exception):
    """Another process works on this lane; the update is given back."""


class MovedOn(Exception):
    """A replayed update whose dialogue is no longer where it was: it is parked again, without a word to anybody."""


def perform(session: Session, ticket: Ticket, update: Update, entry: Entry, house: House) -> Outcome:
    """Handle one kept update exactly once. Nothing is written if it was handled before."""
    if not inbox.hold_lane(session, ticket.lane):
        raise LaneHeld
    if ticket.overflow:
        return _flooded(session, ticket, update, house)
    if latest.pass_over(session, ticket, house.clock()) or not inbox.finish(session, ticket, house.clock()):
        return Outcome()
    talk: Talk[Any] = Talk(session, update, house)
    if ticket.dialogue_id is not None and not _still_there(talk, ticket):
        raise MovedOn
    _is_within_reach(talk)
    try:
        entry(talk)
    except Refusal as refusal:
        answer_refusal(talk, refusal)
    return talk.outcome


def _is_within_reach(talk: Talk[Any]) -> None:
    """Who writes in private can be written to, whatever becomes of what they wrote."""
    if talk.is_private and talk.speaker is not None and not talk.speaker.reachable:
        people.is_within_reach(talk.session, talk.telegram_id, reachable=True)


def _still_there(talk: Talk[Any], ticket: Ticket) -> bool:
    return _where(talk) == (ticket.dialogue_id, ticket.dialogue_version)


def _where(talk: Talk[Any]) -> tuple[int, int]:
    """The dialogue that a person is in the middle of, and its version; zeros for none."""
    standing = talk.speaker.standing if talk.speaker else None
    return (standing.id, standing.version) if standing else NOWHERE


def answer_refusal(talk: Talk[Any], refusal: Refusal) -> None:
    """A refusal's words, on the tap if there was one, else as a sentence. That a button is old needs no [OK]."""
    if talk.update.callback_query:
        talk.toast(refusal.key, alert=refusal.key != "stage.gone", **refusal.values)
    else:
        talk.say_html(talk.words.text(refusal.key, **refusal.values), home=True)


def _flooded(session: Session, ticket: Ticket, update: Update, house: House) -> Outcome:
    """The first update too many in a lane: say so once, in private, and set it aside."""
    talk: Talk[Any] = Talk(session, update, house)
    if not inbox.park(session, ticket, state="flood", now=house.clock(), dialogue=_where(talk)):
        return Outcome()
    _is_within_reach(talk)
    if talk.is_private and not inbox.flood_is_told(session, ticket):
        talk.say("stage.flood", most=inbox.FLOOD_AFTER)
    return talk.outcome


def park(session: Session, ticket: Ticket, house: House, error: str, code: str, bot: Bot) -> Outcome:
    """After the last try: set the update aside with the dialogue's version, and apologise once, with the code."""
    update = Update.de_json(orjson.loads(ticket.payload), bot)
    talk: Talk[Any] = Talk(session, update, house)
    at = _where(talk)
    if not inbox.park(session, ticket, state="parked", now=house.clock(), error=error, code=code, dialogue=at):
        return Outcome()
    _is_within_reach(talk)
    if talk.is_private and talk.telegram_id:
        talk.say("stage.sorry", code=code)
    return talk.outcome


def park_again(session: Session, ticket: Ticket, now: float) -> None:
    """A replay that came too late goes back to where it was."""
    at = (ticket.dialogue_id or 0, ticket.dialogue_version or 0)
    inbox.park(session, ticket, state="parked", now=now, error="the dialogue has moved on", dialogue=at)


# ── who may come in ──


def for_known(entry: Entry) -> Entry:
    """An entry for those who have agreed to be known here; others are welcomed first."""

    @wraps(entry)
    def guarded(talk: Talk[Any]) -> None:
        if talk.speaker is None:
            talk.house.stranger(talk)
        else:
            entry(talk)

    return guarded


def for_members(entry: Entry) -> Entry:
    """An entry for those who belong to a community; others are welcomed first."""

    @wraps(entry)
    def guarded(talk: Talk[Any]) -> None:
        if talk.speaker is None or talk.speaker.community_id is None:
            talk.house.stranger(talk)
        else:
            entry(talk)

    return guarded


# ── entries that the door chooses ──


def spoken(talk: Talk[Any]) -> None:
    """Anything said in private that is no command: an answer, or the beginning of a dialogue."""
    standing = talk.speaker.standing if talk.speaker else None
    if talk.speaker is None or (standing is None and talk.speaker.community_id is None):
        talk.house.stranger(talk)
        return
    answer = answer_in(talk.update)
    if isinstance(answer, Media) and albums.joins_earlier(talk, answer):
        if standing is not None and has_letters(answer.caption):
            engine.heard_under(talk, standing, answer)
        return
    if talk.house.aside(talk, answer):
        return
    if standing is not None:
        engine.heard(talk, standing, answer)
    elif isinstance(answer, Unfit):
        talk.say("stage.unclear", home=True)
    else:
        talk.house.unasked(talk, answer)


def edited(talk: Talk[Any]) -> None:
    """An earlier message was changed: what it said then has been heard, so say how to change an answer.

    A live location changes by itself, every few seconds: that is met with silence.
    """
    message = talk.update.edited_message
    if message is not None and message.location is not None:
        return
    if talk.speaker is not None and talk.speaker.standing is not None and talk.is_private:
        talk.say("stage.edited")


def tapped(talk: Talk[Any]) -> None:
    """A button of a draft. It counts only for its owner and its version; else it shows where things stand."""
    tap = talk.update.callback_query
    parsed = _parse((tap.data if tap else "") or "")
    if talk.speaker is None or parsed is None or not talk.is_private:  # what is private is not answered in a group
        talk.toast("stage.gone")
        return
    dialogue_id, version, value = parsed
    standing = talk.speaker.standing
    if standing is None or standing.id != dialogue_id:
        _tapped_elsewhere(talk, dialogue_id, version, value)
    elif version == standing.version:
        engine.heard(talk, standing, Tapped(value, _tapped_label(talk)))
    else:
        talk.toast("stage.stale")
        if version < standing.version - 1:  # one step behind is a double tap: the next question is on the screen
            talk.settle_tapped(None)
            engine.ask(talk, standing)


def _parse(data: str) -> tuple[int, int, str] | None:
    """(dialogue, version, value) of `d.<id>.<version>.<value>`; None for anything else, however strange."""
    parts = data.split(".", 3)
    if len(parts) != 4 or not (parts[1].isascii() and parts[1].isdigit() and parts[2].isascii() and parts[2].isdigit()):
        return None
    dialogue_id, version = int(parts[1]), int(parts[2])
    return (dialogue_id, version, parts[3]) if dialogue_id < 2**63 else None


def _tapped_elsewhere(talk: Talk[Any], dialogue_id: int, version: int, value: str) -> None:
    """A button of a draft that is not the current one: go on there if it is one's own and waits."""
    found = dialogues.by_id(talk.session, dialogue_id)
    known = found is not None and found.name in talk.house.dialogues
    if found is None or not known or found.person_id != talk.person.person_id or found.state != "open":
        talk.toast("stage.gone")
        if found is not None and found.person_id == talk.person.person_id:
            talk.settle_tapped(None)
        return
    dialogues.resume(talk.session, found, now=talk.clock)
    if version == found.version:
        engine.heard(talk, found, Tapped(value, _tapped_label(talk)))
    else:
        talk.toast("stage.stale")
        engine.ask(talk, found)


def _tapped_label(talk: Talk[Any]) -> str:
    """What stood on the tapped button, for the line that the question turns into."""
    tap = talk.update.callback_query
    markup = getattr(tap and tap.message, "reply_markup", None)
    for row in markup.inline_keyboard if markup else ():
        for button in row:
            if tap is not None and button.callback_data == tap.data:
                return str(button.text)
    return ""


def card(talk: Talk[Any]) -> None:
    """A card's button, `c.<verb>.<the rest>`: it acts for ever, judged by how things stand now."""
    tap = talk.update.callback_query
    _, verb, rest = [*((tap.data if tap else "") or "").split(".", 2), "", ""][:3]
    found = talk.house.cards.get(verb)
    is_here = found is not None and (talk.is_private or found.groups)
    if found is None or not is_here or (talk.speaker is None and not found.strangers):
        talk.toast("stage.gone")
    else:
        found.act(talk, rest)


def unknown_tap(talk: Talk[Any]) -> None:
    """A tap with data that we never gave out."""
    talk.toast("stage.gone")
