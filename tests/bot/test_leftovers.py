"""A draft that is forgotten leaves nothing on the shelf, whatever is cut off, late, or under way at that moment."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot import clock
from community import erasure
from community import media as rules
from storage import media
from storage.database import reading, writing
from storage.dialogues import KEEP_DRAFT_SECONDS, dialogue
from storage.media import Media, MediaKind
from storage.needs import Need
from storage.people import Person
from tests.bot.office import Office
from tests.bot.test_clean_photo import picture
from tests.bot.test_fetcher import Shelf, fetching, sender
from tests.community.rt_three import settle

DAY = 86_400.0


class Moment:
    """Something that happens on the shelf, once, just after a file was put there."""

    def __init__(self, shelf: Shelf) -> None:
        self.happens: Callable[[], Awaitable[object]] = _nothing
        real = shelf.put_async

        async def put(path: str, file: bytes) -> object:
            done = await real(path, file)
            happens, self.happens = self.happens, _nothing
            await happens()
            return done

        shelf.put_async = put  # type: ignore[method-assign]  # the real one is called


async def _nothing() -> None:
    """As on any day."""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "media")


class Housekeeping:
    """The nightly job of a process; `later` is how many seconds it runs from now."""

    def __init__(self, office: Office, shelf: Shelf, later: float = KEEP_DRAFT_SECONDS + DAY) -> None:
        self.office, self.later, self.fails = office, later, False

        async def discard(paths: list[str]) -> None:
            if self.fails:
                raise ConnectionError
            await shelf.delete_async(paths)

        table = clock.jobs(
            office.writer, owner=office.owner, kind="work", clock=lambda: office.clock() + self.later,
            time_zone="Asia/Jakarta", discard=discard, secret="", backup=None,
        )  # fmt: skip
        self.sweep: Callable[[], Awaitable[object]] = next(job.what for job in table if job.name == "sweep")
        self.erase: Callable[[], Awaitable[object]] = next(job.what for job in table if job.name == "erase")

    def sweeps(self) -> None:
        self._does(self.sweep)

    def erases(self) -> None:
        self._does(self.erase)

    def _does(self, job: Callable[[], Awaitable[object]]) -> None:
        async def run() -> None:
            await job()

        self.office.do(run())


def draft(office: Office, number: int) -> int:
    """A draft of Siti's, begun just now, and a newer one, so that it is not the newest of all."""
    with writing(office.engine) as session:
        person = session.exec(select(Person)).first()
        assert person is not None
        values = {"person_id": person.id, "step": "what", "draft": "{}", "version": 1, "state": "dropped"}
        for one in (number, number + 1):
            row = {"id": one, "name": "report", "is_current": False, "changed_at": office.clock(), **values}
            session.connection().execute(dialogue.insert().values(row))
    return number


def photographs(office: Office, dialogue_id: int, name: str) -> int:
    """A photo that has been sent to a draft, and is wanted."""
    with writing(office.engine) as session:
        person = session.exec(select(Person)).first()
        view: dict[str, Any] = office.neighbourhood.person(name).sends_photo(image=picture((300, 200))).view
        found = rules.receive(
            session, kind=MediaKind.photo, file_id=view["photo"]["file_id"], file_unique_id=name, seconds=None,
            person_id=person.id if person else 0, dialogue_id=dialogue_id, now=office.house.now(),
        )  # fmt: skip
        session.flush()
        return found.id


def rows(office: Office) -> list[tuple[str, str]]:
    with reading(office.engine) as session:
        return [(one.file_unique_id, one.state.value) for one in session.exec(select(Media).order_by(Media.id))]  # type: ignore[arg-type]  # a column


def paths(office: Office) -> list[str]:
    with reading(office.engine) as session:
        return [rules.path_for(one) for one in session.exec(select(Media))]


def comes_home(office: Office, shelf: Shelf) -> None:
    with fetching(office, shelf, office.clock):
        office.waits_for(lambda: all(state == "kept" for _, state in rows(office)), "the photos")


def test_a_forgotten_drafts_photo_goes_and_all_others_stay(office: Office, shelf: Shelf) -> None:
    sender(office)
    photographs(office, draft(office, 1), "old")
    of_need = photographs(office, 1, "need")
    photographs(office, draft(office, 7), "fresh")
    comes_home(office, shelf)
    with writing(office.engine) as session:
        rt = settle(session)
        at = office.house.now()
        need = Need(
            community_id=rt.community, number=1, code="abcd", kind="other", heard_at=at, created_at=at, changed_at=at
        )
        session.add(need)
        session.flush()
        session.get_one(Media, of_need).need_id = need.id
        session.connection().execute(
            dialogue.update().where(dialogue.c.id >= 7).values(changed_at=office.clock() + 5 * DAY)
        )
    assert len(shelf.files()) == 3
    Housekeeping(office, shelf).sweeps()
    assert rows(office) == [("need", "kept"), ("fresh", "kept")]
    assert sorted(shelf.files()) == sorted(paths(office))


def test_a_photo_that_came_home_unnoticed_goes_too(office: Office, shelf: Shelf) -> None:
    """The process died between putting it on the shelf and saying so."""
    sender(office)
    number = photographs(office, draft(office, 1), "old")
    comes_home(office, shelf)
    with writing(office.engine) as session:
        session.connection().execute(
            sa.update(Media).where(sa.column("id") == number).values(state="wanted", path=None)
        )
    Housekeeping(office, shelf).sweeps()
    assert (rows(office), shelf.files()) == ([], [])


def test_a_sweep_that_was_cut_off_is_finished_by_the_next(office: Office, shelf: Shelf) -> None:
    sender(office)
    for name in ("one", "two"):
        photographs(office, draft(office, 1) if name == "one" else 1, name)
    comes_home(office, shelf)
    housekeeping = Housekeeping(office, shelf)
    housekeeping.fails = True
    with pytest.raises(ConnectionError):
        housekeeping.sweeps()
    assert len(shelf.files()) == len(rows(office)) == 2, "what is on the shelf is known still"
    housekeeping.fails = False
    (shelf.folder / shelf.files()[0]).unlink()
    housekeeping.sweeps()
    assert (rows(office), shelf.files()) == ([], [])


def test_a_photo_that_is_fetched_at_that_moment_goes_the_next_time(office: Office, shelf: Shelf) -> None:
    sender(office)
    photographs(office, draft(office, 1), "old")
    moment, housekeeping = Moment(shelf), Housekeeping(office, shelf)
    office.beat(office.clock() + housekeeping.later)  # it is as late for the fetcher's life as for the sweep
    with writing(office.engine) as session:
        session.connection().execute(sa.update(Media).values(next_try_at=0))
    moment.happens = housekeeping.sweep
    ahead = partial(_plus, office.clock, housekeeping.later)
    with fetching(office, shelf, ahead):
        office.waits_for(lambda: rows(office) == [("old", "kept")], "the photo")
    assert len(shelf.files()) == 1
    housekeeping.sweeps()
    assert (rows(office), shelf.files()) == ([], [])


def _plus(now: Callable[[], float], seconds: float) -> float:
    return now() + seconds


def test_a_photo_whose_fetcher_was_too_slow_for_the_sweep_is_thrown_away(office: Office, shelf: Shelf) -> None:
    sender(office)
    photographs(office, draft(office, 1), "old")
    moment, housekeeping = Moment(shelf), Housekeeping(office, shelf)
    (late,) = paths(office)

    async def meanwhile() -> None:
        """Its lease ended long ago by now; the draft is forgotten and the photo with it, then it is put again."""
        await housekeeping.sweep()
        assert shelf.files() == []
        await shelf.put_async(late, b"late")

    moment.happens = meanwhile
    with fetching(office, shelf, office.clock):
        office.waits_for(lambda: not rows(office) and not shelf.files(), "an empty shelf")


def test_another_fetchers_photo_is_not_thrown_away(office: Office, shelf: Shelf) -> None:
    sender(office)
    number = photographs(office, draft(office, 1), "old")
    with writing(office.engine) as session:
        now = office.clock()
        media.claim(session, owner="rt03-2", now=now, most=4, until=now + 100)
        assert rules.kept(session, number, office.owner, "photo/1-old.jpg", 7)
        assert rules.kept(session, number, "rt03-2", "photo/1-old.jpg", 7)
        assert rules.kept(session, number, office.owner, "photo/1-old.jpg", 7)
        assert not rules.kept(session, 404, office.owner, "photo/404-old.jpg", 7)


def test_a_photo_that_came_after_its_draft_was_forgotten_is_forgotten_in_its_turn(office: Office, shelf: Shelf) -> None:
    sender(office)
    photographs(office, 404, "late")
    comes_home(office, shelf)
    Housekeeping(office, shelf, KEEP_DRAFT_SECONDS - DAY).sweeps()
    assert rows(office) == [("late", "kept")]
    Housekeeping(office, shelf).sweeps()
    assert (rows(office), shelf.files()) == ([], [])


def test_an_erasure_that_was_cut_off_is_finished_by_the_next_round(office: Office, shelf: Shelf) -> None:
    sender(office)
    photographs(office, draft(office, 1), "hers")
    comes_home(office, shelf)
    with writing(office.engine) as session:
        siti = session.exec(select(Person)).one()
        erasure.of_everything(session, by=siti.id, now=office.house.now())
    housekeeping = Housekeeping(office, shelf, later=3_601)
    housekeeping.fails = True
    with pytest.raises(ConnectionError):
        housekeeping.erases()
    with reading(office.engine) as session:
        assert session.exec(select(Person)).all() == []
    assert (rows(office), len(shelf.files())) == ([("", "lost")], 1), "it is nobody's, and known still"
    housekeeping.fails = False
    housekeeping.erases()
    assert (rows(office), shelf.files(), sorted(shelf.folder.rglob("*.jpg"))) == ([], [], [])
