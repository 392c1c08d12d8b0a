"""The people's door: `/play/…` in JSON, for the page and for the driver over HTTP."""

import asyncio
import contextlib
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, FastAPI, Form, HTTPException, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from playground import bodies, events
from playground.files import Upload
from playground.play import Json, Play
from playground.play_taps import ANSWER_SECONDS
from playground.power import Power
from playground.refusals import RefusedError
from playground.world import Query, World

LONGEST_WAIT = 30.0
# A file never changes under its id: redrawing a bubble must not fetch its photos again.
KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
Kind = Literal["photo", "voice", "document", "video", "audio"]


def add_play(app: FastAPI, world: World, power: Power) -> None:
    play = Play(world)
    routes = APIRouter(prefix="/play")
    # A request is compared with one route after the other: what thousands do at once stands first.
    _polls(routes, play)
    _chats(routes, play)
    _watching(routes, play, power)
    _people(routes, play)
    _groups(routes, play)
    _files(routes, play)
    _switches(routes, play, power)
    app.include_router(routes)
    events.add_stream(app, world, power)
    app.add_exception_handler(RefusedError, _refused)


def _refused(_request: Request, refused: Exception) -> Response:
    return JSONResponse({"detail": str(refused)}, 400)


def _quick(answer: Json) -> Response:
    """What comes a hundred times a second is not checked and copied once more on its way out."""
    return Response(orjson.dumps(answer), media_type="application/json")


def _watching(routes: APIRouter, play: Play, power: Power) -> None:
    @routes.get("/state")
    def state() -> Json:
        return play.state() | {"power": power.state()}

    @routes.get("/wait")
    def wait(version: int, timeout: float = 10.0) -> Json:
        return {"version": play.wait(version, min(timeout, LONGEST_WAIT))}

    @routes.get("/people/{person_id}/screens")
    def screens(person_id: int) -> Json:
        return play.screens(person_id)

    @routes.get("/people/{person_id}/news")
    def news(person_id: int, since: int = 0, *, polls: bool = False) -> Json:
        return play.news(person_id, since, polls=polls)

    @routes.get("/sent")
    def sent(after: int = 0) -> list[Json]:
        return play.sent(after)


def _people(routes: APIRouter, play: Play) -> None:
    @routes.post("/people")
    def add(body: bodies.NewPerson) -> Json:
        return play.add_person(**body.model_dump())

    @routes.post("/people/many")
    def add_many(body: bodies.NewPeople) -> list[Json]:
        return play.add_people(body.first_names)

    @routes.post("/people/{person_id}/channel")
    def channel(person_id: int, body: bodies.ChannelTaken) -> Json:
        return play.take_channel(person_id, body.title)

    @routes.post("/people/{person_id}/start")
    def start(person_id: int, body: bodies.Start | None = None) -> Json:
        return play.start(person_id, body.payload if body else None)

    @routes.post("/people/{person_id}/block")
    def block(person_id: int) -> Json:
        return play.block(person_id, blocked=True)

    @routes.post("/people/{person_id}/unblock")
    def unblock(person_id: int) -> Json:
        return play.block(person_id, blocked=False)

    @routes.post("/people/{person_id}/deactivate")
    def deactivate(person_id: int) -> Json:
        return play.deactivate(person_id)


def _groups(routes: APIRouter, play: Play) -> None:
    @routes.post("/groups")
    def add(body: bodies.NewGroup) -> Json:
        return play.add_group(body.title, body.creator, body.members, forum=body.forum)

    @routes.post("/groups/{chat_id}/members")
    def members(chat_id: int, body: bodies.Membership) -> Json:
        return play.set_member(chat_id, body.person, add=body.add, by=body.by)

    @routes.post("/groups/{chat_id}/roles")
    def roles(chat_id: int, body: bodies.Role) -> Json:
        return play.set_role(chat_id, body.person, body.status, anonymous=body.anonymous)

    @routes.post("/groups/{chat_id}/bot")
    def bot(chat_id: int, body: bodies.BotMembership) -> Json:
        return play.set_bot(chat_id, body.by, add=body.add, admin=body.admin, payload=body.payload)

    @routes.post("/groups/{chat_id}/migrate")
    def migrate(chat_id: int) -> Json:
        return play.migrate(chat_id)

    @routes.post("/groups/{chat_id}/topics")
    def add_topic(chat_id: int, body: bodies.NewTopic) -> Json:
        return play.add_topic(chat_id, body.name, body.by)

    @routes.post("/groups/{chat_id}/topics/{thread_id}")
    def set_topic(chat_id: int, thread_id: int, body: bodies.TopicState) -> Json:
        return play.set_topic(chat_id, thread_id, closed=body.closed, by=body.by)


def _chats(routes: APIRouter, play: Play) -> None:
    @routes.post("/chats/{chat_id}/messages")
    def say(chat_id: int, body: bodies.NewMessage) -> Json:
        if body.text is not None:
            return play.say(chat_id, body.person, body.text, **body.where())
        return play.bring(chat_id, body.person, body.content(), **body.where())

    @routes.post("/chats/{chat_id}/edits")
    def edit(chat_id: int, body: bodies.Edit) -> Json:
        return play.edit(chat_id, body.person, body.message_id, body.text)

    @routes.post("/chats/{chat_id}/forwards")
    def forward(chat_id: int, body: bodies.Forward) -> Json:
        return play.forward(chat_id, body.person, body.from_chat_id, body.message_id, **body.where())

    @routes.post("/chats/{chat_id}/taps")
    async def tap(chat_id: int, body: bodies.Tap) -> Response:
        # No thread waits for the answer: hundreds may tap at once, and others must get through.
        loop, answered = asyncio.get_running_loop(), asyncio.Event()
        query = play.begin_tap(
            chat_id,
            body.person,
            body.message_id,
            data=body.data,
            label=body.label,
            answered=lambda: loop.call_soon_threadsafe(answered.set),
        )
        if not isinstance(query, Query):
            return _quick(query)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), ANSWER_SECONDS)
        return _quick(play.end_tap(query))

    @routes.post("/chats/{chat_id}/keyboard")
    def press(chat_id: int, body: bodies.KeyboardTap) -> Json:
        return play.press(chat_id, body.person, body.label, body.location)


def _polls(routes: APIRouter, play: Play) -> None:
    @routes.post("/polls/{poll_id}/votes")
    async def vote(poll_id: str, body: bodies.Vote) -> Response:
        return _quick(play.vote(poll_id, body.person, body.option_ids))

    @routes.post("/polls/{poll_id}/options")
    def add(poll_id: str, body: bodies.NewOption) -> Json:
        return play.add_option(poll_id, body.person, body.text)

    @routes.post("/polls/{poll_id}/options/{option_id}/delete")
    def delete(poll_id: str, option_id: int, body: bodies.ByPerson) -> Json:
        return play.delete_option(poll_id, body.person, option_id)


def _files(routes: APIRouter, play: Play) -> None:
    @routes.post("/chats/{chat_id}/files")
    async def bring(
        *,
        chat_id: int,
        person: Annotated[int, Form()],
        kind: Annotated[Kind, Form()],
        file: list[UploadFile],
        caption: Annotated[str | None, Form()] = None,
        seconds: Annotated[int | None, Form()] = None,
        gap_ms: Annotated[int, Form()] = 0,
        reply_to: Annotated[int | None, Form()] = None,
        thread_id: Annotated[int | None, Form()] = None,
    ) -> list[Json]:
        uploads = [
            Upload(await one.read(), one.filename or "file", one.content_type or "application/octet-stream")
            for one in file
        ]
        album = play.album(
            chat_id,
            person,
            kind,
            uploads,
            caption=caption,
            seconds=seconds,
            gap_ms=gap_ms,
            reply_to=reply_to,
            thread_id=thread_id,
        )
        return await asyncio.to_thread(list, album)

    @routes.get("/files/{file_id}")
    def file(file_id: str) -> Response:
        world = play.world
        found = world.state.files.known.get(file_id)
        if found is None:
            raise HTTPException(404, "no such file")
        mime = "audio/ogg" if found.kind == "voice" else found.mime
        return Response(world.shelf.take(file_id), media_type=mime or "application/octet-stream", headers=KEPT)


def _switches(routes: APIRouter, play: Play, power: Power) -> None:
    @routes.post("/switches/flood")
    def flood(body: bodies.FloodSwitch) -> Json:
        play.flood(body.chat_id, body.retry_after, body.times)
        return {"ok": True}

    @routes.post("/switches/withhold")
    def withhold(body: bodies.WithholdSwitch) -> Json:
        play.withhold(body.kind, on=body.on)
        return {"ok": True}

    @routes.post("/switches/twice")
    def twice(body: bodies.TwiceSwitch) -> Json:
        play.deliver_twice(body.kind, body.times)
        return {"ok": True}

    @routes.post("/switches/fail")
    def fail(body: bodies.FailSwitch) -> Json:
        play.fail(body.method, body.kind, body.times, body.delay)
        return {"ok": True}

    @routes.post("/power")
    async def turn(body: bodies.PowerSwitch) -> Json:
        state = await power.turn(on=body.on)
        if state is None:
            raise HTTPException(404, "nobody can switch the power")
        return state
