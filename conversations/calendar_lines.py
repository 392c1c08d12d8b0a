"""How an event is said to other calendars: its title, and what is to be brought. No name and no answer of anybody.

What its call says besides stays in the chat: it is pasted from elsewhere, and may name people.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Session

from community import calendar_files, calendar_links
from community.calendar_files import Shown, Whole
from conversations import event_lines, neighbourhood
from conversations.widgets import counted
from locales import Words
from locales import words as words_in
from storage import communities, events, needs, people
from storage.calendars import CalendarLink
from storage.communities import Community
from storage.events import Event, ItemKind
from storage.occurrences import Occurrence


def shown(
    session: Session, words: Words, event: Event, times: Sequence[Occurrence], community: Community, *, link: str = "",
    without: Collection[date] = (), until: date | None = None,
) -> Shown:  # fmt: skip
    """With its words; `times` are all that are written of it, by days."""
    title = f"{event_lines.SIGNS[event.kind]} {event_lines.title(words, event, community)}"
    return Shown(
        event, times, community.time_zone, title, words.label("calendar.put_off", title=title),
        "\n".join(_about(session, words, event)), link, frozenset(without), until,
    )  # fmt: skip


def _about(session: Session, words: Words, event: Event) -> Iterator[str]:
    found = [needs.by_id(session, one) for one in events.needs_of(session, event.id)]
    numbers = ", ".join(f"No. {one.number}" for one in found if one is not None and one.hidden_at is None)
    if numbers:
        yield words.label("called.needs", needs=numbers)
    items = events.items_of(session, event.id)
    for kind in ItemKind:
        said = " · ".join(counted.shown(one.name, one.wanted) for one in items if one.kind is kind)
        if said:
            yield words.label(f"promise.kind.{kind.value}", items=said)
    yield from (f"{number}. {line}" for number, line in enumerate(event.agenda, start=1))


def at_address(session: Session, link: CalendarLink, now: datetime) -> Whole:
    """All that is at an address, in the language of whose it is."""
    person = people.by_id(session, link.person_id) if link.person_id is not None else None
    home_id = person.community_id if person is not None else link.community_id
    home = communities.by_id(session, home_id) if home_id is not None else None
    words = words_in(person.language) if person is not None else neighbourhood.words_of(home)
    dated = calendar_links.read(session, link, now)
    found = [
        shown(session, words, one.event, one.times, one.community, without=one.without, until=one.until)
        for one in dated
    ]
    if person is not None or home is None:
        name = words.label("calendar.name.mine")
    else:
        name = words.label("calendar.name", name=neighbourhood.name_of(words, home))
    content = calendar_files.written(name, home.time_zone if home is not None else "Asia/Jakarta", found)
    return Whole(content, max([link.created_at, *(one.event.changed_at for one in dated)]))
