"""A ticket: why it was not answered, what is nearest to it, and what staff do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.answering.ledger import Message
from bot.desk.ticket import Ticket
from bot.web.access import (
    ConsoleUser,
    Replier,
    TheirDesk,
    readable_passages,
    unreadable_answers,
)
from bot.web.pages import render
from bot.web.visitors import CurrentVisitor, Here
from bot.wiring import Zeroji

router = APIRouter(prefix="/tickets/{ticket_id}")

Text = Annotated[str, Form()]


@router.get("")
def ticket_page(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    desk: TheirDesk,
    visitor: CurrentVisitor,
    _user: ConsoleUser,
) -> Response:
    ticket = desk.ticket(ticket_id)
    readable = readable_passages(zeroji, visitor, ticket)
    conversation = _conversation(zeroji, ticket)
    return render(
        request,
        "console/ticket.html",
        ticket=ticket,
        may_work=visitor.may("read_private" if ticket.private else "reply"),
        conversation=conversation,
        unreadable=unreadable_answers(zeroji, visitor, conversation),
        nearest=readable,
        hidden=len(ticket.nearest) - len(readable),
        proposals=[p for p in zeroji.proposals.proposals(None) if p.ticket_id == ticket_id],
    )


@router.post("/claim")
def claim(ticket_id: int, desk: TheirDesk, user: Replier) -> Response:
    desk.claim(ticket_id, user.name)
    return _back(ticket_id, "claimed")


@router.post("/release")
def release(ticket_id: int, desk: TheirDesk, user: Replier) -> Response:
    desk.release(ticket_id, user.name)
    return _back(ticket_id, "released")


@router.post("/reply")
def reply(ticket_id: int, desk: TheirDesk, user: Replier, text: Text = "") -> Response:
    desk.reply(ticket_id, user.name, text)
    return _back(ticket_id, "replied")


@router.post("/dismiss")
def dismiss(ticket_id: int, desk: TheirDesk, user: Replier, because: Text = "") -> Response:
    desk.dismiss(ticket_id, user.name, because)
    return _back(ticket_id, "dismissed")


@router.post("/reopen")
def reopen(ticket_id: int, desk: TheirDesk, user: Replier) -> Response:
    desk.reopen(ticket_id, user.name)
    return _back(ticket_id, "reopened")


def _back(ticket_id: int, done: str) -> Response:
    return RedirectResponse(f"/console/tickets/{ticket_id}?done={done}", status_code=303)


def _conversation(zeroji: Zeroji, ticket: Ticket) -> list[Message]:
    """What led the first asker to the question, and the replies to it.

    What they asked afterwards, or in confidence, is not shown.
    """
    if not ticket.askers:
        return []
    first = ticket.askers[0]
    messages = zeroji.ledger.messages(first.conversation, first.asker)
    if ticket.private:
        return _confided(zeroji, messages, first.conversation)
    confidential = {
        m.exchange for m in messages if m.outcome and m.outcome["reason"] == "sensitive"
    }
    return [
        message
        for message in messages
        if message.ticket == ticket.id
        or (
            (message.exchange or 0) <= first.exchange_id
            and message.exchange is not None
            and message.exchange not in confidential
        )
    ]


def _confided(zeroji: Zeroji, messages: Sequence[Message], conversation: str) -> list[Message]:
    """What of a conversation was handed to counselors, with their replies; nothing else of it."""
    asked = zeroji.desk.asked_in(conversation)
    private = {exchange: ticket.id for exchange, ticket in asked.items() if ticket.private}
    return [m for m in messages if m.exchange in private or m.ticket in private.values()]
