"""Who answers what: every handler in one list, in order; the first that wants an update has it."""

from collections.abc import Iterable
from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    PollAnswerHandler,
    PollHandler,
    filters,
)

from bot.application import opens
from conversations import (
    announce,
    ask_neighbours,
    audit_trail,
    browse_needs,
    cancel,
    chats,
    check_in,
    consents_given,
    desk,
    discuss_needs,
    erase,
    group_line,
    help_page,
    invite_neighbours,
    join,
    language,
    menu,
    my_data,
    my_needs,
    native_poll,
    place_bot,
    polls_here,
    report_need,
    schedule,
    settings_page,
    stage,
    write_minutes,
)
from conversations.talk import Entry
from locales import OFFERED, words

# The listed command first, then every older or English word for it.
PRIVATE_COMMANDS: tuple[tuple[tuple[str, ...], Entry], ...] = (
    (("start",), join.start),
    (("usul", "lapor", "report"), report_need.start),
    (("usulan", "kebutuhan", "needs"), browse_needs.show),
    (("usulanku", "laporanku", "mine"), my_needs.show),
    (("rembuk",), discuss_needs.show),
    (("pilih", "prioritas", "vote"), polls_here.show),
    (("jadwal", "agenda", "events"), schedule.show),
    (("menu",), menu.show),
    (("bantuan", "help"), help_page.show),
    (("pengurus", "kelola", "manage"), desk.show),
    (("umumkan", "siarkan", "broadcast"), announce.start),
    (("polling", "jajak", "poll"), ask_neighbours.start),
    (("kegiatan", "event"), invite_neighbours.start),
    (("hadir", "here"), check_in.typed),
    (("notulen", "minutes"), write_minutes.start),
    (("bahasa", "language"), language.show),
    (("pengaturan", "settings"), settings_page.show),
    (("batal", "cancel"), cancel.cancel),
    (("pasang",), place_bot.start),
    (("dataku", "mydata"), my_data.show),
    (("hapus", "forget"), erase.show),
    (("izin", "consent"), consents_given.show),
    (("catatan", "trail"), audit_trail.show),
)
GROUP_COMMANDS: tuple[tuple[tuple[str, ...], Entry], ...] = (
    (("usul", "lapor", "report"), group_line.report),
    (("usulan", "kebutuhan", "needs"), group_line.browse),
    (("jadwal", "agenda", "events"), group_line.schedule),
    (("umumkan", "siarkan", "broadcast"), group_line.announce),
    (("pilih", "prioritas", "vote"), group_line.choose),
    (("polling", "jajak", "poll"), group_line.ask),
    (("kegiatan", "event"), group_line.gather),
    (("hadir", "here"), group_line.there),
    (("notulen", "minutes"), group_line.write_minutes),
    (("pasang",), group_line.place),
    (("start",), group_line.started),
)
HOME: tuple[tuple[str, Entry], ...] = (
    ("home.report", report_need.start),
    ("home.needs", browse_needs.show),
    ("home.schedule", schedule.show),
    ("home.more", menu.show),
    ("home.desk", desk.show),
)

_NEW = filters.UpdateType.MESSAGE
_PRIVATE = _NEW & filters.ChatType.PRIVATE
_GROUP = _NEW & filters.ChatType.GROUPS


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """The doors of the bot. Order matters: a command before a sentence, a known label before an unasked one."""
    return [
        ChatMemberHandler(opens(chats.membership), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(_GROUP & filters.StatusUpdate.MIGRATE, opens(chats.moved)),
        MessageHandler(_GROUP & filters.StatusUpdate.NEW_CHAT_TITLE, opens(chats.title_changed)),
        MessageHandler(_GROUP & filters.StatusUpdate.FORUM_TOPIC_CLOSED, opens(chats.topic_closed)),
        MessageHandler(_GROUP & filters.StatusUpdate.FORUM_TOPIC_REOPENED, opens(chats.topic_reopened)),
        *_commands(PRIVATE_COMMANDS, _PRIVATE),
        *_commands(GROUP_COMMANDS, _GROUP),
        *(MessageHandler(_PRIVATE & filters.Text(_in_all_languages(key)), opens(entry)) for key, entry in HOME),
        MessageHandler(_PRIVATE & filters.COMMAND, opens(menu.unknown_command)),
        MessageHandler(_PRIVATE, opens(stage.spoken)),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE, opens(stage.edited)),
        CallbackQueryHandler(opens(stage.tapped), pattern=r"^d\."),
        CallbackQueryHandler(opens(stage.card), pattern=r"^c\."),
        CallbackQueryHandler(opens(stage.unknown_tap)),
        PollAnswerHandler(opens(native_poll.answered)),
        PollHandler(opens(native_poll.changed)),
    ]


def _commands(
    table: Iterable[tuple[tuple[str, ...], Entry]], where: filters.BaseFilter
) -> list[BaseHandler[Any, Any, Any]]:
    return [CommandHandler(names, opens(entry), filters=where) for names, entry in table]


def _in_all_languages(key: str) -> list[str]:
    """A label of the home keyboard as any of its languages shows it: a keyboard may outlive a change of language."""
    return [words(language_code).label(key) for language_code in OFFERED]
