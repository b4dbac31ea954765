"""Whether Slack takes a token: while it does not, it is asked once a minute, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from threading import Lock

from bot.slack.posting.lacking import Lacking
from bot.slack.posting.refusals import WORTHLESS
from knowledge.database import now

_PAUSE_SECONDS = 60.0


class Access:
    """What is known of one token. Good until Slack refuses it."""

    def __init__(
        self,
        refusals: Collection[str] = WORTHLESS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._refusals = refusals
        self._clock = clock
        self._lock = Lock()
        self._look_at = 0.0
        #: What it may not do, though it is good.
        self.lacking = Lacking(clock)
        #: Slack's word for why it refuses the token; empty while it takes it.
        self.refused = ""
        #: Since when it takes it, as far as this process knows; later where something else that
        #: it refused may be tried again. What waited before is tried again.
        self.since: datetime = now()

    def may_ask(self) -> bool:
        """Whether a call may go to Slack now. While the token is refused, one a minute may."""
        with self._lock:
            if not self.refused:
                return True
            if self._clock() < self._look_at:
                return False
            self._look_at = self._clock() + _PAUSE_SECONDS
            return True

    def heard(self, word: str, *, looked: bool, since: datetime) -> None:
        """What Slack said to a call, empty where it did it.

        ``looked``: the token was refused when the call began; ``since`` is what was known then.
        """
        with self._lock:
            if since != self.since:
                return  # the call began before the token was good again
            if word in self._refusals:
                self.refused = word
                self._look_at = self._clock() + _PAUSE_SECONDS
            elif looked and self.refused:
                self.refused = ""
                self.since = now()
                self.lacking.forget()

    def try_again(self) -> None:
        """Have what was refused for want of a scope tried again, once in an hour."""
        if self.lacking.lapse():
            with self._lock:
                self.since = now()
