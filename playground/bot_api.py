"""The bot's door: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with Telegram's answers."""

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.types import Receive, Scope, Send

from playground.calls import Answer, call
from playground.delivery import Delivery
from playground.files import Upload, by_path
from playground.parameters import Asked
from playground.refusals import RefusedError, internal_error
from playground.switches import Failure
from playground.world import World

JSON = "application/json"


class CutShort(Response):
    """Promises a body, sends none, and so makes the server close the connection."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", JSON.encode()), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def router(world: World, delivery: Delivery) -> APIRouter:
    routes = APIRouter()

    @routes.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def bot_method(token: str, method: str, request: Request) -> Response:
        if token != world.state.token:
            return _plain(RefusedError("Unauthorized", 401))
        try:
            asked = await _read(method, request)
        except RefusedError as refused:
            return _plain(refused)
        if method.lower() == "getupdates":
            return await _updates(delivery, asked, request)
        return await _answered(call(world, asked), request)

    @routes.get("/file/bot{token}/{path:path}")
    async def file(token: str, path: str) -> Response:
        with world.lock:
            found = by_path(world.state.files, path)
        if token != world.state.token or found is None:
            return _plain(RefusedError("Not Found", 404))
        return Response(world.shelf.take(found.id), media_type="application/octet-stream")

    return routes


def _plain(refused: RefusedError) -> Response:
    return Response(orjson.dumps(refused.answer()), refused.code, media_type=JSON)


async def _updates(delivery: Delivery, asked: Asked, request: Request) -> Response:
    with delivery.world.lock:
        failure = delivery.world.state.switches.failure_of("getUpdates")
    if failure:
        return _plain(internal_error()) if failure.kind == "500" else CutShort()
    polling = asyncio.create_task(delivery.get_updates(asked))
    gone = asyncio.create_task(_hang_up(request))
    await asyncio.wait({polling, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not polling.done():
        polling.cancel()
        return CutShort()
    try:
        return Response(polling.result(), media_type=JSON)
    except RefusedError as refused:
        return _plain(refused)


async def _answered(answer: Answer, request: Request) -> Response:
    match answer.failure:
        case None | Failure(kind="500"):
            pass
        case Failure(kind="timeout", delay=float() | int() as seconds):
            await asyncio.sleep(seconds)
        case Failure(kind="timeout"):
            await _hang_up(request)
            return CutShort()
        case _:
            return CutShort()
    return Response(answer.body, answer.status, media_type=JSON)


async def _hang_up(request: Request) -> None:
    """Wait until the caller gives up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read(method: str, request: Request) -> Asked:
    """Parameters from the address, and from a JSON, urlencoded or multipart body."""
    raw: dict[str, Any] = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_part_size=1 << 20) as form:
            return await _from_form(method, raw, form.multi_items())
    body = await request.body()
    if kind == JSON and body:
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            given = None
        if not isinstance(given, Mapping):
            raise RefusedError("Bad Request: can't parse JSON object")
        raw |= given
    elif body:
        raw |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return Asked(method, raw)


async def _from_form(method: str, raw: dict[str, Any], items: list[tuple[str, UploadFile | str]]) -> Asked:
    uploads = {}
    for name, value in items:
        if isinstance(value, UploadFile):
            mime = value.content_type or "application/octet-stream"
            uploads[name] = Upload(await value.read(), value.filename or "file", mime)
        else:
            raw[name] = value
    return Asked(method, raw, uploads)
