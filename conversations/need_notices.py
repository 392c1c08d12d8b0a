"""What is said of needs to those who did not just speak: danger to the organisers, a lost photo to its sender."""

from sqlmodel import Session

from community import moves, office
from conversations import need_lines, screens, whose
from conversations.calls import Call, Render
from conversations.dialogue import Choice
from conversations.talk import House
from conversations.widgets import media, review
from locales import Words
from storage import communities, people
from storage import media as files
from storage import needs as stored
from storage.media import Media, MediaKind, MediaState
from storage.needs import Need
from storage.outbox import Row


def danger(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The need with all that organisers may know: where on the map, photos, voice; not to former organisers."""
    need = stored.by_id(session, row.subject_id or 0)
    if need is None or need.state in moves.CLOSED or not _is_organiser(session, row, need):
        return None
    community = communities.by_id(session, need.community_id)
    name = community.name if community else ""
    told = review.lines(
        [
            f"{need_lines.what(words, need.kind, need.detail)} — No. {need.number}",
            need_lines.quoted(need.text),
            need_lines.place(words, need, name),
            whose.to_office(session, words, need),
        ]
    )
    calls = [Call("sendMessage", screens.message(row.chat, words.text("needs.danger", community=name, lines=told)))]
    if need.latitude is not None and need.longitude is not None:
        point = {"chat_id": row.chat, "latitude": need.latitude, "longitude": need.longitude}
        calls.append(Call("sendLocation", point))
    return calls + [_shown(row.chat, one) for one in files.of_need(session, need.id)]


def _is_organiser(session: Session, row: Row, need: Need) -> bool:
    return office.is_office(people.membership_of(session, row.person_id or 0, need.community_id))


def _shown(chat: int, one: Media) -> Call:
    method, parameter = media.SENDING[one.kind]
    return Call(method, {"chat_id": chat, parameter: one.file_id})


def media_lost(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """Please send it again, once; not if it has come meanwhile or what it belonged to is gone."""
    lost = files.by_id(session, row.subject_id or 0)
    if lost is None or lost.state is not MediaState.lost or lost.matter_id is not None:
        return None  # a private matter's reader has had it from Telegram itself
    what = "voice" if lost.kind is MediaKind.voice else "photo"
    if lost.need_id is None:
        return [Call("sendMessage", screens.message(row.chat, words.text(f"needs.lost.{what}.draft")))]
    need = stored.by_id(session, lost.need_id)
    if need is None or need.state in moves.CLOSED:
        return None
    rows = [[Choice(f"add.{need.id}", "needs.lost.send")]]
    text = words.text(f"needs.lost.{what}", number=need.number)
    keyboard = screens.inline_keyboard(words, rows)
    return [Call("sendMessage", screens.message(row.chat, text, keyboard=keyboard))]


RENDER: dict[str, Render] = {"need.danger": danger, "media.lost": media_lost}
