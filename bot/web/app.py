"""The web application: chat, manuals, console, API."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.web import (
    api,
    api_docs,
    chat,
    console,
    errors,
    health,
    manuals,
    operations,
    reactions,
    signing_in,
)
from bot.web.cookies import CookieMiddleware
from bot.web.metrics import Metrics
from bot.web.security import BodyLimit, SecurityHeaders
from bot.wiring import Zeroji

KB, MB = 1024, 1024 * 1024
BODY_LIMITS = {"/api/ask": 64 * KB, "/ask": 64 * KB}
#: Where documents are uploaded.
UPLOADS = ("/api/ingest", "/console/manuals/upload")
BODY_LIMIT = 1 * MB


def create_app(zeroji: Zeroji) -> FastAPI:
    app = FastAPI(title="Zeroji", docs_url=None, redoc_url=None)
    app.state.zeroji = zeroji
    app.state.metrics = Metrics(zeroji)
    errors.install(app)
    for router in (
        chat.router,
        reactions.router,
        manuals.router,
        signing_in.router,
        console.router,
        api.router,
        api_docs.router,
        health.router,
        operations.router,
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), "static")
    limits = BODY_LIMITS | dict.fromkeys(UPLOADS, zeroji.settings.max_file_mb * MB)
    app.add_middleware(CookieMiddleware)
    app.add_middleware(BodyLimit, limits=limits, default=BODY_LIMIT)
    app.add_middleware(SecurityHeaders)
    return app
