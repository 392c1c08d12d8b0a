"""The neighbourhood's latest announcements, those to come among them, each with its card."""

from typing import Any

from community import broadcasts as rules
from conversations.dialogue import Choice
from conversations.talk import Talk
from conversations.widgets import rich_text
from storage import broadcasts
from storage.broadcasts import Broadcast, BroadcastState

MOST = 8
_SIGNS = {
    BroadcastState.scheduled: "🕘",
    BroadcastState.running: "▶️",
    BroadcastState.paused: "⏸",
    BroadcastState.done: "✓",
    BroadcastState.stopped: "✕",
}


def show(talk: Talk[Any]) -> None:
    """For organisers, below what was said last."""
    community = rules.place_of(talk.session, talk.community_id, by=talk.person.person_id)
    found = broadcasts.latest(talk.session, community.id, most=MOST)
    rows = [[Choice(f"castsee.{one.id}", label=_label(one))] for one in found]
    if found:
        talk.say("announce.list", rows=rows)
    else:
        talk.say("announce.list.none", home=True)


def _label(found: Broadcast) -> str:
    line = rich_text.first_line(str(found.content.get("html", ""))) or "📷"
    return f"{'🗑' if found.recalled_at else _SIGNS[found.state]} {line}"
