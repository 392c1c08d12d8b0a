"""What the browser tests do again and again: people who live here, their phones, what the bot hears."""

import io
from collections.abc import Callable
from typing import Any

import httpx
from PIL import Image
from playwright.sync_api import Locator, Page

CallBot = Callable[..., Any]


def live(kampung: httpx.Client, *names: str, started: bool = True) -> list[int]:
    """Neighbours who live in the kampung already."""
    ids = [kampung.post("/people", json={"first_name": name}).json()["id"] for name in names]
    for person in ids if started else ():
        kampung.post(f"/people/{person}/start").raise_for_status()
    return ids


def phone_of(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Ponsel {name}")


def write(phone: Locator, text: str) -> None:
    field = phone.get_by_role("textbox", name="Tulis pesan")
    field.fill(text)
    field.press("Enter")


def photo(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return content.getvalue()


def button(text: str) -> dict[str, str]:
    return {"text": text, "callback_data": text}


def heard(bot: CallBot, kind: str, count: int = 1) -> list[dict[str, Any]]:
    """The next updates of one kind; earlier ones of other kinds are passed over."""
    found: list[dict[str, Any]] = []
    offset = 0
    while len(found) < count:
        news = bot("getUpdates", offset=offset, timeout=10)
        assert news, f"the bot heard only {found}"
        offset = news[-1]["update_id"] + 1
        found += [one[kind] for one in news if kind in one]
    return found
