"""Posts messages to threads, once in effect."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.jobs import JobFailed
from bot.settings import Settings
from bot.slack.blocks import Message
from bot.slack.places import Place

_log = logging.getLogger(__name__)

#: Names our messages in Slack's metadata, so that they are found again.
_POSTED = "zeroji_posted"
_SECONDS = 30
_RATE_LIMIT_RETRIES = 2
_PAGE = 200
_WORD = re.compile(r"[a-z_]{1,100}")


def web_client(settings: Settings) -> WebClient:
    """A client of Slack's Web API that waits when Slack says Retry-After."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=f"{settings.slack_api_url.rstrip('/')}/",
        timeout=_SECONDS,
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


class Poster:
    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, place: Place, key: str, messages: Sequence[Message], *, again: bool) -> None:
        """Post messages to a thread; ``again`` says that some may be there already.

        Raises JobFailed when Slack does not take them.
        """
        try:
            posted = self._posted(place) if again else frozenset()
            for number, message in enumerate(messages):
                name = f"{key}#{number}"
                if name not in posted:
                    self._post(place, name, message)
        except SlackApiError as refusal:
            raise JobFailed(f"Slack refused a message: {error_of(refusal)}") from refusal
        except (SlackClientError, HTTPException, OSError) as error:
            raise JobFailed(f"Slack was not reached: {type(error).__name__}") from error

    def _post(self, place: Place, name: str, message: Message) -> None:
        self._client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": _POSTED, "event_payload": {"name": name}},
            unfurl_links=False,
            unfurl_media=False,
        )

    def _posted(self, place: Place) -> frozenset[str]:
        """Names of our messages in a thread."""
        names: set[str] = set()
        cursor = ""
        while True:
            try:
                page = self._client.conversations_replies(
                    channel=place.channel,
                    ts=place.thread,
                    include_all_metadata=True,
                    limit=_PAGE,
                    cursor=cursor,
                )
            except SlackApiError as refusal:
                # Without the scope to read the thread: better told twice than not at all.
                _log.warning("A thread could not be read: %s", error_of(refusal))
                return frozenset()
            for message in page.get("messages") or ():
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == _POSTED:
                    names.add(metadata["event_payload"]["name"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return frozenset(names)


def error_of(refusal: SlackApiError) -> str:
    """Slack's word for what is wrong, e.g. ``channel_not_found``."""
    word = str(refusal.response.get("error"))
    return word if _WORD.fullmatch(word) else "an answer that is no word of Slack's"
