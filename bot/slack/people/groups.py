"""Who is in which of Slack's user groups, asked of Slack every few minutes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable

from bot.slack.people.lookup import Lookup, LookupFailed

_KEPT = 300.0


class Groups:
    def __init__(self, lookup: Lookup, clock: Callable[[], float] = time.monotonic) -> None:
        self._lookup = lookup
        self._clock = clock
        self._members: dict[str, tuple[str, ...]] = {}
        self._good_until = 0.0

    def of(self, user: str) -> tuple[str, ...] | None:
        """Ids and handles of the groups that somebody is in; None where Slack does not say."""
        if self._clock() >= self._good_until:
            try:
                self._members = self._asked()
            except LookupFailed:
                return None
            self._good_until = self._clock() + _KEPT
        return self._members.get(user, ())

    def _asked(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for group in self._lookup.groups():
            if group.get("date_delete"):
                continue
            for user in group.get("users") or ():
                found[user] |= {str(group["id"]), str(group["handle"])}
        return {user: tuple(sorted(names)) for user, names in found.items()}
