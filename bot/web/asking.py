"""Asks the engine and measures how long it takes."""

from __future__ import annotations

from typing import cast

from fastapi import Request

from bot.outcomes import Exchange, Question
from bot.web.metrics import Metrics
from bot.web.visitors import zeroji_of


def ask(request: Request, question: Question) -> Exchange:
    metrics = cast(Metrics, request.app.state.metrics)
    with metrics.ask_seconds.time():
        return zeroji_of(request).engine.ask(question)
