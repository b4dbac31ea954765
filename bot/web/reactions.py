"""The buttons under an answer: it helped, it is wrong, a person should look at it, in confidence
if need be."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.feedback import record_verdict
from bot.web.pages import render
from bot.web.security import check_csrf
from bot.web.thread import thread
from bot.web.visitors import CurrentVisitor, Here, Visitor

router = APIRouter(
    prefix="/exchanges/{exchange_id}", include_in_schema=False, dependencies=[Depends(check_csrf)]
)

Conversation = Annotated[str, Form()]


@router.post("/helpful")
def say_helpful(
    request: Request,
    exchange_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    conversation: Conversation,
) -> Response:
    record_verdict(zeroji.database, exchange_id, visitor.asker, "helpful")
    return _feedback_given(request, zeroji, visitor, conversation, exchange_id)


@router.post("/wrong")
def say_wrong(
    request: Request,
    exchange_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    conversation: Conversation,
) -> Response:
    """A wrong answer is worse than none: a person looks at the question at once."""
    record_verdict(zeroji.database, exchange_id, visitor.asker, "wrong")
    zeroji.desk.ask_a_person(exchange_id, visitor.asker, "complained")
    return _feedback_given(request, zeroji, visitor, conversation, exchange_id)


@router.post("/person")
def ask_a_person(
    request: Request,
    exchange_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    conversation: Conversation,
) -> Response:
    zeroji.desk.ask_a_person(exchange_id, visitor.asker)
    return _feedback_given(request, zeroji, visitor, conversation, exchange_id)


@router.post("/private")
def confide(
    request: Request,
    exchange_id: int,
    zeroji: Here,
    visitor: CurrentVisitor,
    conversation: Conversation,
) -> Response:
    zeroji.desk.confide(exchange_id, visitor.asker)
    return _feedback_given(request, zeroji, visitor, conversation, exchange_id)


def _feedback_given(
    request: Request, zeroji: Here, visitor: Visitor, conversation: str, exchange_id: int
) -> Response:
    if "HX-Request" not in request.headers:
        return RedirectResponse(f"/conversations/{conversation}", status_code=303)
    current = thread(zeroji, conversation, visitor.asker)
    entry = next(e for e in current.entries if e.message.exchange == exchange_id and e.kind)
    speaks = entry.kind in ("answer", "clarification")
    template = "chat/_feedback.html" if speaks else "chat/_private.html"
    return render(request, template, thread=current, entry=entry, given=True)
