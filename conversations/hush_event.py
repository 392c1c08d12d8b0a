"""Below a reminder of an event: a tap, and there are no more of this one; another, and they come again.

> [Jangan ingatkan]    toast: Baik, kegiatan No. 14 tidak diingatkan lagi. …      the button becomes [🔔 Ingatkan lagi]
"""

from typing import Any

from community import event_wishes
from conversations import remind_lines
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in

_KEYS = {remind_lines.HUSH: "remind.hush", remind_lines.UNHUSH: "remind.unhush"}


def hushed(talk: Talk[Any], argument: str) -> None:
    """What waits to leave is looked at again, and not said."""
    event_id, _ = subject_in(argument)
    event = event_wishes.hush(talk.session, event_id, by=talk.person.person_id, now=talk.now)
    talk.toast("remind.hushed", alert=True, number=event.number)
    _flip(talk, remind_lines.HUSH, remind_lines.UNHUSH)


def wanted_again(talk: Talk[Any], argument: str) -> None:
    """[🔔 Ingatkan lagi]."""
    event_id, _ = subject_in(argument)
    event = event_wishes.unhush(talk.session, event_id, by=talk.person.person_id)
    talk.toast("remind.unhushed", number=event.number)
    _flip(talk, remind_lines.UNHUSH, remind_lines.HUSH)


def _flip(talk: Talk[Any], verb: str, other: str) -> None:
    """The message stays what it is, with its question; only the tapped button becomes its opposite."""
    tap = talk.update.callback_query
    markup = getattr(tap and tap.message, "reply_markup", None)
    if tap is None or tap.message is None or markup is None or tap.data is None:
        return
    keyboard = markup.to_dict()
    for button in (one for row in keyboard["inline_keyboard"] for one in row):
        if button.get("callback_data") == tap.data:
            button["text"] = talk.words.label(_KEYS[other])
            button["callback_data"] = tap.data.replace(f"c.{verb}.", f"c.{other}.", 1)
    where = {"chat_id": tap.message.chat.id, "message_id": tap.message.message_id}
    talk.call("editMessageReplyMarkup", {**where, "reply_markup": keyboard})


CARDS: dict[str, Card] = {remind_lines.HUSH: Card(hushed), remind_lines.UNHUSH: Card(wanted_again)}
"""One tap and back."""
