"""The driver's two doors into a world: the one in this process, and the one behind a URL."""

from collections.abc import Iterator
from typing import Any, Protocol

import httpx

from playground.files import Upload
from playground.refusals import RefusedError

Json = dict[str, Any]
HTTP_SECONDS = 45.0


class Door(Protocol):
    """What the driver needs; `Play` has it in process, `FarDoor` over HTTP."""

    def wait(self, version: int, seconds: float) -> int: ...
    def screens(self, person_id: int) -> Json: ...
    def news(self, person_id: int, since: int = 0) -> Json: ...
    def sent(self, after: int = 0) -> list[Json]: ...
    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "id",
    ) -> Json: ...
    def start(self, person_id: int, payload: str | None = None) -> Json: ...
    def block(self, person_id: int, *, blocked: bool) -> Json: ...
    def deactivate(self, person_id: int) -> Json: ...
    def add_group(self, title: str, creator: int, members: list[int], *, forum: bool = False) -> Json: ...
    def set_member(self, chat_id: int, person_id: int, *, add: bool, by: int | None = None) -> Json: ...
    def set_bot(self, chat_id: int, by: int, *, add: bool, admin: bool = False, payload: str | None = None) -> Json: ...
    def set_role(self, chat_id: int, person_id: int, status: str, *, anonymous: bool = False) -> Json: ...
    def migrate(self, chat_id: int) -> Json: ...
    def add_topic(self, chat_id: int, name: str, by: int | None = None) -> Json: ...
    def set_topic(self, chat_id: int, thread_id: int, *, closed: bool, by: int | None = None) -> Json: ...
    def say(self, chat_id: int, person_id: int, text: str, **where: Any) -> Json: ...
    def bring(self, chat_id: int, person_id: int, content: Json, **where: Any) -> Json: ...
    def album(
        self,
        chat_id: int,
        person_id: int,
        kind: str,
        uploads: list[Upload],
        *,
        caption: str | None = None,
        seconds: int | None = None,
        gap_ms: int = 0,
        **where: Any,
    ) -> Iterator[Json]: ...
    def edit(self, chat_id: int, person_id: int, message_id: int, text: str) -> Json: ...
    def tap(
        self,
        chat_id: int,
        person_id: int,
        message_id: int,
        *,
        data: str | None = None,
        label: str | None = None,
        seconds: float = 3.0,
    ) -> Json: ...
    def press(self, chat_id: int, person_id: int, label: str, location: Json | None = None) -> Json: ...
    def vote(self, poll_id: str, person_id: int, option_ids: list[int]) -> Json: ...
    def flood(self, chat_id: int | None, retry_after: int, times: int = 1) -> None: ...
    def fail(self, method: str | None, kind: str, times: int = 1, delay: float | None = None) -> None: ...


class FarDoor:
    """The people's API behind a base URL. A refusal there is the same RefusedError here."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/play", timeout=HTTP_SECONDS, trust_env=False)

    def close(self) -> None:
        self._http.close()

    def _got(self, path: str, **query: Any) -> Any:
        return self._answer(self._http.get(path, params=query))

    def _posted(self, path: str, **body: Any) -> Any:
        return self._answer(self._http.post(path, json=body))

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        if response.is_error:
            raise RefusedError(str(response.json().get("detail", response.text)), response.status_code)
        return response.json()

    def wait(self, version: int, seconds: float) -> int:
        return int(self._got("/wait", version=version, timeout=seconds)["version"])

    def screens(self, person_id: int) -> Json:
        return dict(self._got(f"/people/{person_id}/screens"))

    def news(self, person_id: int, since: int = 0) -> Json:
        return dict(self._got(f"/people/{person_id}/news", since=since))

    def sent(self, after: int = 0) -> list[Json]:
        return list(self._got("/sent", after=after))

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "id",
    ) -> Json:
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        return dict(self._posted("/people", **names, language_code=language_code))

    def start(self, person_id: int, payload: str | None = None) -> Json:
        return dict(self._posted(f"/people/{person_id}/start", payload=payload))

    def block(self, person_id: int, *, blocked: bool) -> Json:
        return dict(self._posted(f"/people/{person_id}/{'block' if blocked else 'unblock'}"))

    def deactivate(self, person_id: int) -> Json:
        return dict(self._posted(f"/people/{person_id}/deactivate"))

    def add_group(self, title: str, creator: int, members: list[int], *, forum: bool = False) -> Json:
        return dict(self._posted("/groups", title=title, creator=creator, members=members, forum=forum))

    def set_member(self, chat_id: int, person_id: int, *, add: bool, by: int | None = None) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/members", person=person_id, add=add, by=by))

    def set_bot(self, chat_id: int, by: int, *, add: bool, admin: bool = False, payload: str | None = None) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/bot", by=by, add=add, admin=admin, payload=payload))

    def set_role(self, chat_id: int, person_id: int, status: str, *, anonymous: bool = False) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/roles", person=person_id, status=status, anonymous=anonymous))

    def migrate(self, chat_id: int) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/migrate"))

    def add_topic(self, chat_id: int, name: str, by: int | None = None) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/topics", name=name, by=by))

    def set_topic(self, chat_id: int, thread_id: int, *, closed: bool, by: int | None = None) -> Json:
        return dict(self._posted(f"/groups/{chat_id}/topics/{thread_id}", closed=closed, by=by))

    def say(self, chat_id: int, person_id: int, text: str, **where: Any) -> Json:
        return dict(self._posted(f"/chats/{chat_id}/messages", person=person_id, text=text, **where))

    def bring(self, chat_id: int, person_id: int, content: Json, **where: Any) -> Json:
        return dict(self._posted(f"/chats/{chat_id}/messages", person=person_id, **content, **where))

    def album(
        self,
        chat_id: int,
        person_id: int,
        kind: str,
        uploads: list[Upload],
        *,
        caption: str | None = None,
        seconds: int | None = None,
        gap_ms: int = 0,
        **where: Any,
    ) -> Iterator[Json]:
        """Over HTTP the whole album goes in one request, and the server minds the gaps."""
        fields = {"person": person_id, "kind": kind, "caption": caption, "seconds": seconds, "gap_ms": gap_ms}
        fields |= where
        form = {name: str(value) for name, value in fields.items() if value is not None}
        files = [("file", (one.name, one.content, one.mime)) for one in uploads]
        yield from self._answer(self._http.post(f"/chats/{chat_id}/files", data=form, files=files))

    def edit(self, chat_id: int, person_id: int, message_id: int, text: str) -> Json:
        return dict(self._posted(f"/chats/{chat_id}/edits", person=person_id, message_id=message_id, text=text))

    def tap(
        self,
        chat_id: int,
        person_id: int,
        message_id: int,
        *,
        data: str | None = None,
        label: str | None = None,
        seconds: float = 3.0,  # noqa: ARG002 -- the server has its own patience
    ) -> Json:
        which = {"message_id": message_id, "data": data, "label": label}
        return dict(self._posted(f"/chats/{chat_id}/taps", person=person_id, **which))

    def press(self, chat_id: int, person_id: int, label: str, location: Json | None = None) -> Json:
        return dict(self._posted(f"/chats/{chat_id}/keyboard", person=person_id, label=label, location=location))

    def vote(self, poll_id: str, person_id: int, option_ids: list[int]) -> Json:
        return dict(self._posted(f"/polls/{poll_id}/votes", person=person_id, option_ids=option_ids))

    def flood(self, chat_id: int | None, retry_after: int, times: int = 1) -> None:
        self._posted("/switches/flood", chat_id=chat_id, retry_after=retry_after, times=times)

    def fail(self, method: str | None, kind: str, times: int = 1, delay: float | None = None) -> None:
        self._posted("/switches/fail", method=method, kind=kind, times=times, delay=delay)

    def power(self, *, on: bool) -> Json:
        return dict(self._posted("/power", on=on))
