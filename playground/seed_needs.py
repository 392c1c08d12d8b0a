"""One need of the demo as rows: where it is, who said it, its photos on the shelf, and its story line by line."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlmodel import Session

from community import codes, consents, media
from locales import REFERENCE, words
from playground.drawings import draw
from playground.karanganyar import NeedStory, Neighbourhood
from storage.communities import Community
from storage.consents import ConsentPurpose
from storage.needs import Audience, Media, MediaKind, MediaState, Need, NeedState, TimelineEntry
from storage.people import Person

BY_NEIGHBOURS = frozenset((NeedState.resolved, NeedState.reopened))
"""Only residents say so, in secret: no line names who."""
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
        state=story.story[-1][0] if story.story else NeedState.received,
        created_at=sent,
        changed_at=sent + timedelta(days=story.story[-1][1] if story.story else 0),
    )


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
            reason=said or None,
        )
        telling.session.add(entry)


def _photo(telling: Telling, need: Need, reporter: Person, content: bytes) -> None:
    """A photo that has been fetched: its row, and its bytes at the path where the row says they are."""
    digest = hashlib.sha256(content).hexdigest()
    file_id, unique_id = telling.admit(content) if telling.admit else (f"seeded-{digest}", digest[:16])
    row = Media(
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
    row.path = media.path_for(media.Wanted(row.id, row.kind, file_id, unique_id))
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
