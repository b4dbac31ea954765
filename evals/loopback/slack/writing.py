"""People who write to the app in Slack: what they write becomes events."""

from __future__ import annotations

import itertools
import time
import uuid
from typing import Any

from evals.loopback.slack import events
from evals.loopback.slack.conversations import root_of
from evals.loopback.slack.delivering import Delivered, Transport
from evals.loopback.slack.slack import Slack
from evals.loopback.slack.workspace import BOT, TEAM, Channel

Params = dict[str, Any]

MENTION = f"<@{BOT}>"

_files = itertools.count(1)


class Writer:
    """Somebody in the workspace. ``delivered`` has what became of each request, in order."""

    def __init__(self, slack: Slack, user: str = "", transport: Transport | None = None) -> None:
        self.slack = slack
        self.user = slack.workspace.user(user)
        self.id = self.user.id
        self.delivered: list[Delivered] = []
        self._transport = transport

    @property
    def direct(self) -> Channel:
        """Their direct messages with the app."""
        return self.slack.workspace.direct(self.id)

    def message(
        self, text: str, channel: str = "", thread: str = "", *, files: int = 0, **more: Any
    ) -> Params:
        """Write in a channel, or to the app; returns the message as it is kept."""
        place = self._place(channel)
        message = self._written(text, place, thread, files) | more
        with self.slack.lock:
            self.slack.conversations.add(message)
        self._heard(events.message_event(dict(message), place), place)
        if MENTION in text and not place.direct:
            self._heard(events.mention_event(dict(message)), place)
        return message

    def mention(self, text: str, channel: str, thread: str = "", **more: Any) -> Params:
        return self.message(f"{MENTION} {text}", channel, thread, **more)

    def reply(self, message: Params, text: str, **more: Any) -> Params:
        """Write in the thread of a message."""
        return self.message(text, message["channel"], root_of(message), **more)

    def edit(self, message: Params, text: str) -> Params:
        place = self.slack.workspace.channels[message["channel"]]
        before = dict(message)
        ts = self.slack.conversations.new_ts()
        message.update(text=text, blocks=_rich(text), edited={"user": self.id, "ts": ts})
        self._heard(events.changed_event(dict(message), before, place, ts), place)
        return message

    def delete(self, message: Params) -> None:
        place = self.slack.workspace.channels[message["channel"]]
        before = dict(message)
        with self.slack.lock:
            self.slack.conversations.remove(message)
        ts = self.slack.conversations.new_ts()
        self._heard(events.deleted_event(before, place, ts), place)

    def sees(self, channel: str = "") -> list[Params]:
        """What a conversation shows to this person, oldest first."""
        place = self._place(channel)
        shown = self.slack.conversations.history(place.id)
        own = self.slack.whispered(self.id, place.id)
        return sorted([*shown, *own], key=lambda message: float(message["ts"]))

    def _place(self, channel: str) -> Channel:
        if not channel:
            return self.direct
        place = self.slack.workspace.channels.get(channel) or self.slack.workspace.channel(channel)
        if self.id not in place.members:
            place.members.append(self.id)
        return place

    def _written(self, text: str, place: Channel, thread: str, files: int) -> Params:
        message: Params = {
            "client_msg_id": str(uuid.uuid4()),
            "type": "message",
            "channel": place.id,
            "user": self.id,
            "team": TEAM,
            "text": text,
            "blocks": _rich(text),
            "ts": self.slack.conversations.new_ts(),
        }
        if thread:
            root = self.slack.conversations.find(place.id, thread) or {}
            message |= {"thread_ts": thread, "parent_user_id": root.get("user", "")}
        if self.user.bot:
            message |= {"subtype": "bot_message", "bot_id": f"B{self.id}"}
        if files:
            message |= {"subtype": "file_share", "files": [_file() for _ in range(files)]}
        return message

    def _heard(self, event: Params, place: Channel) -> None:
        if BOT in place.members and not place.archived:
            self._keep(self._to_app().event(events.event_callback(event)))

    def _to_app(self) -> Transport:
        transport = self._transport or self.slack.transport
        if transport is None:
            raise LookupError("no app: slack.deliver_to(client) or slack.deliver_by_socket()")
        return transport

    def _keep(self, delivered: Delivered) -> Delivered:
        self.delivered.append(delivered)
        return delivered


def _rich(text: str) -> list[Params]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _file() -> Params:
    number = next(_files)
    return {
        "id": f"F{number:08}",
        "created": int(time.time()),
        "name": f"image-{number}.png",
        "title": f"image-{number}",
        "mimetype": "image/png",
        "filetype": "png",
        "pretty_type": "PNG",
        "size": 1000,
        "mode": "hosted",
        "is_external": False,
        "url_private": f"https://files.slack.com/files-pri/{TEAM}-F{number:08}/image.png",
    }
