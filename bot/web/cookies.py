"""Cookies that are set from anywhere in a request and leave with its answer."""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

YEAR = timedelta(days=365)


def set_cookie(request: Request, name: str, value: str, lasts: timedelta = YEAR) -> None:
    """Only this site's requests carry it, and no script can read it."""
    carrier = Response()
    carrier.set_cookie(
        name,
        value,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    request.state.cookies.append(carrier.headers["set-cookie"])


def forget_cookie(request: Request, name: str) -> None:
    set_cookie(request, name, "", timedelta(0))


class CookieMiddleware:
    """Adds the cookies that :func:`set_cookie` collected to the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies: list[str] = []
        if scope["type"] == "http":
            scope.setdefault("state", {})["cookies"] = cookies

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(b"set-cookie", cookie.encode("latin-1")) for cookie in cookies]
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        await self._app(scope, receive, send_with_cookies)
