"""Eval cases made from tickets: read, put right, accepted or withdrawn."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.desk import cases as desk_cases
from bot.desk.cases import STATUSES, Case, Cases
from bot.web.access import CaseReader, CaseReviewer, check_readable
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji

router = APIRouter(prefix="/cases")

#: Most that a page lists.
_MOST = 200


@router.get("")
def cases(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: CaseReader, status: str = ""
) -> Response:
    found = [
        case
        for case in Cases(zeroji.database).cases(status or None)
        if visitor.may_read(case.audience)
    ]
    return render(
        request,
        "console/cases.html",
        cases=found[:_MOST],
        left_out=max(0, len(found) - _MOST),
        statuses=STATUSES,
        chosen=status,
    )


@router.get("/export")
def export(zeroji: Here, visitor: CurrentVisitor, _user: CaseReader) -> Response:
    """The cases in use as JSONL, for ``zeroji eval run``."""
    readable = [
        case.manual_id for case in Cases(zeroji.database).cases() if visitor.may_read(case.audience)
    ]
    with zeroji.database.connect() as tx:
        found = [
            case for manual in dict.fromkeys(readable) for case in desk_cases.as_json(tx, manual)
        ]
    lines = [json.dumps(case, ensure_ascii=False) + "\n" for case in found]
    name = 'attachment; filename="zeroji-cases.jsonl"'
    return Response(
        "".join(lines), media_type="application/x-ndjson", headers={"Content-Disposition": name}
    )


@router.get("/{case_id}")
def case(
    request: Request, case_id: int, zeroji: Here, visitor: CurrentVisitor, _user: CaseReader
) -> Response:
    return render(request, "console/case.html", case=_readable(zeroji, visitor, case_id))


@router.post("/{case_id}/review")
def review(
    case_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: CaseReviewer,
    question: Annotated[str, Form()] = "",
    paraphrases: Annotated[str, Form()] = "",
    facts: Annotated[str, Form()] = "",
) -> Response:
    _readable(zeroji, visitor, case_id)
    Cases(zeroji.database).review(
        case_id,
        user.name,
        question=question,
        paraphrases=paraphrases.splitlines(),
        facts=facts.splitlines(),
    )
    return _to(case_id, "case_reviewed")


@router.post("/{case_id}/withdraw")
def withdraw(case_id: int, zeroji: Here, visitor: CurrentVisitor, user: CaseReviewer) -> Response:
    _readable(zeroji, visitor, case_id)
    Cases(zeroji.database).withdraw(case_id, user.name)
    return _to(case_id, "case_withdrawn")


def _readable(zeroji: Zeroji, visitor: Visitor, case_id: int) -> Case:
    found = Cases(zeroji.database).case(case_id)
    check_readable(visitor, found.audience)
    return found


def _to(case_id: int, done: str) -> Response:
    return RedirectResponse(f"/console/cases/{case_id}?done={done}", status_code=303)
