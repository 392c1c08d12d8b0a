"""Telegram's own poll in the group: put up with the question and its code, stopped when ours is over, its votes heard.

B  📊 Rapat hari apa? (No. 5 · k7m2)        [Sabtu sore] [Minggu pagi] …
   Bu Rina bertanya untuk RT 03, sampai Jumat, 27 Nov 2026 pukul 20.00 WIB. Semua melihat siapa memilih apa …

Nobody is answered: a vote is no message, and who votes in the group may never have written to us.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from community import native_votes, poll_cards
from conversations import neighbourhood, poll_lines
from conversations.calls import Call, Render
from conversations.talk import House, Talk
from conversations.widgets import when
from locales import Words
from storage import communities, outbox, people, polls
from storage.communities import Community
from storage.outbox import Row
from storage.polls import Poll

SHORTEST, LONGEST = 5, 2_628_000
"""Seconds. Bot API, sendPoll: how far ahead it may close; one that is open for longer is stopped by us."""
LONGEST_OPTION, LONGEST_DESCRIPTION = 100, 1024


def posted(session: Session, row: Row, _: Words, house: House) -> list[Call] | None:
    """The poll as it is by now; None if nobody could vote in it any more."""
    card = polls.card_by_id(session, row.subject_id or 0)
    poll = polls.by_id(session, card.poll_id) if card is not None else None
    if card is None or poll is None or not poll_cards.is_open(poll, house.now()):
        return None
    ahead = int(poll.closes_at.timestamp()) - int(house.now().timestamp())
    if ahead < SHORTEST:
        return None
    place = communities.destination_by_id(session, card.destination_id) if card.destination_id else None
    asked = _asked(session, poll) | {"chat_id": row.chat}
    if ahead <= LONGEST:
        asked["close_date"] = int(poll.closes_at.timestamp())
    if place is not None and place.thread_id is not None:
        asked["message_thread_id"] = place.thread_id
    return [Call("sendPoll", asked)]


def _asked(session: Session, poll: Poll) -> dict[str, Any]:
    community = communities.by_id(session, poll.community_id)
    said, options = neighbourhood.words_of(community), polls.options_of(session, poll.id)
    return {
        "question": native_votes.signed(poll_lines.question(said, poll), poll),
        "options": [{"text": one.text[:LONGEST_OPTION]} for one in options],
        "description": "\n".join(about(session, said, community, poll, len(options)))[:LONGEST_DESCRIPTION],
        "is_anonymous": False,
        "allows_multiple_answers": poll.most > 1,
        "allows_revoting": True,
        "hide_results_until_closes": True,
        "allow_adding_options": poll.adds_options,
    }


def about(session: Session, said: Words, community: Community | None, poll: Poll, options: int) -> list[str]:
    """Who asks, until when, that everyone sees who chose what, whose votes count, and by which rule: line by line."""
    author = people.by_id(session, poll.author_id) if poll.author_id is not None else None
    where = neighbourhood.name_of(said, community) if community else ""
    zone = community.time_zone if community else "Asia/Jakarta"
    until = when.spoken(poll.closes_at, zone, said)
    asked = said.label("polls.native.about", name=where, until=until)
    if author is not None:
        asked = said.label("polls.native.about_by", by=author.name, name=where, until=until)
    return [asked, *poll_lines.open_rules(said, poll, options)]


def stopped(session: Session, row: Row, _: Words, __: House) -> list[Call] | None:
    """Closed where it stands; None if it never left, or its group has become another, where it cannot be reached."""
    card = polls.card_by_id(session, row.subject_id or 0)
    stands = outbox.message_of(session, card.row_id) if card is not None and card.row_id is not None else None
    chat = communities.chat_known_as(session, stands[0]) if stands else None
    if stands is None or chat is None or chat.telegram_id != stands[0]:
        return None
    return [Call("stopPoll", {"chat_id": stands[0], "message_id": stands[1]})]


# ── what Telegram reports ──


def answered(talk: Talk[Any]) -> None:
    """A vote; of a channel or an anonymous admin, who speak for nobody, it is none."""
    vote = talk.update.poll_answer
    if vote is None:
        return
    by = vote.user.id if vote.user is not None and vote.voter_chat is None else None
    options = vote.option_persistent_ids or tuple(map(str, vote.option_ids))
    poll = native_votes.answered(
        talk.session, vote.poll_id, options, telegram_id=by, secret=talk.house.secret, now=talk.now
    )
    _changed(talk.session, poll, talk.now)


def changed(talk: Talk[Any]) -> None:
    """The state of a poll: its options, and whether it is over."""
    state = talk.update.poll
    if state is None:
        return
    options = [(one.persistent_id or str(place), one.text) for place, one in enumerate(state.options)]
    poll = native_votes.seen(
        talk.session, state.id, state.question, options,
        closed=state.is_closed, secret=talk.house.secret, now=talk.now,
    )  # fmt: skip
    _changed(talk.session, poll, talk.now)


def _changed(session: Session, poll: Poll | None, now: datetime) -> None:
    if poll is not None:
        poll_cards.changed(session, poll, now=now)


RENDER: dict[str, Render] = {poll_cards.NATIVE: posted, poll_cards.STOPPED: stopped}
