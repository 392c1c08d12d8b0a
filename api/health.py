"""Is it alive, is it ready, and the figures for an operator: `/health`, `/ready`, `/metrics`."""

import asyncio
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Engine

from api import sending
from storage import heartbeats, migrate, tallies
from storage import standing as figures
from storage.database import reading
from storage.writer import Writer

SILENT_AFTER = 20.0
"""Seconds without a turn of the writer after which we are not alive: it turns every second when idle."""

LOOK_EVERY = 2.0
"""Seconds for which figures are good: whoever asks in a hurry, or at a door that is open to all, costs no more."""

COUNT_EVERY = 60.0
"""Seconds for which counts of what has ended are good: they take a look at every message of thirty days."""

_OF_PROXIES = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Watch:
    """What the web door looks at. `works_here`: this process must beat itself."""

    engine: Engine
    writer: Writer
    clock: Callable[[], float]
    token: str = ""
    token_refused: Callable[[], bool] = lambda: False
    telegram_down: Callable[[], bool] = lambda: False
    per_second: float = 0
    """The set limit of messages a second; 0 is none."""
    works_here: bool = True


class _Looks:
    """One look at the database at a time, and none while the last one is fresh; what ended is counted more rarely."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._looking = asyncio.Lock()
        self._seen: dict[str, Any] = {}
        self._at = float("-inf")
        self._ended: dict[str, Any] = {}
        self._ended_at = float("-inf")
        self._rate = sending.Rate(watch.per_second)

    async def standing(self) -> dict[str, Any]:
        async with self._looking:
            now = self._watch.clock()
            if not 0 <= now - self._at < LOOK_EVERY:
                self._seen, self._at = await asyncio.to_thread(self._look, now), now
        return standing(self._watch, self._seen)

    def _look(self, now: float) -> dict[str, Any]:
        found = seen(self._watch)
        if not found["database"]:
            return found
        if not 0 <= now - self._ended_at < COUNT_EVERY:
            self._ended, self._ended_at = ended(self._watch), now
        used = self._rate.used(found.pop("messages", 0), now)
        return {**found, **self._ended, "limit_per_second": self._watch.per_second, "limit_used": used}


def router(watch: Watch) -> APIRouter:
    routes = APIRouter()
    looks = _Looks(watch)

    @routes.get("/health")
    async def health(response: Response) -> dict[str, Any]:
        """200 while the writer goes round."""
        beating = watch.clock() - watch.writer.beaten_at < SILENT_AFTER
        response.status_code = 200 if beating else 503
        return {"alive": beating}

    @routes.get("/ready")
    async def ready(request: Request, response: Response) -> dict[str, Any]:
        """200 or 503 for everyone; why, for this machine or a token."""
        details = await looks.standing()
        response.status_code = 200 if details["ready"] else 503
        return details if may_see(request, watch.token) else {"ready": details["ready"]}

    @routes.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not may_see(request, watch.token):
            return Response(status_code=404)
        return Response(prometheus(await looks.standing()), media_type=CONTENT_TYPE_LATEST)

    return routes


def may_see(request: Request, token: str) -> bool:
    """True for loopback or the token; no header of a proxy is believed, and what comes through one is not loopback."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    if any(name in request.headers for name in _OF_PROXIES):
        return False
    host = request.client.host if request.client else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def standing(watch: Watch, found: dict[str, Any]) -> dict[str, Any]:
    """Everything an operator asks; ages in seconds, None where there is nothing. `found` is what `seen` returned."""
    trouble = watch.writer.trouble or found.get("trouble")
    refused = watch.token_refused()
    fit = found["database"] and found["migrated"] and (found["ticking"] or not watch.works_here)
    down = watch.telegram_down()
    ready = fit and not refused and not trouble
    return {"ready": ready, **found, "trouble": trouble, "token_refused": refused, "telegram_down": down}


def seen(watch: Watch) -> dict[str, Any]:
    """What the database tells of itself, of what waits in it and of who works on it."""
    now = watch.clock()
    try:
        with reading(watch.engine) as session:
            kept, waiting = figures.of_inbox(session), figures.of_outbox(session)
            beat = heartbeats.last_beat(session)
            level = migrate.current_of(session)
            counted = tallies.every(session)
            asked = figures.of_polls(session)
    except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready
        return {"database": False, "trouble": type(error).__name__}
    return {
        "database": True,
        "migration": level,
        "migrated": level == migrate.head(),
        "last_tick": _age(now, beat),
        "ticking": beat is not None and now - beat < heartbeats.SILENT_AFTER,
        "inbox_open": kept["open"],
        "oldest_unprocessed": _age(now, kept["oldest"]),
        "parked": kept["parked"],
        "outbox_unsent": waiting["unsent"],
        "oldest_unsent": _age(now, waiting["oldest"]),
        **sending.figures(waiting["queues"], counted, now),
        "messages": counted.get("messages", 0),
        **asked,
    }


def ended(watch: Watch) -> dict[str, Any]:
    """What became of messages that will not come again by themselves."""
    with reading(watch.engine) as session:
        found = figures.of_ended(session)
    return {"maybe_sent_twice": found["unknown"], "given_up": found["given_up"], "dead_letters": found["letters"]}


def _age(now: float, since: float | None) -> float | None:
    return None if since is None else round(max(0.0, now - since), 1)


def prometheus(details: dict[str, Any]) -> bytes:
    """The same figures in Prometheus' text format."""
    registry = CollectorRegistry()
    for name, value in details.items():
        if isinstance(value, bool | int | float) and name not in sending.COUNTERS:
            Gauge(f"rembuk_{name}", name.replace("_", " "), registry=registry).set(float(value))
    registry.register(sending.Sending(details))
    return generate_latest(registry)
