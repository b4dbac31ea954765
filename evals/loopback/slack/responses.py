"""response_url: five answers to an interaction within half an hour."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evals.loopback.slack.limits import of_message
from evals.loopback.slack.naming import named
from evals.loopback.slack.workspace import APP, BOT, BOT_ID

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_MOST = 5
_SECONDS = 30 * 60


@dataclass
class Response:
    channel: str
    user: str
    #: The message that was pressed on; None for commands.
    message: Params | None
    at: float
    used: int = 0


class Responses:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._given: dict[str, Response] = {}
        self._numbers = itertools.count(1)

    def new_address(self, channel: str, user: str, message: Params | None = None) -> str:
        key = f"r{next(self._numbers)}"
        self._given[key] = Response(channel, user, message, time.monotonic())
        return f"{self._slack.url.removesuffix('api/')}response/{key}"

    def take(self, key: str, body: Params) -> Params:
        """Post, replace or delete what a response says; answers as Slack does."""
        given = self._given.get(key)
        if given is None or time.monotonic() - given.at > _SECONDS:
            return {"ok": False, "error": "expired_url"}
        if given.used >= _MOST:
            return {"ok": False, "error": "used_url"}
        given.used += 1
        with self._slack.lock:
            return self._do(given, body)

    def _do(self, given: Response, body: Params) -> Params:
        conversations = self._slack.conversations
        if body.get("delete_original") and given.message is not None:
            if given.message in conversations.ephemeral:
                conversations.ephemeral.remove(given.message)
            else:
                conversations.remove(given.message)
            return {"ok": True}
        error, _ = of_message(body.get("text"), body.get("blocks"))
        if error:
            return {"ok": False, "error": error}
        content = {"text": body.get("text", ""), "blocks": named(body.get("blocks") or [])}
        if body.get("replace_original") and given.message is not None:
            given.message.update(content)
            return {"ok": True}
        self.post(given.channel, given.user, body | content, body.get("thread_ts"))
        return {"ok": True}

    def post(self, channel: str, user: str, body: Params, thread: str | None = None) -> None:
        """A message that only the user sees, unless ``response_type`` is in_channel."""
        conversations = self._slack.conversations
        message: Params = {
            "type": "message",
            "channel": channel,
            "ts": conversations.new_ts(),
            "bot_id": BOT_ID,
            "app_id": APP,
            "text": body.get("text", ""),
            "blocks": body.get("blocks") or [],
        } | ({"thread_ts": thread} if thread else {})
        if body.get("response_type") == "in_channel":
            conversations.add(message | {"user": BOT})
        else:
            conversations.whisper(message | {"user": user, "is_ephemeral": True})
