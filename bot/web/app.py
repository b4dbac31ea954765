"""The web application: chat, manuals, console, API."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot import oidc
from bot.checking import Checkups
from bot.desk.searching import Questions
from bot.gaps.gaps import Gaps, KeptGaps
from bot.numbers.background import NumbersInBackground
from bot.numbers.counting import Numbers
from bot.web import (
    api,
    api_docs,
    chat,
    company_sign_in,
    console,
    errors,
    health,
    ingesting,
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
#: Where documents are uploaded, several at a time.
UPLOADS = ("/api/ingest", "/console/manuals/upload")
DOCUMENTS_AT_ONCE = 4
BODY_LIMIT = 1 * MB


def create_app(zeroji: Zeroji) -> FastAPI:
    app = FastAPI(title="Zeroji", docs_url=None, redoc_url=None)
    app.state.zeroji = zeroji
    app.state.metrics = Metrics(zeroji)
    app.state.questions = Questions()
    app.state.provider = oidc.configured(zeroji.settings)
    worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="check")
    checkups = Checkups(zeroji.database, zeroji.library, worker)
    app.state.checkups = checkups
    app.state.gaps = KeptGaps(
        Gaps(
            zeroji.database,
            zeroji.library,
            zeroji.embedders.serving,
            lambda: checkups.known(date.today()),
        ),
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="gaps"),
    )
    app.state.numbers = NumbersInBackground(
        Numbers(zeroji.database, zeroji.settings.holidays, zeroji.settings.business_hours),
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="numbers"),
    )
    errors.install(app)
    for router in (
        chat.router,
        reactions.router,
        manuals.router,
        signing_in.router,
        company_sign_in.router,
        console.router,
        api.router,
        ingesting.router,
        api_docs.router,
        health.router,
        operations.router,
    ):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), "static")
    largest = DOCUMENTS_AT_ONCE * zeroji.settings.max_file_mb * MB
    limits = BODY_LIMITS | dict.fromkeys(UPLOADS, largest)
    app.add_middleware(CookieMiddleware)
    app.add_middleware(BodyLimit, limits=limits, default=BODY_LIMIT)
    app.add_middleware(SecurityHeaders)
    return app
