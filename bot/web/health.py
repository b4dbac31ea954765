"""Whether the service is up, and what it has been doing: for machines."""

from __future__ import annotations

from importlib.metadata import version
from typing import cast

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.metrics import Metrics
from bot.web.visitors import Here

router = APIRouter()


@router.get("/health")
def health(zeroji: Here) -> dict[str, str | int]:
    """The database answers, and this is how much is in it."""
    manuals, chunks = zeroji.library.count()
    return {"status": "ok", "version": version("zeroji"), "manuals": manuals, "chunks": chunks}


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Outcomes by kind, seconds per question and open tickets, as Prometheus text."""
    measured = cast(Metrics, request.app.state.metrics)
    return Response(generate_latest(measured.registry), media_type=CONTENT_TYPE_LATEST)
