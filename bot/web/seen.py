"""Who looked at what in the console, and who tried what they may not: recorded in one place."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from bot.desk import events
from bot.users import User
from bot.web.errors import NotSignedIn
from bot.web.security import StaleForm
from bot.web.visitors import CurrentVisitor, Here
from bot.wiring import Zeroji
from knowledge.errors import NotAllowed

#: Pages that show one person's matter, and files that leave with many: the path → (action,
#: subject).
SEEN = {
    r"/console/tickets/(\d+)": ("ticket.seen", "ticket:{}"),
    r"/console/members/([^/]+)": ("user.seen", "user:{}"),
    r"/console/traces/(\d+)": ("trace.seen", "exchange:{}"),
    r"/console/audit": ("audit.seen", "audit"),
    r"/console/(\w+)/export": ("file.exported", "{}"),
}
#: As long as a subject in the log may be.
_LONGEST = 100


async def recorded(request: Request, zeroji: Here, visitor: CurrentVisitor) -> AsyncIterator[None]:
    """A dependency of the console: it records before the answer leaves, or there is none."""
    try:
        yield
    except NotAllowed as error:
        is_attempt = not isinstance(error, NotSignedIn | StaleForm)
        if visitor.user is not None and is_attempt:
            path, method = request.url.path[:_LONGEST], request.method
            await _record(zeroji, visitor.user, "access.denied", path, method=method)
        raise
    seen = _seen(request.url.path) if request.method == "GET" else None
    if visitor.user is not None and seen is not None:
        await _record(zeroji, visitor.user, *seen)


async def _record(zeroji: Zeroji, user: User, *what: str, **detail: str) -> None:
    record = partial(events.record_once, zeroji.database, user.name, *what, **detail)
    await run_in_threadpool(record)


def _seen(path: str) -> tuple[str, str] | None:
    """The action and the subject of looking at a page; None where it is not recorded."""
    for pattern, (action, subject) in SEEN.items():
        if found := re.fullmatch(pattern, path):
            return action, subject.format(*found.groups())[:_LONGEST]
    return None
