"""The web as one ASGI application: Telegram's webhook beside FastAPI, not inside it."""

from fastapi import FastAPI

from api import calendars, health
from api.health import Watch
from api.webhook import Receive, Scope, Send, Webhook

WEBHOOK_PATH = "/telegram/webhook"


class Doors:
    """Hands the webhook's path to its bare route and everything else to the pages."""

    def __init__(self, pages: FastAPI, webhook: Webhook | None) -> None:
        self._pages = pages
        self._webhook = webhook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == WEBHOOK_PATH and self._webhook is not None:
            await self._webhook(scope, receive, send)
        else:
            await self._pages(scope, receive, send)


def create(watch: Watch, webhook: Webhook | None, write: calendars.Write | None = None) -> Doors:
    """Without a webhook its path does not exist, nor do calendars without somebody to write them."""
    pages = FastAPI(title="Rembuk", docs_url=None, redoc_url=None, openapi_url=None, max_body_size=1_000_000)
    pages.include_router(health.router(watch))
    if write is not None:
        pages.include_router(calendars.router(watch.engine, watch.clock, write))
    return Doors(pages, webhook)
