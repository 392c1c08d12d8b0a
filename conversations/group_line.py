"""The one line that answers a command in a group: a button into the private chat. After a minute it is gone again."""

from typing import Any

from community import chats as rules
from community import office
from conversations import neighbourhood, screens
from conversations.dialogue import Choice
from conversations.neighbourhood import Link
from conversations.talk import Talk
from storage import communities, outbox, people
from storage.communities import Chat, ChatKind

STANDS_SECONDS = 60.0
_LINES = {
    neighbourhood.REPORT: ("group.report", "group.report.button"),
    neighbourhood.NEEDS: ("browse.group.line", "home.needs"),
    neighbourhood.ANNOUNCE: ("group.announce", "announce.button"),
    neighbourhood.POLLS_HERE: ("vote.group.line", "menu.polls"),
    neighbourhood.ASK: ("asking.group.line", "asking.button"),
    neighbourhood.CALL: ("inviting.group.line", "inviting.button"),
    neighbourhood.EVENTS: ("calendar.group.line", "home.schedule"),
    neighbourhood.THERE: ("attend.group.line", "attend.group.button"),
    neighbourhood.MINUTES: ("minutes.group.line", "minutes.button"),
}
"""What is said, and on the button, by where it leads."""


def report(talk: Talk[Any]) -> None:
    """/usul in a group: nothing personal is typed before the neighbours."""
    _lead(talk, Link(then=neighbourhood.REPORT))


def browse(talk: Talk[Any]) -> None:
    """/usulan in a group."""
    _lead(talk, Link(then=neighbourhood.NEEDS))


def announce(talk: Talk[Any]) -> None:
    """/umumkan in a group."""
    _lead_organisers(talk, neighbourhood.ANNOUNCE)


def ask(talk: Talk[Any]) -> None:
    """/polling in a group."""
    _lead_organisers(talk, neighbourhood.ASK)


def gather(talk: Talk[Any]) -> None:
    """/kegiatan in a group."""
    _lead_organisers(talk, neighbourhood.CALL)


def choose(talk: Talk[Any]) -> None:
    """/pilih in a group."""
    _lead(talk, Link(then=neighbourhood.POLLS_HERE))


def schedule(talk: Talk[Any]) -> None:
    """/jadwal in a group."""
    _lead(talk, Link(then=neighbourhood.EVENTS))


def there(talk: Talk[Any]) -> None:
    """/hadir in a group; digits that were typed there go along in the link, so that one tap notes it."""
    digits = neighbourhood.digits_in(talk.command_argument)
    _lead(talk, Link(then=f"{neighbourhood.THERE}_{digits}" if digits else neighbourhood.THERE))


def write_minutes(talk: Talk[Any]) -> None:
    """/notulen in a group."""
    _lead_organisers(talk, neighbourhood.MINUTES)


def _lead_organisers(talk: Talk[Any], then: str) -> None:
    """For organisers, and for an anonymous admin, who may be one; for all others silence."""
    community = neighbourhood.of_chat(talk.session, talk.chat_id)
    if community is None:
        return
    message, speaker = talk.update.effective_message, talk.speaker
    is_the_group = bool(message and message.sender_chat and message.sender_chat.id == talk.chat_id)
    member = people.membership_of(talk.session, speaker.person_id, community.id) if speaker else None
    if is_the_group or office.is_office(member):
        _lead(talk, Link(then=then))


def started(talk: Talk[Any]) -> None:
    """/start in a group. What Telegram writes there itself when the bot is added needs no answer."""
    link = neighbourhood.read(talk.command_argument)
    if not link.founds:
        _lead(talk, link)


def place(talk: Talk[Any]) -> None:
    """/pasang in a group, perhaps in one of its topics: the button that sets up just here."""
    chat = _chat(talk)
    if chat.community_id is not None:
        _lead(talk, Link())
        return
    payload = neighbourhood.placing_payload(talk.house.secret, chat, _thread(talk))
    _line(talk, chat, "group.place", "group.place.button", payload)


def _lead(talk: Talk[Any], link: Link) -> None:
    community = neighbourhood.of_chat(talk.session, talk.chat_id)
    if community is None:
        place(talk)
        return
    talk.words = neighbourhood.words_of(community)
    payload = Link(link.code or community.code, link.then).payload
    line, button = _LINES.get(link.then.split("_")[0], ("group.start", "group.start.button"))
    _line(talk, _chat(talk), line, button, payload)


def _chat(talk: Talk[Any]) -> Chat:
    """The group as we know it; one that was there before we kept a record introduces itself now."""
    found = communities.chat_known_as(talk.session, talk.chat_id)
    if found is not None:
        return found
    chat = talk.update.effective_chat
    kind = ChatKind.supergroup if chat and chat.type == "supergroup" else ChatKind.group
    title = (chat.title if chat else None) or ""
    return rules.come(talk.session, telegram_id=talk.chat_id, kind=kind, title=title, bot_is_admin=False, now=talk.now)


def _thread(talk: Talk[Any]) -> int | None:
    """The topic that is spoken in; replies in a plain group have a thread too, which is none of ours."""
    message = talk.update.effective_message
    return message.message_thread_id if message and message.is_topic_message else None


def _line(talk: Talk[Any], chat: Chat, key: str, button: str, payload: str) -> None:
    """At most one such line a minute stands in a topic, and one with digits, whoever asks; it makes no sound."""
    now, thread = talk.clock, _thread(talk)
    link = Choice("", button, url=neighbourhood.deep_link(talk.house, payload))
    said = screens.message(
        talk.chat_id,
        talk.words.text(key),
        keyboard=screens.inline_keyboard(talk.words, [[link]]),
        thread_id=thread,
        disable_notification=True,
    )
    row_id = outbox.call(
        talk.session,
        chat=talk.chat_id,
        method="sendMessage",
        parameters=said,
        due_at=now,
        now=now,
        once=f"{key}{'+' if neighbourhood.read(payload).arg else ''}:{talk.chat_id}:{thread or 0}:"
        f"{int(now // STANDS_SECONDS)}",
    )
    if row_id is not None:
        outbox.notice(
            talk.session, kind="group.tidy", chat=talk.chat_id, subject_id=row_id, due_at=now + STANDS_SECONDS, now=now
        )
    message = talk.update.effective_message
    if chat.bot_is_admin and message:
        outbox.call(
            talk.session,
            chat=talk.chat_id,
            method="deleteMessage",
            parameters={"chat_id": talk.chat_id, "message_id": message.message_id},
            due_at=now + STANDS_SECONDS,
            now=now,
            rank=outbox.Class.notice,
        )
