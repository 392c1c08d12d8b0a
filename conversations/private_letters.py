"""Between a need's reporter and one organiser alone: put into words when written, and kept nowhere but in the message.

A line of the need's story would be read by all organisers; a message that has left keeps no text.
"""

from typing import Any

from markupsafe import Markup

from community import exchanges, needs, telling
from community.journeys import LONGEST_REASON
from community.refusals import TooMuch
from conversations import exchange_notices, need_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import media
from locales import words
from storage import letters, outbox
from storage import media as files
from storage.needs import Need
from storage.people import Person

QUIETLY = "1"
"""Behind a need's id on [💬 Balas]: the answer is as private."""


def write(talk: Talk[Any], need_id: int, to: int, text: str) -> Person:
    """To the organiser of the reporter's choice, with the draft's photos and voices; returns who that is."""
    by = talk.person.person_id
    person = exchanges.reader(talk.session, need_id, to, by=by)
    need = needs.own(talk.session, need_id, by=by)
    said = words(person.language)
    html = said.text(
        "exchange.alone",
        name=talk.person.name,
        number=need.number,
        what=need_lines.short_title(said, need),
        words=Markup("\n“{}”").format(text) if text else "",
    )
    rows = [[Choice(f"reply.{need.id}.{QUIETLY}", "exchange.reply")]]
    _leave(talk, need, person, "sendMessage", screens.message(person.telegram_id, html, keyboard=_below(person, rows)))
    for file in files.of_dialogue(talk.session, talk.dialogue_id) if talk.dialogue_id is not None else ():
        method, parameter = media.SENDING[file.kind]
        _leave(talk, need, person, method, {"chat_id": person.telegram_id, parameter: file.file_id})
    return person


def answer(talk: Talk[Any], need_id: int, text: str) -> Need:
    """What that organiser answers, to the reporter alone. Refuses words over LONGEST_REASON.

    Without [💬 Tulis ke pengurus] below it, which all organisers read: what is private stays between two.
    """
    need, person = exchanges.correspondent(talk.session, need_id, by=talk.person.person_id)
    if len(text) > LONGEST_REASON:
        raise TooMuch("needs.too_long", most=LONGEST_REASON)
    html = exchange_notices.replied_with(words(person.language), need, text)
    keyboard = _below(person, [[Choice(f"hush.{need.id}", "news.hush")]])
    _leave(talk, need, person, "sendMessage", screens.message(person.telegram_id, html, keyboard=keyboard))
    return need


def _below(person: Person, rows: Rows) -> dict[str, Any] | None:
    return screens.inline_keyboard(words(person.language), rows)


def _leave(talk: Talk[Any], need: Need, person: Person, method: str, parameters: dict[str, Any]) -> None:
    """Outside quiet hours, like whatever else one did not ask for; signed, as its author may be erased meanwhile."""
    if person.reachable:
        row_id = outbox.call(
            talk.session, chat=person.telegram_id, method=method, parameters=parameters, person_id=person.id,
            due_at=telling.leaves_at(talk.session, need.community_id, talk.now).timestamp(), now=talk.clock,
            rank=outbox.Class.notice,
        )  # fmt: skip
        if row_id is not None:
            letters.sign(talk.session, row_id, author_id=talk.person.person_id, need_id=need.id)
