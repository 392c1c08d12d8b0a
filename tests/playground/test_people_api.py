"""The people's API as the page uses it: state, acts, files, switches, power and the stream of changes."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
import telegram

from playground.driver import Neighbour
from playground.picture import picture
from playground.server import create_app, running
from playground.world import World
from tests.playground.kit import Ask, Lamp, Updates


@pytest.fixture
def people() -> bool:
    return True


@pytest.fixture
def page(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{url}/play", timeout=10) as client:
        yield client


def post(page: httpx.Client, path: str, **body: Any) -> Any:
    answer = page.post(path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_day_in_the_neighbourhood(page: httpx.Client, bot: telegram.Bot, ask: Ask, world: World) -> None:
    siti = post(page, "/people", first_name="Siti", language_code="jv")
    budi = post(page, "/people", first_name="Budi", last_name="Santoso", username="budi")
    post(page, f"/people/{siti['id']}/start", payload="rt-7kq2")
    group = post(page, "/groups", title="RT 03", creator=budi["id"], members=[siti["id"]])
    post(page, f"/groups/{group['id']}/bot", by=budi["id"], add=True, admin=True)
    ask(bot.send_message(group["id"], "Selamat datang"))
    said = post(page, f"/chats/{group['id']}/messages", person=siti["id"], text="/usul")
    state = page.get("/state").json()
    assert state["power"] == {"available": False, "on": True}
    assert [one["name"] for one in state["people"]] == ["Siti", "Budi Santoso"]
    assert {one["id"]: one["bot"] for one in state["chats"]}[group["id"]] == "administrator"
    view = next(one for one in state["views"] if one["chat_id"] == group["id"])
    assert [one.get("text") or one["service"] for one in view["messages"]] == [
        "Budi membuat grup",
        "Budi menambahkan Rembuk",
        "Selamat datang",
        "/usul",
    ]
    news = page.get(f"/people/{siti['id']}/news", params={"since": said["version"] - 1}).json()
    assert [(one["text"], one["mine"]) for one in news["messages"]] == [("/usul", True)]


def test_files(page: httpx.Client, siti: Neighbour) -> None:
    files = [("file", ("a.jpg", picture(1), "image/jpeg")), ("file", ("b.jpg", picture(2), "image/jpeg"))]
    form = {"person": str(siti.id), "kind": "photo", "caption": "Got", "gap_ms": "5"}
    album = page.post(f"/chats/{siti.id}/files", data=form, files=files).json()
    assert len({one["media_group_id"] for one in album}) == 1
    assert (album[0]["photo"]["width"], album[0]["photo"]["height"]) == (160, 120)
    fetched = page.get(album[1]["photo"]["url"].removeprefix("/play"))
    assert (fetched.content, fetched.headers["content-type"]) == (picture(2), "image/jpeg")
    assert page.get("/files/nothing").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"location": {"latitude": -6.2, "longitude": 106.8}}, "location"),
        ({"venue": {"latitude": -6.2, "longitude": 106.8, "title": "Balai"}}, "venue"),
        ({"sticker": "👍"}, "sticker"),
        ({"contact": True}, "contact"),
    ],
)
def test_other_things_people_send(
    page: httpx.Client, siti: Neighbour, updates: Updates, body: dict[str, Any], field: str
) -> None:
    assert post(page, f"/chats/{siti.id}/messages", person=siti.id, **body)[field]
    assert getattr(updates()[-1].message, field)


def test_edit_and_reply(page: httpx.Client, siti: Neighbour, updates: Updates) -> None:
    said = post(page, f"/chats/{siti.id}/messages", person=siti.id, text="jln rusk")
    edited = post(page, f"/chats/{siti.id}/edits", person=siti.id, message_id=said["id"], text="jalan rusak")
    reply = post(page, f"/chats/{siti.id}/messages", person=siti.id, text="itu", reply_to=said["id"])
    assert edited["edit_date"]
    assert reply["reply_to"]["text"] == "jalan rusak"
    assert updates()[1].edited_message.text == "jalan rusak"


def test_a_refusal_is_told(page: httpx.Client, siti: Neighbour) -> None:
    answer = page.post(f"/chats/{siti.id}/messages", json={"person": siti.id, "text": "x" * 5000})
    assert (answer.status_code, answer.json()["detail"]) == (400, "Bad Request: message is too long")
    assert page.post(f"/people/{siti.id}/start", json={"payload": "not allowed!"}).status_code == 400


def test_link_buttons(page: httpx.Client, bot: telegram.Bot, ask: Ask, siti: Neighbour, updates: Updates) -> None:
    keyboard: Any = {
        "inline_keyboard": [
            [
                {"text": "Buka", "url": "https://contoh.id/x"},
                {"text": "Gabung", "url": "https://t.me/rembuk_bot?start=abc"},
            ]
        ]
    }
    sent = ask(bot.send_message(siti.id, "Pilih", reply_markup=keyboard))
    tap = {"person": siti.id, "message_id": sent.message_id}
    assert post(page, f"/chats/{siti.id}/taps", label="buka", **tap)["url"] == "https://contoh.id/x"
    post(page, f"/chats/{siti.id}/taps", label="Gabung", **tap)
    assert updates()[-1].message.text == "/start abc"
    missing = page.post(f"/chats/{siti.id}/taps", json={"label": "Hapus", **tap})
    assert "“Buka”, “Gabung”" in missing.json()["detail"]


def test_switches_and_journal(page: httpx.Client, bot: telegram.Bot, ask: Ask, siti: Neighbour) -> None:
    post(page, "/switches/flood", chat_id=siti.id, retry_after=3, times=1)
    post(page, "/switches/fail", method="getMe", kind="500")
    assert page.post("/switches/fail", json={"kind": "earthquake"}).status_code == 400
    with pytest.raises(Exception, match=r"(?i)flood"):
        ask(bot.send_message(siti.id, "halo"))
    assert [one["error"] for one in page.get("/sent").json()] == ["Too Many Requests: retry after 3"]


def test_the_stream_tells_of_changes(url: str, siti: Neighbour, bot: telegram.Bot, ask: Ask, world: World) -> None:
    heard: list[tuple[str, Any]] = []
    opened, told = threading.Event(), threading.Event()

    def listen() -> None:
        with httpx.stream("GET", f"{url}/play/events", timeout=5) as stream:
            name = ""
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    heard.append((name, orjson.loads(line.removeprefix("data: "))))
                    opened.set()
                    if name == "toast":
                        told.set()
                        return

    thread = threading.Thread(target=listen)
    thread.start()
    assert opened.wait(5)
    sent = ask(bot.send_message(siti.id, "Setuju?"))
    siti.door.tap(siti.id, siti.id, sent.message_id, data="y", seconds=0)
    ask(ask(bot.get_updates())[-1].callback_query.answer("Tercatat"))
    assert told.wait(5)
    thread.join()
    assert heard[0][1]["power"] == {"available": False, "on": True}
    assert any(name == "change" and siti.id in data["chats"] for name, data in heard)
    assert heard[-1] == ("toast", {"person_id": siti.id, "text": "Tercatat", "alert": False})


def test_power(world: World) -> None:
    lamp = Lamp()
    with running(world, supervisor=lamp) as url:
        assert httpx.post(f"{url}/play/power", json={"on": False}).json() == {"available": True, "on": False}
        assert not lamp.is_on
        httpx.post(f"{url}/play/power", json={"on": True})
        assert lamp.is_on
        assert httpx.get(f"{url}/play/state").json()["power"]["on"] is True
    with running(world) as url:
        assert httpx.post(f"{url}/play/power", json={"on": False}).status_code == 404


def test_the_application_can_be_made_without_a_page(world: World) -> None:
    app = create_app(world, page=False)
    paths = {getattr(route, "path", "") for route in app.routes}
    assert "/" not in paths
    assert "/play/events" in paths


def test_and_without_the_peoples_door(world: World) -> None:
    app = create_app(world, people=False, page=False)
    assert "/play/events" not in {getattr(route, "path", "") for route in app.routes}
