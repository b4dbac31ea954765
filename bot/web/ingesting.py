"""``/api/ingest``: documents from programs. A run is started; who waits gets its report."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from bot.operations import plain
from bot.runs.failures import RunFailed
from bot.runs.run import Run
from bot.web.callers import Caller, caller
from bot.web.uploads import FIELDS, check_allowed, checked_url, chosen, said_in, uploads_of
from bot.web.visitors import Here
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput, NotFound

router = APIRouter(prefix="/api", tags=["api"])
CurrentCaller = Annotated[Caller, Depends(caller)]

#: How long a request is held at most until its run is over.
_LONGEST_WAIT = 300.0
_POLL_SECONDS = 0.2


class IngestRequest(BaseModel):
    """A URL, or with the home's token files and folders on the server."""

    url: str | None = None
    paths: list[str] = []


_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
        **{name: {"type": "string"} for name in FIELDS},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": IngestRequest.model_json_schema()},
            "multipart/form-data": {"schema": _FORM},
        },
    }
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The report, as `zeroji ingest --json` prints it."},
    202: {"description": 'The run goes on: `{"run": …, "status_url": "/api/ingest/…"}`.'},
}


@router.post("/ingest", openapi_extra=_BODY, responses=_RESPONSES)
async def ingest(
    request: Request,
    zeroji: Here,
    who: CurrentCaller,
    wait: Annotated[bool, Query(description="Wait for the report, up to 300 seconds.")] = True,
) -> Response:
    """Ingest files (multipart: file, once or more, and title, audience … as in a sidecar),
    {"url": …}, or with the home's token {"paths": […]} on the server. Answers with the report;
    with wait=false, or when it takes longer, with the run and where to ask how far it is."""
    who.must("publish")
    if request.headers.get("Content-Type", "").startswith("multipart/"):
        async with request.form() as form:
            files, said = chosen(form.getlist("file")), said_in(form)
            if not files:
                raise InvalidInput("Send documents as the form field 'file'.")
            run_id = await run_in_threadpool(_upload, zeroji, who, files, said)
    else:
        asked = _asked(await request.body())
        if asked.paths:
            who.must_have_token()
        run_id = await run_in_threadpool(_start, zeroji, asked, who)
    run = await _ended(zeroji, run_id, _LONGEST_WAIT if wait else 0.0)
    return _answer(run)


@router.get("/ingest/{run_id}")
def run(run_id: str, zeroji: Here, who: CurrentCaller) -> dict[str, Any]:
    """How far a run is: its status (waiting, running, done, failed or cancelled), step, and
    report so far. For who started it, administrators and the home's token."""
    who.must("publish")
    found = zeroji.runs.run(run_id)
    if not (who.has_token or who.visitor.may("administrate") or found.author == who.acts_as(None)):
        raise NotFound(f"There is no run {run_id} of yours.")
    return {
        "run": found.id,
        "status": found.status,
        "step": found.step,
        "report": found.report,
        "error": found.error["en"] if found.error else None,
        "created_at": plain(found.created_at),
        "finished_at": plain(found.finished_at),
    }


def _upload(
    zeroji: Zeroji, who: Caller, files: Sequence[UploadFile], said: Mapping[str, str]
) -> str:
    if not who.has_token:
        check_allowed(zeroji, who.visitor, files, said)
    return zeroji.runs.upload(uploads_of(files, said), author=who.acts_as(None))


def _start(zeroji: Zeroji, asked: IngestRequest, who: Caller) -> str:
    sources = [checked_url(asked.url)] if asked.url else asked.paths
    return zeroji.runs.start(sources, author=who.acts_as(None))


def _asked(body: bytes) -> IngestRequest:
    try:
        asked = IngestRequest.model_validate_json(body)
    except ValidationError:
        asked = IngestRequest()
    if bool(asked.url) == bool(asked.paths):
        raise InvalidInput(
            'Send {"url": "https://…"}, {"paths": ["/srv/manuals", …]} or a multipart file.'
        )
    return asked


async def _ended(zeroji: Zeroji, run_id: str, seconds: float) -> Run:
    """A run as it is when it is over, or when it is no longer waited for. Holds no thread."""
    deadline = time.monotonic() + seconds
    while True:
        run = await run_in_threadpool(zeroji.runs.run, run_id)
        if run.over or time.monotonic() >= deadline:
            return run
        await asyncio.sleep(_POLL_SECONDS)


def _answer(run: Run) -> Response:
    """Raises RunFailed."""
    if not run.over:
        return JSONResponse({"run": run.id, "status_url": f"/api/ingest/{run.id}"}, 202)
    if run.error is not None:
        raise RunFailed(run.error["en"], run.error["ja"])
    return JSONResponse({**(run.report or {}), "run": run.id, "status": run.status})
