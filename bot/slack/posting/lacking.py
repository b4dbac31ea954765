"""What the token may not do: a call that lacks a scope is not made again for an hour."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from slack_sdk.errors import SlackApiError

from bot.slack.posting.refusals import NOT_GRANTED, error_of

#: Nobody is told when a scope is granted: it is found out by trying.
_PAUSE_SECONDS = 3600.0


@dataclass(frozen=True, kw_only=True)
class _Lack:
    word: str
    #: The scope; the method where Slack does not say.
    needed: str
    until: float


class Lacking:
    """Calls that were refused for want of a scope, by method and place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._known: dict[tuple[str, str], _Lack] = {}
        #: Of which it was said already that they may be tried again.
        self._lapsed: set[tuple[str, str]] = set()

    @property
    def names(self) -> frozenset[str]:
        """Scopes that are missing, as far as is known."""
        with self._lock:
            return frozenset(one.needed for one in self._known.values())

    def refusal(self, method: str, place: str) -> dict[str, object] | None:
        """What Slack said to such a call within the hour; None where it may be made."""
        with self._lock:
            lack = self._known.get((method, place))
        if lack is None or self._clock() >= lack.until:
            return None
        return {"ok": False, "error": lack.word, "needed": lack.needed}

    def refused(self, method: str, place: str, refusal: SlackApiError) -> None:
        word = error_of(refusal)
        if word not in NOT_GRANTED:
            return
        needed = str(refusal.response.get("needed") or method)
        lack = _Lack(word=word, needed=needed, until=self._clock() + _PAUSE_SECONDS)
        with self._lock:
            self._known[method, place] = lack
            self._lapsed.discard((method, place))

    def done(self, method: str, place: str) -> None:
        """Such a call was done: it lacks nothing."""
        if self._known:
            with self._lock:
                self._known.pop((method, place), None)

    def lapse(self) -> bool:
        """Whether something may be tried again since this was asked last."""
        if not self._known:
            return False
        with self._lock:
            over = {key for key, one in self._known.items() if self._clock() >= one.until}
            new = over - self._lapsed
            self._lapsed |= new
        return bool(new)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()
