"""What is said of minutes as it leaves: was it so, something is missing, they are published; and in the group."""

from sqlmodel import Session

from community import confirmations, office
from community import minutes as rules
from community.refusals import Refusal
from conversations import event_lines, minutes_lines, neighbourhood, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import review
from locales import Words
from storage import communities, events, minutes, occurrences, people
from storage.events import Event
from storage.minutes import Minutes, MinutesState
from storage.occurrences import Occurrence
from storage.outbox import Row


def _found(session: Session, row: Row) -> tuple[Event, Occurrence, Minutes] | None:
    found = minutes.by_id(session, row.subject_id or 0)
    one = occurrences.by_id(session, found.occurrence_id) if found else None
    event = events.by_id(session, one.event_id) if one else None
    return (event, one, found) if event and one and found else None


def asked(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """As they stand now; not to who has answered, may not, or once they are published."""
    try:
        event, one, found = confirmations.seen(session, row.subject_id or 0, by=row.person_id or 0)
    except Refusal:
        return None
    person_id = row.person_id or 0
    said = minutes.confirmation(session, found.id, person_id)
    has_said = said is not None and said.version == found.version
    if found.state is MinutesState.published or person_id == found.writer_id or has_said:
        return None
    html = f"{minutes_lines.of_stored(session, words, event, one, found)}\n\n{stands(session, words, found, person_id)}"
    return [_said(row, words, html, rows(session, found, person_id))]


def stands(session: Session, words: Words, found: Minutes, person_id: int) -> str:
    """How they stand, to this one: asked, answered, or published. As HTML."""
    if found.state is MinutesState.published:
        return words.text("minutes.is_published")
    said = minutes.confirmation(session, found.id, person_id)
    if said is None or said.version != found.version:
        return words.text("minutes.ask" if found.version == 1 else "minutes.ask.anew")
    if not said.agrees and said.answer is not None:
        return words.text("minutes.said.kept", why=said.answer)
    return words.text("minutes.said.fits" if said.agrees else "minutes.said.lacks")


def rows(session: Session, found: Minutes, person_id: int) -> Rows:
    """[✓ Cocok] [✏️ Ada yang kurang]; whoever has said the one may still say the other."""
    if found.state is MinutesState.published or person_id == found.writer_id:
        return []
    said = minutes.confirmation(session, found.id, person_id)
    has_agreed = said is not None and said.version == found.version and said.agrees
    fits = Choice(f"{minutes_lines.ANSWER}.{found.id}.{found.version}", "minutes.fits")
    lacks = Choice(f"{minutes_lines.LACKS}.{found.id}.{found.version}", "minutes.lacks")
    return [[lacks]] if has_agreed else [[fits], [lacks]]


def corrected(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To the writer: what is missing, by whom; None once they have been put right, or it was answered."""
    both = _found(session, row)
    if both is None or both[2].state is MinutesState.published:
        return None
    event, one, found = both
    said = minutes_lines.corrections(session, found)
    if not said:
        return None
    zone = event_lines.place_of(session, event).time_zone
    html = words.text(
        "minutes.corrected", what=event_lines.within(words, event), when=event_lines.moment(words, one, zone),
        lines=review.lines(said),
    )  # fmt: skip
    keep = Choice(f"{minutes_lines.KEEP}.{found.id}.{found.version}", "minutes.keep")
    return [_said(row, words, html, [[Choice(f"{minutes_lines.WRITE}.{one.id}", "minutes.correct")], [keep]])]


def kept(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To who said that something is missing: why it stays so. None once they say otherwise, or the minutes do."""
    both = _found(session, row)
    said = minutes.confirmation(session, row.subject_id or 0, row.person_id or 0)
    if both is None or said is None or said.agrees or said.answer is None or said.version != both[2].version:
        return None
    event, one, found = both
    zone = event_lines.place_of(session, event).time_zone
    html = words.text(
        "minutes.kept", what=event_lines.within(words, event), when=event_lines.moment(words, one, zone),
        words=said.words or "–", why=said.answer,
    )  # fmt: skip
    return [_said(row, words, html, rows(session, found, row.person_id or 0))]


def waits(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To who wrote them, after a week of silence: what can be done; what is said to be missing goes before that."""
    both = _found(session, row)
    if both is None or both[2].state is MinutesState.published:
        return None
    event, one, found = both
    if not office.is_office(people.membership_of(session, row.person_id or 0, event.community_id)):
        return None
    if confirmations.missing(session, found):
        return corrected(session, row, words, house)
    if not confirmations.have_waited(session, found, house.now()):
        return None
    zone = event_lines.place_of(session, event).time_zone
    html = words.text(
        "minutes.waits", what=event_lines.within(words, event), when=event_lines.moment(words, one, zone),
        days=rules.QUIET.days, many=confirmations.agreeing(session, found), enough=rules.ENOUGH,
    )  # fmt: skip
    as_is = Choice(f"{minutes_lines.AS_IS}.{found.id}.{found.version}", "minutes.as_is")
    return [_said(row, words, html, [[as_is], [Choice(f"{minutes_lines.WRITE}.{one.id}", "minutes.correct")]])]


def published(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """To the writer."""
    both = _found(session, row)
    if both is None:
        return None
    event, one, found = both
    rows: Rows = []
    if minutes.follow_ups_of(session, found.id):
        rows = [[Choice(f"{minutes_lines.TASKS}.{one.id}", "minutes.tasks.button")]]
    key = "minutes.published" if found.is_confirmed else "minutes.published.unconfirmed"
    return [_said(row, words, words.text(key, what=event_lines.within(words, event)), rows)]


def in_group(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """All of them, into the topic that the event is for."""
    both = _found(session, row)
    if both is None:
        return None
    event, one, found = both
    community = event_lines.place_of(session, event)
    words = neighbourhood.words_of(community)
    chat = communities.chat_known_as(session, row.chat)
    here = (communities.destination_by_id(session, place) for place in event.destinations)
    thread = next((place.thread_id for place in here if place and chat and place.chat_id == chat.id), None)
    html = str(minutes_lines.of_stored(session, words, event, one, found))
    if found.is_confirmed:
        html = f"{html}\n\n{words.text('minutes.in_group')}"
    link = Choice("", "change.open", url=event_lines.link(house, community, event))
    keyboard = screens.inline_keyboard(words, [[link]])
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=thread))]


def _said(row: Row, words: Words, html: str, rows: Rows = ()) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


RENDER: dict[str, Render] = {
    rules.ASK: asked,
    confirmations.CORRECTED: corrected,
    confirmations.KEPT: kept,
    confirmations.WAITS: waits,
    confirmations.PUBLISHED: published,
    confirmations.IN_GROUP: in_group,
}
