"""What the directory hears from Slack: who has changed."""

from __future__ import annotations

from bot.slack.people.directory import Directory
from bot.slack.receiving.surface import Body, Surface


def surface(directory: Directory) -> Surface:
    def changed(body: Body) -> None:
        # Kept at once, before Slack is told that it arrived: a guest is one from now on.
        directory.heard(body["event"]["user"])

    return Surface(reads={"event:user_change": changed})
