"""How an announcement looks to those who get it: its heading, its words, its files, its one button."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

from community.broadcast_content import Content
from conversations import neighbourhood, screens
from conversations.calls import Call
from conversations.dialogue import Choice, Rows
from conversations.widgets import blanks, when
from conversations.widgets.media import SENDING
from locales import Words
from storage.broadcasts import Broadcast, Repeats, Urgency
from storage.communities import Community
from storage.media import MediaKind


def as_read(words: Words, found: Broadcast, community: Community, reader: str | None) -> str:
    """As somebody of this name reads it, or a group (None)."""
    name = neighbourhood.name_of(words, community)
    corrected = when.spoken(found.corrected_at, community.time_zone, words) if found.corrected_at else ""
    content = Content.model_validate(found.content)
    said = html(words, content, urgency=found.urgency, by=name, corrected=corrected)
    return blanks.for_group(said, words) if reader is None else blanks.for_recipient(said, reader)


def html(words: Words, content: Content, *, urgency: Urgency, by: str, corrected: str = "") -> str:
    """The heading, and what is said; `by` is the neighbourhood's name, `corrected` when it was, or nothing."""
    key = "announce.head.urgent" if urgency is Urgency.urgent else "announce.head"
    tail = words.text("announce.corrected", when=corrected) if corrected else ""
    return "\n".join(part for part in (words.text(key, community=by), content.html, tail) if part)


def how_often(words: Words, repeats: Repeats, moment: datetime, zone: str, day_of_month: int | None) -> str:
    """Tiap hari Minggu; tiap bulan, tanggal 5; tiap bulan, Minggu pertama. `moment` is one of its times."""
    local = moment.astimezone(ZoneInfo(zone))
    names = get_day_names("wide", locale=words.language)
    if repeats is Repeats.weekly:
        return words.label("announce.repeats.weekly", day=names[local.weekday()])
    if day_of_month is not None and day_of_month < 0:
        return words.label("announce.repeats.first", day=names[local.weekday()])
    return words.label("announce.repeats.monthly", day=day_of_month or local.day)


def opt_out(community_id: int, urgency: Urgency) -> Rows:
    """[Jangan kirim pengumuman], below every one that reaches somebody in private; said gently below a death.

    What is urgent is not ended by that: below it is the way to where everything may be.
    """
    if urgency is Urgency.urgent:
        return [[Choice("menu.settings", "digest.settings")]]
    key = "announce.opt_out.mourning" if urgency is Urgency.mourning else "announce.opt_out"
    return [[Choice(f"quietly.{community_id}", key)]]


def calls(
    words: Words, content: Content, said: str, *, chat: int, rows: Rows = (), thread_id: int | None = None,
    silent: bool = False,
) -> list[Call]:  # fmt: skip
    """What is sent: what cannot bear words first, then the words, with the button below the last."""
    shared: dict[str, Any] = {"chat_id": chat}
    if thread_id:
        shared["message_thread_id"] = thread_id
    if silent:
        shared["disable_notification"] = True
    first = _wordless(content, shared)
    keyboard = screens.inline_keyboard(words, rows)
    if content.bears_words:
        method, parameter = SENDING[content.files[0].kind]
        body = {**shared, parameter: content.files[0].file_id, "caption": said, "parse_mode": "HTML"}
        return [*first, Call(method, body | ({"reply_markup": keyboard} if keyboard else {}))]
    return [*first, Call("sendMessage", {**screens.message(chat, said, keyboard=keyboard), **shared})]


def _wordless(content: Content, shared: dict[str, Any]) -> list[Call]:
    found = []
    if len(content.files) > 1 or (content.files and not content.bears_words):
        found += _files(content, shared)
    if content.place is not None:
        point = {"latitude": content.place.latitude, "longitude": content.place.longitude}
        if content.place.name:
            found.append(
                Call("sendVenue", {**shared, **point, "title": content.place.name, "address": content.place.name})
            )
        else:
            found.append(Call("sendLocation", {**shared, **point}))
    if content.poll is not None:
        source = {"from_chat_id": content.poll.chat, "message_id": content.poll.message_id}
        found.append(Call("forwardMessage", {**shared, **source}))
    return found


def _files(content: Content, shared: dict[str, Any]) -> list[Call]:
    """Photos and videos as one album, documents as another, as Telegram wants them; voices one by one."""
    found = []
    for kinds in ({MediaKind.photo, MediaKind.video}, {MediaKind.document}):
        alike = [one for one in content.files if one.kind in kinds]
        if len(alike) > 1:
            media = [{"type": one.kind.value, "media": one.file_id} for one in alike]
            found.append(Call("sendMediaGroup", {**shared, "media": media}))
        else:
            found += [_alone(one.kind, one.file_id, shared) for one in alike]
    voices = (one for one in content.files if one.kind is MediaKind.voice)
    return found + [_alone(one.kind, one.file_id, shared) for one in voices]


def _alone(kind: MediaKind, file_id: str, shared: dict[str, Any]) -> Call:
    method, parameter = SENDING[kind]
    return Call(method, {**shared, parameter: file_id})
