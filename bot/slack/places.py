"""Where Slack and Zeroji meet: one person's part of a thread is a conversation."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "slack:"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A thread, and the person in it whom Zeroji talks to."""

    channel: str
    #: Timestamp of the message that the thread hangs on.
    thread: str
    user: str

    @property
    def asker(self) -> str:
        return f"{PREFIX}{self.user}"

    @property
    def conversation(self) -> str:
        """Everyone in a thread has their own: what one asks does not continue another's."""
        return f"{PREFIX}{self.channel}:{self.thread}:{self.user}"

    @property
    def private(self) -> bool:
        """Whether nobody else reads along."""
        return self.channel.startswith("D")


def place_of(conversation: str) -> Place:
    _, channel, thread, user = conversation.split(":")
    return Place(channel=channel, thread=thread, user=user)
