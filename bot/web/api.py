"""The HTTP API. Identity: the home's token, a session with its CSRF header, or a guest's cookie."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.encoders import jsonable_encoder
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.desk.ticket import Ticket
from bot.outcomes import Question
from bot.profiles import UNKNOWN
from bot.web.access import readable_passages
from bot.web.asking import ask
from bot.web.callers import Caller, caller
from bot.web.visitors import Here
from bot.wiring import Zeroji

router = APIRouter(prefix="/api", tags=["api"])
CurrentCaller = Annotated[Caller, Depends(caller)]


def _writable(text: str) -> str:
    """JSON can name half a character (a lone surrogate), which nothing can store."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("This is not Unicode text.") from error
    return text


Text = Annotated[str, AfterValidator(_writable)]


class AskRequest(BaseModel):
    """A question. ``as`` and ``audience`` need a token or a staff session."""

    model_config = ConfigDict(populate_by_name=True)

    question: Text
    conversation: Text | None = None
    on: date | None = None
    as_: Text | None = Field(default=None, alias="as")
    audience: list[Text] = []


class ReplyRequest(BaseModel):
    """A reply to everybody who asked. ``as`` names the staff member when a token is used."""

    model_config = ConfigDict(populate_by_name=True)

    text: Text
    as_: Text | None = Field(default=None, alias="as")


class PrivateRequest(BaseModel):
    """For whom a private ticket is opened, where a token is used: the one who asked."""

    model_config = ConfigDict(populate_by_name=True)

    as_: Text | None = Field(default=None, alias="as")


@router.post("/ask")
def ask_question(
    request: Request, asked: AskRequest, zeroji: Here, who: CurrentCaller
) -> dict[str, Any]:
    """Ask. The answer is what "zeroji ask --json" prints; as and audience need a token."""
    asker, audiences = who.asks_as(asked.as_, asked.audience)
    question = Question(
        text=asked.question,
        asker=asker,
        audiences=audiences,
        on=asked.on,
        conversation=asked.conversation,
        # Somebody else's hiring date is not told to staff who ask as them.
        profile=zeroji.accounts.profile_of(asker)
        if who.has_token or asker == who.visitor.asker
        else UNKNOWN,
    )
    return zeroji.engine.to_json(ask(request, question))


@router.post("/exchanges/{exchange_id}/private")
def confide(
    exchange_id: int, zeroji: Here, who: CurrentCaller, told: PrivateRequest | None = None
) -> dict[str, Any]:
    """Open a private ticket for a question of one's own, which counselors only read."""
    ticket = zeroji.desk.confide(exchange_id, who.acts_as(told.as_ if told else None))
    return {"ticket": ticket.id, "due": ticket.due_at.isoformat(), "private": ticket.private}


@router.get("/tickets")
def tickets(
    zeroji: Here,
    who: CurrentCaller,
    status: str | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[dict[str, Any]]:
    """What waits for staff, the most urgent first."""
    who.must("see_tickets")
    found = who.desk(zeroji).tickets(status, limit=limit, offset=offset)
    return cast(list[dict[str, Any]], jsonable_encoder([_shown(zeroji, who, t) for t in found]))


@router.post("/tickets/{ticket_id}/reply")
def reply(ticket_id: int, told: ReplyRequest, zeroji: Here, who: CurrentCaller) -> dict[str, Any]:
    """Tell every asker of the ticket. A private one needs a counselor's own session."""
    desk = who.desk(zeroji)
    who.must("see_tickets")
    who.must("read_private" if desk.ticket(ticket_id).private else "reply")
    ticket = desk.reply(ticket_id, who.acts_as(told.as_), told.text)
    return cast(dict[str, Any], jsonable_encoder(_shown(zeroji, who, ticket)))


def _shown(zeroji: Zeroji, who: Caller, ticket: Ticket) -> Ticket:
    if who.has_token:
        return ticket
    return replace(ticket, nearest=tuple(readable_passages(zeroji, who.visitor, ticket)))
