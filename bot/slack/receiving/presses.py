"""Presses of buttons and submitted forms: who did it, where, and by which key."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.slack.places import Place
from bot.slack.receiving.surface import Body

Action = dict[str, Any]


def action_of(body: Body) -> Action:
    """The button that was pressed."""
    action: Action = body["actions"][0]
    return action


def message_ts(body: Body) -> str:
    """The message that the button is in; empty on a home and in a form."""
    message, container = body.get("message") or {}, body.get("container") or {}
    return str(message.get("ts") or container.get("message_ts") or "")


def place_of_press(body: Body) -> Place:
    """The thread of the message with the button, and who pressed it.

    What only one person sees comes without its message, but says where it is. A home has no
    channel: there, channel and thread are empty.
    """
    message, container = body.get("message") or {}, body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    thread = message.get("thread_ts") or container.get("thread_ts") or message_ts(body)
    return Place(channel=channel, thread=thread, user=body["user"]["id"])


def key_of_press(body: Body) -> str:
    """The same for a second press of the same button by the same person.

    In a home, which is drawn anew after each press, a press is a press: its time tells it apart.
    """
    action, place = action_of(body), place_of_press(body)
    shown = message_ts(body) or str(action.get("action_ts") or body.get("trigger_id") or "")
    value = str(action.get("value") or "")
    key = f"press:{place.channel}:{shown}:{action['action_id']}:{value}:{place.user}"
    return key if len(key) <= 100 else f"press:{hashlib.sha256(key.encode()).hexdigest()}"


def key_of_form(body: Body) -> str:
    """The same for a form that is sent twice."""
    view = body["view"]
    return f"view:{view['id']}:{view.get('callback_id', '')}"[:100]
