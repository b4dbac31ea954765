"""The check that Slack's events reach the server: it is asked as Slack asks new addresses."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator

import httpx
from slack_sdk.signature import SignatureVerifier

from bot.diagnosis import Finding, found
from bot.slack import PATHS

_SECONDS = 10


def events(public_url: str, secret: str) -> Iterator[Finding]:
    """Ask the address of events with a signed ``url_verification``; nothing without a secret."""
    if not public_url:
        yield found("slack.events", "wrong", "unset")
    elif not public_url.startswith("https://"):
        yield found("slack.events", "wrong", "plain", url=public_url)
    elif secret:
        yield reached(f"{public_url.rstrip('/')}{PATHS[0]}", secret)


def reached(url: str, secret: str) -> Finding:
    """Whether a server that knows the secret takes events there."""
    challenge = secrets.token_hex(16)
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    # With the usual certificates only: Slack trusts no others either.
    try:
        answer = httpx.post(url, content=body, headers=_signed(secret, body), timeout=_SECONDS)
    except httpx.HTTPError as problem:
        return found("slack.events", "wrong", "unreached", url=url, problem=type(problem).__name__)
    if answer.status_code == 200 and challenge in answer.text:
        return found("slack.events", "ok", url=url)
    named = {401: "refused", 404: "missing"}
    key = named.get(answer.status_code, "odd")
    return found("slack.events", "wrong", key, url=url, status=answer.status_code)


def _signed(secret: str, body: str) -> dict[str, str]:
    at = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": signature or "",
    }
