"""Saya juga: in private on the card, in the group for everyone, also for who never pressed START.

    > [Saya juga]                       Tercatat, 6 warga ikut 🙏          [✓ Saya ikut] …
    > [✓ Saya ikut]
    B Batal ikut No. 14?                [Ya, batal ikut] / [Tidak jadi]

In the group a stranger's first tap shows what would be kept; the second agrees to it, joins, and counts.
"""

from typing import Any

from community import supports
from community.refusals import NotThere
from conversations import need_card, welcome, whole_need
from conversations.dialogue import Choice
from conversations.need_list import FIRST, subject_and_back
from conversations.talk import Card, Talk
from storage import communities
from storage import supports as stored
from storage.needs import Need


def joined(talk: Talk[Any], argument: str) -> None:
    """[Saya juga]."""
    need_id, back = subject_and_back(argument)
    if not talk.is_private:
        _joined_in_group(talk, need_id)
    elif talk.speaker is None:
        talk.toast("stage.gone")
    else:
        need = _support(talk, need_id)
        whole_need.redraw(talk, need, back or FIRST)


def _joined_in_group(talk: Talk[Any], need_id: int) -> None:
    """Nothing changes for the others but the number, by and by."""
    need = need_card.shown_here(talk, need_id)
    community = communities.by_id(talk.session, need.community_id)
    if community is None:
        raise NotThere("stage.gone")
    if welcome.comes_in(talk, community):
        _support(talk, need_id)


def _support(talk: Talk[Any], need_id: int) -> Need:
    need = supports.support(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("browse.join.said", count=stored.count(talk.session, need.id))
    return need


def asked_to_leave(talk: Talk[Any], argument: str) -> None:
    """[✓ Saya ikut]: a slip of the finger must not take it back."""
    need_id, back = subject_and_back(argument)
    need = supports.open_to(talk.session, need_id, by=talk.person.person_id)
    here = f"{need.id}.{back or FIRST}"
    rows = [[Choice(f"leave.{here}", "browse.leave.yes")], [Choice(f"need.{here}", "browse.leave.no")]]
    talk.redraw("browse.leave.ask", rows=rows, number=need.number)


def left(talk: Talk[Any], argument: str) -> None:
    """[Ya, batal ikut]."""
    need_id, back = subject_and_back(argument)
    need = supports.leave(talk.session, need_id, by=talk.person.person_id, now=talk.now)
    talk.toast("browse.leave.said", number=need.number)
    whole_need.redraw(talk, need, back or FIRST)


CARDS: dict[str, Card] = {
    "me": Card(joined, strangers=True, groups=True),
    "notme": Card(asked_to_leave),
    "leave": Card(left),
}
