"""What every answer and every form carries against misuse: headers, limits, CSRF tokens."""

from __future__ import annotations

import hashlib
import hmac

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.messages import translate
from bot.web.visitors import CurrentVisitor, visitor_of, zeroji_of
from knowledge.errors import NotAllowed

CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A sign-in link or a conversation's address is nobody else's business.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class StaleForm(NotAllowed):
    """The form is of another session, or comes from another site."""


def csrf_token(request: Request) -> str:
    """Bound to the visitor's cookie, so that a token is of no use to anybody else."""
    key = zeroji_of(request).home.token.encode()
    credential = visitor_of(request).credential
    return hmac.new(key, f"csrf:{credential}".encode(), hashlib.sha256).hexdigest()


async def check_csrf(request: Request, visitor: CurrentVisitor) -> None:
    """A dependency of every router whose forms change something."""
    if request.method in SAFE_METHODS:
        return
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        given = str((await request.form()).get(CSRF_FIELD, ""))
    if not hmac.compare_digest(given.encode(), csrf_token(request).encode()):
        raise StaleForm(translate(visitor.language)("error.csrf"))


class SecurityHeaders:
    """Puts :data:`HEADERS` on every answer; only static files may be kept by a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                static = scope["path"].startswith("/static/")
                headers["Cache-Control"] = "max-age=31536000" if static else "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses a request body over the limit of its path, whatever length it declares."""

    def __init__(self, app: ASGIApp, *, limits: dict[str, int], default: int) -> None:
        self._app = app
        self._limits = limits
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, read = self._limits.get(scope["path"], self._default), 0

        async def receive_limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_limited, send)
