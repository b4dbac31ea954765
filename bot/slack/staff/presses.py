"""Presses and forms of staff, read from what Slack sends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bot.slack.messages.forms import metadata_of
from bot.slack.places import Place
from bot.slack.receiving.presses import action_of, key_of_form, place_of_press
from bot.slack.receiving.surface import Body, Read, Received
from bot.slack.requests import StaffAct


def press(act: str) -> Read:
    """Reads a press of a button whose value is the number of what it is about."""

    def read(body: Body) -> Received:
        request = StaffAct(place=place_of_press(body), act=act, subject=number_of(body))
        return Received(key=_key(act, body), request=request)

    return read


def number_of(body: Body) -> int:
    return int(action_of(body)["value"])


def metadata(body: Body, **about: object) -> dict[str, object]:
    """What a form carries: what it is about, and the channel of the button that opened it."""
    return {**about, "channel": place_of_press(body).channel}


def act_of_form(body: Body, act: str, subject: int, fields: Mapping[str, str]) -> Received:
    """A form that was sent, to be done."""
    request = StaffAct(place=place_of_form(body), act=act, subject=subject, fields=dict(fields))
    return Received(key=key_of_form(body), request=request)


def place_of_form(body: Body) -> Place:
    """Where the form was opened from; without a channel that was a home."""
    channel = str(metadata_of(body["view"]).get("channel") or "")
    return Place(channel=channel, thread="", user=body["user"]["id"])


def _key(act: str, body: Body) -> str:
    """A card is changed in place, so the same button may be pressed again later on: only the
    same press is the same."""
    action, user = action_of(body), body["user"]["id"]
    pressed = str(action.get("action_ts") or body.get("trigger_id") or "")
    key = f"staff:{act}:{number_of(body)}:{user}:{pressed}"
    return key if len(key) <= 100 else f"staff:{hashlib.sha256(key.encode()).hexdigest()}"
