"""The console: where staff answer, and owners keep their manuals right."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bot.web.access import allowed
from bot.web.console import (
    audit,
    cases,
    checking,
    dismissing,
    drafting,
    gaps,
    gates,
    manuals,
    members,
    notices,
    numbers,
    owners,
    proposals,
    proposing,
    queue,
    runs,
    slack,
    tickets,
    traces,
    wordings,
)
from bot.web.security import check_csrf
from bot.web.seen import recorded

router = APIRouter(
    include_in_schema=False,
    dependencies=[
        Depends(recorded, scope="function"),
        Depends(allowed("see_console")),
        Depends(check_csrf),
    ],
)
PAGES = (
    *(queue, tickets, proposing, proposals, runs, manuals, checking, members, numbers),
    drafting,
    notices,
    dismissing,
    slack,
    gaps,
    owners,
    traces,
    audit,
    wordings,  # before the cases, which take any other name for the number of one
    cases,
    gates,
)
for page in PAGES:
    router.include_router(page.router, prefix="/console")
