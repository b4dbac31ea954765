"""Signing in by a one-time link, and out again.

Opening the link shows a button, and only the button uses the link up: mail scanners and chat
previews open links too.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.accounts import SESSION_LENGTH
from bot.web.cookies import forget_cookie, set_cookie
from bot.web.pages import render
from bot.web.security import check_csrf
from bot.web.visitors import SESSION_COOKIE, CurrentVisitor, Here

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_csrf)])


@router.get("/sign-in")
def sign_in_page(request: Request, link: str = "") -> Response:
    return render(request, "sign_in.html", link=link)


@router.post("/sign-in")
def sign_in(request: Request, zeroji: Here, link: Annotated[str, Form()]) -> Response:
    session = zeroji.accounts.sign_in(link)
    set_cookie(request, SESSION_COOKIE, session, SESSION_LENGTH)
    user = zeroji.accounts.user_of_session(session)
    at_work = user is not None and user.may("see_console")
    return RedirectResponse("/console" if at_work else "/", status_code=303)


@router.post("/sign-out")
def sign_out(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    if visitor.user is not None:
        zeroji.accounts.sign_out(visitor.credential)
        forget_cookie(request, SESSION_COOKIE)
    return RedirectResponse("/", status_code=303)
