"""The last look at an announcement: exactly what people will get, who they are, when it leaves, how long it takes."""

import hashlib
import re
from zoneinfo import ZoneInfo

from markupsafe import Markup

from community import reach as reach_rules
from community.audiences import Reach
from community.broadcast_content import Content
from community.refusals import NotThere
from conversations import broadcast_card, broadcast_words, neighbourhood
from conversations.announce_draft import Announcing, at_what_time, community_of, content_of, reach_of, to_whom
from conversations.calls import Call
from conversations.dialogue import Choice, Next, Question
from conversations.turn import LATER
from conversations.widgets import blanks, moments, rich_text
from storage import planned
from storage.broadcasts import Urgency

SEND, EVENT = "send", "event"
_QUOTES = re.compile(r"</?blockquote[^>]*>")
"""Telegram has no quotation within a quotation."""


def onward(talk: Announcing) -> Next:
    """On to the last look; files and places are shown above it as they will arrive, unless they stand there already."""
    if content_of(talk).is_empty:
        raise NotThere("announce.empty")
    if not is_as_shown(talk):
        for call in _shown_above(talk):
            talk.call(call.method, call.parameters)
    remember(talk)
    return "look"


def remember(talk: Announcing) -> None:
    """What is sent must be what stands in the preview."""
    talk.draft.seen, talk.draft.shown = reach_of(talk).mark, _mark(talk)


def is_as_shown(talk: Announcing) -> bool:
    """True if what would be sent is what the preview showed."""
    return talk.draft.shown == _mark(talk)


def _mark(talk: Announcing) -> str:
    said = f"{talk.draft.urgency}{content_of(talk).model_dump_json()}"
    return hashlib.blake2s(said.encode(), digest_size=8).hexdigest()


def is_ordinary(talk: Announcing) -> None:
    """Other words than a template's are an ordinary announcement."""
    if talk.draft.is_filled:
        talk.draft.urgency, talk.draft.is_filled = Urgency.normal, False


def _shown_above(talk: Announcing) -> list[Call]:
    content = content_of(talk)
    if not (content.files or content.place or content.poll):
        return []
    return broadcast_words.calls(talk.words, content, _said(talk, content), chat=talk.chat_id)


def _said(talk: Announcing, content: Content) -> str:
    name = neighbourhood.name_of(talk.words, community_of(talk))
    said = broadcast_words.html(talk.words, content, urgency=talk.draft.urgency, by=name)
    return blanks.for_recipient(said, talk.person.name)


def ask_look(talk: Announcing) -> Question:
    content, reach = content_of(talk), reach_of(talk)
    is_above = bool(content.files or content.place or content.poll)
    values = {
        "words": Markup(_QUOTES.sub("", _said(talk, content))),  # noqa: S704 - escaped when it was read
        "to": to_whom(talk, reach),
        "at": at_what_time(talk),
        "notes": Markup("").join(Markup("\n") + one for one in _notes(talk, content, reach)),
    }
    rows = [
        [Choice(SEND, "widgets.review.send")],
        [Choice("who", "announce.change.who"), Choice("time", "announce.change.time")],
        *([[Choice(EVENT, "announce.event")]] if is_dated(talk) and not is_above else []),
        *_to_whatsapp(content),
        [Choice(LATER, "stage.later.button")],
    ]
    return Question("announce.look.above" if is_above else "announce.look", values, rows, frame=False)


def _to_whatsapp(content: Content) -> list[list[Choice]]:
    if not content.html:
        return []
    return [[Choice("", "place.to_wa", url=rich_text.whatsapp_url(rich_text.for_whatsapp(content.html)))]]


def _notes(talk: Announcing, content: Content, reach: Reach) -> list[Markup]:
    """What the organiser should know before sending, one line each."""
    words, notes = talk.words, []
    if reach.people.silent:
        notes.append(words.text("announce.note.silent", many=reach.people.silent))
    if reach.people.gone:
        notes.append(words.text("announce.note.gone", many=reach.people.gone))
    if reach.places and (never := reach_rules.never_started_in(talk.session, community_of(talk).id)):
        notes.append(words.text("announce.note.never", many=never))
    notes += broadcast_card.time_left(words, reach.people.hear, talk.house)
    if left := blanks.unfilled(content.html):
        notes.append(words.text("announce.note.unfilled", what=", ".join(left)))
    if talk.draft.urgency is Urgency.mourning:
        notes.append(words.text("announce.note.mourning"))
    if talk.draft.silent:
        notes.append(words.text("announce.note.quiet"))
    notes += [words.text("announce.note.planned", number=number) for number in _planned(talk, content)]
    return [Markup(note) for note in notes]  # noqa: S704 - our own catalogue


def is_dated(talk: Announcing) -> bool:
    """True if it names a day to come."""
    zone = community_of(talk).time_zone
    return moments.moment_in(rich_text.plain(talk.draft.html), talk.now, zone) is not None


def _planned(talk: Announcing, content: Content) -> list[int]:
    """Needs for which neighbours meet on the day that the announcement speaks of: they are told of it anyway."""
    community = community_of(talk)
    found = moments.moment_in(rich_text.plain(content.html), talk.now, community.time_zone)
    if found is None:
        return []
    return planned.on_day(talk.session, community.id, found.day, ZoneInfo(community.time_zone))
