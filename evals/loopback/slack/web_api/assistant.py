"""assistant.threads.*: the status, the prompts and the title of a thread with the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals.loopback.slack.web_api.calling import Refused, invalid_arguments, method
from evals.loopback.slack.web_api.places import channel_of, writable

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_MOST_PROMPTS = 4
_MOST_LOADING = 10


@method(
    "assistant.threads.setStatus",
    "channel_id thread_ts",
    "status loading_messages icon_emoji icon_url username",
    scopes="chat:write assistant:write",
)
def set_status(slack: Slack, args: Params) -> Params:
    channel = writable(slack, args["channel_id"])
    if "status" not in args:
        raise invalid_arguments("missing required field: status")
    if slack.conversations.find(channel.id, args["thread_ts"]) is None:
        raise Refused("thread_not_found")
    loading = args.get("loading_messages") or []
    if len(loading) > _MOST_LOADING or not all(isinstance(text, str) for text in loading):
        raise invalid_arguments("no more than 10 items allowed [json-pointer:/loading_messages]")
    slack.conversations.set_status(channel.id, args["thread_ts"], args["status"], loading)
    return {}


@method(
    "assistant.threads.setSuggestedPrompts",
    "channel_id prompts",
    "thread_ts title",
    scopes="assistant:write",
)
def set_prompts(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel_id"])
    prompts = args["prompts"]
    if not channel.direct or not isinstance(prompts, list):
        raise invalid_arguments("must be an array of prompts of a direct message")
    if len(prompts) > _MOST_PROMPTS:
        raise invalid_arguments(f"no more than {_MOST_PROMPTS} items allowed")
    for prompt in prompts:
        if not prompt.get("title") or not prompt.get("message"):
            raise invalid_arguments("missing required field: title, message")
    # Where the app has an agent view, prompts of a thread are taken and never shown.
    if not args.get("thread_ts"):
        slack.prompts[channel.id] = prompts
    return {}


@method("assistant.threads.setTitle", "channel_id thread_ts title", scopes="assistant:write")
def set_title(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel_id"])
    if slack.conversations.find(channel.id, args["thread_ts"]) is None:
        raise Refused("thread_not_found")
    slack.titles[channel.id, args["thread_ts"]] = args["title"]
    return {}
