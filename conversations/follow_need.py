"""[🔔 Kabari saya], [🔕 Jangan kabari lagi]: one tap on a card, or under whatever is said of a need."""

from typing import Any

from community import supports
from conversations import whole_need
from conversations.need_list import subject_and_back
from conversations.talk import Card, Talk

_OTHER = {"bell": "hush", "hush": "bell"}


def begun(talk: Talk[Any], argument: str) -> None:
    """[🔔 Kabari saya]."""
    _set(talk, argument, "bell")


def stopped(talk: Talk[Any], argument: str) -> None:
    """[🔕 Jangan kabari lagi]: also what waits to leave is looked at again, and not said."""
    _set(talk, argument, "hush")


def _set(talk: Talk[Any], argument: str, verb: str) -> None:
    need_id, back = subject_and_back(argument)
    wants = verb == "bell"
    need = supports.follow(talk.session, need_id, wants=wants, by=talk.person.person_id, now=talk.now)
    talk.toast("news.bell.said" if wants else "news.hush.said", number=need.number)
    if back:
        whole_need.redraw(talk, need, back)
    else:
        _flip(talk, verb)


def _flip(talk: Talk[Any], verb: str) -> None:
    """Below news the message stays what it is; only the tapped button becomes its opposite."""
    tap = talk.update.callback_query
    markup = getattr(tap and tap.message, "reply_markup", None)
    if tap is None or tap.message is None or markup is None or tap.data is None:
        return
    other = _OTHER[verb]
    keyboard = markup.to_dict()
    for row in keyboard["inline_keyboard"]:
        for button in row:
            if button.get("callback_data") == tap.data:
                button["text"] = talk.words.label("news.hush" if other == "hush" else "news.bell")
                button["callback_data"] = tap.data.replace(f"c.{verb}.", f"c.{other}.", 1)
    where = {"chat_id": tap.message.chat.id, "message_id": tap.message.message_id}
    talk.call("editMessageReplyMarkup", {**where, "reply_markup": keyboard})


CARDS: dict[str, Card] = {"bell": Card(begun), "hush": Card(stopped)}
