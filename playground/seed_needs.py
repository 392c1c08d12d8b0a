"""One need of the demo as rows: where it is, who said it, its photos on the shelf, and its story line by line."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import codes, consents, media, supports
from locales import REFERENCE, words
from playground.drawings import draw
from playground.karanganyar import NeedStory, Neighbourhood
from storage import needs
from storage.communities import Community
from storage.consents import ConsentPurpose
from storage.media import Media, MediaKind, MediaState
from storage.needs import Audience, Houses, Need, NeedState
from storage.people import Person
from storage.supports import ONESELF, Support
from storage.timeline import TimelineEntry

BY_NEIGHBOURS = frozenset((NeedState.resolved, NeedState.reopened, NeedState.unconfirmed))
"""Only residents say so, in secret, or nobody does: no line names who."""
WITH_ANOTHER = frozenset((NeedState.forwarded, NeedState.merged))
ALSO = {None: 3, Houses.own: 1, Houses.several: 5, Houses.lane: 9, Houses.all: 14}
"""How many say "Saya juga" at the most, by how many houses it concerns."""
SPREAD = 14.0
"""Metres by which a spot lies beside its landmark at most."""

Admit = Callable[[bytes], tuple[str, str]]
"""Makes a photo known to a Telegram; gives its file_id and file_unique_id."""


@dataclass(frozen=True, slots=True)
class Telling:
    """All that the telling of needs has in hand; `office` holds the ids of chair and organisers."""

    session: Session
    community: Community
    place: Neighbourhood
    people: Mapping[str, Person]
    office: list[int]
    folder: Path
    admit: Admit | None
    now: datetime
    random: Random


def tell(telling: Telling, story: NeedStory, number: int) -> int:
    """Write the need with all that belongs to it; returns how many photos it has."""
    reporter = telling.people[story.by]
    need = _need(telling, story, number, reporter)
    telling.session.add(need)
    telling.session.flush()
    _story(telling, story, need, reporter.id)
    _supporters(telling, story, need, reporter)
    for copy, name in enumerate(story.photos):
        _photo(telling, need, reporter, draw(name, number * 10 + copy))
    if need.photos_shown_to is Audience.neighbours:
        _agree_to_photos(telling, need, reporter)
    return len(story.photos)


def _need(telling: Telling, story: NeedStory, number: int, reporter: Person) -> Need:
    random = telling.random
    latitude = longitude = None
    if story.near:
        east, south = random.uniform(-SPREAD, SPREAD), random.uniform(-SPREAD, SPREAD)
        latitude, longitude = telling.place.degrees(story.near, east=east, south=south)
    sent = story.sent_at(telling.now, ZoneInfo(telling.community.time_zone))
    public = story.public and telling.admit is not None
    return Need(
        community_id=telling.community.id,
        number=number,
        code=codes.draw(choose=random.choice),
        kind=story.kind,
        detail=story.detail,
        title=story.title,
        text=story.text,
        place=story.place,
        landmark=story.near if story.near in telling.community.landmarks else None,
        near_home=story.near is None,
        latitude=latitude,
        longitude=longitude,
        name_shown_to=Audience.neighbours if story.shown else Audience.organisers,
        photos_shown_to=Audience.neighbours if public else Audience.organisers,
        danger=story.danger,
        houses=story.houses,
        reporter_id=reporter.id,
        on_behalf_of=story.behalf,
        agreed_at=None if story.behalf is None else sent,
        forwarded_to=story.to if story.story and story.story[-1][0] is NeedState.forwarded else None,
        merged_into_id=_other(telling, story),
        state=story.story[-1][0] if story.story else NeedState.received,
        heard_at=sent + timedelta(days=story.story[-1][1] if story.story else 0),
        created_at=sent,
        changed_at=sent + timedelta(days=story.story[-1][1] if story.story else 0),
    )


def _other(telling: Telling, story: NeedStory) -> int | None:
    """The need that this one was merged into; the older one, so it is there already."""
    if not (story.story and story.story[-1][0] is NeedState.merged and story.to):
        return None
    other = needs.numbered(telling.session, telling.community.id, int(story.to))
    return other.id if other else None


def _story(telling: Telling, story: NeedStory, need: Need, reporter_id: int) -> None:
    """Sent by its reporter, moved by the office, closed and opened again by neighbours."""
    need_id = need.id
    received = TimelineEntry(need_id=need_id, at=need.created_at, state=NeedState.received, actor_id=reporter_id)
    telling.session.add(received)
    for state, days, said in story.story:
        actor: int | None = telling.random.choice(telling.office)
        if state is NeedState.withdrawn:
            actor = reporter_id
        elif state in BY_NEIGHBOURS:
            actor = None
        entry = TimelineEntry(
            need_id=need_id,
            at=need.created_at + timedelta(days=days),
            state=state,
            actor_id=actor,
            by_office=actor in telling.office and state is not NeedState.withdrawn,
            about=story.to if state in WITH_ANOTHER else None,
            reason=said or None,
        )
        telling.session.add(entry)


def _supporters(telling: Telling, story: NeedStory, need: Need, reporter: Person) -> None:
    """Its reporter, or the neighbour spoken for; and, unless it was taken back, some whom it concerns as well."""
    others = [one for one in telling.people.values() if one.id != reporter.id and one.created_at < need.created_at]
    most = 0 if need.state is NeedState.withdrawn else min(ALSO[story.houses], len(others))
    also = telling.random.sample(others, telling.random.randint(0, most))
    for person, whom in [(reporter, supports.whom_for(story.behalf)), *((one, ONESELF) for one in also)]:
        telling.session.add(Support(need_id=need.id, person_id=person.id, whom=whom, created_at=need.created_at))


def _photo(telling: Telling, need: Need, reporter: Person, content: bytes) -> None:
    """A photo that has been fetched: its row, and its bytes at the path where the row says they are."""
    digest = hashlib.sha256(content).hexdigest()
    file_id, unique_id = telling.admit(content) if telling.admit else (f"seeded-{digest}", digest[:16])
    row = Media(
        name=codes.draw(media.NAME_LENGTH, telling.random.choice),
        need_id=need.id,
        person_id=reporter.id,
        kind=MediaKind.photo,
        file_id=file_id,
        file_unique_id=unique_id,
        state=MediaState.kept,
        size=len(content),
        created_at=need.created_at,
    )
    telling.session.add(row)
    telling.session.flush()
    row.path = media.path_for(row)
    file = telling.folder / row.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def _agree_to_photos(telling: Telling, need: Need, reporter: Person) -> None:
    consents.give(
        telling.session,
        person_id=reporter.id,
        community_id=need.community_id,
        purpose=ConsentPurpose.photos,
        version=1,
        text=words(REFERENCE).text("report.photos.ask"),
        language=REFERENCE,
        now=need.created_at,
    )
