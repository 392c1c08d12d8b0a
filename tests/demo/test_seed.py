"""The neighbourhood moves into a database: whole, once, the same every time, and nobody hidden is shown."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import orjson
import pytest
from PIL import Image
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from community import promises
from community.consents import JOINING
from community.refusals import AlreadySo
from playground import cast
from playground.seed import BEYOND_TELEGRAM, Seeded, Telegram, seed, seed_empty
from playground.world import World
from storage import ballots, communities, polls, rsvps
from storage.columns import metadata
from storage.communities import Chat, Community, Destination, Purpose
from storage.consents import Consent, ConsentPurpose
from storage.database import open_engine, reading
from storage.events import Event, EventState
from storage.media import Media, MediaState
from storage.needs import Audience, Need, NeedState
from storage.occurrences import Occurrence
from storage.outbox import outbox
from storage.people import Membership, Person, Role
from storage.polls import Poll, PollState
from storage.rsvps import Tally
from storage.timeline import TimelineEntry
from tests.migrated_file import copied_to

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


@pytest.fixture
def world() -> World:
    return World(clock=NOW.timestamp, random=Random(3))


@pytest.fixture
def telegram(world: World) -> Telegram:
    return cast.enter(world)[1]


@pytest.fixture
def seeded(database_url: str, media: Path, telegram: Telegram) -> Seeded:
    return seed(database_url, media, NOW, telegram=telegram)


@pytest.fixture
def session(engine: Engine, seeded: Seeded) -> Iterator[Session]:
    with reading(engine) as opened:
        yield opened


def test_everyone_and_everything_has_moved_in(session: Session, seeded: Seeded) -> None:
    roles = Counter(one.role for one in session.exec(select(Membership)))
    assert roles == {Role.chair: 1, Role.organiser: 2, Role.resident: 24}
    assert (seeded.residents, seeded.needs) == (27, 40)
    states = Counter(one.state for one in session.exec(select(Need)))
    assert states.total() == 40
    assert set(states) == set(NeedState)
    community = communities.with_code(session, seeded.code)
    assert community is not None
    assert (community.name, community.area) == ("RT 03", "RW 05, Kel. Karanganyar")
    assert community.chair_confirmed_at is not None


def test_numbers_go_on_where_the_seed_ends(session: Session, seeded: Seeded) -> None:
    numbers = sorted(one.number for one in session.exec(select(Need)))
    assert numbers == list(range(1, 41))
    assert communities.numbered(session, seeded.community_id) == 41


def test_every_story_begins_with_its_reporter_and_ends_where_the_need_stands(session: Session) -> None:
    office = set(session.exec(select(Membership.person_id).where(Membership.role != Role.resident)))
    for need in session.exec(select(Need)):
        story = session.exec(
            select(TimelineEntry).where(TimelineEntry.need_id == need.id).order_by(col(TimelineEntry.id))
        ).all()
        assert (story[0].state, story[0].actor_id, story[0].at) == (
            NeedState.received, need.reporter_id, need.created_at,
        )  # fmt: skip
        assert (story[-1].state, story[-1].at) == (need.state, need.changed_at)
        assert [one.at for one in story] == sorted(one.at for one in story)
        assert story[-1].at < NOW
        for line in story[1:]:
            assert line.by_office == (line.actor_id in office and line.state is not NeedState.withdrawn)
            if line.state in {NeedState.resolved, NeedState.reopened, NeedState.unconfirmed}:
                assert line.actor_id is None, "who confirmed is nobody's to see"


def test_who_took_a_need_back_is_its_reporter(session: Session) -> None:
    need = session.exec(select(Need).where(Need.state == NeedState.withdrawn)).one()
    line = session.exec(
        select(TimelineEntry).where(TimelineEntry.need_id == need.id, TimelineEntry.state == NeedState.withdrawn)
    ).one()
    assert (line.actor_id, line.by_office) == (need.reporter_id, False)


def test_everyone_has_agreed_to_be_known_and_to_every_photo_that_neighbours_see(session: Session) -> None:
    given = session.exec(select(Consent)).all()
    assert {one.version for one in given if one.purpose is ConsentPurpose.reports} == {JOINING}
    agreed = {(one.person_id, one.purpose) for one in given}
    assert {one.id for one in session.exec(select(Person))} == {
        who for who, purpose in agreed if purpose is ConsentPurpose.reports
    }
    public = session.exec(select(Need).where(Need.photos_shown_to == Audience.neighbours)).all()
    assert len(public) > 15
    assert all((one.reporter_id, ConsentPurpose.photos) in agreed for one in public)


def test_some_are_dangerous_some_are_said_for_others_some_lie_near_home(session: Session) -> None:
    found = session.exec(select(Need)).all()
    assert sum(one.danger for one in found) == 4
    assert sorted(one.on_behalf_of for one in found if one.on_behalf_of is not None) == [
        "",
        "Mbah Karto",
        "Mbah Sastro",
    ]
    assert all(one.latitude is None for one in found if one.near_home)
    spots = {(one.latitude, one.longitude) for one in found if one.latitude is not None}
    assert len(spots) > 30, "they are different places"


def test_photos_are_on_the_shelf_and_telegram_knows_them(session: Session, media: Path, world: World) -> None:
    rows = session.exec(select(Media)).all()
    assert len(rows) > 25
    for row in rows:
        assert row.state is MediaState.kept
        assert row.path
        content = (media / row.path).read_bytes()
        assert len(content) == row.size
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == (800, 600)
        known = world.state.files.known[row.file_id]
        assert known.unique_id == row.file_unique_id
        assert world.shelf.take(row.file_id) == content
    kept = {file.relative_to(media) for file in media.rglob("*") if file.is_file()}
    assert kept == {Path(row.path) for row in rows if row.path}


def test_only_those_with_a_phone_here_can_be_written_to(session: Session, world: World) -> None:
    reachable = {one.name: one.telegram_id for one in session.exec(select(Person).where(col(Person.reachable)))}
    assert set(reachable) == {"Pak Budi", "Bu Rina", "Pak Slamet", "Mbak Siti"}
    assert {world.person(one).first_name for one in reachable.values()} == {"Pak Budi", "Bu Rina", "Pak Slamet", "Siti"}
    others = session.exec(select(Person.telegram_id).where(col(Person.reachable).is_(False)))
    assert all(one >= BEYOND_TELEGRAM for one in others)


def test_the_group_is_the_neighbourhoods_and_its_cards_are_on_the_way(session: Session, seeded: Seeded) -> None:
    chat = session.exec(select(Chat)).one()
    place = session.exec(select(Destination)).one()
    assert chat.community_id == place.community_id == seeded.community_id
    assert (place.chat_id, place.purpose) == (chat.id, Purpose.everything)
    waiting = session.connection().execute(outbox.select()).mappings().all()
    assert {(row["chat"], row["state"]) for row in waiting} == {(chat.telegram_id, "due")}
    assert [row["kind"] for row in waiting] == ["group.card", "poll.card", "event.card"]


def test_the_neighbours_are_asked_what_comes_first(session: Session, seeded: Seeded) -> None:
    poll = session.exec(select(Poll)).one()
    assert (poll.number, poll.state) == (1, PollState.open)
    options = polls.options_of(session, poll.id)
    assert not any("(No." in one.text for one in options), "no two are called the same"
    assert len(options) == 6
    assert all(one.need_id is not None for one in options)
    assert ballots.turnout(session, poll.id) == (0, 0, 0)


def test_it_may_be_tried_at_any_hour(session: Session) -> None:
    assert session.exec(select(Community)).one().quiet_hours == []


def test_the_neighbours_are_called_together_and_some_have_answered(session: Session, seeded: Seeded) -> None:
    event = session.exec(select(Event)).one()
    one = session.exec(select(Occurrence)).one()
    assert (event.number, event.state, one.begins_at.weekday()) == (1, EventState.called, 6)
    assert rsvps.tally(session, one.id) == Tally(coming=12, maybe=3, away=2)
    assert len(rsvps.named(session, one.id, most=20)) == 4
    assert [(total.item.name, total.many, total.item.wanted) for total in promises.totals(session, one)] == [
        ("cangkul", 3, 5), ("karung", 8, 10), ("gerobak", 1, 1), ("nasi bungkus", 20, 30),
    ]  # fmt: skip


def test_a_database_with_a_community_is_left_alone(
    seeded: Seeded, database_url: str, media: Path, engine: Engine
) -> None:
    before = sorted(media.rglob("*"))
    with pytest.raises(AlreadySo):
        seed_empty(database_url, media)
    with reading(engine) as session:
        assert session.exec(select(func.count(col(Need.id)))).one() == seeded.needs
        assert [one.code for one in session.exec(select(Community))] == [seeded.code]
    assert sorted(media.rglob("*")) == before


def test_for_a_real_bot_nobody_can_be_written_to_by_mistake(database_url: str, media: Path, engine: Engine) -> None:
    seed_empty(database_url, media)
    with reading(engine) as session:
        assert all(one.telegram_id >= BEYOND_TELEGRAM and not one.reachable for one in session.exec(select(Person)))
        assert session.exec(select(Chat)).first() is None
        assert {one.photos_shown_to for one in session.exec(select(Need))} == {Audience.organisers}
        assert all((media / (one.path or "")).is_file() for one in session.exec(select(Media)))


def contents(url: str) -> bytes:
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(reading=True) as connection:
            tables = {
                table.name: [list(row) for row in connection.execute(table.select())]
                for table in metadata.sorted_tables
            }
        return orjson.dumps(tables, default=str, option=orjson.OPT_NON_STR_KEYS)
    finally:
        engine.dispose()


def test_the_same_number_and_moment_give_the_same_neighbourhood(tmp_path: Path) -> None:
    copies = []
    for name, number in (("one", 5), ("two", 5), ("other", 6)):
        url = copied_to(tmp_path / f"database {name}")
        world = World(clock=NOW.timestamp, random=Random(number))
        seed(url, tmp_path / name, NOW, number=number, telegram=cast.enter(world)[1])
        copies.append(contents(url))
    assert copies[0] == copies[1]
    assert copies[0] != copies[2]
    photos = [
        {file.relative_to(tmp_path / name): file.read_bytes() for file in (tmp_path / name).rglob("*.jpg")}
        for name in ("one", "two")
    ]
    assert photos[0] == photos[1]
