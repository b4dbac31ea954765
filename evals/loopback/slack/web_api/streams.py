"""chat.startStream, appendStream and stopStream: a message that grows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from evals.loopback.slack.limits import of_message
from evals.loopback.slack.naming import named
from evals.loopback.slack.web_api.calling import (
    Refused,
    invalid_arguments,
    method,
    refused,
)
from evals.loopback.slack.web_api.places import own_message, user_of, writable
from evals.loopback.slack.workspace import APP, BOT, BOT_ID, TEAM

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_LONGEST_PIECE = 12_000
_CHUNKS = ("markdown_text", "task_update", "plan_update", "blocks")


@method(
    "chat.startStream",
    "channel",
    "thread_ts markdown_text chunks recipient_user_id recipient_team_id task_display_mode "
    "icon_emoji icon_url username",
    scopes="chat:write",
)
def start(slack: Slack, args: Params) -> Params:
    channel = writable(slack, args["channel"])
    thread = args.get("thread_ts")
    if channel.direct and not thread:
        raise invalid_arguments("missing required field: thread_ts")
    if thread and slack.conversations.find(channel.id, str(thread)) is None:
        raise Refused("thread_not_found")
    if not channel.direct:
        for needed in ("recipient_user_id", "recipient_team_id"):
            if not args.get(needed):
                raise Refused(f"missing_{needed}")
        user_of(slack, args["recipient_user_id"])
    message: Params = {
        "type": "message",
        "channel": channel.id,
        "ts": slack.conversations.new_ts(),
        "user": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "team": TEAM,
        "text": "",
        "blocks": [],
        "streaming_state": "in_progress",
    } | ({"thread_ts": thread} if thread else {})
    _grow(message, args)
    slack.conversations.add(message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.appendStream", "channel ts", "markdown_text chunks", scopes="chat:write")
def append(slack: Slack, args: Params) -> Params:
    message = _streaming(slack, args)
    if not args.get("markdown_text") and not args.get("chunks"):
        raise Refused("no_text")
    _grow(message, args)
    return {"channel": message["channel"], "ts": message["ts"]}


@method(
    "chat.stopStream",
    "channel ts",
    "markdown_text chunks blocks metadata session_status",
    scopes="chat:write",
)
def stop(slack: Slack, args: Params) -> Params:
    message = _streaming(slack, args)
    blocks = args.get("blocks") or []
    error, problems = of_message("text", blocks)
    if error:
        raise refused(error, problems)
    _grow(message, args)
    written = [{"type": "markdown", "text": message["text"]}] if message["text"] else []
    message["blocks"] = named([*written, *message["blocks"], *blocks])
    message["streaming_state"] = "completed"
    if args.get("metadata"):
        message["metadata"] = args["metadata"]
    slack.echo(message)
    return {"channel": message["channel"], "ts": message["ts"], "message": message}


def _streaming(slack: Slack, args: Params) -> Params:
    message = own_message(slack, args, "message_not_owned_by_app")
    began = slack.conversations.written_at(message["channel"], message["ts"])
    if message.get("streaming_state") != "in_progress":
        raise Refused("message_not_in_streaming_state")
    if time.monotonic() - began > slack.stream_seconds:
        message["streaming_state"] = "errored"
        raise Refused("message_not_in_streaming_state")
    return message


def _grow(message: Params, args: Params) -> None:
    if args.get("markdown_text") and args.get("chunks"):
        raise Refused("streaming_mode_mismatch")
    chunks = args.get("chunks") or []
    if args.get("markdown_text"):
        chunks = [{"type": "markdown_text", "text": args["markdown_text"]}]
    for chunk in chunks:
        if chunk.get("type") not in _CHUNKS:
            raise Refused("invalid_chunks")
        if len(chunk.get("text") or "") > _LONGEST_PIECE:
            raise Refused("msg_too_long")
    for chunk in chunks:
        message["text"] += chunk.get("text") or ""
        message["blocks"] += chunk.get("blocks") or []
