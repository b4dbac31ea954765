"""The console: where staff answer, and owners keep their manuals right."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from bot.web.access import allowed
from bot.web.console import (
    manuals,
    members,
    numbers,
    proposals,
    proposing,
    queue,
    tickets,
)
from bot.web.security import check_csrf

router = APIRouter(
    include_in_schema=False,
    dependencies=[Depends(allowed("see_console")), Depends(check_csrf)],
)
for page in (queue, tickets, proposing, proposals, manuals, members, numbers):
    router.include_router(page.router, prefix="/console")
