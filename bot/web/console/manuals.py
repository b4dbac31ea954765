"""Manuals as their owners see them: revisions, dates, what changed, and uploading."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from bot.web.access import ConsoleUser, Publisher, check_readable
from bot.web.diffs import diff_lines
from bot.web.pages import render
from bot.web.uploads import publish_upload
from bot.web.visitors import CurrentVisitor, Here
from knowledge.errors import InvalidInput

router = APIRouter(prefix="/manuals")

Text = Annotated[str, Form()]


@router.get("")
def manuals(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ConsoleUser
) -> Response:
    library, today = zeroji.library, date.today()
    readable = [m for m in library.manuals() if visitor.may_read(m.audience)]
    shown = [(manual, library.revision_on(manual.id, today)) for manual in readable]
    return render(request, "console/manuals.html", manuals=shown, today=today)


@router.post("/upload")
def upload(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Publisher,
    file: Annotated[UploadFile, File()],
    revises: Annotated[int | None, Form()] = None,
    audience: Text = "",
    owner: Text = "",
    effective_from: Text = "",
) -> Response:
    """A new document, or with ``revises`` (a manual's id) a new revision of that manual."""
    if not file.filename:
        raise InvalidInput("Choose a document first.", "文書を選んでください。")
    said = {"audience": audience, "owner": owner, "effective_from": effective_from}
    if revises is not None:
        manual = zeroji.library.manual(revises)
        check_readable(visitor, manual.audience)
        said = {"revises": manual.title, "effective_from": effective_from}
    result = publish_upload(zeroji, file.filename, file.file.read(), user.name, said)
    failed = bool(result["manuals"]["failed"])
    status = 422 if failed else 200
    return render(request, "console/uploaded.html", status, result=result, failed=failed)


@router.get("/{manual_id}")
def history(
    request: Request,
    manual_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: ConsoleUser,
    before: int | None = None,
    after: int | None = None,
) -> Response:
    """All revisions; with ``before`` and ``after``, what changed between the two."""
    library = zeroji.library
    manual = library.manual(manual_id)
    check_readable(visitor, manual.audience)
    changes = library.diff(manual_id, before, after) if before and after else []
    return render(
        request,
        "console/history.html",
        manual=manual,
        history=library.history(manual_id)[::-1],
        current=library.revision_on(manual_id, date.today()),
        before=before,
        after=after,
        changes=[(c.heading, diff_lines(c.before or "", c.after or "")) for c in changes],
    )
