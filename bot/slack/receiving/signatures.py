"""Whether a request comes from Slack."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier

_LONGEST_TIMESTAMP = 12


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Check Slack's signature, which is good for five minutes."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    # The verifier raises on what is no number, not ASCII or not UTF-8.
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        return False
    if not signature.isascii():
        return False
    try:
        return SignatureVerifier(secret).is_valid(body, timestamp, signature)
    except UnicodeDecodeError:
        return False
