"""The employees' chat. Works as plain forms; with htmx the page stays where it is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.answering.engine import LONGEST_QUESTION
from bot.outcomes import Question
from bot.profiles import UNKNOWN
from bot.web.asking import ask
from bot.web.earlier import listed
from bot.web.examples import examples
from bot.web.pages import render, texts
from bot.web.security import check_csrf
from bot.web.thread import Thread, thread
from bot.web.visitors import CurrentVisitor, Here, visitor_of, zeroji_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_csrf)])

#: Earlier questions beside the chat.
LISTED = 30
Seen = Annotated[int, Form(ge=0)]


@router.get("/")
def new_question(request: Request) -> Response:
    return _page(request, None)


@router.get("/conversations/{conversation}")
def conversation_page(
    request: Request, conversation: str, zeroji: Here, visitor: CurrentVisitor
) -> Response:
    return _page(request, thread(zeroji, conversation, visitor.asker))


@router.get("/conversations/{conversation}/news")
def news(
    request: Request,
    conversation: str,
    zeroji: Here,
    visitor: CurrentVisitor,
    seen: int = 0,
    poll: int = 0,
) -> Response:
    """What came since the page last looked, e.g. a reply of the staff; 204 if nothing did.

    Nor is it 204 where the page is to look more often than every ``poll`` seconds, or less.
    """
    current = thread(zeroji, conversation, visitor.asker, seen)
    if not current.entries and poll in (0, current.poll):
        return Response(status_code=204)
    return render(request, "chat/_news.html", thread=current)


@router.post("/ask")
def ask_question(
    request: Request,
    zeroji: Here,
    visitor: CurrentVisitor,
    question: Annotated[str, Form()] = "",
    conversation: Annotated[str, Form()] = "",
    seen: Seen = 0,
) -> Response:
    before = thread(zeroji, conversation, visitor.asker) if conversation else None
    if problem := _problem(request, question):
        return _asked_wrongly(request, before, question, problem)
    exchange = ask(
        request,
        Question(
            text=question,
            asker=visitor.asker,
            audiences=visitor.audiences,
            conversation=conversation or None,
            profile=visitor.user.profile if visitor.user else UNKNOWN,
        ),
    )
    address = f"/conversations/{exchange.conversation}"
    if "HX-Request" not in request.headers:
        return RedirectResponse(address, status_code=303)
    current = thread(zeroji, exchange.conversation, visitor.asker, seen)
    headers = {} if conversation else {"HX-Push-Url": address}
    return render(
        request,
        "chat/_asked.html",
        headers=headers,
        thread=current,
        conversations=listed(zeroji, visitor.asker, LISTED),
    )


def _problem(request: Request, question: str) -> str:
    if not question.strip():
        return texts(request)("chat.empty")
    if len(question) > LONGEST_QUESTION:
        return texts(request)("chat.too_long", length=len(question), longest=LONGEST_QUESTION)
    return ""


def _asked_wrongly(
    request: Request, current: Thread | None, question: str, problem: str
) -> Response:
    if "HX-Request" in request.headers:
        show = {"HX-Retarget": "#ask-problem", "HX-Reswap": "innerHTML"}
        return render(request, "chat/_problem.html", 422, show, problem=problem)
    return _page(request, current, 422, draft=question, problem=problem)


def _page(
    request: Request, current: Thread | None, status: int = 200, draft: str = "", problem: str = ""
) -> Response:
    zeroji, visitor = zeroji_of(request), visitor_of(request)
    return render(
        request,
        "chat/page.html",
        status,
        thread=current,
        conversations=listed(zeroji, visitor.asker, LISTED),
        examples=() if current else examples(zeroji.library, visitor),
        draft=draft,
        problem=problem,
        longest=LONGEST_QUESTION,
    )
