"""What was written where: messages with their threads, edits and deletions, and statuses."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from evals.loopback.slack.workspace import BOT

Params = dict[str, Any]

_TOMBSTONE = "This message was deleted."


@dataclass
class Status:
    """A status that was shown in a thread; times as of ``time.monotonic``."""

    channel: str
    thread_ts: str
    text: str
    loading_messages: list[str]
    at: float
    ended_at: float | None = None
    #: ``message``, ``cleared`` or ``replaced``.
    ended_by: str = ""

    @property
    def visible(self) -> bool:
        return self.ended_at is None


def root_of(message: Params) -> str:
    """The timestamp of the thread that a message begins or is in."""
    return str(message.get("thread_ts") or message["ts"])


class Conversations:
    def __init__(self) -> None:
        #: What the app has posted and not deleted, in order; edits show.
        self.posted: list[Params] = []
        #: What one person alone can see, each with ``user``.
        self.ephemeral: list[Params] = []
        #: All statuses that were ever shown, in order.
        self.statuses: list[Status] = []
        self._shown: dict[tuple[str, str], Status] = {}
        self._messages: dict[str, dict[str, Params]] = {}
        self._threads: dict[tuple[str, str], list[Params]] = {}
        self._written_at: dict[tuple[str, str], float] = {}
        self._last = 0

    def new_ts(self) -> str:
        """The time, as a timestamp that no other message has."""
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def add(self, message: Params) -> Params:
        """Keep a message with ``channel`` and ``ts``; an answer ends the status."""
        channel, ts = message["channel"], message["ts"]
        thread = root_of(message)
        if ts not in self._messages.setdefault(channel, {}):
            self._threads.setdefault((channel, thread), []).append(message)
        self._messages[channel][ts] = message
        self._written_at[channel, ts] = time.monotonic()
        if message.get("user") == BOT:
            self.posted.append(message)
            self.end_status(channel, thread, "message")
        return message

    def whisper(self, message: Params) -> Params:
        """Keep what only ``user`` sees.

        It is no message of the thread, so a status stays: whether Slack ends it is not documented.
        """
        self.ephemeral.append(message)
        self._written_at[message["channel"], message["ts"]] = time.monotonic()
        return message

    def find(self, channel: str, ts: str) -> Params | None:
        return self._messages.get(channel, {}).get(ts)

    def written_at(self, channel: str, ts: str) -> float:
        """When a message was written first, as of ``time.monotonic``."""
        return self._written_at[channel, ts]

    def history(self, channel: str) -> list[Params]:
        """All messages of a channel, oldest first."""
        return sorted(self._messages.get(channel, {}).values(), key=lambda m: float(m["ts"]))

    def thread(self, channel: str, ts: str) -> list[Params]:
        """The root and its replies, oldest first; of a reply, its thread."""
        found = self.find(channel, ts)
        root = root_of(found) if found else ts
        return sorted(self._threads.get((channel, root), []), key=lambda m: float(m["ts"]))

    def remove(self, message: Params) -> None:
        """Delete; a root with replies leaves a tombstone."""
        channel, ts = message["channel"], message["ts"]
        thread = self._threads[channel, root_of(message)]
        self.posted[:] = [m for m in self.posted if m is not message]
        if root_of(message) == ts and len(thread) > 1:
            told = {key: message[key] for key in ("type", "channel", "ts")}
            tombstone = {"subtype": "tombstone", "user": "USLACKBOT", "text": _TOMBSTONE}
            message.clear()
            message.update(told | tombstone | {"thread_ts": ts})
            return
        del self._messages[channel][ts]
        thread.remove(message)

    def status(self, channel: str, thread: str) -> Status | None:
        """The status that a thread shows now."""
        return self._shown.get((channel, thread))

    def set_status(self, channel: str, thread: str, text: str, loading: list[str]) -> None:
        self.end_status(channel, thread, "replaced" if text else "cleared")
        if text:
            status = Status(channel, thread, text, loading, time.monotonic())
            self.statuses.append(status)
            self._shown[channel, thread] = status

    def end_status(self, channel: str, thread: str, by: str) -> None:
        status = self._shown.pop((channel, thread), None)
        if status is not None:
            status.ended_at, status.ended_by = time.monotonic(), by
