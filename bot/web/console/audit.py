"""The audit log: who did what and when, whether the log is whole, and a file of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from bot.audit import KEPT_HEAD, Verified, verify_and_keep
from bot.audit_log import COLUMNS, AuditLog, Event, Wanted, cells
from bot.spreadsheet_cells import BOM, write_csv
from bot.web.access import Auditor
from bot.web.messages import catalogue
from bot.web.pages import render, texts
from bot.web.visitors import CurrentVisitor, Here, Visitor
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput

router = APIRouter(prefix="/audit")

#: Events on a page, and rows of a file that are sent together.
_AT_ONCE = 100
#: Where the subjects of events have a page.
_PLACES = {
    "ticket": "/console/tickets/",
    "proposal": "/console/proposals/",
    "user": "/console/members/",
}


@router.get("")
def audit(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: Auditor,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    until: str = "",
    before: int | None = None,
) -> Response:
    """The newest events first, so narrowed; ``before`` is the number that they are older than."""
    wanted = _wanted(actor, action, subject, since, until)
    return _page(request, zeroji, visitor, wanted, before)


@router.post("/verify")
def verify(request: Request, zeroji: Here, visitor: CurrentVisitor, _user: Auditor) -> Response:
    verified = verify_and_keep(zeroji.database, zeroji.home.path / KEPT_HEAD)
    return _page(request, zeroji, visitor, Wanted(), None, verified)


@router.get("/export")
def export(
    zeroji: Here,
    visitor: CurrentVisitor,
    _user: Auditor,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    until: str = "",
) -> Response:
    wanted = _wanted(actor, action, subject, since, until)
    events = _log(zeroji, visitor).oldest(wanted)
    return StreamingResponse(
        _csv(events),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="audit-{date.today()}.csv"'},
    )


def _page(
    request: Request,
    zeroji: Zeroji,
    visitor: Visitor,
    wanted: Wanted,
    before: int | None,
    verified: Verified | None = None,
) -> Response:
    log = _log(zeroji, visitor)
    found = list(islice(log.newest(wanted, before=before), _AT_ONCE + 1))
    shown, narrowed = found[:_AT_ONCE], _narrowed(wanted)
    older = {**narrowed, "before": shown[-1].number} if len(found) > _AT_ONCE else {}
    return render(
        request,
        "console/audit.html",
        events=shown,
        actions=log.actions(),
        chosen=wanted,
        narrowed=urlencode(narrowed),
        older=urlencode(older),
        verified=verified,
        named=_namer(request),
        place=_place,
        told=_told,
    )


def _log(zeroji: Zeroji, visitor: Visitor) -> AuditLog:
    return AuditLog(zeroji.database, in_confidence=visitor.may("read_private"))


def _csv(events: Iterator[Event]) -> Iterator[str]:
    rows: Iterator[Any] = chain([COLUMNS], map(cells, events))
    yield BOM
    while portion := list(islice(rows, _AT_ONCE)):
        out = io.StringIO()
        write_csv(out, portion)
        yield out.getvalue()


def _wanted(actor: str, action: str, subject: str, since: str, until: str) -> Wanted:
    return Wanted(
        actor=actor.strip(),
        action=action.strip(),
        subject=subject.strip(),
        since=_day(since),
        until=_day(until),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidInput(
            f"{text!r} is no day: write it like 2026-04-01.",
            f"「{text}」は日付として読めません。2026-04-01 のように入力してください。",
        ) from error


def _narrowed(wanted: Wanted) -> dict[str, str]:
    """The filter as it stands in an address."""
    return {name: str(value) for name, value in vars(wanted).items() if value}


def _namer(request: Request) -> Callable[[str], str]:
    """What an action is called; by its own name where the catalogue has none."""
    text = texts(request)
    return lambda action: text(f"action.{action}") if f"action.{action}" in catalogue() else action


def _place(subject: str) -> str:
    kind, _, name = subject.partition(":")
    return _PLACES[kind] + quote(name, safe="") if kind in _PLACES else ""


def _told(detail: dict[str, Any]) -> str:
    """A detail in one line, of a text's digest only its beginning."""
    return " · ".join(f"{name}: {_value(value)}" for name, value in sorted(_flat(detail)))


def _flat(detail: dict[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in detail.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", value


def _value(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:12]}…" if re.fullmatch("[0-9a-f]{64}", text) else text
