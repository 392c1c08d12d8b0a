"""Photos and voices are brought home; what will not come is lost in the open, and its sender is asked once."""

import asyncio
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore
from PIL import Image
from sqlmodel import select

from bot.fetcher import Fetcher
from community import media as rules
from community.media import GIVE_UP_SECONDS
from playground.driver import Neighbour
from storage.database import reading, writing
from storage.media import Media, MediaKind, MediaState
from storage.people import Person
from tests.bot.office import Office
from tests.bot.test_clean_photo import HIDDEN, exif, picture


class Shelf:
    """A folder, of which a test may say that it is full."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.full = folder, False
        self._store = LocalStore(prefix=folder)

    async def put_async(self, path: str, file: bytes) -> object:
        if self.full:
            raise OSError("No space left on device")
        return await self._store.put_async(path, file)

    async def delete_async(self, paths: list[str]) -> None:
        await self._store.delete_async(paths)

    def files(self) -> list[str]:
        """All but small pictures, which never lie there without the photo that they are of."""
        found = {str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file()}
        small = {one for one in found if one.endswith(".small.jpg")}
        assert small <= {rules.thumbnail_of(one) for one in found - small}, "a small picture was left behind"
        return sorted(found - small)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "media")


@contextmanager
def fetching(office: Office, shelf: Shelf, clock: Callable[[], float] = time.time) -> Iterator[Fetcher]:
    """A fetcher at work in the office's process until the block ends."""

    async def begin() -> tuple[Fetcher, asyncio.Task[None]]:
        root = f"{office.telegram}/file/bot{office.world.state.token}"
        fetcher = Fetcher(office.writer, office.post, shelf, root, owner=office.owner, clock=clock)
        return fetcher, asyncio.ensure_future(fetcher.run())

    fetcher, running = office.do(begin())

    async def end() -> None:
        fetcher.stop()
        await asyncio.wait_for(running, 5)

    try:
        yield fetcher
    finally:
        office.do(end())


def sender(office: Office) -> Neighbour:
    siti = office.person("Siti")
    with writing(office.engine) as session:
        session.add(Person(telegram_id=siti.id, name="Siti", created_at=office.house.now()))
    return siti


def receives(office: Office, kind: MediaKind, file_id: str) -> int:
    """As the stage notes what was sent."""
    with writing(office.engine) as session:
        person = session.exec(select(Person)).one()
        found = rules.receive(
            session, kind=kind, file_id=file_id, file_unique_id="AQADx", seconds=None,
            person_id=person.id or 0, dialogue_id=None, now=office.house.now(),
        )  # fmt: skip
        session.flush()
        return found.id or 0


def sends_photo(office: Office, siti: Neighbour, content: bytes) -> int:
    view: dict[str, Any] = siti.sends_photo(image=content).view
    return receives(office, MediaKind.photo, view["photo"]["file_id"])


def stored(office: Office) -> Media:
    with reading(office.engine) as session:
        found = session.exec(select(Media)).one()
        session.expunge_all()
        return found


def becomes(office: Office, state: MediaState) -> Media:
    office.waits_for(lambda: stored(office).state is state, f"it to be {state}")
    return stored(office)


def asked_again(office: Office) -> int:
    return office.rows("kind").count(("media.lost",))


def test_a_photo_comes_home_without_where_it_was_taken(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    sends_photo(office, siti, picture((600, 400), exif=exif(6)))
    with fetching(office, shelf):
        kept = becomes(office, MediaState.kept)
    assert shelf.files() == [kept.path] == [f"photo/{kept.name}.jpg"]
    content = (shelf.folder / str(kept.path)).read_bytes()
    assert kept.size == len(content)
    assert HIDDEN not in content
    assert Image.open(io.BytesIO(content)).getexif() == {}
    assert (kept.owner, kept.leased_until) == (None, None)
    assert asked_again(office) == 0


@pytest.mark.parametrize(("size", "small"), [((600, 400), (320, 213)), ((200, 300), (200, 300))])
def test_a_small_picture_lies_beside_it_as_clean(
    office: Office, shelf: Shelf, size: tuple[int, int], small: tuple[int, int]
) -> None:
    siti = sender(office)
    sends_photo(office, siti, picture(size, exif=exif(1)))
    with fetching(office, shelf):
        kept = becomes(office, MediaState.kept)
    content = (shelf.folder / rules.thumbnail_of(str(kept.path))).read_bytes()
    assert Image.open(io.BytesIO(content)).size == small
    assert HIDDEN not in content


def test_a_voice_comes_home_as_it_is(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    view: dict[str, Any] = siti.sends_voice(21).view
    receives(office, MediaKind.voice, view["voice"]["file_id"])
    with fetching(office, shelf):
        kept = becomes(office, MediaState.kept)
    assert str(kept.path).endswith(".ogg")
    assert (shelf.folder / str(kept.path)).read_bytes().startswith(b"OggS")


def test_what_is_gone_at_telegram_is_lost_and_its_sender_is_asked_once(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    number = receives(office, MediaKind.photo, "no-such-file")
    with fetching(office, shelf):
        becomes(office, MediaState.lost)
    with writing(office.engine) as session:
        row = session.exec(select(Media)).one()
        row.owner = office.owner
        session.flush()
        rules.lost(session, number, office.owner, time.time())
    assert asked_again(office) == 1
    office.opens()
    office.waits_until("sent")
    assert len(office.arrived(siti.id)) == 1


def test_what_telegram_cannot_give_just_now_is_asked_for_again(office: Office, shelf: Shelf) -> None:
    known = office.world.state.files.known
    with office.world.lock:
        view: dict[str, Any] = sender(office).sends_voice(21).view
        file = known.pop(view["voice"]["file_id"])
    receives(office, MediaKind.voice, file.id)
    with fetching(office, shelf):
        office.waits_for(lambda: stored(office).attempts, "the first try")
        assert stored(office).state is MediaState.wanted
    with office.world.lock:
        known[file.id] = file
    with fetching(office, shelf, lambda: time.time() + 120):
        becomes(office, MediaState.kept)
    assert asked_again(office) == 0


def test_what_is_too_large_is_lost(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    big: dict[str, Any] = siti.sends_document("foto.jpg", b"\xff\xd8" + bytes(20 * 1024 * 1024)).view
    receives(office, MediaKind.document, big["document"]["file_id"])
    with fetching(office, shelf):
        becomes(office, MediaState.lost)
    assert shelf.files() == []
    assert asked_again(office) == 1


def test_what_is_larger_than_it_said_is_lost(office: Office, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetcher.LARGEST", 500)
    siti = sender(office)
    with office.world.lock:
        view: dict[str, Any] = siti.sends_document("foto.jpg", bytes(5_000)).view
        file = office.world.state.files.known[view["document"]["file_id"]]
        file.size = 400
    receives(office, MediaKind.voice, file.id)
    with fetching(office, shelf):
        becomes(office, MediaState.lost)


def test_what_is_no_picture_is_lost(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    view: dict[str, Any] = siti.sends_document("foto.heic", b"ftypheic").view
    receives(office, MediaKind.document, view["document"]["file_id"])
    with fetching(office, shelf):
        becomes(office, MediaState.lost)


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_a_fault_is_waited_out(office: Office, shelf: Shelf, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetcher.ROUND", 0.05)
    siti = sender(office)
    sends_photo(office, siti, picture((300, 200)))
    office.neighbourhood.fail("getFile", kind, times=2)
    ahead = 0.0

    def hurried() -> float:
        """A clock on which a minute passes from one look to the next."""
        nonlocal ahead
        ahead += 60
        return time.time() + ahead

    with fetching(office, shelf, hurried):
        kept = becomes(office, MediaState.kept)
    assert kept.attempts == 2
    assert asked_again(office) == 0


def test_a_full_shelf_is_waited_out(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    sends_photo(office, siti, picture((300, 200)))
    shelf.full = True
    with fetching(office, shelf):
        office.waits_for(lambda: stored(office).attempts, "the first try")
        assert stored(office).state is MediaState.wanted
        assert stored(office).next_try_at > time.time()
    shelf.full = False
    with fetching(office, shelf, lambda: time.time() + 120):
        becomes(office, MediaState.kept)


def test_what_is_broken_for_a_day_is_lost(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    sends_photo(office, siti, picture((300, 200)))
    office.neighbourhood.fail("getFile", "500", times=9)
    with fetching(office, shelf, lambda: time.time() + GIVE_UP_SECONDS - 60):
        office.waits_for(lambda: stored(office).attempts, "the try")
        assert stored(office).state is MediaState.wanted
    with fetching(office, shelf, lambda: time.time() + GIVE_UP_SECONDS + 60):
        becomes(office, MediaState.lost)
    assert asked_again(office) == 1


def test_whoever_lost_the_lease_changes_nothing(office: Office, shelf: Shelf) -> None:
    siti = sender(office)
    number = sends_photo(office, siti, picture((300, 200)))
    now = time.time()
    with writing(office.engine) as session:
        assert [one.id for one in rules.claim(session, office.owner, now)] == [number]
        assert rules.claim(session, "rt03-2", now) == []
        assert [one.id for one in rules.claim(session, "rt03-2", now + rules.LEASE_SECONDS + 1)] == [number]
        rules.kept(session, number, office.owner, "photo/x.jpg", 7)
        rules.lost(session, number, office.owner, now)
        rules.try_later(session, number, office.owner, now)
    assert (stored(office).state, stored(office).owner, stored(office).attempts) == (MediaState.wanted, "rt03-2", 0)
    assert asked_again(office) == 0


def test_a_file_of_someone_who_is_gone_is_lost_in_silence(office: Office, shelf: Shelf) -> None:
    with writing(office.engine) as session:
        session.add(
            Media(
                name="foto",
                kind=MediaKind.photo,
                file_id="no-such-file",
                file_unique_id="x",
                created_at=office.house.now(),
            )
        )
    with fetching(office, shelf):
        becomes(office, MediaState.lost)
    assert asked_again(office) == 0
