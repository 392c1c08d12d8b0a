"""What is said of polls to those who did not just speak: the card in the groups, the result, a word before the end.

Everything is looked at again when it leaves: who has voted meanwhile is not reminded, and what is over is not asked.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from community import electorate, poll_cards, poll_reading, poll_values, votes
from community.refusals import Refusal
from conversations import neighbourhood, poll_card, poll_chart, poll_lines, poll_outcome, screens, way_to_native
from conversations.calls import Call, Render
from conversations.dialogue import Choice, Rows
from conversations.talk import House
from locales import Words
from storage import communities, group_shows, outbox
from storage import polls as stored
from storage.outbox import Row
from storage.polls import Poll, PollCard, PollState, Way

DAY = timedelta(hours=20)
"""From here on what is left is said in days."""


# ── in the group ──


def posted(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The card; not if it was over before it could leave."""
    found = _card(session, row)
    if found is None or not poll_cards.is_open(found[1], house.now()):
        return None
    card, poll = found
    html, keyboard = _drawn(session, poll, house)
    thread = _thread(session, card.destination_id)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=thread))]


def redrawn(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The same message edited where it stands; None if it has not left yet, its group has become another, or the next
    drawing of it waits already.
    """
    found = _card(session, row) if not group_shows.is_followed(session, row, house.clock()) else None
    stands = outbox.message_of(session, found[0].row_id) if found and found[0].row_id is not None else None
    chat = communities.chat_known_as(session, stands[0]) if stands else None
    if found is None or stands is None or chat is None or chat.telegram_id != stands[0]:
        return None
    html, keyboard = _drawn(session, found[1], house)
    message = {"chat_id": stands[0], "message_id": stands[1], "text": html, "parse_mode": "HTML"}
    message["link_preview_options"] = {"is_disabled": True}
    return [Call("editMessageText", message | ({"reply_markup": keyboard} if keyboard else {}))]


def _card(session: Session, row: Row) -> tuple[PollCard, Poll] | None:
    card = stored.card_by_id(session, row.subject_id or 0)
    poll = stored.by_id(session, card.poll_id) if card else None
    return (card, poll) if card is not None and poll is not None else None


def _drawn(session: Session, poll: Poll, house: House) -> tuple[str, dict[str, Any] | None]:
    words = neighbourhood.words_of(poll_lines.place_of(session, poll))
    html, rows = poll_card.in_group(session, words, poll, house)
    return html, screens.inline_keyboard(words, rows)


def outcome(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """What came of it, once: a picture with the words below; the words alone where there is nothing to be drawn."""
    poll = stored.by_id(session, row.subject_id or 0)
    if poll is None or poll.state is PollState.open:
        return None
    words = neighbourhood.words_of(poll_lines.place_of(session, poll))
    html, rows = poll_outcome.in_group(session, words, poll, house)
    keyboard = screens.inline_keyboard(words, rows)
    thread = next((_thread(session, one) for one in poll.destinations if _leads_to(session, one, row.chat)), None)
    if not poll.result or not poll.result["votes"]:
        return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard, thread_id=thread))]
    return [_pictured(session, words, poll, row.chat, html, keyboard, thread)]


def _thread(session: Session, destination_id: int | None) -> int | None:
    destination = communities.destination_by_id(session, destination_id) if destination_id is not None else None
    return destination.thread_id if destination else None


def _leads_to(session: Session, destination_id: int, telegram_id: int) -> bool:
    destination = communities.destination_by_id(session, destination_id)
    chat = communities.chat_by_id(session, destination.chat_id) if destination else None
    return chat is not None and chat.telegram_id == telegram_id


def _pictured(
    session: Session, words: Words, poll: Poll, chat: int, html: str, keyboard: dict[str, Any] | None,
    thread: int | None = None,
) -> Call:  # fmt: skip
    parameters: dict[str, Any] = {"chat_id": chat, "caption": html, "parse_mode": "HTML"}
    parameters |= {"reply_markup": keyboard} if keyboard else {}
    parameters |= {"message_thread_id": thread} if thread else {}
    name = words.label("poll.chart.file", number=poll.number)
    return Call(
        "sendPhoto", parameters, {"photo": (f"{name}.png", poll_chart.png(poll_chart.of(session, words, poll)))}
    )


# ── in private ──


def result(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """To each who has voted, and how to find one's own vote in the list; not to who has moved away."""
    poll = _for_voter(session, row)
    if poll is None or poll.state is PollState.open:
        return None
    html, rows = poll_outcome.in_private(session, words, poll, house, row.person_id or 0)
    if poll.state is PollState.closed:
        html = f"{html}\n\n{words.text('poll.find_own')}"
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


def reminded(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """Tinggal 1 hari untuk memilih. 24 dari 41 warga sudah."""
    poll, now = _for_voter(session, row), house.now()
    if poll is None or not poll_cards.is_open(poll, now) or _has_voted(session, poll, row, house):
        return None
    left = poll.closes_at - now
    span = words.label("poll.left.days", count=round(left / timedelta(days=1)))
    if left < DAY:
        span = words.label("poll.left.hours", count=max(1, round(left / timedelta(hours=1))))
    turnout = poll_values.turnout(session, poll)
    html = words.text(
        "poll.remind", span=span, votes=turnout.votes, question=poll_lines.question(words, poll), number=poll.number,
        whom=words.label(f"poll.of.{poll.counts.value}", count=turnout.eligible),
    )  # fmt: skip
    rows: Rows = [[Choice(f"vote.{poll.id}.1", "poll.choose")]]
    if poll.way is Way.native:
        html, rows = f"{html}\n\n{words.text('vote.native')}", way_to_native.rows(session, poll)
    keyboard = screens.inline_keyboard(words, rows)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=keyboard))]


def _has_voted(session: Session, poll: Poll, row: Row, house: House) -> bool:
    """Also where somebody of the house has, if a house has one vote; what, is looked at by nobody."""
    try:
        return votes.is_given(session, poll, by=row.person_id or 0, secret=house.secret)
    except Refusal:
        return True


def moved(session: Session, row: Row, words: Words, house: House) -> list[Call] | None:
    """There is more time, for whoever has voted."""
    poll = stored.by_id(session, row.subject_id or 0)
    if poll is None or not poll_cards.is_open(poll, house.now()):
        return None
    until = poll_lines.moment(words, poll.closes_at, poll_lines.place_of(session, poll).time_zone)
    html = words.text("poll.moved", question=poll_lines.question(words, poll), number=poll.number, until=until)
    rows: Rows = [[Choice(f"vote.{poll.id}.1", "poll.open")]]
    if poll.way is Way.native:
        rows = way_to_native.rows(session, poll)
    return [Call("sendMessage", screens.message(row.chat, html, keyboard=screens.inline_keyboard(words, rows)))]


# ── asked for ──


def every_vote(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The published list, for spreadsheets too: they know UTF-8 by its mark."""
    poll = _for_voter(session, row)
    if poll is None or poll.state is not PollState.closed:
        return None
    name = words.label("poll.votes.file", number=poll.number)
    caption = {"caption": words.text("poll.votes.caption"), "parse_mode": "HTML"}
    document = (f"{name}.csv", f"\ufeff{poll_reading.exported(session, poll)}".encode())
    return [Call("sendDocument", {"chat_id": row.chat, **caption}, {"document": document})]


def picture(session: Session, row: Row, words: Words, _house: House) -> list[Call] | None:
    """The result drawn, for who has asked for it."""
    poll = _for_voter(session, row)
    if poll is None or poll.state is not PollState.closed:
        return None
    html = poll_lines.titled(words, poll, [])
    return [_pictured(session, words, poll, row.chat, html, None)]


def _for_voter(session: Session, row: Row) -> Poll | None:
    """The poll, for somebody who still belongs to those who were asked."""
    poll = stored.by_id(session, row.subject_id or 0)
    if poll is None or row.person_id is None or electorate.find(session, poll, row.person_id) is None:
        return None
    return poll


RENDER: dict[str, Render] = {
    poll_cards.CARD: posted,
    poll_cards.REDRAWN: redrawn,
    poll_cards.IN_GROUP: outcome,
    poll_cards.RESULT: result,
    poll_cards.REMIND: reminded,
    poll_cards.MOVED: moved,
    poll_reading.VOTES: every_vote,
    poll_reading.CHART: picture,
}
