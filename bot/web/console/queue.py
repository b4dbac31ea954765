"""The queue: what waits for staff, the most urgent first."""

from __future__ import annotations

from functools import partial
from typing import Any, cast, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot import choices
from bot.desk.listing import MOST_MATCHES, Found, Listing, Wanted
from bot.desk.searching import Questions
from bot.desk.ticket import STATUSES, WAITING
from bot.outcomes import EscalationReason
from bot.permissions import Action
from bot.users import User
from bot.web.access import ConsoleUser
from bot.web.lapse import age, due_in
from bot.web.pages import render, texts
from bot.web.visitors import CurrentVisitor, Here, Visitor
from knowledge.database import now

router = APIRouter()

PAGE = 50
#: Nobody reads on so far; who looks for something narrows the list.
FARTHEST = 10_000
#: Where somebody begins who may not see tickets.
LANDINGS: tuple[tuple[Action, str], ...] = (
    ("see_proposals", "/console/proposals"),
    ("see_manuals", "/console/manuals"),
    ("see_gaps", "/console/gaps"),
    ("see_numbers", "/console/numbers"),
    ("see_cases", "/console/cases"),
    ("see_traces", "/console/traces"),
    ("see_audit", "/console/audit"),
    ("administrate", "/console/members"),
)


@router.get("")
def queue(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    user: ConsoleUser,
    status: str = "waiting",
    owner: str = "anyone",
    topic: str = "",
    reason: str = "",
    overdue: bool = False,
    q: str = "",
    offset: int = 0,
) -> Response:
    """The list; whoever may not see tickets is sent to the first page that they may see."""
    if not visitor.may("see_tickets"):
        return RedirectResponse(landing(visitor), status_code=303)
    # In the shape of the address, so that every link keeps the rest.
    reason = reason if reason in get_args(EscalationReason) else ""
    chosen = {"status": status, "owner": owner, "topic": topic, "reason": reason}
    chosen |= {"overdue": "true" if overdue else "", "q": q.strip()}
    offset = min(max(offset, 0), FARTHEST)
    listing = Listing(
        zeroji.database,
        private=visitor.may("read_private"),
        questions=cast(Questions, request.app.state.questions),
    )
    found = listing.look(wanted(chosen, user), PAGE + 1, offset)
    users, at, text = zeroji.accounts.users(), now(), texts(request)
    return render(
        request,
        "console/queue.html",
        tickets=found.tickets[:PAGE],
        is_cut=found.is_cut,
        most=MOST_MATCHES,
        counts=_counts(found),
        topics=_offered(found.counted.topics, topic),
        reasons=_offered(found.counted.reasons, reason),
        statuses=("waiting", *STATUSES, "all"),
        members=[u for u in users if u.active and u.may("reply")],
        names={u.name: u.display_name for u in users},
        said=choices.in_tickets(
            zeroji.database, [t.id for t in found.tickets if choices.MARK in t.question]
        ),
        chosen=chosen,
        is_narrowed=_link(chosen, status="") != "/console",
        link=partial(_link, chosen),
        here=_link(chosen, offset=offset),
        previous=max(offset - PAGE, 0) if offset > 0 else None,
        following=offset + PAGE if len(found.tickets) > PAGE and offset < FARTHEST else None,
        due_in=lambda moment: due_in(moment, at, text),
        age=lambda moment: age(moment, at, text),
        late=lambda ticket: ticket.waits and ticket.due_at < at,
    )


def landing(visitor: Visitor) -> str:
    """The first page of the console that a visitor may see."""
    return next((path for action, path in LANDINGS if visitor.may(action)), "/")


def wanted(chosen: dict[str, str], user: User) -> Wanted:
    owners = {"anyone": None, "me": user.name, "nobody": ""}
    return Wanted(
        status=chosen["status"],
        owner=owners.get(chosen["owner"], chosen["owner"]),
        topic=chosen["topic"] or None,
        reason=chosen["reason"] or None,
        overdue=bool(chosen["overdue"]),
        text=chosen["q"],
    )


def _counts(found: Found) -> dict[str, int]:
    counts = found.counted.statuses
    waiting = sum(counts[status] for status in WAITING)
    return counts | {"all": sum(counts.values()), "waiting": waiting}


def _offered(counts: dict[str, int], chosen: str) -> list[tuple[str, int]]:
    """What a list may be narrowed to, with what it is narrowed to now."""
    named = {name: number for name, number in counts.items() if name}
    return sorted((({chosen: 0} if chosen else {}) | named).items())


def _link(chosen: dict[str, str], **changed: Any) -> str:
    """The address of the list, with something changed; what is as usual is left out."""
    usual = {"status": "waiting", "owner": "anyone", "offset": 0}
    said = {k: v for k, v in (chosen | changed).items() if v and usual.get(k) != v}
    return "/console" + (f"?{urlencode(said)}" if said else "")
