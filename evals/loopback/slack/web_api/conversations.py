"""conversations.* and reactions.add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals.loopback.slack.web_api.calling import Refused, method, page, require
from evals.loopback.slack.web_api.places import channel_of, user_of
from evals.loopback.slack.workspace import BOT, Channel

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]

_RANGE = "cursor limit latest oldest inclusive include_all_metadata"
_READ = "channels:read groups:read im:read mpim:read"
_HISTORY = "channels:history groups:history im:history mpim:history"


@method("conversations.open", "", "users channel return_im", scopes="im:write")
def open_direct(slack: Slack, args: Params) -> Params:
    users = str(args.get("users") or "").split(",")
    if args.get("channel"):
        return {"channel": {"id": channel_of(slack, args["channel"]).id}}
    if users == [""]:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("not_enough_users" if BOT in users else "method_not_supported")
    user = user_of(slack, users[0])
    if user.deleted:
        raise Refused("user_disabled")
    if user.bot:
        raise Refused("cannot_dm_bot")
    if not slack.workspace.user(user.id).stranger:
        channel = slack.workspace.direct(user.id)
        told = channel.as_json() if args.get("return_im") else {"id": channel.id}
        return {"channel": told}
    raise Refused("user_not_visible")


@method(
    "conversations.info",
    "channel",
    "include_locale include_num_members",
    scopes=_READ,
    json=False,
)
def info(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel"])
    require(slack, f"{channel.kind}:read")
    counted = {"num_members": len(channel.members)} if args.get("include_num_members") else {}
    return {"channel": channel.as_json() | counted}


@method("conversations.members", "channel", "cursor limit", scopes=_READ, json=False)
def members(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel"])
    require(slack, f"{channel.kind}:read")
    found, following = page(channel.members, args, 100)
    return {"members": found, "response_metadata": following}


@method("conversations.replies", "channel ts", _RANGE, scopes=_HISTORY, json=False)
def replies(slack: Slack, args: Params) -> Params:
    channel = _readable(slack, args["channel"])
    thread = slack.conversations.thread(channel.id, args["ts"])
    if not thread:
        raise Refused("thread_not_found")
    return _messages(thread, args, 1000)


@method("conversations.history", "channel", _RANGE, scopes=_HISTORY, json=False)
def history(slack: Slack, args: Params) -> Params:
    channel = _readable(slack, args["channel"])
    roots = [
        m for m in slack.conversations.history(channel.id) if m.get("thread_ts", m["ts"]) == m["ts"]
    ]
    return _messages(roots[::-1], args, 100)


@method("reactions.add", "channel name timestamp", scopes="reactions:write")
def add_reaction(slack: Slack, args: Params) -> Params:
    channel = channel_of(slack, args["channel"])
    message = slack.conversations.find(channel.id, args["timestamp"])
    if message is None:
        raise Refused("message_not_found")
    reactions = message.setdefault("reactions", [])
    if any(r["name"] == args["name"] and BOT in r["users"] for r in reactions):
        raise Refused("already_reacted")
    reactions.append({"name": args["name"], "count": 1, "users": [BOT]})
    return {}


def _readable(slack: Slack, id: str) -> Channel:
    channel = channel_of(slack, id)
    require(slack, f"{channel.kind}:history")
    if BOT not in channel.members:
        raise Refused("not_in_channel")
    return channel


def _messages(messages: list[Params], args: Params, default: int) -> Params:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    ends = {oldest, latest} if args.get("inclusive") else set()
    within = [m for m in messages if oldest < float(m["ts"]) < latest or float(m["ts"]) in ends]
    found, following = page(within, args, default)
    hidden = {"channel"} if args.get("include_all_metadata") else {"channel", "metadata"}
    told = [{key: value for key, value in m.items() if key not in hidden} for m in found]
    more = bool(following["next_cursor"])
    return {"messages": told, "has_more": more, "response_metadata": following}
