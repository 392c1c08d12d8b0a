"""The driver's two doors into a world: `Play` in this process, `FarDoor` behind a URL."""

from collections.abc import Iterator
from typing import Any

import httpx

from playground.files import Upload
from playground.play import Json, Play
from playground.refusals import RefusedError

HTTP_SECONDS = 45.0


class FarDoor:
    """The people's API behind a base URL: the acts of `Play`, which names their arguments, as requests.

    A refusal there is the same RefusedError here.
    """

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=f"{url.rstrip('/')}/play", timeout=HTTP_SECONDS, trust_env=False)

    def close(self) -> None:
        self._http.close()

    def _got(self, path: str, **query: Any) -> Any:
        return _answer(self._http.get(path, params=query))

    def _posted(self, path: str, **body: Any) -> Json:
        return dict(_answer(self._http.post(path, json=body)))

    def wait(self, version: int, seconds: float) -> int:
        return int(self._got("/wait", version=version, timeout=seconds)["version"])

    def screens(self, person_id: int) -> Json:
        return dict(self._got(f"/people/{person_id}/screens"))

    def news(self, person_id: int, since: int = 0, *, polls: bool = False) -> Json:
        return dict(self._got(f"/people/{person_id}/news", since=since, polls=polls))

    def sent(self, after: int = 0) -> list[Json]:
        return list(self._got("/sent", after=after))

    def add_person(self, first_name: str, **about: Any) -> Json:
        return self._posted("/people", first_name=first_name, **about)

    def add_people(self, first_names: list[str]) -> list[Json]:
        return list(_answer(self._http.post("/people/many", json={"first_names": first_names})))

    def take_channel(self, person_id: int, title: str | None) -> Json:
        return self._posted(f"/people/{person_id}/channel", title=title)

    def start(self, person_id: int, payload: str | None = None) -> Json:
        return self._posted(f"/people/{person_id}/start", payload=payload)

    def block(self, person_id: int, *, blocked: bool) -> Json:
        return self._posted(f"/people/{person_id}/{'block' if blocked else 'unblock'}")

    def deactivate(self, person_id: int) -> Json:
        return self._posted(f"/people/{person_id}/deactivate")

    def add_group(self, title: str, creator: int, members: list[int], *, forum: bool = False) -> Json:
        return self._posted("/groups", title=title, creator=creator, members=members, forum=forum)

    def set_member(self, chat_id: int, person_id: int, **how: Any) -> Json:
        return self._posted(f"/groups/{chat_id}/members", person=person_id, **how)

    def set_bot(self, chat_id: int, by: int, **how: Any) -> Json:
        return self._posted(f"/groups/{chat_id}/bot", by=by, **how)

    def set_role(self, chat_id: int, person_id: int, status: str, **how: Any) -> Json:
        return self._posted(f"/groups/{chat_id}/roles", person=person_id, status=status, **how)

    def migrate(self, chat_id: int) -> Json:
        return self._posted(f"/groups/{chat_id}/migrate")

    def add_topic(self, chat_id: int, name: str) -> Json:
        return self._posted(f"/groups/{chat_id}/topics", name=name)

    def set_topic(self, chat_id: int, thread_id: int, *, closed: bool) -> Json:
        return self._posted(f"/groups/{chat_id}/topics/{thread_id}", closed=closed)

    def say(self, chat_id: int, person_id: int, text: str, **where: Any) -> Json:
        return self._posted(f"/chats/{chat_id}/messages", person=person_id, text=text, **where)

    def bring(self, chat_id: int, person_id: int, content: Json, **where: Any) -> Json:
        return self._posted(f"/chats/{chat_id}/messages", person=person_id, **content, **where)

    def album(self, chat_id: int, person_id: int, kind: str, uploads: list[Upload], **more: Any) -> Iterator[Json]:
        """Over HTTP the whole album goes in one request, and the server minds the gaps."""
        fields = {"person": person_id, "kind": kind, **more}
        form = {name: str(value) for name, value in fields.items() if value is not None}
        files = [("file", (one.name, one.content, one.mime)) for one in uploads]
        yield from _answer(self._http.post(f"/chats/{chat_id}/files", data=form, files=files))

    def forward(self, chat_id: int, person_id: int, from_chat_id: int, message_id: int, **where: Any) -> Json:
        which = {"from_chat_id": from_chat_id, "message_id": message_id}
        return self._posted(f"/chats/{chat_id}/forwards", person=person_id, **which, **where)

    def edit(self, chat_id: int, person_id: int, message_id: int, text: str) -> Json:
        return self._posted(f"/chats/{chat_id}/edits", person=person_id, message_id=message_id, text=text)

    def tap(self, chat_id: int, person_id: int, message_id: int, **which: Any) -> Json:
        """Data or label; how long to wait for the answer is the server's to say."""
        which.pop("seconds", None)
        return self._posted(f"/chats/{chat_id}/taps", person=person_id, message_id=message_id, **which)

    def press(self, chat_id: int, person_id: int, label: str, location: Json | None = None) -> Json:
        return self._posted(f"/chats/{chat_id}/keyboard", person=person_id, label=label, location=location)

    def vote(self, poll_id: str, person_id: int, option_ids: list[int]) -> Json:
        return self._posted(f"/polls/{poll_id}/votes", person=person_id, option_ids=option_ids)

    def add_option(self, poll_id: str, person_id: int, text: str) -> Json:
        return self._posted(f"/polls/{poll_id}/options", person=person_id, text=text)

    def delete_option(self, poll_id: str, person_id: int, option_id: int) -> Json:
        return self._posted(f"/polls/{poll_id}/options/{option_id}/delete", person=person_id)

    def flood(self, chat_id: int | None, retry_after: int, times: int = 1) -> None:
        self._posted("/switches/flood", chat_id=chat_id, retry_after=retry_after, times=times)

    def withhold(self, kind: str, *, on: bool = True) -> None:
        self._posted("/switches/withhold", kind=kind, on=on)

    def deliver_twice(self, kind: str, times: int = 1) -> None:
        self._posted("/switches/twice", kind=kind, times=times)

    def fail(self, method: str | None, kind: str, times: int = 1, delay: float | None = None) -> None:
        self._posted("/switches/fail", method=method, kind=kind, times=times, delay=delay)

    def power(self, *, on: bool) -> Json:
        return self._posted("/power", on=on)


def _answer(response: httpx.Response) -> Any:
    if response.is_error:
        raise RefusedError(str(response.json().get("detail", response.text)), response.status_code)
    return response.json()


Door = Play | FarDoor
"""What the driver needs; every call of it is checked against both."""
