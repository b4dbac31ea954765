"""Slack's signature of the requests that it sends."""

from __future__ import annotations

import hashlib
import hmac
import time

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def signed(body: bytes, *, at: float | None = None) -> dict[str, str]:
    """The headers of a request with this body, sent now or at a time."""
    timestamp = str(int(at or time.time()))
    text = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(SECRET.encode(), text, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
