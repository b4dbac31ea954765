"""Which channels are shared with other companies (Slack Connect)."""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.slack.posting.client import asking_slack
from bot.slack.posting.refusals import Unreachable

_KEPT = 600.0


class Channels:
    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        #: By channel: whether it is shared, and until when that is good.
        self._known: dict[str, tuple[bool, float]] = {}

    def is_shared(self, channel: str) -> bool:
        """Whether people of other companies read along, or may be invited to.

        Also True for a channel that Slack will not tell of: nothing is said where it is not known
        who listens. Raises JobFailed where Slack does not answer now.
        """
        shared, good_until = self._known.get(channel, (False, 0.0))
        if self._clock() >= good_until:
            shared = self._asked(channel)
            self._known[channel] = (shared, self._clock() + _KEPT)
        return shared

    def _asked(self, channel: str) -> bool:
        try:
            with asking_slack():
                told = self._client.conversations_info(channel=channel)["channel"]
        except Unreachable:
            return True
        return bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
