"""Belum beres lagi: whoever it concerns says that a closed need is not met, or that it is; nobody reads who.

> [🔄 Belum beres lagi]
B Apa yang belum beres di No. 14? Nama tidak disebut.   [Baru sebagian] [Muncul lagi] [Masih sama] [✍️ Tulis sendiri]
> [Muncul lagi]
B No. 14 dikerjakan lagi. Pengurus dikabari, nama tidak disebut. Terima kasih 🙏
"""

from typing import Any

from community import reopenings
from community.closings import Reason
from conversations import closing_lines
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import choice_in, subject_in


def begun(talk: Talk[Any], argument: str) -> None:
    """The button on a closed need."""
    need_id, _ = subject_in(argument)
    need = reopenings.check(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.say("closing.reopen.ask", rows=closing_lines.reasons("again", need.id, "againpen"), number=need.number)


def told_why(talk: Talk[Any], argument: str) -> None:
    need_id, reason = choice_in(argument, Reason)
    need = reopenings.reopen(talk.session, need_id, reason=reason, by=talk.person.person_id, now=talk.now)
    talk.redraw("closing.reopened.said", number=need.number)


def confirmed(talk: Talk[Any], argument: str) -> None:
    """[✅ Sudah beres], for what was closed without anybody's word."""
    need_id, _ = subject_in(argument)
    reopenings.confirm(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.redraw("closing.noted.done")


CARDS: dict[str, Card] = {"reopen": Card(begun), "again": Card(told_why), "well": Card(confirmed)}
