"""Meja pengurus: what waits for the organisers, one button each, what was handed to me first.

    > [🗂 Meja pengurus]
    B Malam, Pak Budi. 3 hal menunggu:
      [🆕 14 Selokan · 🎤 · 1 hari]
      [🆕 15 Air keruh · 2 jam]
      [💬 11 Lampu · warga menjawab]

Only here, in private, and only for those who may do something about it.
"""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from community import desk as rules
from community.desk import Item, Why
from conversations import need_lines, screens
from conversations.dialogue import Choice, Rows
from conversations.stage import for_members
from conversations.talk import Card, Talk
from conversations.widgets import media, pager
from storage import event_lists, people, polls, waiting
from storage import media as files
from storage.media import MediaKind
from storage.needs import Need
from storage.people import Role

_SIGNS = {
    Why.new: "🆕",
    Why.answered: "💬",
    Why.silent: "⏳",
    Why.reopened: "↩️",
    Why.check: "📮",
    Why.flagged: "🚩",
}
_PARTS_OF_A_DAY = ((4, "night"), (11, "morning"), (15, "noon"), (18, "afternoon"), (24, "night"))
"""Until which hour one greets how: pagi, siang, sore, malam."""


@for_members
def show(talk: Talk[Any]) -> None:
    """/pengurus and [🗂 Meja pengurus]."""
    _list(talk, 1, anew=True)


def turned(talk: Talk[Any], argument: str) -> None:
    """Another page of the list, or the way back to it."""
    _list(talk, pager.number_in(argument), anew=False)


def _list(talk: Talk[Any], wanted: int, *, anew: bool) -> None:
    items = rules.waits(talk.session, talk.community_id, by=talk.person.person_id, now=talk.now)
    shown = pager.page(wanted, len(items))
    here = items[shown.offset : shown.offset + shown.size]
    found = {need.id: need for need in waiting.needs_of(talk.session, [item.need_id for item in here])}
    own = _own(talk)
    rows: Rows = [
        *([Choice(f"see.{item.need_id}", label=_label(talk, item, found[item.need_id]))] for item in here),
        pager.row("desk", shown),
        *own,
    ]
    say = talk.say if anew else talk.redraw
    values: dict[str, Any] = {"greeting": _greeting(talk), "name": talk.person.name}
    if items:
        say("desk.list", rows=[row for row in rows if row], count=len(items), **values)
    else:
        say("desk.none", rows=own, **values)


def _own(talk: Talk[Any]) -> list[list[Choice]]:
    """What organisers begin themselves; what they have asked, and who is new, only where there is such a thing."""
    rows = [
        [Choice("announce", "announce.button")],
        [Choice("gather", "inviting.button")],
        [Choice("polling", "asking.button")],
    ]
    if many := event_lists.how_many(talk.session, talk.community_id, talk.now):
        rows.append([Choice("gatherings", "called.button", values={"count": many})])
    elif event_lists.lately(talk.session, talk.community_id, talk.now, most=1):
        rows.append([Choice("gatherings", "called.button.lately")])
    if asked := len(polls.open_in(talk.session, [talk.community_id])):
        rows.append([Choice("questions", "steer.open", values={"count": asked})])
    if new := people.count_unrecognised(talk.session, talk.community_id):
        rows.append([Choice("newcomers", "recognise.button", values={"count": new})])
    if talk.person.role is Role.chair:
        rows.append([Choice("rules", "rules.open")])
    return rows


def _greeting(talk: Talk[Any]) -> str:
    hour = talk.now.astimezone(ZoneInfo(talk.person.time_zone)).hour
    part = next(part for until, part in _PARTS_OF_A_DAY if hour < until)
    return talk.words.label(f"desk.greeting.{part}")


def _label(talk: Talk[Any], item: Item, need: Need) -> str:
    """🆕 14 Selokan · 🎤 · 1 hari: what it is called is cut, never why it waits."""
    marks = _marks(talk, need) if item.why is Why.new else ""
    tail = "".join(f" · {part}" for part in (marks, _tail(talk, item, need)) if part)
    head = f"{_SIGNS[item.why]} {item.number} {_called(talk, need)}"
    room = screens.LABEL - len(tail)
    return f"{head if len(head) <= room else head[: room - 1] + '…'}{tail}"


def _called(talk: Talk[Any], need: Need) -> str:
    return need.title or need_lines.kind_name(talk.words, need.kind)


def _marks(talk: Talk[Any], need: Need) -> str:
    """Danger, a voice, a picture: beside one another, so that the name keeps its room."""
    sent = {one.kind for one in files.of_need(talk.session, need.id)}
    picture = bool(sent & media.PICTURES)
    return "⚠️" * need.danger + "🎤" * (MediaKind.voice in sent) + "📷" * picture


def _tail(talk: Talk[Any], item: Item, need: Need) -> str:
    if item.why is Why.new:
        return _age(talk, need.created_at)
    return talk.words.label(f"desk.why.{item.why.value}")


def _age(talk: Talk[Any], since: datetime) -> str:
    """2 jam, 1 hari: how long ago, in the largest whole unit."""
    span = max(talk.now - since, timedelta())
    if span >= timedelta(days=1):
        return talk.words.label("desk.age.days", count=span.days)
    if span >= timedelta(hours=1):
        return talk.words.label("desk.age.hours", count=span.seconds // 3600)
    return talk.words.label("desk.age.now")


CARDS: dict[str, Card] = {"desk": Card(turned)}
