"""Owners: what each has to do about their manuals, on one page."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.checking import Checkups
from bot.desk.addenda import open_addenda
from bot.gaps.gaps import DAYS
from bot.upkeep import KINDS, Task, open_proposals, tasks
from bot.web.access import ManualReader, Publisher, check_readable
from bot.web.console.gaps import kept, readable_gaps
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from ingest.checking import Finding
from knowledge.errors import NotFound
from knowledge.model import Manual

router = APIRouter(prefix="/owners")

_PATIENCE = 0.5


@router.get("")
def owners(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: ManualReader,
    owner: str | None = None,
) -> Response:
    """Everybody's tasks in numbers, or one owner's in order; an empty owner is nobody."""
    manuals = [m for m in zeroji.library.manuals() if visitor.may_read(m.audience)]
    found, is_complete = _tasks(request, zeroji, visitor, manuals)
    of_owner = [task for task in found if task.manual.owner == owner]
    return render(
        request,
        "console/owners.html",
        is_complete=is_complete,
        owner=owner,
        tasks=of_owner,
        manuals=[manual for manual in manuals if manual.owner == owner],
        overview=_overview(manuals, found),
        kinds=KINDS,
        days=DAYS,
        today=date.today(),
    )


@router.post("/addenda/{addendum_id}/fold")
def fold(
    addendum_id: int, zeroji: Here, visitor: CurrentVisitor, user: Publisher
) -> RedirectResponse:
    """The owner has put an addendum into the master."""
    waiting = {one.id: one for one in open_addenda(zeroji.database)}
    if addendum_id not in waiting:
        raise NotFound(
            "This addendum is folded in already, or was taken back.",
            "この補足は、すでに本体に反映されたか、取り消されています。",
        )
    master = zeroji.library.manual(waiting[addendum_id].master_id)
    check_readable(visitor, master.audience)
    zeroji.folding.fold(addendum_id, user.name)
    query = urlencode({"owner": master.owner, "done": "folded"})
    return RedirectResponse(f"/console/owners?{query}", status_code=303)


def _tasks(
    request: Request, zeroji: Zeroji, visitor: Visitor, manuals: list[Manual]
) -> tuple[list[Task], bool]:
    """What there is to do as far as it is known now, and whether that is all."""
    checkups = cast(Checkups, request.app.state.checkups)
    checked = checkups.on(date.today()).done()
    gaps, is_complete = kept(request).of_days(DAYS, _PATIENCE)
    found = tasks(
        manuals,
        _readable(zeroji, visitor, checkups.known(date.today())),
        readable_gaps(zeroji, visitor, gaps),
        open_proposals(zeroji.database, manuals),
        open_addenda(zeroji.database),
    )
    return found, checked and is_complete


def _readable(zeroji: Zeroji, visitor: Visitor, findings: list[Finding]) -> list[Finding]:
    """Findings none of whose places is in a manual that the visitor may not read."""
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    return [f for f in findings if all(visitor.may_read(audiences[p.manual_id]) for p in f.places)]


def _overview(manuals: list[Manual], found: list[Task]) -> list[tuple[str, int, Counter[str]]]:
    """Owners with how many manuals they have and tasks of each kind, those with most first."""
    owned = Counter(manual.owner for manual in manuals)
    counts = {owner: Counter[str]() for owner in owned}
    for task in found:
        counts[task.manual.owner][task.kind] += 1
    ordered = sorted(owned, key=lambda owner: (-counts[owner].total(), owner))
    return [(owner, owned[owner], counts[owner]) for owner in ordered]
