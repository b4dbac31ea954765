"""A ticket: why it was not answered, what is nearest to it, and what staff do about it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.desk.notices import Notices
from bot.desk.ticket import Ticket
from bot.web.access import Replier, TheirDesk, TicketReader
from bot.web.console import citing
from bot.web.console.ticket_page import Page, Typed
from bot.web.pages import go_to, render
from bot.web.visitors import CurrentVisitor, Here
from knowledge.errors import Conflict, InvalidInput

router = APIRouter(prefix="/tickets/{ticket_id}")

Text = Annotated[str, Form()]
Ticked = Annotated[list[str], Form()]
QUEUE = "/console"


@router.get("")
def ticket_page(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    desk: TheirDesk,
    visitor: CurrentVisitor,
    user: TicketReader,
    find: str = "",
) -> Response:
    ticket = desk.ticket(ticket_id)
    Notices(zeroji.database).read_about(user.name, ticket_id=ticket_id)
    typed = Typed(find=find)
    return Page(
        request=request, zeroji=zeroji, desk=desk, visitor=visitor, ticket=ticket, typed=typed
    ).response()


@router.get("/passages")
def passages(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    desk: TheirDesk,
    visitor: CurrentVisitor,
    _user: TicketReader,
    find: str = "",
) -> Response:
    """Hits of a search in the manuals, to be ticked; for htmx."""
    ticket = desk.ticket(ticket_id)
    shown = {place["chunk_id"] for place in ticket.nearest}
    found = [p for p in citing.search(zeroji, visitor, find) if p["chunk_id"] not in shown]
    hits = citing.choices(zeroji, found)
    return render(request, "console/_hits.html", hits=hits, find=find, ticket=ticket)


@router.post("/claim")
def claim(
    request: Request, ticket_id: int, desk: TheirDesk, user: Replier, back: Text = ""
) -> Response:
    """Take the ticket; ``back`` is the address of the queue it was taken from."""
    desk.claim(ticket_id, user.name)
    if back == QUEUE or back.startswith(f"{QUEUE}?"):
        return go_to(request, f"{back}{'&' if '?' in back else '?'}done=claimed")
    return _back(request, ticket_id, "claimed")


@router.post("/release")
def release(request: Request, ticket_id: int, desk: TheirDesk, user: Replier) -> Response:
    desk.release(ticket_id, user.name)
    return _back(request, ticket_id, "released")


@router.post("/reply")
def reply(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    desk: TheirDesk,
    visitor: CurrentVisitor,
    user: Replier,
    text: Text = "",
    cite: Ticked = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Send the reply; if it cannot be sent, the page comes back with what was typed."""
    ticket = desk.ticket(ticket_id)
    try:
        citations = citing.ticked_places(zeroji, visitor, ticket, cite)
        desk.reply(ticket_id, user.name, text, citations)
    except (Conflict, InvalidInput) as problem:
        now = desk.ticket(ticket_id)
        if _is_sent(now, user.name, text):
            return _back(request, ticket_id, "replied")
        typed = Typed(text=text, problem=problem.text(visitor.language))
        page = Page(
            request=request, zeroji=zeroji, desk=desk, visitor=visitor, ticket=now, typed=typed
        )
        return _not_sent(page, problem)
    return _back(request, ticket_id, "replied")


@router.post("/dismiss")
def dismiss(
    request: Request, ticket_id: int, desk: TheirDesk, user: Replier, because: Text = ""
) -> Response:
    desk.dismiss(ticket_id, user.name, because)
    return _back(request, ticket_id, "dismissed")


@router.post("/reopen")
def reopen(request: Request, ticket_id: int, desk: TheirDesk, user: Replier) -> Response:
    desk.reopen(ticket_id, user.name)
    return _back(request, ticket_id, "reopened")


@router.post("/hand-over")
def hand_over(
    request: Request,
    ticket_id: int,
    desk: TheirDesk,
    user: Replier,
    to: Text = "",
    note: Text = "",
) -> Response:
    desk.hand_over(ticket_id, user.name, to, note)
    return _back(request, ticket_id, "handed_over")


@router.post("/notes")
def add_note(
    request: Request, ticket_id: int, desk: TheirDesk, user: Replier, note: Text = ""
) -> Response:
    desk.note(ticket_id, user.name, note)
    return _back(request, ticket_id, "noted")


@router.post("/split")
def split(
    request: Request,
    ticket_id: int,
    desk: TheirDesk,
    user: Replier,
    exchange: Annotated[int, Form()],
) -> Response:
    """Make one asker's question a ticket of its own, and go there."""
    return _back(request, desk.split(ticket_id, exchange, user.name).id, "split")


def _is_sent(ticket: Ticket, by: str, text: str) -> bool:
    """Whether the very reply has arrived before, and only its confirmation was lost."""
    return ticket.owner == by and bool(ticket.reply) and ticket.reply == text.strip()


def _not_sent(page: Page, problem: Conflict | InvalidInput) -> Response:
    """What keeps the reply from being sent. The whole page only where it is needed: without
    scripts, and for what can be put right in it. Of many who reply at once all but one come here.
    """
    is_htmx = "HX-Request" in page.request.headers
    if isinstance(problem, InvalidInput) and not is_htmx:
        return page.response(422)
    names = {user.name: user.display_name for user in page.zeroji.accounts.users()}
    return render(
        page.request,
        "console/_not_sent.html" if is_htmx else "console/not_sent.html",
        409 if isinstance(problem, Conflict) else 422,
        ticket=page.ticket,
        typed=page.typed,
        names=names,
        mine=page.ticket.owner == page.visitor.asker,
    )


def _back(request: Request, ticket_id: int, done: str) -> Response:
    return go_to(request, f"/console/tickets/{ticket_id}?done={done}")
