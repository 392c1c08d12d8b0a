"""Below every announcement: a tap, and no more come from this neighbourhood.

> [Jangan kirim pengumuman]
B Pengumuman RT 03 tidak dikirim lagi ke sini. Mau lagi? Ketuk di bawah, atau buka /pengaturan.   [Kirim lagi]
"""

from typing import Any

from community import wishes
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in

QUIETLY, LOUDLY = "quietly", "loudly"


def stopped(talk: Talk[Any], argument: str) -> None:
    """It holds before the next one leaves."""
    community_id, _ = subject_in(argument)
    me = talk.person.person_id
    community = wishes.hear_announcements(talk.session, me, community_id, wants=False)
    talk.toast("optout.done", name=community.name)
    talk.say("optout.said", rows=[[Choice(f"{LOUDLY}.{community.id}", "optout.again")]], name=community.name)


def wanted_again(talk: Talk[Any], argument: str) -> None:
    """[Kirim lagi]."""
    community_id, _ = subject_in(argument)
    community = wishes.hear_announcements(talk.session, talk.person.person_id, community_id, wants=True)
    talk.redraw("optout.again.done", name=community.name)


CARDS: dict[str, Card] = {QUIETLY: Card(stopped), LOUDLY: Card(wanted_again)}
