"""Channels, people and messages that a call names, or Slack's error about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evals.loopback.slack.web_api.calling import Refused
from evals.loopback.slack.workspace import BOT, BOT_ID, Channel, User

if TYPE_CHECKING:
    from evals.loopback.slack.slack import Slack

Params = dict[str, Any]


def channel_of(slack: Slack, id: str) -> Channel:
    """A channel that the app can know of: a private one only as its member."""
    channel = slack.workspace.channels.get(id)
    if channel is None or ((channel.private or channel.group) and BOT not in channel.members):
        raise Refused("channel_not_found")
    return channel


def writable(slack: Slack, id: str) -> Channel:
    """A conversation that the app may write to; a user's id is their direct messages."""
    if id in slack.workspace.users:
        id = slack.workspace.direct(id).id
    channel = channel_of(slack, id)
    if channel.archived:
        raise Refused("is_archived")
    if BOT not in channel.members and "chat:write.public" not in slack.tokens.bot_scopes:
        raise Refused("not_in_channel")
    other = slack.workspace.users.get(channel.with_user)
    if other is not None and other.deleted:
        raise Refused("user_not_found")
    return channel


def user_of(slack: Slack, id: str) -> User:
    user = slack.workspace.users.get(id)
    if user is None:
        raise Refused("user_not_found")
    return user


def own_message(slack: Slack, args: Params, error: str) -> Params:
    """A message of the app, by ``channel`` and ``ts``; else message_not_found or ``error``."""
    channel = channel_of(slack, args["channel"])
    message = slack.conversations.find(channel.id, str(args["ts"]))
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise Refused(error)
    return message
