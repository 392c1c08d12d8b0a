"""Ini tidak pantas, and what its reporter can do about it.

> [Ini tidak pantas]
B Usulan No. 3 tidak pantas dilihat warga? Tidak disebut siapa yang menandai.   [Ya, tidak pantas] [Tidak jadi]
> [Ya, tidak pantas]
B Terima kasih 🙏 Kalau 3 warga merasa sama, disembunyikan dulu dan diperiksa pengurus.
"""

from typing import Any

from community import flags, supports
from conversations.dialogue import Choice
from conversations.talk import Card, Talk
from conversations.widgets.card_arguments import subject_in

_YES = "yes"


def flagged(talk: Talk[Any], argument: str) -> None:
    """Asked once before it counts: a finger slips, and it cannot be taken back."""
    need_id, said = subject_in(argument)
    need = supports.open_to(talk.session, need_id, by=talk.person.person_id)
    if said == _YES:
        flags.flag(talk.session, need.id, by=talk.person.person_id, now=talk.now)
        talk.redraw("flags.said", most=flags.ENOUGH)
        return
    rows = [[Choice(f"unfit.{need.id}.{_YES}", "flags.yes")], [Choice(f"need.{need.id}", "flags.no")]]
    talk.say("flags.sure", rows=rows, number=need.number)


def looked_again(talk: Talk[Any], argument: str) -> None:
    """[Minta dilihat lagi], by its reporter."""
    need_id, _ = subject_in(argument)
    need = flags.appeal(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.redraw("flags.appealed", number=need.number)


CARDS: dict[str, Card] = {"unfit": Card(flagged), "relook": Card(looked_again)}
