"""Minutes as they are read: in the last look, by whoever confirms them, in the group.

📝 Notulen: Rapat RT 03, Minggu, 29 Nov 2026 pukul 19.30 WIB
Dipimpin Pak Budi · hadir 17
Keputusan:
1. Portal ditutup pukul 22.00
Tindak lanjut:
• beli engsel · Asep · Sabtu, 5 Des 2026
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markupsafe import Markup
from sqlmodel import Session

from community import confirmations
from community.minutes import Record, Task
from conversations import event_lines, neighbourhood
from conversations.widgets import review, rich_text, when
from locales import Words
from storage import events, minutes, needs, people
from storage.communities import Community
from storage.events import Event
from storage.minutes import Minutes, MinutesState
from storage.occurrences import Occurrence

ANSWER, LACKS, WRITE = "agree", "lacksminutes", "notes"
"""Verbs: before the number of minutes and their version, was it so, what is missing; before an occurrence's, write."""
KEEP, AS_IS = "keepminutes", "asis"
"""Before the number of minutes and their version, for organisers: they stay so, for a reason; published unconfirmed."""
TASKS, DONE = "todo", "todone"
"""The verb before an occurrence's number, and before that of something to do."""
_STORY = 900
"""Letters of the decisions in a need's story."""


def record_of(session: Session, found: Minutes) -> Record:
    tasks = [Task(one.what, one.who, one.who_id, one.due_on) for one in minutes.follow_ups_of(session, found.id)]
    return Record(found.chair, found.discussed, found.decisions, tasks, found.attended)


def html(
    words: Words, event: Event, one: Occurrence, community: Community, record: Record, *, numbers: Sequence[int] = ()
) -> Markup:
    """All of it."""
    title = event_lines.title(words, event, community)
    about = [f"No. {number}" for number in numbers]
    return Markup(  # noqa: S704 - Words.text and review.lines have escaped what they were given
        words.text(
            "minutes.shown", title=title, when=event_lines.when_and_where(words, event, one, community.time_zone),
            lines=review.lines([*_head(words, record, about), *_body(words, record)]),
        )
    )  # fmt: skip


def _head(words: Words, record: Record, about: list[str]) -> Iterator[str]:
    chair = words.label("minutes.chair", name=record.chair) if record.chair else ""
    came = words.label("minutes.came", count=record.attended) if record.attended else ""
    yield " · ".join(part for part in (chair, came) if part)
    yield words.label("minutes.about", needs=", ".join(about)) if about else ""


def _body(words: Words, record: Record) -> Iterator[str]:
    if record.discussed:
        yield words.label("minutes.discussed")
        yield record.discussed
    if record.decisions:
        yield words.label("minutes.decisions")
        yield from (f"{number}. {line}" for number, line in enumerate(record.decisions, start=1))
    if record.tasks:
        yield words.label("minutes.tasks")
        yield from (f"• {task(words, one)}" for one in record.tasks)


def task(words: Words, one: Task) -> str:
    """Beli engsel · Asep 🔔 · Sabtu, 5 Des 2026: the bell says that it is known who that is."""
    who = f"{one.who} 🔔" if one.who and one.who_id and one.due_on else one.who
    day = when.spoken_day(one.due_on, words) if one.due_on else ""
    return " · ".join(part for part in (one.what, who, day) if part)


def of_stored(session: Session, words: Words, event: Event, one: Occurrence, found: Minutes) -> Markup:
    community = event_lines.place_of(session, event)
    about = [needs.by_id(session, need_id) for need_id in events.needs_of(session, event.id)]
    numbers = [need.number for need in about if need is not None and need.hidden_at is None]
    record = record_of(session, found)
    if found.state is MinutesState.published:  # whoever reads it need not know who is reminded
        record = replace(record, tasks=[replace(each, who_id=None) for each in record.tasks])
    told = html(words, event, one, community, record, numbers=numbers)
    if found.state is MinutesState.published and not found.is_confirmed:
        return told + Markup("\n\n") + words.label("minutes.unconfirmed")
    return told


def story(community: Community, event: Event, found: Minutes, *, unconfirmed: bool = False) -> str:
    """How the needs that it was for tell of it, in the neighbourhood's language; that nobody has confirmed it, too."""
    words = neighbourhood.words_of(community)
    if not found.decisions:
        return ""
    said = rich_text.cut("; ".join(line.rstrip(". ") for line in found.decisions), _STORY)
    told = words.label("minutes.story", what=event_lines.kind(words, event), decisions=said)
    return f"{told} {words.label('minutes.unconfirmed')}" if unconfirmed else told


def corrections(session: Session, found: Minutes) -> list[str]:
    """Bu Tini: engselnya dua. What is said to be missing in this version, and not answered."""
    said = confirmations.missing(session, found)
    named = {person.id: person.name for person in people.by_ids(session, [one.person_id for one in said])}
    return [f"{named.get(one.person_id, '–')}: {one.words or '–'}" for one in said]
