"""Who is asking: a signed-in user, or a guest known by a random cookie only.

The cookies' values are secrets. A guest's name is made from the cookie's hash, so that staff who
read the name on a ticket cannot take the guest's place.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from bot.outcomes import Language
from bot.permissions import Action
from bot.users import GUEST, User
from bot.web.cookies import cookie, set_cookie
from bot.web.messages import LANGUAGES, preferred
from bot.wiring import Zeroji
from knowledge.model import EVERYONE

SESSION_COOKIE = "zeroji_session"
GUEST_COOKIE = "zeroji_guest"
LANGUAGE_COOKIE = "zeroji_lang"
#: What open pages ask every minute, whether or not somebody sits there.
_ASKED_BY_PAGES = re.compile(r"/console/notices/count|/conversations/[^/]+/news")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever sends a request."""

    #: The name that questions are recorded under.
    asker: str
    user: User | None
    audiences: frozenset[str]
    language: Language
    #: The cookie that proves who it is; CSRF tokens are bound to it.
    credential: str

    def may(self, action: Action) -> bool:
        return self.user is not None and self.user.may(action)

    def may_read(self, audience: str) -> bool:
        return audience in self.audiences or self.may("administrate")


def zeroji_of(request: Request) -> Zeroji:
    return cast(Zeroji, request.app.state.zeroji)


async def _here(request: Request) -> Zeroji:
    # It waits for nothing, so it is not worth the way to another thread.
    return zeroji_of(request)


def visitor_of(request: Request) -> Visitor:
    """Looked up once a request; a new guest gets a cookie with the answer."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor = _user(request) or _guest(request)
    return cast(Visitor, request.state.visitor)


Here = Annotated[Zeroji, Depends(_here)]
CurrentVisitor = Annotated[Visitor, Depends(visitor_of)]


def _user(request: Request) -> Visitor | None:
    secret = cookie(request, SESSION_COOKIE)
    is_use = not _ASKED_BY_PAGES.fullmatch(request.url.path)
    accounts = zeroji_of(request).accounts
    user = accounts.user_of_session(secret, is_use) if secret else None
    if user is None:
        return None
    return Visitor(
        asker=user.name,
        user=user,
        audiences=user.audiences,
        language=_language(request),
        credential=secret,
    )


def _guest(request: Request) -> Visitor:
    secret = cookie(request, GUEST_COOKIE)
    if not _SECRET.fullmatch(secret):
        secret = secrets.token_urlsafe(32)
        set_cookie(request, GUEST_COOKIE, secret)
    return Visitor(
        asker=GUEST + hashlib.sha256(secret.encode()).hexdigest()[:12],
        user=None,
        audiences=frozenset({EVERYONE}),
        language=_language(request),
        credential=secret,
    )


def _language(request: Request) -> Language:
    wanted = request.query_params.get("lang", "")
    kept = cookie(request, LANGUAGE_COOKIE)
    for language in LANGUAGES:
        if language == wanted:
            set_cookie(request, LANGUAGE_COOKIE, language)
            return language
    for language in LANGUAGES:
        if language == kept:
            return language
    return preferred(request.headers.get("Accept-Language", ""))
