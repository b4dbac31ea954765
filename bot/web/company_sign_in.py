"""Signing in with the company's account: to the identity provider and back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.oidc import Attempt, Provider, SignInRefused
from bot.web.cookies import cookie, forget_cookie, set_cookie
from bot.web.messages import translate
from bot.web.signing_in import at_home
from bot.web.visitors import CurrentVisitor, Here, Visitor
from knowledge.database import now
from knowledge.errors import NotFound

router = APIRouter(include_in_schema=False, prefix="/sign-in/oidc")

#: Holds the attempt while the browser is at the provider, so that nobody else can finish it.
ATTEMPT_COOKIE = "zeroji_sign_in"
_ATTEMPT_LASTS = timedelta(minutes=10)


@router.get("")
def begin(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    """A link and no form: browsers let no form of ours end on another site."""
    base = (zeroji.settings.public_url or str(request.base_url)).rstrip("/")
    url, attempt = _provider(request, visitor).begin(f"{base}/sign-in/oidc/callback")
    set_cookie(request, ATTEMPT_COOKIE, _sealed(attempt, zeroji.home.token), _ATTEMPT_LASTS)
    return RedirectResponse(url, status_code=303)


@router.get("/callback")
def finish(request: Request, zeroji: Here, visitor: CurrentVisitor) -> Response:
    provider = _provider(request, visitor)
    attempt = _unsealed(cookie(request, ATTEMPT_COOKIE), zeroji.home.token)
    # Whatever comes of it, it cannot be finished again.
    forget_cookie(request, ATTEMPT_COOKIE)
    identity = provider.finish(attempt, request.query_params)
    session = zeroji.accounts.sign_in_as(identity.subject, identity.verified_email)
    return at_home(request, zeroji, session)


def _provider(request: Request, visitor: Visitor) -> Provider:
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFound(translate(visitor.language)("error.not_found"))
    return provider


def _sealed(attempt: Attempt, key: str) -> str:
    said = json.dumps(asdict(attempt), default=datetime.isoformat)
    payload = base64.urlsafe_b64encode(said.encode()).decode()
    return f"{payload}.{_seal(payload, key)}"


def _unsealed(value: str, key: str) -> Attempt:
    """The attempt that this browser began. Raises SignInRefused when there is none."""
    payload, _, seal = value.partition(".")
    if not hmac.compare_digest(seal.encode(), _seal(payload, key).encode()):
        raise SignInRefused
    said = json.loads(base64.urlsafe_b64decode(payload))
    begun_at = datetime.fromisoformat(said.pop("begun_at"))
    if begun_at < now() - _ATTEMPT_LASTS:
        raise SignInRefused
    return Attempt(**said, begun_at=begun_at)


def _seal(payload: str, key: str) -> str:
    return hmac.new(key.encode(), f"sign-in:{payload}".encode(), hashlib.sha256).hexdigest()
