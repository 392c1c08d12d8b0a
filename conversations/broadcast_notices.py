"""An announcement as it leaves, its corrections and recalls, and the card of the one who made it."""

import orjson
from sqlmodel import Session

from community import audiences, broadcast_report, broadcast_steering, broadcast_work, office
from community.broadcast_content import Audience, Content
from conversations import broadcast_card, broadcast_words, neighbourhood, screens
from conversations.calls import Call, NotNow, Render, Rendered
from conversations.dialogue import Choice
from conversations.talk import House
from conversations.widgets import rich_text
from locales import Words
from storage import audit, broadcast_rows, broadcasts, communities, outbox, people
from storage.broadcasts import Broadcast, BroadcastState
from storage.communities import Community
from storage.outbox import Row

CARD_SECONDS = 1.0
"""So long a card is given to leave before it is drawn anew: it is a reply, and need not be the first."""


def announced(session: Session, row: Row, words: Words, _: House) -> Rendered:
    """What the recipient gets; None once the group is no longer the neighbourhood's."""
    found = broadcasts.by_id(session, row.subject_id or 0)
    community = communities.by_id(session, found.community_id) if found else None
    if found is None or community is None:
        return None
    if (why := _withheld(found)) is not None:
        return why
    content = Content.model_validate(found.content)
    if row.person_id is None:
        place = _place(session, community, row.chat)
        if place is None:
            return None
        said = neighbourhood.words_of(community)
        text = broadcast_words.as_read(said, found, community, None)
        return broadcast_words.calls(said, content, text, chat=row.chat, thread_id=place[0], silent=found.silent)
    rows = broadcast_words.opt_out(_home(session, found, row.person_id), found.urgency)
    text = broadcast_words.as_read(words, found, community, _name_of(session, row.person_id))
    return broadcast_words.calls(words, content, text, chat=row.chat, rows=rows, silent=found.silent)


def _withheld(found: Broadcast) -> NotNow | None:
    """It was paused or stopped while this was in hand."""
    if found.state is BroadcastState.stopped or found.recalled_at is not None:
        return NotNow(broadcast_report.STOPPED, state="moot")
    if found.state is BroadcastState.paused:
        return NotNow("paused", state="held")
    return None


def _name_of(session: Session, person_id: int) -> str:
    person = people.by_id(session, person_id)
    return person.name if person else ""


def _place(session: Session, community: Community, chat: int) -> tuple[int | None] | None:
    """The topic in which the group hears announcements, in a tuple; None if the group is not this neighbourhood's."""
    here = (place for place in audiences.places(session, community.id) if place.chat.telegram_id == chat)
    found = next(here, None)
    return None if found is None else (found.destination.thread_id,)


def _home(session: Session, found: Broadcast, person_id: int) -> int:
    """The neighbourhood whose announcements this person may decline: their own, if it lies in the one that speaks."""
    meant = Audience.model_validate(found.audience).communities
    if meant == [found.community_id]:
        return found.community_id
    person = people.by_id(session, person_id)
    if person is not None and person.community_id in meant:
        return person.community_id or found.community_id
    homes = (one.id for one in communities.of_person(session, person_id) if one.id in meant)
    return next(homes, found.community_id)


# ── what is out already ──


def edited(session: Session, row: Row, words: Words, _: House) -> Rendered:
    """The message that is out, with the words as they are now."""
    sent = broadcast_rows.sent_message(session, row.subject_id or 0)
    found = broadcasts.by_id(session, sent.subject_id) if sent else None
    community = communities.by_id(session, found.community_id) if found else None
    if sent is None or found is None or community is None or sent.chat != row.chat or found.recalled_at is not None:
        return None
    said = words if row.person_id is not None else neighbourhood.words_of(community)
    content = Content.model_validate(found.content)
    reader = None if row.person_id is None else _name_of(session, row.person_id)
    text = broadcast_words.as_read(said, found, community, reader)
    body = {"chat_id": sent.chat, "message_id": sent.message_id, "parse_mode": "HTML"}
    if row.person_id is not None:
        rows = broadcast_words.opt_out(_home(session, found, row.person_id), found.urgency)
        body["reply_markup"] = screens.inline_keyboard(said, rows)
    if content.bears_words:
        return [Call("editMessageCaption", body | {"caption": text})]
    return [Call("editMessageText", body | {"text": text, "link_preview_options": {"is_disabled": True}})]


def taken_back(session: Session, row: Row, _: Words, __: House) -> Rendered:
    """All messages that it became are deleted."""
    sent = broadcast_rows.sent_message(session, row.subject_id or 0)
    if sent is None or sent.chat != row.chat:
        return None
    ids = orjson.loads(sent.message_ids) if sent.message_ids else [sent.message_id]
    return [Call("deleteMessages", {"chat_id": sent.chat, "message_ids": sorted(ids)})]


# ── for the one who made it ──


def card(session: Session, row: Row, words: Words, house: House) -> Rendered:
    """The card, where there is none yet."""
    found = broadcasts.by_id(session, row.subject_id or 0)
    if found is None:
        return None
    keyboard = screens.inline_keyboard(words, broadcast_card.rows(session, found, house.now()))
    return [
        Call(
            "sendMessage",
            screens.message(row.chat, broadcast_card.html(session, words, found, house), keyboard=keyboard),
        )
    ]


def progress(session: Session, row: Row, words: Words, house: House) -> Rendered:
    """The card drawn anew where it stands."""
    found = broadcasts.by_id(session, row.subject_id or 0)
    card_row = broadcast_work.card_of(session, found, row.person_id) if found else None
    if found is None or card_row is None:
        return None
    stands = outbox.message_of(session, card_row)
    if stands is None and broadcast_rows.is_to_leave(session, card_row):
        return NotNow("its card is not out", due_at=house.clock() + CARD_SECONDS)
    if stands is None or stands[0] != row.chat:
        return None
    keyboard = screens.inline_keyboard(words, broadcast_card.rows(session, found, house.now()))
    body = {"chat_id": stands[0], "message_id": stands[1], "text": broadcast_card.html(session, words, found, house)}
    return [Call("editMessageText", body | {"parse_mode": "HTML"} | ({"reply_markup": keyboard} if keyboard else {}))]


def steered(session: Session, row: Row, words: Words, _: House) -> Rendered:
    """Another organiser has paused, stopped, corrected or recalled it: one line. Not to former organisers."""
    entry = audit.by_id(session, row.subject_id or 0)
    found = broadcasts.by_id(session, entry.subject_id) if entry else None
    if entry is None or found is None or row.person_id is None or found.author_id != row.person_id:
        return None
    if not office.is_office(people.membership_of(session, row.person_id, found.community_id)):
        return None
    actor = people.by_id(session, entry.actor_id) if entry.actor_id else None
    did = entry.action.rpartition(".")[2]
    html = words.text(
        f"announce.steered.{did}",
        name=actor.name if actor else words.label("trail.somebody"),
        line=rich_text.first_line(str(found.content.get("html", ""))) or "📷",
    )
    keyboard = screens.inline_keyboard(words, [[Choice(f"castsee.{found.id}", "announce.do.see")]])
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


RENDER: dict[str, Render] = {
    broadcast_rows.KIND: announced,
    broadcast_work.EDIT: edited,
    broadcast_work.RECALL: taken_back,
    broadcast_work.CARD: card,
    broadcast_work.PROGRESS: progress,
    broadcast_steering.STEERED: steered,
}
