"""Manuals to read: what an answer cites, in full and with its other revisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response

from bot.web.access import check_readable
from bot.web.outline import outline
from bot.web.pages import render, texts
from bot.web.visitors import CurrentVisitor, Here
from knowledge.dates import style_of_revision
from knowledge.errors import NotFound
from knowledge.model import Revision

router = APIRouter(include_in_schema=False)


@router.get("/manuals")
def manuals(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    readable = [m for m in zeroji.library.manuals() if visitor.may_read(m.audience)]
    return render(request, "manuals/list.html", manuals=readable)


@router.get("/manuals/{manual_id}")
def manual(
    request: Request,
    manual_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    revision: int | None = None,
    on: date | None = None,
) -> Response:
    library = zeroji.library
    found = library.manual(manual_id)
    check_readable(visitor, found.audience)
    history, today = library.history(manual_id), date.today()
    current = library.revision_on(manual_id, today)
    shown = _by_number(history, revision) or library.revision_on(manual_id, on or today)
    if shown is None or (revision is not None and shown.number != revision):
        raise NotFound(texts(request)("manual.no_revision"))
    coming = [r for r in history if r.effective_from > today and r.number != shown.number]
    return render(
        request,
        "manuals/page.html",
        manual=found,
        shown=shown,
        current=current,
        coming=coming,
        history=history[::-1],
        parts=outline(library.sections(shown.id)),
        style=style_of_revision(library, shown.id),
    )


def _by_number(history: Sequence[Revision], number: int | None) -> Revision | None:
    return next((revision for revision in history if revision.number == number), None)
