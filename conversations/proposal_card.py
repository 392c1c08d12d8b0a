"""What a resident proposes to gather for, as organisers see it, and what they may answer.

💡 Usulan kegiatan No. 5, dari Bu Tini
Kegiatan RT 03: Cat pos ronda
Minggu, 29 Nov 2026 pukul 07.00 WIB · Pos ronda
[✅ Ajak] / [📅 Ajak, waktu lain] / [🙏 Belum bisa…]
"""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from markupsafe import Markup, escape
from sqlmodel import Session

from community import events, recurrence
from community.refusals import NotThere
from conversations import beside_lines, event_lines, event_rules, year_lines
from conversations.dialogue import Choice, Rows
from conversations.talk import Talk
from conversations.widgets import counted, when
from locales import Words
from storage import events as stored
from storage import people
from storage.communities import Community
from storage.events import Event, EventState

OWN, WITHDRAW = "ownproposal", "unpropose"
"""The verbs before an event's number: who proposed it looks at it, and takes it back."""
AGAIN = frozenset((EventState.declined, EventState.withdrawn))
"""What may be proposed once more, at another time."""


def moment(event: Event, community: Community) -> datetime:
    """When it is to begin first."""
    return recurrence.instant(event.begins_on, time.fromisoformat(event.begins_at), community.time_zone)


def html(session: Session, words: Words, event: Event) -> Markup:
    """Its words, for a card or a notice."""
    author = people.by_id(session, event.author_id) if event.author_id else None
    head = words.text("proposal.title", number=event.number, name=author.name if author else "–")
    lines = Markup("\n").join(escape(line) for line in _lines(session, words, event) if line)
    return Markup("{}\n{}").format(Markup(head), lines)  # noqa: S704 - our own catalogue


def _lines(session: Session, words: Words, event: Event) -> Iterator[str]:
    community = event_lines.place_of(session, event)
    if event.state is EventState.withdrawn:
        yield words.label("proposal.withdrawn")
    yield event_lines.title(words, event, community)
    at = when.spoken(moment(event, community), community.time_zone, words)
    yield " · ".join(part for part in (at, event.place) if part)
    if event.rule is not None:
        yield words.label("called.often", often=event_rules.said(words, event.rule, event.begins_on))
    items = stored.items_of(session, event.id)
    yield f"🧰 {' · '.join(counted.shown(one.name, one.wanted) for one in items)}" if items else ""
    yield from (f"{number}. {line}" for number, line in enumerate(event.agenda, start=1))
    yield f"“{event.words}”" if event.words else ""
    if event.state is EventState.proposed:
        yield year_lines.warned(session, words, community, event.begins_on, "calendar.busy.there")
        yield from beside_lines.others(session, words, community, moment(event, community), event.minutes)


def rows(event: Event) -> Rows:
    """None once it has been answered."""
    if event.state is not EventState.proposed:
        return []
    return [
        [Choice(f"answer_event.{event.id}.yes", "proposal.yes")],
        [Choice(f"answer_event.{event.id}.other", "proposal.other")],
        [Choice(f"answer_event.{event.id}.no", "proposal.no")],
    ]


def own_rows(event: Event) -> Rows:
    """What whoever proposed it may do: take it back before it is answered, or propose it once more."""
    if event.state is EventState.proposed:
        return [[Choice(f"{WITHDRAW}.{event.id}", "proposal.withdraw")]]
    return [[Choice(f"gather.{event.id}", "proposal.again")]] if event.state in AGAIN else []


def draw(talk: Talk[Any], event_id: int) -> None:
    """In the place of what was tapped. Raises NotThere, NotAllowed for all but its organisers."""
    event = stored.by_id(talk.session, event_id)
    if event is None:
        raise NotThere("stage.gone")
    events.place_of(talk.session, event.community_id, by=talk.person.person_id)
    back = [Choice("gatherings", "called.list.back")]
    talk.redraw_html(html(talk.session, talk.words, event), rows=[*rows(event), back])
