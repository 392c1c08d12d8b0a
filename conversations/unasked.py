"""What is said out of the blue: an answer to a question, how a refusal is taken, or a new need that is being told.

A Telegram reply to a question is its answer, whatever else is going on. Otherwise what was read last counts: a question
or refusal that came after one's own talk had last gone on is what one speaks of.
"""

from typing import Any

from community import exchanges
from conversations import after_refusal, answer_question, engine, turn
from conversations.announce_draft import Announcement
from conversations.answers import Answer, Media, Said, Unfit
from conversations.talk import Talk
from conversations.widgets import moments
from storage import dialogues
from storage.needs import Awaited

_ANNOUNCEMENT = "announcement"
LONG = 80
"""Letters: needs are told in fewer words."""


def heard(talk: Talk[Any], answer: Answer) -> None:
    """By someone who is in the middle of nothing: a sentence, photo, voice or place is a need that is being told.

    What an organiser pastes may be for everyone: a text of several lines, a long one, one that says when.
    """
    if isinstance(answer, Said) and _may_be_for_everyone(talk, answer.text):
        waits = dialogues.open_named(talk.session, talk.person.person_id, _ANNOUNCEMENT) is not None
        draft = None if waits else Announcement(unasked=True)
        engine.open_dialogue(talk, _ANNOUNCEMENT, first=answer, draft=draft)
    else:
        engine.open_dialogue(talk, "report", first=answer)


def _may_be_for_everyone(talk: Talk[Any], text: str) -> bool:
    if not (talk.is_organiser and talk.person.chair_confirmed):
        return False
    when = moments.moment_in(text, talk.now, talk.person.time_zone)
    return "\n" in text or len(text) >= LONG or when is not None


def heard_aside(talk: Talk[Any], answer: Answer) -> bool:
    """Take what is an answer or a reaction; False for everything else, which is most of what is said."""
    if talk.speaker is None or not talk.speaker.is_awaited or isinstance(answer, Unfit):
        return False
    return _replied(talk, answer) or _spoke_of_what_came(talk, answer)


def _replied(talk: Talk[Any], answer: Answer) -> bool:
    message = talk.update.message
    to = message.reply_to_message if message else None
    if to is None:
        return False
    chat, by = talk.chat_id, talk.person.person_id
    found = exchanges.question_replied_to(talk.session, chat=chat, message_id=to.message_id, by=by)
    if found is not None:
        answer_question.replied(talk, found, answer)
    return found is not None


def _spoke_of_what_came(talk: Talk[Any], answer: Answer) -> bool:
    standing = talk.person.standing
    if not isinstance(answer, Said | Media):
        return False
    found = exchanges.awaited(
        talk.session,
        talk.person.person_id,
        chat=talk.chat_id,
        after=standing.changed_at if standing else 0.0,
        now=talk.now,
    )
    if found is None or (standing and isinstance(answer, Said) and turn.offers(talk, standing, answer.text)):
        return False
    if found.need.awaits is Awaited.answer:
        answer_question.offered(talk, found, answer)
    else:
        after_refusal.heard(talk, found, answer)
    return True
