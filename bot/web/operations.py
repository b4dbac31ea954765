"""The way in for commands on this machine: any operation, for who has the home's token.

Answers in JSON lines: ``{"step": …}`` while it works, then ``{"result": …}`` or ``{"error": …}``.
"""

from __future__ import annotations

import json
import queue
import secrets
import threading
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from bot.operations import perform
from bot.wiring import Zeroji
from knowledge.errors import ZerojiError

router = APIRouter(include_in_schema=False)

#: A step is not worth waiting for somebody to read it.
_STEPS = 1000


class Call(BaseModel):
    name: str
    params: dict[str, Any]


@router.post("/internal/operations")
def operations(
    call: Call, request: Request, authorization: Annotated[str, Header()] = ""
) -> StreamingResponse:
    zeroji: Zeroji = request.app.state.zeroji
    expected = f"Bearer {zeroji.home.token}"
    if not secrets.compare_digest(authorization.encode(), expected.encode()):
        raise HTTPException(401, "The token of this home is needed.")
    return StreamingResponse(_lines(zeroji, call), media_type="application/x-ndjson")


def _lines(zeroji: Zeroji, call: Call) -> Iterator[str]:
    lines: queue.Queue[dict[str, Any] | None] = queue.Queue()

    def report(step: dict[str, Any]) -> None:
        if lines.qsize() < _STEPS:
            lines.put({"step": step})

    def work() -> None:
        try:
            lines.put({"result": perform(zeroji, call.name, call.params, report)})
        except ZerojiError as error:
            lines.put({"error": str(error)})
        finally:
            lines.put(None)

    threading.Thread(target=work, daemon=True).start()
    while (line := lines.get()) is not None:
        yield json.dumps(line, ensure_ascii=False) + "\n"
