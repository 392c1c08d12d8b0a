"""A world, its server with the page, and a browser before it."""

import shutil
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from playground.server import running
from playground.world import World
from tests.playground_page.kit import CallBot

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium where there is one, else the one that Playwright keeps."""
    installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    one = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
    yield one
    one.close()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with running(world, page=True) as address:
        yield address


@pytest.fixture
def kampung(url: str) -> Iterator[httpx.Client]:
    """The people's door, for what a test needs to be so before it opens the page."""
    with httpx.Client(base_url=f"{url}/play") as client:
        yield client


@pytest.fixture
def bot(url: str, world: World) -> Iterator[CallBot]:
    """Calls a Bot API method and gives its result."""
    with httpx.Client(base_url=f"{url}/bot{world.state.token}", timeout=20) as client:

        def call(method: str, **parameters: Any) -> Any:
            answer = client.post(f"/{method}", json=parameters).json()
            assert answer["ok"], answer
            return answer["result"]

        yield call


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="id-ID")
    one = context.new_page()
    complaints: list[str] = []
    one.on("pageerror", lambda error: complaints.append(str(error)))
    yield one
    context.close()
    assert complaints == []
