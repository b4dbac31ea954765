"""Whether the service is up, and what it has been doing: for machines."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, cast

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.metrics import Metrics
from bot.web.visitors import Here
from bot.wiring import Zeroji

router = APIRouter()


@router.get("/health")
def health(zeroji: Here) -> dict[str, Any]:
    """The database answers, and this is how much is in it."""
    manuals, chunks = zeroji.library.count()
    return {
        "status": "ok",
        "version": version("zeroji"),
        "manuals": manuals,
        "chunks": chunks,
        "embedder": _embedder(zeroji),
    }


def _embedder(zeroji: Zeroji) -> dict[str, Any]:
    """Whose vectors search uses (None: words only), and how far a switch to others is."""
    progress = zeroji.switch.progress
    name, wanted = zeroji.embedders.in_use(), zeroji.embedders.wanted.name
    if progress is None or name == wanted:
        return {"name": name}
    done, total = progress
    return {"name": name, "switching": {"to": wanted, "done": done, "total": total}}


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Outcomes by kind, seconds per question and open tickets, as Prometheus text."""
    measured = cast(Metrics, request.app.state.metrics)
    return Response(generate_latest(measured.registry), media_type=CONTENT_TYPE_LATEST)
