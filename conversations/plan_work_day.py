"""Langsung ajak kerja bakti: from a need's card, or from the question that it has won, to a work day for it.

> [📅 Langsung ajak kerja bakti]
B Kapan? …                     (the kind, the need and where it is are filled in)
"""

from typing import Any

from community import event_needs
from community import people as residents
from community.events import LONGEST_PLACE, LONGEST_TITLE
from community.refusals import AlreadySo
from conversations import desk_buttons, desk_done, need_lines, neighbourhood
from conversations.invite_draft import Gathering
from conversations.invite_plan import open_with, place_is
from conversations.talk import Card, Talk
from storage import communities, polls
from storage.events import EventKind
from storage.needs import Need


def begin(talk: Talk[Any], argument: str) -> None:
    """`day.<need>.<moves>`, and the poll that it has won; one speaks in the need's neighbourhood from here on."""
    need = desk_done.begins(talk, argument)
    if need is None:
        return
    if need.state not in event_needs.CAN_BE_CHOSEN:
        raise AlreadySo("events.need_closed", number=need.number)
    if need.community_id != talk.person.community_id:
        residents.speak_in(talk.session, talk.person.person_id, need.community_id)
        talk.look_again()
    open_with(talk, _for(talk, need, desk_buttons.button_in(argument)[2]))


def _for(talk: Talk[Any], need: Need, poll_id: str) -> Gathering:
    """Where it is, only in words that neighbours may read: its point on the map may be somebody's house."""
    words = neighbourhood.words_of(communities.by_id(talk.session, need.community_id))
    draft = Gathering(kind=EventKind.work_day, needs=[need.id], need_seen={need.id: need.moves})
    draft.title = need_lines.short_title(words, need)[:LONGEST_TITLE]
    if where := need.landmark or need.place:
        place_is(draft, where[:LONGEST_PLACE])
    number = int(poll_id) if poll_id.isascii() and poll_id.isdigit() and len(poll_id) < 10 else 0
    poll = polls.by_id(talk.session, number) if number else None
    if poll is not None and poll.community_id == need.community_id:
        draft.poll_id = poll.id
    return draft


CARDS: dict[str, Card] = {"day": Card(begin)}
