"""chat.*: messages that the app posts, changes, deletes and whispers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals.loopback.slack.limits import of_message
from evals.loopback.slack.naming import named
from evals.loopback.slack.web_api.calling import (
    Refused,
    invalid_arguments,
    method,
    refused,
)
from evals.loopback.slack.web_api.places import (
    channel_of,
    own_message,
    user_of,
    writable,
)
from evals.loopback.slack.workspace import APP, BOT, BOT_ID, TEAM, Channel

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_CONTENT = "text blocks attachments markdown_text metadata"
_LOOK = "icon_emoji icon_url username parse link_names unfurl_links unfurl_media mrkdwn as_user"
_LARGEST_METADATA = 8_000


@method(
    "chat.postMessage",
    "channel",
    f"{_CONTENT} {_LOOK} thread_ts reply_broadcast client_msg_id",
    scopes="chat:write",
)
def post_message(slack: Slack, args: Params) -> Params:
    channel = writable(slack, args["channel"])
    message = slack.conversations.add(_message(slack, channel, args))
    slack.echo(message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


@method("chat.postEphemeral", "channel user", f"{_CONTENT} {_LOOK} thread_ts", scopes="chat:write")
def post_ephemeral(slack: Slack, args: Params) -> Params:
    channel = writable(slack, args["channel"])
    user = user_of(slack, args["user"])
    if user.id not in channel.members:
        raise Refused("user_not_in_channel")
    message = _message(slack, channel, args)
    # "user" is who sees it: whose it is needs no telling.
    message = slack.conversations.whisper(message | {"user": user.id, "is_ephemeral": True})
    return {"message_ts": message["ts"]}


@method("chat.update", "channel ts", f"{_CONTENT} {_LOOK} reply_broadcast", scopes="chat:write")
def update(slack: Slack, args: Params) -> Params:
    message = own_message(slack, args, "cant_update_message")
    if message.get("streaming_state") == "in_progress":
        raise Refused("streaming_state_conflict")
    changed = _content(args)
    before = dict(message)
    if "blocks" not in args and "text" in args:
        message.pop("blocks", None)
    message.update(changed, edited={"user": BOT_ID, "ts": slack.conversations.new_ts()})
    slack.echo_change(message, before)
    return {"channel": message["channel"], "ts": message["ts"], "text": message.get("text", "")}


@method("chat.delete", "channel ts", "as_user", scopes="chat:write")
def delete(slack: Slack, args: Params) -> Params:
    message = own_message(slack, args, "cant_delete_message")
    channel, ts = message["channel"], message["ts"]
    slack.conversations.remove(message)
    return {"channel": channel, "ts": ts}


@method("chat.getPermalink", "channel message_ts", json=False)
def get_permalink(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel"])
    message = slack.conversations.find(channel.id, args["message_ts"])
    if message is None:
        raise Refused("message_not_found")
    link = f"https://zeroji.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _message(slack: Slack, channel: Channel, args: Params) -> Params:
    thread = args.get("thread_ts")
    if thread and slack.conversations.find(channel.id, str(thread)) is None:
        raise Refused("thread_not_found")
    written = {"bot_id": BOT_ID, "app_id": APP, "user": BOT, "team": TEAM}
    placed = {"type": "message", "channel": channel.id, "ts": slack.conversations.new_ts()}
    return placed | written | _content(args) | ({"thread_ts": str(thread)} if thread else {})


def _content(args: Params) -> Params:
    text, markdown, blocks = args.get("text"), args.get("markdown_text"), args.get("blocks")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    error, problems = of_message(text or markdown, blocks)
    if error == "no_text" and args.get("attachments"):
        error = ""
    if error:
        raise refused(error, problems)
    told = {"text": text or markdown or ""}
    if blocks is not None:
        told["blocks"] = named(blocks)
    return told | _metadata(args.get("metadata"))


def _metadata(metadata: Any) -> Params:
    if metadata is None:
        return {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if len(str(metadata)) > _LARGEST_METADATA:
        raise Refused("metadata_too_large")
    if not metadata.get("event_type"):
        raise invalid_arguments("missing required field: event_type [json-pointer:/metadata]")
    return {"metadata": metadata}
