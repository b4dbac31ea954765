"""Whether Slack takes a token: while it does not, it is asked once a minute, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from threading import Lock

from knowledge.database import now

#: The token is worth nothing: every call with it is refused, until Zeroji is installed anew or
#: the network is let in again.
WORTHLESS = frozenset(
    (
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    )
)
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
        #: Slack's word for why it refuses the token; empty while it takes it.
        self.refused = ""
        #: Since when it takes it, as far as this process knows.
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
