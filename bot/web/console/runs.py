"""Runs of ingestion: how far they are, what they came to, and what is left to decide."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.runs.run import Run
from bot.web.access import Publisher
from bot.web.console.run_view import shown_name, view
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/manuals/runs")


@router.get("")
def runs(request: Request, zeroji: Here, visitor: CurrentVisitor, _user: Publisher) -> Response:
    found = [(run, _sources(zeroji, visitor, run)) for run in zeroji.runs.runs(100)]
    return render(request, "console/runs.html", runs=found)


@router.get("/{run_id}")
def run(
    request: Request, run_id: str, zeroji: Here, visitor: CurrentVisitor, _user: Publisher
) -> Response:
    shown = view(zeroji, visitor, zeroji.runs.run(run_id))
    sources = _sources(zeroji, visitor, shown.run)
    part = "HX-Request" in request.headers
    template = "console/_run.html" if part else "console/run.html"
    return render(request, template, view=shown, run=shown.run, sources=sources)


@router.post("/{run_id}/cancel")
def cancel(run_id: str, zeroji: Here, user: Publisher) -> Response:
    zeroji.runs.cancel(run_id, user.name)
    return _back_to(run_id)


@router.post("/{run_id}/resume")
def resume(run_id: str, zeroji: Here, _user: Publisher) -> Response:
    zeroji.runs.go_on(run_id)
    return _back_to(run_id)


@router.post("/{run_id}/retire")
def retire(run_id: str, zeroji: Here, _user: Publisher) -> Response:
    """Retire the manuals whose source is gone, however many."""
    zeroji.runs.go_on(run_id, retire_all=True)
    return _back_to(run_id)


def _back_to(run_id: str) -> Response:
    return RedirectResponse(f"/console/manuals/runs/{run_id}", status_code=303)


def _sources(zeroji: Zeroji, visitor: Visitor, run: Run) -> list[str]:
    """What a run was started with. Names of files say something too, and whom they are for is not
    known before they are read: so only who started the run and administrators see them."""
    if visitor.asker != run.author and not visitor.may("administrate"):
        return []
    return [shown_name(zeroji, source) for source in run.sources]
