"""Manuals as their owners see them: revisions, dates, what changed, and uploading."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from bot.runs.run import RunOptions
from bot.runs.uploads import checked_name
from bot.web.access import ManualReader, Publisher, check_readable
from bot.web.diffs import diff_lines
from bot.web.pages import render, texts
from bot.web.reasons import reason_in
from bot.web.uploads import check_allowed, checked_url, chosen, said_in, uploads_of
from bot.web.visitors import CurrentVisitor, Here
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput
from knowledge.model import Manual

router = APIRouter(prefix="/manuals")

Text = Annotated[str, Form()]
#: What a publication, and taking it back, write beside the revision.
_OF_PROPOSAL = re.compile(r"proposal (\d+) (?:by .+|taken back)")


@router.get("")
def manuals(
    request: Request, zeroji: Here, visitor: CurrentVisitor, _user: ManualReader
) -> Response:
    library, today = zeroji.library, date.today()
    readable = [m for m in library.manuals(include_retired=True) if visitor.may_read(m.audience)]
    in_use = [manual for manual in readable if manual.retired_at is None]
    shown = [(manual, library.revision_on(manual.id, today)) for manual in in_use]
    retired = [manual for manual in readable if manual.retired_at is not None]
    return render(request, "console/manuals.html", manuals=shown, retired=retired, today=today)


@router.post("/upload")
def upload(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Publisher,
    file: Annotated[list[UploadFile | str], File()] = [],  # noqa: B006 - FastAPI copies it
    url: Text = "",
    revises: Annotated[int | None, Form()] = None,
    audience: Text = "",
    owner: Text = "",
    effective_from: Text = "",
    effective_until: Text = "",
    review_date: Text = "",
) -> Response:
    """New documents, or with ``revises`` (a manual's id) a new revision of that manual."""
    files, text = chosen(file), texts(request)
    if bool(files) == bool(url.strip()):
        raise InvalidInput(text("upload.either"))
    dates = {
        "effective_from": effective_from,
        "effective_until": effective_until,
        "review_date": review_date,
    }
    said = said_in({"audience": audience, "owner": owner, **dates})
    if revises is not None:
        manual = zeroji.library.manual(revises)
        check_readable(visitor, manual.audience)
        if len(files) != 1:
            raise InvalidInput(text("upload.one"))
        said = _revising(zeroji, manual, files[0].filename or "", said_in(dates))
    if files:
        check_allowed(zeroji, visitor, files, said)
        run = zeroji.runs.upload(uploads_of(files, said), author=user.name)
    else:
        options = RunOptions(overrides=said)
        run = zeroji.runs.start([checked_url(url)], author=user.name, options=options)
    return RedirectResponse(f"/console/manuals/runs/{run}", status_code=303)


@router.post("/{manual_id}/restore")
def restore(manual_id: int, zeroji: Here, visitor: CurrentVisitor, _user: Publisher) -> Response:
    """Bring a retired manual back into the answers."""
    check_readable(visitor, zeroji.library.manual(manual_id).audience)
    zeroji.restore(manual_id)
    return RedirectResponse(f"/console/manuals/{manual_id}?done=restored", status_code=303)


@router.post("/{manual_id}/rollback")
def rollback(
    manual_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: Publisher,
    to: Annotated[int, Form()],
) -> Response:
    """Publish an earlier revision again, its file with it."""
    check_readable(visitor, zeroji.library.manual(manual_id).audience)
    report = zeroji.rollback(manual_id, to, author=user.name)
    for failure in report["manuals"]["failed"]:
        raise Conflict(failure["error"], reason_in("ja", failure))
    done = "same" if report["manuals"]["unchanged"] else "rolled_back"
    return RedirectResponse(f"/console/manuals/{manual_id}?done={done}", status_code=303)


@router.get("/{manual_id}")
def history(
    request: Request,
    manual_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: ManualReader,
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
        names={user.name: user.display_name for user in zeroji.accounts.users()},
        proposal_of=_proposal_of,
        current=library.revision_on(manual_id, date.today()),
        before=before,
        after=after,
        changes=[(c.heading, diff_lines(c.before or "", c.after or "")) for c in changes],
    )


def _proposal_of(note: str) -> str:
    """The number of the proposal that a revision came of, by its note; empty for none."""
    found = _OF_PROPOSAL.fullmatch(note)
    return found[1] if found else ""


def _revising(
    zeroji: Zeroji, manual: Manual, filename: str, said: dict[str, str]
) -> dict[str, str]:
    """What makes a document a new revision: to come from the same file, or to say so."""
    same_file = manual.source == str(zeroji.settings.uploads / checked_name(filename))
    return said if same_file else {"revises": manual.title, **said}
