"""What is said of proposed events: to the organisers that there is one, to who proposed it what they say."""

from sqlmodel import Session

from community import events, office, taken_back
from conversations import event_lines, proposal_card, screens
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from conversations.widgets import when
from locales import Words
from storage import events as stored
from storage import group_shows, outbox, people
from storage.events import Event, EventState
from storage.outbox import Row


def proposed(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The proposal, to an organiser who may answer it; None once somebody has."""
    event = stored.by_id(session, row.subject_id or 0)
    if event is None or event.state is not EventState.proposed:
        return None
    if not office.is_office(people.membership_of(session, row.person_id or 0, event.community_id)):
        return None
    return [_said(row, words, proposal_card.html(session, words, event), proposal_card.rows(event))]


def answered(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """Yes, with the way to it; or not now, with the reason and ways on."""
    event = stored.by_id(session, row.subject_id or 0)
    if event is None or event.author_id != row.person_id:
        return None
    if event.state is EventState.called:
        look = Choice("", "proposal.look", url=event_lines.link(house, event_lines.place_of(session, event), event))
        return [_said(row, words, called(session, words, event), [[look]])]
    if event.state is not EventState.declined:
        return None
    html = declined(session, words, event, event.why or "")
    return [_said(row, words, html, proposal_card.own_rows(event))]


def called(session: Session, words: Words, event: Event) -> str:
    """Kabar baik 🙏 Kegiatan yang diusulkan jadi …"""
    return words.text("proposal.notice.called", **_values(session, words, event))


def declined(session: Session, words: Words, event: Event, why: str) -> str:
    """Bu Tini, usulan kegiatan No. 5 belum bisa. Alasannya: … Masih ada jalan."""
    return words.text("proposal.notice.declined", why=why.rstrip(". "), **_values(session, words, event))


def _values(session: Session, words: Words, event: Event) -> dict[str, object]:
    community = event_lines.place_of(session, event)
    author = people.by_id(session, event.author_id) if event.author_id else None
    at = when.spoken(proposal_card.moment(event, community), community.time_zone, words)
    where = f" · {event.place}" if event.place else ""
    return {
        "name": author.name if author else "–", "number": event.number, "when": f"{at}{where}",
        "what": event_lines.within(words, event),
    }  # fmt: skip


def _said(row: Row, words: Words, html: str, rows: Rows = ()) -> Call:
    return Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))


def withdrawn(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """What an organiser was told of it, in its place: that it was taken back."""
    told = row.subject_id or 0
    stands, event = outbox.message_of(session, told), stored.by_id(session, group_shows.subject_of(session, told) or 0)
    if stands is None or event is None or event.state is not EventState.withdrawn:
        return None
    html = proposal_card.html(session, words, event)
    return [
        Call("editMessageText", {"chat_id": stands[0], "message_id": stands[1], "text": html, "parse_mode": "HTML"})
    ]


RENDER: dict[str, Render] = {
    events.PROPOSED: proposed, events.PROPOSAL_ANSWERED: answered, taken_back.WITHDRAWN: withdrawn,
}  # fmt: skip
