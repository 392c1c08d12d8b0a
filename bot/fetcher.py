"""Photos and voices brought home: downloaded under a lease, photos drawn anew without hidden data, then stored."""

import asyncio
import contextlib
import io
from collections.abc import Callable
from functools import partial
from typing import Protocol

import aiohttp
import structlog
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlmodel import Session
from telegram.error import BadRequest

from bot.failures import place_of
from bot.post import Post
from community import media
from community.media import Wanted
from storage.media import MediaKind
from storage.writer import Writer

log = structlog.get_logger()

LARGEST = 20 * 1024 * 1024
"""Bytes that getFile serves (Bot API, getFile)."""
SIDE = 1600
"""Pixels of the longer side that is kept: enough to see a crack, small enough for old phones."""
SMALL_SIDE = 320
"""Pixels of the longer side of the small picture beside it: for lists."""
MOST_PIXELS = 50_000_000
_PASSING = "temporarily unavailable"
DOWNLOAD_SECONDS = 40.0
ROUND = 2.0


class Shelf(Protocol):
    """Where files are kept: a folder or an object store."""

    async def put_async(self, path: str, file: bytes) -> object: ...

    async def delete_async(self, paths: list[str]) -> object: ...


class Hopeless(Exception):
    """It will never come: too large, gone, or no picture."""


class Fetcher:
    """Fetches for one process until it is stopped."""

    def __init__(
        self, writer: Writer, post: Post, shelf: Shelf, file_root: str, *, owner: str, clock: Callable[[], float]
    ) -> None:
        self._writer = writer
        self._post = post
        self._shelf = shelf
        self._file_root = file_root
        self._owner = owner
        self._clock = clock
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while not self._stopping:
                self._wake.clear()
                wanted = []
                try:
                    wanted = await self._writer.stage(media.claim, owner=self._owner, now=self._clock())
                    await asyncio.gather(*(self._fetch(session, one) for one in wanted))
                except Exception as error:  # noqa: BLE001 - the next round may find the database back
                    log.error("fetcher.round_failed", error=place_of(error))
                if not wanted:
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), ROUND)

    async def _fetch(self, session: aiohttp.ClientSession, wanted: Wanted) -> None:
        job: Callable[[Session], object]
        path, small = media.path_for(wanted), None
        try:
            content = await self._download(session, wanted)
            if wanted.kind in (MediaKind.photo, MediaKind.document):
                content, small = await asyncio.to_thread(_both_sizes, content)
            await self._shelf.put_async(path, content)
            if small is not None:
                await self._shelf.put_async(media.thumbnail_of(path), small)
            job = partial(media.kept, media_id=wanted.id, owner=self._owner, path=path, size=len(content))
        except Hopeless as error:
            log.info("fetcher.lost", media=wanted.id, why=str(error))
            job = partial(media.lost, media_id=wanted.id, owner=self._owner, now=self._clock())
        except Exception as error:  # noqa: BLE001 - the network, the shelf, a picture like no other: again later, or lost
            log.info("fetcher.later", media=wanted.id, why=type(error).__name__)
            job = partial(media.try_later, media_id=wanted.id, owner=self._owner, now=self._clock())
        if await self._writer.stage(job) is False:
            for one in (path, media.thumbnail_of(path)):
                with contextlib.suppress(FileNotFoundError):
                    await self._shelf.delete_async([one])

    async def _download(self, session: aiohttp.ClientSession, wanted: Wanted) -> bytes:
        try:
            found = await self._post.call("getFile", {"file_id": wanted.file_id})
        except BadRequest as error:
            if _PASSING in str(error).casefold():
                raise  # the same words for "never" and "not now": it is tried for a day
            raise Hopeless("Telegram has it no more, or it is too large") from error
        if int(found.get("file_size") or 0) > LARGEST or not found.get("file_path"):
            raise Hopeless("too large")
        async with session.get(f"{self._file_root}/{found['file_path']}") as answer:
            if answer.status == 404:
                raise Hopeless("gone")
            answer.raise_for_status()
            content = await answer.content.read(LARGEST + 1)
            while len(content) <= LARGEST and (more := await answer.content.read(LARGEST)):
                content += more
        if len(content) > LARGEST:
            raise Hopeless("too large")
        return content


def _both_sizes(content: bytes) -> tuple[bytes, bytes]:
    clean = clean_photo(content)
    return clean, clean_photo(clean, side=SMALL_SIDE)


def clean_photo(content: bytes, *, side: int = SIDE) -> bytes:
    """The picture as JPEG, upright, at most `side` pixels long, without EXIF: where it was taken stays with its owner.

    Raises Hopeless for what is no picture, or one too large to open safely.
    """
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Hopeless("too many pixels")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Hopeless("no picture") from error
    upright.thumbnail((side, side))
    upright.info.clear()  # a comment in the file would be written again
    clean = io.BytesIO()
    upright.save(clean, "JPEG", quality=82, optimize=True)
    return clean.getvalue()
