"""Signing in by a one-time link, and out again, here or everywhere.

Opening the link shows a button, and only the button uses the link up: mail scanners and chat
previews open links too.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.sessions import SESSION_LENGTH
from bot.web.cookies import cookie, forget_cookie, set_cookie
from bot.web.pages import render
from bot.web.security import check_csrf
from bot.web.visitors import SESSION_COOKIE, CurrentVisitor, Here
from bot.wiring import Zeroji

router = APIRouter(include_in_schema=False, dependencies=[Depends(check_csrf)])


@router.get("/sign-in")
def sign_in_page(
    request: Request, zeroji: Here, visitor: CurrentVisitor, link: str = ""
) -> Response:
    sessions = zeroji.accounts.sessions.of(visitor.user.name) if visitor.user else []
    has_provider = request.app.state.provider is not None
    return render(request, "sign_in.html", link=link, sessions=sessions, has_provider=has_provider)


@router.post("/sign-in")
def sign_in(request: Request, zeroji: Here, link: Annotated[str, Form()]) -> Response:
    return at_home(request, zeroji, zeroji.accounts.sign_in(link))


@router.post("/sign-out")
def sign_out(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    if visitor.user is not None:
        zeroji.accounts.sign_out(visitor.credential)
        forget_cookie(request, SESSION_COOKIE)
    return RedirectResponse("/", status_code=303)


@router.post("/sign-out/everywhere")
def sign_out_everywhere(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    if visitor.user is not None:
        zeroji.accounts.sessions.end_of(visitor.user.name, visitor.user.name)
        forget_cookie(request, SESSION_COOKIE)
    return RedirectResponse("/", status_code=303)


def at_home(request: Request, zeroji: Zeroji, session: str) -> Response:
    """Signed in with a new session, at the page where one's work is."""
    before = cookie(request, SESSION_COOKIE)
    if before:
        zeroji.accounts.sign_out(before)
    set_cookie(request, SESSION_COOKIE, session, SESSION_LENGTH)
    user = zeroji.accounts.user_of_session(session)
    at_work = user is not None and user.may("see_console")
    return RedirectResponse("/console" if at_work else "/", status_code=303)
