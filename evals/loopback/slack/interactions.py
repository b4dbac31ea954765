"""Bodies of interactions, as Slack documents them."""

from __future__ import annotations

from typing import Any

from evals.loopback.slack.slack import Slack
from evals.loopback.slack.workspace import APP, TEAM, Channel, User

Params = dict[str, Any]

_TOKEN = "not-used-since-requests-are-signed"


def interaction(slack: Slack, user: User, kind: str, *, trigger: bool = True) -> Params:
    """What all interactions say; most come with a trigger to open a modal."""
    person = {"id": user.id, "username": user.name, "name": user.name}
    payload: Params = {
        "type": kind,
        "team": {"id": TEAM, "domain": "zeroji"},
        "user": person | {"team_id": TEAM},
        "api_app_id": APP,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        payload["trigger_id"] = slack.screens.new_trigger(user.id)
    return payload


def on_message(slack: Slack, user: User, message: Params) -> Params:
    """What is pressed in a message; an ephemeral one is not told itself."""
    channel, ephemeral = message["channel"], bool(message.get("is_ephemeral"))
    if ephemeral and message["user"] != user.id:
        raise LookupError("only its recipient sees an ephemeral message")
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    return {
        "container": container,
        "channel": _named(slack.workspace.channels[channel]),
        "state": {"values": {}},
        "response_url": slack.responses.new_address(channel, user.id, message),
    } | ({} if ephemeral else {"message": _told(message)})


def on_view(view: Params, action: Params) -> Params:
    """What is pressed in a modal or a home; what is chosen there is kept."""
    block, id = action["block_id"], action["action_id"]
    state = view["state"]["values"]
    if action["type"] not in ("button", "overflow", "icon_button"):
        told = {k: v for k, v in action.items() if k.startswith("selected") or k == "value"}
        state.setdefault(block, {})[id] = {"type": action["type"]} | told
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def about_message(slack: Slack, user: User, message: Params) -> Params:
    """What a shortcut of a message says of it."""
    return {
        "channel": _named(slack.workspace.channels[message["channel"]]),
        "message_ts": message["ts"],
        "message": _told(message),
        "response_url": slack.responses.new_address(message["channel"], user.id, message),
    }


def command_form(slack: Slack, user: User, place: Channel, command: str, text: str) -> Params:
    """The fields of a slash command."""
    return {
        "token": _TOKEN,
        "team_id": TEAM,
        "team_domain": "zeroji",
        "channel_id": place.id,
        "channel_name": _named(place)["name"],
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": slack.responses.new_address(place.id, user.id),
        "trigger_id": slack.screens.new_trigger(user.id),
    }


def _told(message: Params) -> Params:
    return {key: value for key, value in message.items() if key != "channel"}


def _named(place: Channel) -> Params:
    return {"id": place.id, "name": "directmessage" if place.direct else place.name}
