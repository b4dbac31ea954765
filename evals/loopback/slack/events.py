"""Bodies of the Events API, as Slack documents them."""

from __future__ import annotations

import itertools
import time
from typing import Any

from evals.loopback.slack.workspace import APP, BOT, TEAM, Channel

Params = dict[str, Any]

_numbers = itertools.count(1)
_VERIFICATION_TOKEN = "not-used-since-requests-are-signed"


def event_callback(event: Params, event_id: str | None = None) -> Params:
    """What carries an event to an app."""
    authorization = {"team_id": TEAM, "user_id": BOT, "is_bot": True}
    nowhere = {"enterprise_id": None, "is_enterprise_install": False}
    return {
        "token": _VERIFICATION_TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_numbers):08}",
        "event_time": int(time.time()),
        "authorizations": [authorization | nowhere],
        "is_ext_shared_channel": False,
        "event_context": f"4-{next(_numbers)}",
    }


def message_event(message: Params, channel: Channel) -> Params:
    """``message``: also those of bots, and with files."""
    return message | {"event_ts": message["ts"], "channel_type": channel.channel_type}


def mention_event(message: Params) -> Params:
    """``app_mention``: comes beside the ``message`` event, without its channel_type."""
    return message | {"type": "app_mention", "event_ts": message["ts"]}


def changed_event(message: Params, before: Params, channel: Channel, ts: str) -> Params:
    """``message_changed``: after an edit, and when a link was unfolded."""
    return _about(channel, ts) | {
        "subtype": "message_changed",
        "message": _without_channel(message),
        "previous_message": _without_channel(before),
    }


def deleted_event(message: Params, channel: Channel, ts: str) -> Params:
    """``message_deleted``."""
    return _about(channel, ts) | {
        "subtype": "message_deleted",
        "previous_message": _without_channel(message),
        "deleted_ts": message["ts"],
    }


def home_event(user: str, channel: str, tab: str, view: Params | None, ts: str) -> Params:
    """``app_home_opened``; tab: home or messages."""
    event = {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab}
    return event | ({"view": view} if view and tab == "home" else {}) | {"event_ts": ts}


def _about(channel: Channel, ts: str) -> Params:
    placed = {"type": "message", "channel": channel.id, "ts": ts, "event_ts": ts}
    return placed | {"hidden": True, "channel_type": channel.channel_type}


def _without_channel(message: Params) -> Params:
    return {key: value for key, value in message.items() if key != "channel"}
