"""Catatan perubahan: who of the organisers changed what, for the chair's eyes.

It never holds who answered what in secret, or who found something unfitting: no name stands beside such a line.
"""

from datetime import UTC
from typing import Any

from community import my_data, office
from community.refusals import NotAllowed
from conversations import my_data_lines
from conversations.dialogue import Choice
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import pager, review
from storage import audit, people, personal
from storage.audit import AuditEntry

SECRET = ("flag.", "closing.", "matter.")
"""Actions beside which no name is shown, whatever their line holds."""
LINES = 8


@for_members
def show(talk: Talk[Any]) -> None:
    """/catatan."""
    _show(talk, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    _show(talk, pager.number_in(argument), anew=False)


def _show(talk: Talk[Any], wanted: int, *, anew: bool) -> None:
    member = people.membership_of(talk.session, talk.person.person_id, talk.community_id)
    if not office.may_confirm(member):
        raise NotAllowed("trail.only_chair")
    shown = pager.page(wanted, audit.count_of(talk.session, talk.community_id), size=LINES)
    found = audit.of_community(talk.session, talk.community_id, limit=shown.size, offset=shown.offset)
    lines = [_line(talk, entry) for entry in found] or [talk.words.label("data.none")]
    rows = [row for row in (pager.row("trail", shown), [Choice("data.back", "stage.back")]) if row]
    say = talk.say if anew else talk.redraw
    say("trail.list", rows=rows, name=talk.community_name, lines=review.lines(lines))


def _line(talk: Talk[Any], entry: AuditEntry) -> str:
    number = personal.numbers(talk.session, [entry.subject_id]) if entry.subject == "need" else {}
    parts = [
        my_data_lines.moment(talk.words, entry.at.astimezone(UTC).isoformat(), talk.person.time_zone),
        _who(talk, entry),
        f"No. {number[entry.subject_id]}" if entry.subject_id in number else "",
        my_data_lines.action(talk.words, entry.action),
        my_data_lines.sides(talk.words, my_data.plain_side(entry.before), my_data.plain_side(entry.after)),
    ]
    return " · ".join(part for part in parts if part)


def _who(talk: Talk[Any], entry: AuditEntry) -> str:
    if entry.action.startswith(SECRET):
        return talk.words.label("trail.somebody")
    actor = people.by_id(talk.session, entry.actor_id) if entry.actor_id else None
    return actor.name if actor else talk.words.label("trail.somebody")


CARDS: dict[str, Card] = {"trail": Card(turned)}
