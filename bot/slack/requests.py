"""What people ask of Zeroji in Slack, read from what Slack sends."""

from __future__ import annotations

import html
import re
from dataclasses import asdict, dataclass
from typing import Any

from bot.slack.places import Place

#: Buttons, by their action ids.
OPTION = "zeroji.option"
PERSON = "zeroji.person"

#: A message with a file, and one also shown in the channel, are messages; edits and the like not.
_MESSAGES = (None, "file_share", "thread_broadcast")
_MENTION = re.compile(r"<@\w+(?:\|[^>]*)?>")
#: ``<https://…|label>``, ``<#C123|general>``, ``<!subteam^S123|@team>``.
_REFERENCE = re.compile(r"<[#!]?([^>|]*)(?:\|([^>]*))?>")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody asked a question."""

    place: Place
    text: str


@dataclass(frozen=True, kw_only=True)
class Chose:
    """Somebody pressed the button of a clarification's option."""

    place: Place
    exchange: int
    option: int


@dataclass(frozen=True, kw_only=True)
class WantsPerson:
    """Somebody pressed 総務に聞く."""

    place: Place
    exchange: int


Request = Asked | Chose | WantsPerson
_KINDS: dict[str, type[Request]] = {kind.__name__: kind for kind in (Asked, Chose, WantsPerson)}


def to_json(request: Request) -> dict[str, Any]:
    return {"kind": type(request).__name__} | asdict(request)


def from_json(value: dict[str, Any]) -> Request:
    fields = {key: field for key, field in value.items() if key not in ("kind", "place")}
    return _KINDS[value["kind"]](place=Place(**value["place"]), **fields)


def question_in(event: dict[str, Any]) -> Asked | None:
    """The question in a ``message`` or ``app_mention`` event, if it is one for Zeroji."""
    if event.get("subtype") not in _MESSAGES or "bot_id" in event or not event.get("user"):
        return None
    private = event["channel"].startswith("D")
    # Slack tells of a mention in a channel twice, as a message and as a mention.
    if private != (event["type"] == "message"):
        return None
    place = Place(
        channel=event["channel"],
        thread=event.get("thread_ts") or event["ts"],
        user=event["user"],
    )
    return Asked(place=place, text=_plain(event.get("text") or ""))


def press_in(body: dict[str, Any]) -> tuple[str, Request]:
    """The press of a button, with a key that a second press of it by the same person shares."""
    action, message = body["actions"][0], body["message"]
    place = Place(
        channel=body["channel"]["id"],
        thread=message.get("thread_ts") or message["ts"],
        user=body["user"]["id"],
    )
    key = f"press:{place.channel}:{message['ts']}:{action['action_id']}:{place.user}"
    name, _, option = action["action_id"].partition(":")
    exchange = int(action["value"])
    if name == OPTION:
        return key, Chose(place=place, exchange=exchange, option=int(option))
    return key, WantsPerson(place=place, exchange=exchange)


def _plain(text: str) -> str:
    """What was typed, without the mention and Slack's markup of links."""
    without = _MENTION.sub("", text)
    typed = html.unescape(_REFERENCE.sub(lambda m: m[2] or m[1], without))
    return typed.replace("\x00", "").strip()
