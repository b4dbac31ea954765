"""Findings that are none: put aside with a reason, listed with who did so, and taken back."""

from __future__ import annotations

from concurrent.futures import TimeoutError as NotYet
from datetime import date
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response

from bot.checking import Checkups
from bot.web.access import Decider, ManualReader
from bot.web.console.checking import (
    found_by_now,
    links_of,
    readable_dismissals,
    readable_findings,
)
from bot.web.messages import translate
from bot.web.pages import go_to, render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from ingest.checking import Finding
from knowledge.errors import Conflict, NotFound

router = APIRouter(prefix="/checking")

_PATIENCE = 10.0


@router.get("/dismissed")
def dismissed(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ManualReader
) -> Response:
    """What stands, the newest first, and whether it is still in effect, as far as that is known."""
    listed = readable_dismissals(zeroji, visitor)
    found = found_by_now(request)
    current = None if found is None else {finding.digest for finding in found}
    return render(
        request,
        "console/dismissed.html",
        listed=listed,
        changed={
            one.id for one in listed if current is not None and one.finding.digest not in current
        },
        links=links_of(zeroji.library, [one.finding for one in listed]),
        names={user.name: user.display_name for user in zeroji.accounts.users()},
    )


@router.post("/{digest}/dismiss")
def dismiss(
    request: Request,
    digest: str,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Decider,
    reason: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    owner: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "",
) -> Response:
    finding = _current(request, zeroji, visitor, digest)
    number = zeroji.dismissals.dismiss(finding, reason, note, user.name)
    query = urlencode({"owner": owner, "kind": kind, "dismissed": number})
    return go_to(request, f"/console/checking?{query}")


@router.post("/dismissed/{number}/restore")
def restore(
    request: Request, number: int, zeroji: Here, visitor: CurrentVisitor, user: Decider
) -> Response:
    finding = zeroji.dismissals.dismissal(number).finding
    if not readable_findings(zeroji, visitor, [finding]):
        raise NotFound(translate(visitor.language)("error.not_found"))
    zeroji.dismissals.restore(number, user.name)
    return go_to(request, "/console/checking/dismissed?done=finding_restored")


def _current(request: Request, zeroji: Zeroji, visitor: Visitor, digest: str) -> Finding:
    """What the visitor was shown, if it is found in the manuals as they are now.

    Raises Conflict while they are being checked, and NotFound.
    """
    say = translate(visitor.language)
    try:
        checkups = cast(Checkups, request.app.state.checkups)
        found = checkups.on(date.today()).result(timeout=_PATIENCE)
    except NotYet:
        raise Conflict(say("check.still_checking")) from None
    readable = readable_findings(zeroji, visitor, found)
    finding = next((finding for finding in readable if finding.digest == digest), None)
    if finding is None:
        raise NotFound(say("check.gone"))
    return finding
