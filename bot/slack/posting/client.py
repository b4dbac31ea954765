"""The client of Slack's Web API."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.jobs import JobFailed
from bot.settings import Settings
from bot.slack.posting.access import Access
from bot.slack.posting.refusals import (
    FOR_GOOD,
    NOT_GRANTED,
    WORTHLESS,
    Unreachable,
    error_of,
)

_SECONDS = 30
_RATE_LIMIT_RETRIES = 2


class Client(WebClient):
    """A client that leaves Slack alone while it refuses the token.

    Raises SlackApiError with Slack's last word instead of asking again.
    """

    def __init__(self, *, access: Access, **given: Any) -> None:
        super().__init__(**given)
        self.access = access

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        looked, since = bool(self.access.refused), self.access.since
        place = _place(api_method, given)
        if not self.access.may_ask():
            # It may have been taken back meanwhile: whoever asks, asks again.
            refusal = {"ok": False, "error": self.access.refused or "token_revoked"}
            raise SlackApiError("Slack refuses the token", refusal)  # type: ignore[no-untyped-call]
        lack = self.access.lacking.refusal(api_method, place)
        if lack is not None:
            raise SlackApiError("A scope is missing", lack)  # type: ignore[no-untyped-call]
        try:
            answer = super().api_call(api_method, **given)
        except SlackApiError as refusal:
            self.access.heard(error_of(refusal), looked=looked, since=since)
            if not self.access.refused:
                self.access.lacking.refused(api_method, place, refusal)
            raise
        self.access.heard("", looked=looked, since=since)
        self.access.lacking.done(api_method, place)
        return answer


def _place(method: str, given: Mapping[str, Any]) -> str:
    """The channel, where it depends on its kind which scope a call needs; else empty."""
    if not method.startswith("conversations."):
        return ""
    values = given.get("params") or given.get("json") or {}
    return str(values.get("channel") or "")


def web_client(settings: Settings, access: Access | None = None) -> Client:
    """A client of Slack's Web API that waits when Slack says Retry-After."""
    return Client(
        access=access or Access(),
        token=settings.slack_bot_token.get_secret_value(),
        base_url=f"{settings.slack_api_url.rstrip('/')}/",
        timeout=_SECONDS,
        # Made once: else each call would read the certificates anew.
        ssl=ssl.create_default_context(),
        # A lost connection is not in this list: the message may have arrived, so the job is
        # tried again, which looks first.
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=_RATE_LIMIT_RETRIES)],
        logger=quiet_logger("web"),
    )


def quiet_logger(name: str, level: int = logging.CRITICAL) -> logging.Logger:
    """A logger for Slack's libraries, which log requests and answers word by word."""
    logger = logging.getLogger(f"{__package__}.{name}")
    logger.setLevel(level)
    return logger


class TokenRefused(JobFailed):
    """Nothing reaches Slack until an administrator sets another token, and then everything does."""


class NotGranted(TokenRefused):
    """This does not until an administrator gives the app another scope; other calls do."""


@contextmanager
def asking_slack() -> Iterator[None]:
    """Calls of Slack whose failures become JobFailed, or Unreachable where they are for good."""
    try:
        yield
    except SlackApiError as refusal:
        word = error_of(refusal)
        if word in FOR_GOOD:
            raise Unreachable(word) from refusal
        if word in NOT_GRANTED:
            raise NotGranted(f"Slack refuses this for want of a scope: {word}") from refusal
        if word in WORTHLESS:
            raise TokenRefused(f"Slack refuses the token: {word}") from refusal
        raise JobFailed(f"Slack refused a message: {word}") from refusal
    except (SlackClientError, HTTPException, OSError) as error:
        raise JobFailed(f"Slack was not reached: {type(error).__name__}") from error
