"""A drafted reply on the page of a ticket, where a language model is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.desk.drafting import Earlier, Sentence, draft
from bot.language_model import NoReply
from bot.web.access import Replier, TheirDesk
from bot.web.console import citing
from bot.web.console.ticket_page import Page, Typed
from bot.web.messages import Translate
from bot.web.pages import render, texts
from bot.web.visitors import CurrentVisitor, Here
from knowledge.errors import InvalidInput

router = APIRouter(prefix="/tickets/{ticket_id}")

_KNOWN_PROBLEMS = ("timeout", "spent")


@router.post("/draft")
def drafted(
    request: Request,
    ticket_id: int,
    zeroji: Here,
    desk: TheirDesk,
    visitor: CurrentVisitor,
    user: Replier,
    text: Annotated[str, Form()] = "",
    cite: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Sentences to take over. Nothing is sent, and what was typed stays as it is."""
    ticket = desk.ticket(ticket_id)
    if ticket.private or zeroji.model is None:
        raise InvalidInput(texts(request)("draft.not_here"))
    page = Page(request=request, zeroji=zeroji, desk=desk, visitor=visitor, ticket=ticket)
    earlier = [
        Earlier(question=one.ticket.question, reply=one.ticket.reply or "")
        for one in page.similar()
    ]
    passages = citing.for_askers(zeroji, visitor, ticket)
    sentences: list[Sentence] = []
    problem = ""
    try:
        sentences = draft(zeroji.model, ticket.question, passages, earlier, user.name)
    except NoReply as no_reply:
        problem = _problem(no_reply, texts(request))
    status = 503 if problem else 200
    if "HX-Request" in request.headers:
        return render(
            request, "console/_draft.html", status, draft=sentences, draft_problem=problem
        )
    typed = Typed(text=text, cite=cite, draft=sentences, draft_problem=problem)
    return Page(
        request=request, zeroji=zeroji, desk=desk, visitor=visitor, ticket=ticket, typed=typed
    ).response(status)


def _problem(no_reply: NoReply, text: Translate) -> str:
    """Why there is no draft, for staff who do not know how the model is set up."""
    kind = no_reply.kind if no_reply.kind in _KNOWN_PROBLEMS else "unavailable"
    return text(f"draft.{kind}")
