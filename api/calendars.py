"""Addresses that phones' calendars read: `GET /kalender/<token>.ics`, without a name, without a cookie.

An address that is void is answered as one that there never was. No token is ever written down: the server keeps no list
of who asked for what, and what goes wrong is logged by its kind alone.

Behind a proxy all who ask look alike, so nobody is slowed down by who they are: an address that was found lately has a
pace of its own, and whoever guesses shares one with those whose address is looked for the first time. All is worked out
beside the event loop, in two threads that serve nothing else.
"""

import asyncio
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine
from sqlmodel import Session

from community import calendar_files, calendar_links
from community.calendar_files import Whole
from storage.calendars import CalendarLink
from storage.database import reading

log = structlog.get_logger()

Write = Callable[[Session, CalendarLink, datetime], Whole]
"""Puts what is at an address into words, which this floor does not have: they are the chat's."""
FRESH = 60.0
"""Seconds for which what was worked out for an address is good: a thousand phones that share it cost as much as one."""
PER_SECOND, BURST = 20.0, 60.0
"""So many looks a second, after so many at once: at each address that is known, and for all others together."""
MOST_KEPT, MOST_KNOWN = 500, 10_000
"""Calendars that are kept, and addresses that are known to hold, of which hashes alone are kept; the latest ones."""
THREADS = 2
_HEADERS = {
    "Cache-Control": "private, max-age=900",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A calendar as it was worked out `at` a time, in seconds since 1970."""

    content: bytes
    changed_at: datetime
    at: float
    tag: str


class Pace:
    """A bucket that fills at PER_SECOND, up to BURST."""

    def __init__(self) -> None:
        self._left, self._at = BURST, float("-inf")

    def allows(self, now: float) -> bool:
        passed = max(0.0, now - self._at)
        self._left, self._at = min(BURST, self._left + passed * PER_SECOND), now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Calendars:
    """Looks into the database for each request whether the address still holds; at what is there, once a minute."""

    def __init__(self, engine: Engine, clock: Callable[[], float], write: Write) -> None:
        self._engine, self._clock, self._write = engine, clock, write
        self._pace = Pace()
        self._known: OrderedDict[bytes, Pace] = OrderedDict()
        self._kept: OrderedDict[str, Page] = OrderedDict()
        """By the hash of the token: a row's number may be another's, once the row is gone."""
        self._writing = threading.Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="calendar")

    async def answer(self, token: str, request: Request) -> Response:
        now = self._clock()
        if not calendar_links.could_be(token):
            return _nothing()
        mark = hashlib.sha256(token.encode()).digest()
        if not self._known.get(mark, self._pace).allows(now):
            return Response(status_code=429, headers={"Retry-After": "10"})
        try:
            page = await asyncio.get_running_loop().run_in_executor(self._threads, self._look, token, now)
        except Exception as error:  # noqa: BLE001 - whatever it is, a calendar comes again
            log.error("calendar.failed", error=type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": "60"})
        if page is None:
            self._known.pop(mark, None)
            return _nothing()
        self._knows(mark)
        return _answered(page, request)

    def _knows(self, mark: bytes) -> None:
        """In the event loop alone, as all that looks at it."""
        self._known.setdefault(mark, Pace())
        self._known.move_to_end(mark)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    # ── in a thread ──

    def _look(self, token: str, now: float) -> Page | None:
        with reading(self._engine) as session:
            link = calendar_links.open_link(session, token)
            if link is None:
                return None
            if (kept := self._fresh(link, now)) is not None:
                return kept
            with self._writing:  # phones that ask for the same at once wait for the first of them
                return self._fresh(link, now) or self._worked_out(session, link, now)

    def _fresh(self, link: CalendarLink, now: float) -> Page | None:
        kept = self._kept.get(link.token_hash)
        return kept if kept is not None and abs(now - kept.at) < FRESH else None

    def _worked_out(self, session: Session, link: CalendarLink, now: float) -> Page:
        key, written = link.token_hash, self._write(session, link, datetime.fromtimestamp(now, UTC))
        tag = f'"{hashlib.sha256(written.content).hexdigest()[:32]}"'
        page = self._kept[key] = Page(written.content, written.changed_at, now, tag)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return page


def _nothing() -> Response:
    return Response(status_code=404, headers=_HEADERS)


def _answered(page: Page, request: Request) -> Response:
    """304 by the tag alone: what is at an address also changes without anything in it having a later time."""
    changed = format_datetime(page.changed_at.astimezone(UTC), usegmt=True)
    headers = {**_HEADERS, "ETag": page.tag, "Last-Modified": changed}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if page.tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="rembuk.ics"'
    content = b"" if request.method == "HEAD" else page.content
    response = Response(content, media_type=calendar_files.MEDIA_TYPE, headers=headers)
    response.headers["Content-Length"] = str(len(page.content))
    return response


def router(engine: Engine, clock: Callable[[], float], write: Write) -> APIRouter:
    routes = APIRouter()
    calendars = Calendars(engine, clock, write)

    @routes.api_route("/kalender/{token}.ics", methods=["GET", "HEAD"])
    async def calendar(token: str, request: Request) -> Response:
        """What is at an address; 404 where there is none, or none any more."""
        return await calendars.answer(token, request)

    return routes
