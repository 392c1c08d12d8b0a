"""Who answers what: every handler in one list, in order; the first that wants an update has it."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.application import opens
from conversations import (
    accept_need,
    add_to_need,
    after_refusal,
    announce,
    answer_closing,
    answer_objections,
    answer_question,
    ask_reporter,
    audit_trail,
    broadcast_acts,
    browse_needs,
    cancel,
    chats,
    claim_need,
    consents_given,
    correct_broadcast,
    correct_need,
    decline_need,
    desk,
    desk_acts,
    discuss_needs,
    emergency,
    erase,
    explain_need,
    find_needs,
    flagged_needs,
    follow_need,
    forward_need,
    group_line,
    help_page,
    join,
    language,
    matter_desk,
    matter_reply,
    menu,
    merge_needs,
    my_data,
    my_house,
    my_needs,
    needs_nearby,
    neighbour_needs,
    object_to_poll,
    opt_out,
    paper_votes,
    place_bot,
    plan_work_day,
    print_week,
    private_matter,
    reopen_need,
    reply_to_reporter,
    report_need,
    rules_here,
    say_done,
    say_what_lacks,
    schedule,
    settings_page,
    stage,
    support_need,
    unfit,
    vote_for_neighbour,
    witness_paper,
    write_to_office,
)
from conversations.dialogue import Dialogue
from conversations.talk import Act, Card, Entry
from locales import OFFERED, words

T = TypeVar("T")


def _together(*tables: Mapping[str, T]) -> dict[str, T]:
    """All of them as one. Raises ValueError for a verb that two rooms have taken: one's button would do the other's."""
    verbs = [verb for table in tables for verb in table]
    if twice := {verb for verb in verbs if verbs.count(verb) > 1}:
        raise ValueError(f"taken twice: {', '.join(sorted(twice))}")
    return {verb: what for table in tables for verb, what in table.items()}


DIALOGUES: dict[str, Dialogue] = _together(
    *(
        {dialogue.name: dialogue}
        for dialogue in (
            join.dialogue,
            place_bot.dialogue,
            report_need.dialogue,
            add_to_need.dialogue,
            private_matter.dialogue,
            matter_reply.dialogue,
            flagged_needs.dialogue,
            emergency.dialogue,
            accept_need.dialogue,
            plan_work_day.dialogue,
            forward_need.dialogue,
            correct_need.dialogue,
            merge_needs.dialogue,
            find_needs.dialogue,
            needs_nearby.dialogue,
            say_done.dialogue,
            say_what_lacks.dialogue,
            ask_reporter.dialogue,
            answer_question.dialogue,
            decline_need.dialogue,
            after_refusal.dialogue,
            write_to_office.dialogue,
            reply_to_reporter.dialogue,
            explain_need.dialogue,
            report_need.for_neighbours,
            claim_need.dialogue,
            my_house.dialogue,
            announce.dialogue,
            correct_broadcast.dialogue,
            vote_for_neighbour.dialogue,
            vote_for_neighbour.change,
            paper_votes.dialogue,
            object_to_poll.dialogue,
            answer_objections.dialogue,
        )
    )
)
CARDS: dict[str, Card] = _together(
    join.CARDS,
    place_bot.CARDS,
    report_need.CARDS,
    add_to_need.CARDS,
    say_done.CARDS,
    answer_closing.CARDS,
    say_what_lacks.CARDS,
    reopen_need.CARDS,
    my_needs.CARDS,
    claim_need.CARDS,
    my_house.CARDS,
    neighbour_needs.CARDS,
    matter_desk.CARDS,
    matter_reply.CARDS,
    unfit.CARDS,
    flagged_needs.CARDS,
    emergency.CARDS,
    support_need.CARDS,
    browse_needs.CARDS,
    find_needs.CARDS,
    needs_nearby.CARDS,
    follow_need.CARDS,
    ask_reporter.CARDS,
    answer_question.CARDS,
    decline_need.CARDS,
    write_to_office.CARDS,
    reply_to_reporter.CARDS,
    explain_need.CARDS,
    discuss_needs.CARDS,
    menu.CARDS,
    language.CARDS,
    cancel.CARDS,
    desk.CARDS,
    desk_acts.CARDS,
    accept_need.CARDS,
    plan_work_day.CARDS,
    forward_need.CARDS,
    correct_need.CARDS,
    merge_needs.CARDS,
    rules_here.CARDS,
    my_data.CARDS,
    erase.CARDS,
    consents_given.CARDS,
    audit_trail.CARDS,
    announce.CARDS,
    broadcast_acts.CARDS,
    settings_page.CARDS,
    opt_out.CARDS,
    print_week.CARDS,
    vote_for_neighbour.CARDS,
    paper_votes.CARDS,
    witness_paper.CARDS,
    object_to_poll.CARDS,
    answer_objections.CARDS,
)

LINKS: dict[str, Act] = _together(place_bot.LINKS, browse_needs.LINKS, neighbour_needs.LINKS, witness_paper.LINKS)

# The listed command first, then every older or English word for it.
PRIVATE_COMMANDS: tuple[tuple[tuple[str, ...], Entry], ...] = (
    (("start",), join.start),
    (("usul", "lapor", "report"), report_need.start),
    (("usulan", "kebutuhan", "needs"), browse_needs.show),
    (("usulanku", "laporanku", "mine"), my_needs.show),
    (("rembuk",), discuss_needs.show),
    (("jadwal", "agenda", "events"), schedule.show),
    (("menu",), menu.show),
    (("bantuan", "help"), help_page.show),
    (("pengurus", "kelola", "manage"), desk.show),
    (("umumkan", "siarkan", "broadcast"), announce.start),
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
    ]


def _commands(
    table: Iterable[tuple[tuple[str, ...], Entry]], where: filters.BaseFilter
) -> list[BaseHandler[Any, Any, Any]]:
    return [CommandHandler(names, opens(entry), filters=where) for names, entry in table]


def _in_all_languages(key: str) -> list[str]:
    """A label of the home keyboard as any of its languages shows it: a keyboard may outlive a change of language."""
    return [words(language_code).label(key) for language_code in OFFERED]
