"""How far Zeroji goes by itself in a place of Slack."""

from __future__ import annotations

from bot.slack.people.channels import Channels
from bot.workspace.rules import Rule, Rules
from bot.workspace.scopes import Mode


class Rollout:
    """The rules, and nothing by itself where another company reads along."""

    def __init__(self, rules: Rules, channels: Channels) -> None:
        self._rules = rules
        self._channels = channels

    def mode(self, channel: str, department: str, topic: str) -> Mode:
        """See Rules.mode. A channel that is shared with another company is off unless there is a
        rule for this very channel. Raises JobFailed where Slack does not say whether it is."""
        direct = channel.startswith("D")
        if direct or self._rules.names_channel(channel) or not self._channels.is_shared(channel):
            return self._rules.mode(channel, department, topic)
        return "off"

    def names_channel(self, channel: str) -> bool:
        return self._rules.names_channel(channel)

    def rules(self) -> list[Rule]:
        return self._rules.rules()

    def set(self, scope: str, value: str, mode: str, by: str) -> Rule:
        return self._rules.set(scope, value, mode, by)

    def opt_out(self, user: str) -> None:
        self._rules.opt_out(user)

    def opt_in(self, user: str) -> None:
        self._rules.opt_in(user)

    def opted_out(self, user: str) -> bool:
        return self._rules.opted_out(user)
