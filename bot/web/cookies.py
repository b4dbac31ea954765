"""Cookies that are set from anywhere in a request and leave with its answer.

Over https their names begin with ``__Host-``: a browser takes such a cookie from this very host
only, over https only, and for all of its paths.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

YEAR = timedelta(days=365)


def set_cookie(request: Request, name: str, value: str, lasts: timedelta = YEAR) -> None:
    """Only this site's requests carry it, and no script can read it."""
    carrier = Response()
    carrier.set_cookie(
        _name(request, name),
        value,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_https(request),
    )
    request.state.cookies.append(carrier.headers["set-cookie"])


def forget_cookie(request: Request, name: str) -> None:
    set_cookie(request, name, "", timedelta(0))


def cookie(request: Request, name: str) -> str:
    """The value that the browser sent; empty without one."""
    return request.cookies.get(_name(request, name), "")


def is_https(request: Request) -> bool:
    """Whether the browser came over https, also where a proxy in front of us speaks it."""
    public = urlsplit(str(request.app.state.zeroji.settings.public_url))
    is_public = public.scheme == "https" and request.url.hostname == public.hostname
    return is_public or request.url.scheme == "https"


def _name(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_https(request) else name


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
