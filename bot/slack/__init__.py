"""Slack: questions by direct message or mention, answered in the thread.

Slack's library is loaded only when Slack is set up.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from bot.jobs import Jobs
from bot.settings import Settings
from bot.wiring import Zeroji

#: Where Slack sends events and presses of buttons; either path takes both.
PATHS = ("/slack/events", "/slack/interactivity")


@contextmanager
def running(app: FastAPI, zeroji: Zeroji, jobs: Jobs) -> Iterator[None]:
    """Serve Slack while the block runs, or say on its paths what is not set up.

    What arrives is done by ``jobs``, which are launched after this has added its kinds.
    """
    missing = _missing(zeroji.settings)
    if missing:
        _refuse(app, missing)
        yield
        return
    module = importlib.import_module("bot.slack.app")
    with module.run(app, zeroji, jobs, PATHS):
        yield


def _missing(settings: Settings) -> list[str]:
    needed = {
        "SLACK_BOT_TOKEN": settings.slack_bot_token,
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret,
    }
    return [name for name, value in needed.items() if not value.get_secret_value().strip()]


def _refuse(app: FastAPI, missing: list[str]) -> None:
    def refuse() -> JSONResponse:
        text = f"Slack is not set up. Set {' and '.join(missing)}, then restart the server."
        return JSONResponse({"error": text}, 404)

    for path in PATHS:
        app.add_api_route(path, refuse, methods=["POST"], include_in_schema=False)
